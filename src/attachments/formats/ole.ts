/**
 * Old office files (MS-CFB: doc, xls, ppt). Their formats fill books; their words stand in them as UTF-16 or as
 * single bytes, so a scan for runs of letters finds them. Encrypted ones and macros show by the names of their streams.
 */
import { type Reader, Unreadable } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')
const ENCRYPTED = [utf16('EncryptedPackage'), utf16('EncryptedSummary')]
const MACROS = [utf16('_VBA_PROJECT'), utf16('Macros\0'), utf16('_VBA_PROJECT_CUR')]
// BIFF8 FILEPASS record (MS-XLS §2.4.117): type 0x2F, RC4 in its body, right after the workbook's beginning.
const FILEPASS = Buffer.from('2f00360001', 'hex')

// MS-DOC §2.5.1: bit 8 of the flags at offset 10 of the file information block says encrypted.
const isEncryptedWord = (bytes: Buffer): boolean =>
  bytes.includes(utf16('WordDocument')) &&
  bytes.length > 524 &&
  bytes.readUInt16LE(512) === 0xa5ec &&
  (bytes.readUInt16LE(522) & 0x100) !== 0

const MIN_RUN = 4
const MIN_LETTERS = 20
const isWide = (code: number): boolean =>
  (code >= 32 && code < 0x250 && code !== 127) || code === 9 || code === 0x20ac || (code >= 0x2010 && code <= 0x2026)
const isNarrow = (byte: number): boolean => (byte >= 32 && byte < 127) || byte === 9 || byte >= 0xc0
const western = new TextDecoder('windows-1252')

const scanWide = (bytes: Buffer, start: number, out: TextBuilder): void => {
  let from = -1
  for (let at = start; at + 1 < bytes.length && !out.full; at += 2) {
    if (isWide(bytes.readUInt16LE(at))) {
      if (from < 0) from = at
      continue
    }
    if (from >= 0 && at - from >= MIN_RUN * 2) out.add(`${bytes.toString('utf16le', from, at)}\n`)
    from = -1
  }
}

const scanNarrow = (bytes: Buffer, out: TextBuilder): void => {
  let from = -1
  for (let at = 0; at < bytes.length && !out.full; at += 1) {
    if (isNarrow(bytes[at]!)) {
      if (from < 0) from = at
      continue
    }
    if (from >= 0 && at - from >= MIN_RUN) out.add(`${western.decode(bytes.subarray(from, at))}\n`)
    from = -1
  }
}

export const oleReader: Reader = {
  formats: ['ole'],
  where: 'thread',
  read: (bytes, { maxTextChars }) => {
    if (ENCRYPTED.some((name) => bytes.includes(name)) || isEncryptedWord(bytes) || bytes.includes(FILEPASS))
      throw new Unreadable('encrypted', 'office')
    const macros = MACROS.some((name) => bytes.includes(name))
    const wide = new TextBuilder(maxTextChars)
    const narrow = new TextBuilder(maxTextChars)
    // Text may begin at an odd byte.
    scanWide(bytes, 0, wide)
    scanWide(bytes, 1, wide)
    scanNarrow(bytes, narrow)
    const pieces = [...wide.take(), ...narrow.take()]
    const letters = pieces.reduce((sum, { text }) => sum + (text.match(/\p{L}/gu)?.length ?? 0), 0)
    if (letters < MIN_LETTERS) return { macros, troubles: [{ reason: 'unknown-format', detail: 'ole' }] }
    return { pieces, macros, troubles: [...wide.troubles(), ...narrow.troubles()] }
  },
}
