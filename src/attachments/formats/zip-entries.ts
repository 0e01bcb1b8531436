/** The entries of a zip, unpacked under limits. Office packages are zips too. */
import { crc32, inflateRawSync } from 'node:zlib'
import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl'
import { type ReaderContext, type Trouble, Unreadable } from '../reading.ts'

export type ZipEntry = Readonly<{ name: string; read: () => Buffer | Trouble }>
export type ZipEntries = Readonly<{ entries: readonly ZipEntry[]; troubles: readonly Trouble[] }>

type Budget = { bytes: number; readonly maxRatio: number }

const FREE_RATIO_BYTES = 1_000_000
const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8
const broken: Trouble = { reason: 'broken', detail: 'entry' }

/** The real output is counted while inflating and cut off at the limit; the declared size only has to agree afterwards. */
const unpack = (packed: Buffer, entry: Entry, budget: Budget): Buffer | Trouble => {
  const byRatio = Math.max(FREE_RATIO_BYTES, packed.length * budget.maxRatio)
  const allowed = Math.min(budget.bytes, byRatio)
  const overLimit: Trouble = { reason: 'limit', detail: byRatio < budget.bytes ? 'ratio' : 'unpacked' }
  if (allowed === 0 && entry.uncompressedSize > 0) return overLimit
  let out: Buffer
  try {
    out =
      entry.compressionMethod === STORED ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, allowed) })
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? overLimit : broken
  }
  if (out.length > allowed) return overLimit
  budget.bytes -= out.length
  // A size or checksum that lies makes programs disagree on what the file says; people may see what we do not.
  return out.length === entry.uncompressedSize && crc32(out) === entry.crc32 ? out : broken
}

const readEntry = (zip: Buffer, start: number, entry: Entry, budget: Budget): Buffer | Trouble => {
  if (entry.generalPurposeBitFlag & ENCRYPTED) return { reason: 'encrypted', detail: 'entry' }
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    return { reason: 'unknown-format', detail: `compression ${entry.compressionMethod}` }
  if (start < 0 || start + entry.compressedSize > zip.length) return broken
  return unpack(zip.subarray(start, start + entry.compressedSize), entry, budget)
}

const open = async (bytes: Buffer): Promise<ZipFile> => {
  try {
    // Names are decoded by us: a name like "../x" makes the library refuse the whole file, but for us it is only a name.
    return await fromBufferPromise(bytes, { decodeStrings: false })
  } catch {
    throw new Unreadable('broken', 'zip')
  }
}

const startOf = async (file: ZipFile, entry: Entry): Promise<number> => {
  try {
    return (await file.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart
  } catch {
    return -1
  }
}

export const readZip = async (bytes: Buffer, context: ReaderContext): Promise<ZipEntries> => {
  const file = await open(bytes)
  const budget: Budget = { bytes: context.maxUnpackedBytes, maxRatio: context.maxRatio }
  const entries: ZipEntry[] = []
  try {
    for await (const entry of file.eachEntry()) {
      const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
      if (name.endsWith('/') && entry.uncompressedSize === 0) continue
      if (entries.length >= context.maxFiles) return { entries, troubles: [{ reason: 'limit', detail: 'files' }] }
      const start = await startOf(file, entry)
      entries.push({ name, read: () => readEntry(bytes, start, entry, budget) })
    }
  } catch {
    return { entries, troubles: [{ reason: 'broken', detail: 'directory' }] }
  }
  return { entries, troubles: [] }
}
