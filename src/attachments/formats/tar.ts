/**
 * Tape archives (POSIX.1-1988 ustar, POSIX.1-2001 pax, GNU). The data lie open, so nothing can grow while unpacking.
 * Names and sizes may stand in a block before the file's own header, and then count more than those in it.
 */
import type { Child, Content, Reader, Trouble } from '../reading.ts'
import { BLOCK, checksumHolds, field, numberAt } from '../tape.ts'

/** What the blocks before a header say of the file to come. */
type Told = { name?: string; size?: number; sparse?: boolean }
type Entry = Readonly<{ name: string; type: string; start: number; size: number }>

const FILES = new Set(['0', '\0', '7'])
const GNU_LONG_NAME = 'L'
const GNU_SPARSE = 'S'
const PAX = 'x'
// A link has no data of its own; what it points to stands in the archive as well, or is not in the mail at all.
const LINKS = new Set(['1', '2'])
const BROKEN: Trouble = { reason: 'broken', detail: 'tar' }
const SPARSE: Trouble = { reason: 'unknown-format', detail: 'sparse' }
const MAX_PAX_BYTES = 1_000_000

const blocks = (size: number): number => Math.ceil(size / BLOCK) * BLOCK

/** "27 path=map/brief.txt\n": the length counts the whole record (POSIX.1-2001 pax). A name may hold line ends. */
const paxRecords = (data: Buffer): Map<string, string> => {
  const records = new Map<string, string>()
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(' ', at)
    const length = space < 0 ? 0 : Number(data.toString('latin1', at, space))
    const equals = data.indexOf('=', space)
    if (!Number.isInteger(length) || length < 5 || at + length > data.length || equals < 0) break
    records.set(data.toString('utf8', space + 1, equals), data.toString('utf8', equals + 1, at + length - 1))
    at += length
  }
  return records
}

const tellPax = (data: Buffer, told: Told): void => {
  const records = paxRecords(data.subarray(0, MAX_PAX_BYTES))
  const name = records.get('GNU.sparse.name') ?? records.get('path')
  const size = Number(records.get('size'))
  if (name !== undefined) told.name = name
  if (records.has('size') && Number.isSafeInteger(size) && size >= 0) told.size = size
  if ([...records.keys()].some((key) => key.startsWith('GNU.sparse.'))) told.sparse = true
}

const nameIn = (header: Buffer): string => {
  const name = field(header, 0, 100)
  // GNU keeps times where others keep the beginning of a long name.
  const prefix = field(header, 257, 8) === 'ustar  ' ? '' : field(header, 345, 155)
  return prefix ? `${prefix}/${name}` : name
}

/** Old GNU sparse files go on with more blocks of maps, each telling whether another follows (GNU tar, "oldgnu"). */
const mapBlocks = (bytes: Buffer, at: number): number => {
  let more = bytes[at + 482] === 1
  let length = 0
  while (more && at + BLOCK + length + BLOCK <= bytes.length) {
    more = bytes[at + BLOCK + length + 504] === 1
    length += BLOCK
  }
  return length
}

const entryAt = (bytes: Buffer, at: number, told: Told): Entry | undefined => {
  const header = bytes.subarray(at, at + BLOCK)
  const size = told.size ?? numberAt(header, 124, 12)
  if (!checksumHolds(header) || size < 0) return undefined
  const type = String.fromCharCode(header[156]!)
  const start = at + BLOCK + (type === GNU_SPARSE ? mapBlocks(bytes, at) : 0)
  return { name: told.name ?? nameIn(header), type, start, size: LINKS.has(type) ? 0 : size }
}

const childOf = ({ name, type, size }: Entry, data: Buffer, told: Told): Child[] => {
  if (LINKS.has(type)) return [{ name, type: '', bytes: Buffer.alloc(0) }]
  if (type === GNU_SPARSE || told.sparse) return [{ name, type: '', trouble: SPARSE }]
  // A folder of very old programs is a file whose name ends in a slash.
  // A type that nobody knows is a file to most programs (POSIX ustar); without data there is nothing to see.
  if ((!FILES.has(type) && size === 0) || (size === 0 && name.endsWith('/'))) return []
  return data.length < size ? [{ name, type: '', trouble: BROKEN }] : [{ name, type: '', bytes: data }]
}

const isEmpty = (block: Buffer): boolean => block.every((byte) => byte === 0)

/** Empty blocks end an archive; another one may have been written behind it, which "tar -i" shows. */
const skipEmpty = (bytes: Buffer, from: number): number => {
  let at = from
  while (at + BLOCK <= bytes.length && isEmpty(bytes.subarray(at, at + BLOCK))) at += BLOCK
  return at
}

const readTar = (bytes: Buffer, maxFiles: number): Content => {
  const children: Child[] = []
  let told: Told = {}
  for (let at = 0; at < bytes.length; ) {
    const next = skipEmpty(bytes, at)
    const entry = next + BLOCK <= bytes.length ? entryAt(bytes, next, told) : undefined
    // After the end, whatever fills the tape is no part of it; before it, the archive was cut off or damaged.
    if (!entry) return { children, troubles: next > at || next >= bytes.length ? [] : [BROKEN] }
    const data = bytes.subarray(entry.start, entry.start + entry.size)
    if (entry.type === GNU_LONG_NAME) told = { ...told, name: field(data, 0, data.length) }
    else if (entry.type === PAX) tellPax(data, told)
    else {
      if (children.length >= maxFiles) return { children, troubles: [{ reason: 'limit', detail: 'files' }] }
      children.push(...childOf(entry, data, told))
      told = {}
    }
    if (data.length < entry.size) return { children, troubles: [BROKEN] }
    at = entry.start + blocks(entry.size)
  }
  return { children }
}

export const readTarFile: Reader['read'] = (bytes, { maxFiles }) => readTar(bytes, maxFiles)
