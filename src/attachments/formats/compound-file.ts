/**
 * Compound files (MS-CFB): a small file system of sectors inside one file. Chains are followed for at most as many sectors
 * as the file has, since a chain may be made to bite its own tail; a stream that breaks off gives what it has.
 */

export type Stream = Readonly<{ path: string; name: string; read: () => Buffer }>
export type CompoundFile = Readonly<{
  streams: readonly Stream[]
  /** The stream of this name: that of the document itself, else the first of an embedded one. */
  find: (name: string) => Buffer | undefined
}>

const END_OF_CHAIN = 0xfffffffa
const NONE = 0xffffffff
const ENTRY = 128
const STORAGE = 1
const STREAM = 2
const ROOT = 5
const MAX_ENTRIES = 20_000
const MAX_DEPTH = 40

type Sectors = Readonly<{ size: number; at: (sector: number) => Buffer; count: number }>
type Entry = Readonly<{
  name: string
  type: number
  left: number
  right: number
  child: number
  start: number
  size: number
}>

const chain = (sectors: Sectors, table: readonly number[], start: number): Buffer => {
  const parts: Buffer[] = []
  for (let at = start; at < END_OF_CHAIN && parts.length < sectors.count; at = table[at] ?? NONE)
    parts.push(sectors.at(at))
  return Buffer.concat(parts)
}

const numbersIn = (bytes: Buffer): number[] =>
  Array.from({ length: bytes.length >> 2 }, (_, i) => bytes.readUInt32LE(i * 4))

const sectorsOf = (bytes: Buffer, size: number, offset: number): Sectors => ({
  size,
  at: (sector) => bytes.subarray(offset + sector * size, offset + (sector + 1) * size),
  count: Math.ceil(bytes.length / size) + 1,
})

/** The allocation table; its own sectors are listed in the header, and from there on in a chain (MS-CFB §2.5). */
const readTable = (bytes: Buffer, sectors: Sectors): number[] => {
  const listed = numbersIn(bytes.subarray(76, 512))
  let next = bytes.readUInt32LE(68)
  for (let i = 0; next < END_OF_CHAIN && i < sectors.count; i += 1) {
    const more = numbersIn(sectors.at(next))
    next = more.pop() ?? NONE
    listed.push(...more)
  }
  const known = new Set(listed.filter((sector) => sector < END_OF_CHAIN && sector < sectors.count))
  return [...known].flatMap((sector) => numbersIn(sectors.at(sector)))
}

const readEntries = (directory: Buffer): Entry[] => {
  const count = Math.min(Math.floor(directory.length / ENTRY), MAX_ENTRIES)
  return Array.from({ length: count }, (_, i) => {
    const at = i * ENTRY
    const length = Math.min(Math.max(directory.readUInt16LE(at + 64) - 2, 0), 62)
    return {
      name: directory.toString('utf16le', at, at + length),
      type: directory[at + 66]!,
      left: directory.readUInt32LE(at + 68),
      right: directory.readUInt32LE(at + 72),
      child: directory.readUInt32LE(at + 76),
      start: directory.readUInt32LE(at + 116),
      size: directory.readUInt32LE(at + 120),
    }
  })
}

/** The folder each entry stands in. What no folder holds is still in the file, and keeps its bare name. */
const foldersOf = (entries: readonly Entry[]): Map<number, string> => {
  const folders = new Map<number, string>()
  const waiting: [id: number, folder: string, depth: number][] = [[entries[0]?.child ?? NONE, '', 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [id, folder, depth] = next
    const entry = entries[id]
    if (!entry || folders.has(id) || depth > MAX_DEPTH) continue
    folders.set(id, folder)
    waiting.push([entry.left, folder, depth], [entry.right, folder, depth])
    if (entry.type === STORAGE) waiting.push([entry.child, `${folder}${entry.name}/`, depth + 1])
  }
  return folders
}

export const openCompoundFile = (bytes: Buffer): CompoundFile | undefined => {
  if (bytes.length < 1536) return undefined
  const [shift, miniShift] = [bytes.readUInt16LE(30), bytes.readUInt16LE(32)]
  if ((shift !== 9 && shift !== 12) || miniShift !== 6) return undefined
  // Sector 0 follows the header, which fills a sector itself.
  const sectors = sectorsOf(bytes, 1 << shift, 1 << shift)
  const table = readTable(bytes, sectors)
  const entries = readEntries(chain(sectors, table, bytes.readUInt32LE(48)))
  const root = entries.find(({ type }) => type === ROOT)
  if (!root) return undefined
  const cutoff = bytes.readUInt32LE(56)
  const miniTable = numbersIn(chain(sectors, table, bytes.readUInt32LE(60)))
  let mini: Sectors | undefined
  const miniSectors = (): Sectors => {
    mini ??= sectorsOf(chain(sectors, table, root.start), 1 << miniShift, 0)
    return mini
  }
  const read = ({ start, size }: Entry): Buffer =>
    (size < cutoff ? chain(miniSectors(), miniTable, start) : chain(sectors, table, start)).subarray(0, size)
  const folders = foldersOf(entries)
  const streams = entries.flatMap((entry, id) =>
    entry.type === STREAM
      ? [{ name: entry.name, path: `${folders.get(id) ?? ''}${entry.name}`, read: () => read(entry) }]
      : [],
  )
  const find = (name: string): Buffer | undefined =>
    // An embedded document has streams of the same names, in a folder of its own.
    (streams.find(({ path }) => path === name) ?? streams.find((stream) => stream.name === name))?.read()
  return { streams, find }
}
