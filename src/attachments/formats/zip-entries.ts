/** The entries of a zip, unpacked under limits. Office packages are zips too. */
import { crc32 } from 'node:zlib'
import { inflate } from '../inflate.ts'
import type { ReaderContext, Trouble } from '../reading.ts'
import { type Directory, findDirectory } from './zip-directory.ts'
import { looseFiles, type Span } from './zip-gaps.ts'
import { type DirectoryHeader, type Header, localAt } from './zip-headers.ts'
import { type Packed, unpackRare } from './zip-rare.ts'

/** `otherName`: what the header before the data calls it, where that differs from the directory. */
export type ZipEntry = Readonly<{ name: string; otherName?: string; read: () => Buffer | Trouble }>
/** `hidden`: those that the directory does not name. */
export type ZipEntries = Readonly<{
  entries: readonly ZipEntry[]
  hidden: readonly ZipEntry[]
  comments: readonly string[]
  troubles: readonly Trouble[]
}>

type Budget = { bytes: number; readonly maxRatio: number }
/** `repeated`: its data were those of an entry before. */
type Stored = Readonly<{ header: Header; otherName?: string; packed: Buffer | undefined; repeated?: boolean }>

const FREE_RATIO_BYTES = 1_000_000
// Folders are entries too.
const HEADERS_PER_FILE = 4
const ENCRYPTED = 1
const SIZE_FOLLOWS = 8
const IN_ZIP64 = 0xffffffff
const STORED = 0
const DEFLATED = 8
const broken: Trouble = { reason: 'broken', detail: 'entry' }

/** The real output is counted while inflating and cut off at the limit; the declared size only has to agree afterwards. */
const unpack = (packed: Buffer, { method, size, crc, flags }: Header, budget: Budget): Buffer | Trouble => {
  const byRatio = Math.max(FREE_RATIO_BYTES, packed.length * budget.maxRatio)
  const allowed = Math.min(budget.bytes, byRatio)
  const overLimit: Trouble = { reason: 'limit', detail: byRatio < budget.bytes ? 'ratio' : 'unpacked' }
  if (allowed === 0 && size > 0) return overLimit
  let out: Buffer
  try {
    out = method === STORED ? packed : inflate(packed, Math.max(1, allowed), size).content
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? overLimit : broken
  }
  if (out.length > allowed) return overLimit
  budget.bytes -= out.length
  if (flags & SIZE_FOLLOWS && size === 0 && crc === 0) return out
  // A size or checksum that lies makes programs disagree on what the file says; people may see what we do not.
  return out.length === size && crc32(out) === crc ? out : broken
}

/** Zero, or all ones, says that the number stands elsewhere. */
const agrees = (one: number, other: number): boolean => one === other || one === 0 || one === IN_ZIP64

/** Where the two headers of a file contradict each other, programs that trust the one or the other show different files. */
const consistent = (local: Header, directory: Header): boolean =>
  local.method === directory.method &&
  (local.flags & ENCRYPTED) === (directory.flags & ENCRYPTED) &&
  ((local.flags & SIZE_FOLLOWS) !== 0 ||
    (agrees(local.crc, directory.crc) &&
      agrees(local.packedSize, directory.packedSize) &&
      agrees(local.size, directory.size)))

type Located = Stored & Readonly<{ span?: Span }>

const locate = (bytes: Buffer, header: DirectoryHeader, base: number): Located => {
  const start = header.offset + base
  const local = localAt(bytes, start)
  if (!local) return { header, packed: undefined }
  const end = local.end + header.packedSize
  const sound = end <= bytes.length && consistent(local.header, header)
  return {
    header,
    packed: sound ? bytes.subarray(local.end, end) : undefined,
    span: { start, end },
    ...(local.header.name === header.name ? {} : { otherName: local.header.name }),
  }
}

/**
 * The same data under many names: a small file, a large sum. All names are listed, the data are read once. Data that begin
 * inside those of another are no accident, and no program writes them.
 */
const withoutRepeats = (located: readonly Located[]): Located[] => {
  const bySpan = located.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))
  const repeated = new Set<Located>()
  const crossed = new Set<Located>()
  let last: Located | undefined
  for (const one of bySpan) {
    if (!one.span) continue
    if (last?.span && one.span.start === last.span.start) repeated.add(one)
    else if (last?.span && one.span.start < last.span.end) crossed.add(one)
    else last = one
  }
  return located.map((one) =>
    repeated.has(one)
      ? { ...one, packed: NOTHING, repeated: true }
      : crossed.has(one)
        ? { ...one, packed: undefined }
        : one,
  )
}

const NOTHING = Buffer.alloc(0)

const isFolder = ({ name, size }: Header): boolean => name.endsWith('/') && size === 0

const isEncrypted = ({ flags }: Header): boolean => (flags & ENCRYPTED) !== 0
const isRare = (stored: Stored): stored is Packed =>
  stored.packed !== undefined &&
  !stored.repeated &&
  !isEncrypted(stored.header) &&
  stored.header.method !== STORED &&
  stored.header.method !== DEFLATED

/** Gives each file its way to be read. The rare ones are unpacked here and now, since their program starts slowly. */
const readable = async (files: readonly Stored[], budget: Budget): Promise<ZipEntry[]> => {
  const rare = files.filter(isRare)
  const limits = { maxUnpackedBytes: budget.bytes, maxRatio: budget.maxRatio }
  const contents = rare.length > 0 ? await unpackRare(rare, limits) : []
  for (const content of contents) if (Buffer.isBuffer(content)) budget.bytes -= content.length
  const unpacked = new Map(rare.map((file, i) => [file as Stored, contents[i]]))
  const read = (file: Stored): Buffer | Trouble => {
    if (isEncrypted(file.header)) return { reason: 'encrypted', detail: 'entry' }
    if (file.packed === undefined) return broken
    if (file.repeated) return NOTHING
    return unpacked.get(file) ?? unpack(file.packed, file.header, budget)
  }
  return files.map((file) => ({
    name: file.header.name,
    ...(file.otherName === undefined ? {} : { otherName: file.otherName }),
    read: () => read(file),
  }))
}

const troublesOf = (directory: Directory | undefined, tooMany: boolean): Trouble[] => {
  if (tooMany) return [{ reason: 'limit', detail: 'files' }]
  if (!directory) return [{ reason: 'broken', detail: 'zip' }]
  return directory.whole ? [] : [{ reason: 'broken', detail: 'directory' }]
}

export const readZip = async (bytes: Buffer, context: ReaderContext): Promise<ZipEntries> => {
  const { maxFiles, maxRatio, maxUnpackedBytes } = context
  const budget: Budget = { bytes: maxUnpackedBytes, maxRatio }
  const maxHeaders = maxFiles * HEADERS_PER_FILE
  const directory = findDirectory(bytes, maxHeaders)
  const located = withoutRepeats((directory?.headers ?? []).map((header) => locate(bytes, header, directory!.base)))
  const spans = located.flatMap(({ span }) => (span ? [span] : []))
  const named = located.filter(({ header }) => !isFolder(header))
  const tooMany = named.length > maxFiles || located.length > maxHeaders
  const loose = tooMany ? [] : looseFiles(bytes, spans, maxFiles, maxUnpackedBytes)
  const unnamed = loose.filter(({ header }) => !isFolder(header))
  const troubles = troublesOf(directory, tooMany)
  const entries = await readable(named.slice(0, maxFiles), budget)
  const hidden = await readable(unnamed, budget)
  // Without a directory, what stands in the file is all there is: programs that mend it show that.
  if (!directory) return { entries: hidden, hidden: [], comments: [], troubles }
  return {
    entries,
    hidden,
    comments: [directory.comment, ...directory.headers.map(({ comment }) => comment)],
    troubles,
  }
}
