/** What the first bytes say a file is. Undefined for plain text and for what has no mark. */
import { isMarkedArchive } from './archive-marks.ts'
import { unmarkedUtf16 } from './formats/charset.ts'
import type { Format } from './formats.ts'
import { checksumHolds } from './tape.ts'

type Mark = readonly [format: Format, hex: string, offset?: number]

const MARKS: readonly Mark[] = [
  ['zip', '504b0304'],
  ['zip', '504b0506'],
  ['zip', '504b0708'],
  ['ole', 'd0cf11e0a1b11ae1'],
  ['rtf', '7b5c727466'],
  ['gzip', '1f8b'],
  ['7z', '377abcaf271c'],
  ['rar', '526172211a07'],
  ['packed', 'fd377a585a00'],
  ['packed', '425a68'],
  ['packed', '4d534346'],
  ['packed', '28b52ffd'],
  ['packed', '04224d18'],
  ['packed', '1f9d'],
  ['packed', '5d0000'],
  ['packed', '535a444488f02733'],
  ['packed', '4d5357494d000000'],
  ['packed', '2d6c68352d', 2],
  ['packed', '2d6c68362d', 2],
  ['packed', '2d6c68372d', 2],
  ['packed', '2d6c68302d', 2],
  ['packed', '2d6c68312d', 2],
  ['packed', '2a2a4143452a2a', 7],
  ['tar', '7573746172', 257],
  ['tnef', '789f3e22'],
  ['picture', 'ffd8ff'],
  ['picture', '89504e470d0a1a0a'],
  ['picture', '47494638'],
  ['picture', '49492a00'],
  ['picture', '4d4d002a'],
  ['picture', '57454250', 8],
  ['picture', '00000100'],
  ['picture', 'd7cdc69a'],
  ['picture', '20454d46', 40],
  ['picture', '38425053'],
  ['audio', '494433'],
  ['audio', 'fffb'],
  ['audio', 'fff3'],
  ['audio', '4f676753'],
  ['audio', '664c6143'],
  ['audio', '57415645', 8],
  ['audio', '2321414d52'],
  ['audio', '4d546864'],
  ['video', '1a45dfa3'],
  ['video', '41564920', 8],
  ['video', '3026b2758e66cf11'],
  ['video', '000001ba'],
  ['video', '464c5601'],
  ['program', '7f454c46'],
  ['program', 'cafebabe'],
  ['program', 'feedface'],
  ['program', 'feedfacf'],
  ['program', 'cefaedfe'],
  ['program', 'cffaedfe'],
  ['program', '213c617263683e'],
  ['program', 'edabeedb'],
  ['lnk', '4c0000000114020000000000c000000000000046'],
  ['disk', '4344303031', 32769],
  ['disk', '636f6e6563746978'],
  ['disk', '7668647866696c65'],
  ['disk', '4b444d56'],
  ['script', '49545346'],
  ['picture', '010009000003'],
  ['picture', '4949bc01'],
  ['residue', '00051607'],
  ['residue', '0000000142756431'],
]

const marks = MARKS.map(([format, hex, offset = 0]) => ({ format, bytes: Buffer.from(hex, 'hex'), offset }))

/** ARJ: two bytes that prove little, a size of at most 2600, and a main header that says so (technote of ARJ 2.50). */
const isArj = (bytes: Buffer): boolean =>
  bytes.length > 34 && bytes.readUInt16BE(0) === 0x60ea && bytes.readUInt16LE(2) <= 2600 && bytes[10] === 2

/** cpio: digits only, as a list of telephone numbers has, but a hundred of them in a row (POSIX.1-1988; newc of SVR4). */
const isCpio = (bytes: Buffer): boolean =>
  /^(?:07070[12][0-9a-f]{104}|070707[0-7]{70})/i.test(bytes.toString('latin1', 0, 110))

/** A tape archive from before there was a mark in them: the first block holds the sum of its own bytes. */
const isOldTar = (bytes: Buffer): boolean =>
  bytes.length >= 1024 && bytes[0] !== 0 && checksumHolds(bytes.subarray(0, 512))

const holdsFiles = (bytes: Buffer): boolean =>
  isMarkedArchive(bytes) ||
  (bytes.toString('latin1', 0, 4) === 'PK\u0003\u0004' && bytes.includes('PK\u0005\u0006', 0, 'latin1')) ||
  (bytes.toString('latin1', 257, 262) === 'ustar' && checksumHolds(bytes.subarray(0, 512)))

const isProgram = (bytes: Buffer): boolean => {
  if (bytes.toString('latin1', 0, 2) !== 'MZ') return false
  // "MZ" may open a text too: a DOS header is 64 bytes, and the word at 60 points to "PE" or "NE" in every Windows program.
  if (bytes.length < 64) return false
  const at = bytes.readUInt32LE(60)
  return (
    at + 2 > bytes.length ||
    ['PE', 'NE', 'LE', 'LX'].includes(bytes.toString('latin1', at, at + 2)) ||
    bytes.includes(0)
  )
}

/** ISO base media (ISO/IEC 14496-12): the brand after "ftyp" tells a photo from a film. */
const isoMedia = (bytes: Buffer): Format | undefined => {
  if (bytes.toString('latin1', 4, 8) !== 'ftyp') return undefined
  const brand = bytes.toString('latin1', 8, 12)
  if (/^(?:hei|hev|mif|msf|avi)/.test(brand)) return 'picture'
  return brand.startsWith('M4A') ? 'audio' : 'video'
}

// S/MIME (RFC 5652 §3): a sequence, its length in any form, and one of the types below 1.2.840.113549.1.7 or .9.16.1.
const CMS = /^0(?:[\x00-\x80]|\x81.|\x82..|\x83.{3}|\x84.{4})\x06.\x2a\x86\x48\x86\xf7\x0d\x01(?:\x07|\x09\x10\x01)/s

const bitmap = (bytes: Buffer): boolean =>
  bytes.length > 26 &&
  bytes.toString('latin1', 0, 2) === 'BM' &&
  bytes.readUInt32LE(6) === 0 &&
  bytes.readUInt32LE(14) <= 124

const tail = (bytes: Buffer, length: number): string =>
  bytes.toString('latin1', Math.max(0, bytes.length - 512), bytes.length - 512 + length)

export const formatOfBytes = (bytes: Buffer): Format | undefined => {
  if (isProgram(bytes)) return 'program'
  // ISO 32000-1 annex H: readers accept the header anywhere in the first 1024 bytes, and so must we. But a PDF may also be
  // the first file of an archive that packs nothing.
  const isPdf = bytes.subarray(0, 1024).includes('%PDF-')
  if (isPdf && !holdsFiles(bytes)) return 'pdf'
  const mark = marks.find(({ bytes: wanted, offset }) => bytes.subarray(offset, offset + wanted.length).equals(wanted))
  if (mark) return mark.format
  if (isArj(bytes) || isCpio(bytes)) return 'packed'
  if (isOldTar(bytes)) return 'tar'
  if (CMS.test(bytes.toString('latin1', 0, 20))) return 'sealed'
  if (bitmap(bytes)) return 'picture'
  if (bytes.length >= 512 && tail(bytes, 8) === 'conectix') return 'disk'
  if (bytes.length >= 512 && tail(bytes, 4) === 'koly') return 'program'
  return isoMedia(bytes)
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** UTF-16 by its mark, or no control characters but the usual ones. Windows-1252 is text too. */
export const looksLikeText = (bytes: Buffer): boolean => {
  const head = bytes.subarray(0, 4096)
  if (head[0] === 0xff && head[1] === 0xfe) return true
  if (head[0] === 0xfe && head[1] === 0xff) return true
  if (unmarkedUtf16(head)) return true
  let controls = 0
  let high = 0
  for (const byte of head) {
    if (byte === 0) return false
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 27) controls += 1
    if (byte > 127) high += 1
  }
  if (controls * 50 > head.length) return false
  return high * 3 < head.length || isUtf8(head)
}

const isUtf8 = (head: Buffer): boolean => {
  try {
    decoder.decode(head, { stream: true })
    return true
  } catch {
    return false
  } finally {
    // A head may end inside a character; the decoder must forget that before the next file.
    try {
      decoder.decode()
    } catch {}
  }
}
