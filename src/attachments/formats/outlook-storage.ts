/**
 * The storages and streams of an Outlook file (MS-CFB): a disk in a file, with sectors, a table that chains them, and a tree.
 * Every chain and every branch is the sender's word: each is followed as far as the file can be honest, and what is not so is
 * said. A message has no words outside its streams, so that nothing else would find those of a broken one.
 */
import { Unreadable } from '../reading.ts'

const ENTRY = 128
const MINI_SECTOR = 64
const MINI_CUTOFF = 4096
// Sector numbers from here on are marks: end of chain, free, part of a table.
const LAST_SECTOR = 0xfffffffa
const NO_ENTRY = 0xffffffff
const STORAGE = 1
const STREAM = 2
const ROOT = 5
// Larger trees are no messages: a node costs far more to keep than the 128 bytes it takes in the file.
const MAX_ENTRIES = 200_000

export type Stream = Readonly<{ name: string; size: number; read: () => Buffer }>
export type Storage = Readonly<{ name: string; storages: readonly Storage[]; streams: readonly Stream[] }>

const broken = (what: string): Unreadable => new Unreadable('broken', `compound file: ${what}`)

class CompoundFile {
  readonly #bytes: Buffer
  readonly #sector: number
  readonly #table: Uint32Array
  readonly #miniTable: Uint32Array
  readonly #directory: Buffer
  #mini: Buffer | undefined
  #left: number
  readonly #seen = new Set<number>()

  constructor(bytes: Buffer, maxBytes: number) {
    if (bytes.length < 512) throw broken('cut short')
    this.#bytes = bytes
    this.#left = maxBytes
    const shift = bytes.readUInt16LE(30)
    if (shift !== 9 && shift !== 12) throw broken('sector size')
    this.#sector = 1 << shift
    this.#table = numbers(this.#tableSectors().map((n) => this.#sectorAt(n)))
    this.#directory = this.#chain(bytes.readUInt32LE(48))
    const miniStart = bytes.readUInt32LE(60)
    this.#miniTable = miniStart >= LAST_SECTOR ? new Uint32Array() : numbers([this.#chain(miniStart)])
  }

  #sectorAt(number: number): Buffer {
    const start = (number + 1) * this.#sector
    if (start >= this.#bytes.length) throw broken('sector outside the file')
    // The last sector of a file may be shorter than its size.
    return this.#bytes.subarray(start, start + this.#sector)
  }

  /** Where the sectors of the table stand (§2.5): 109 in the header, more in a chain of their own. */
  #tableSectors(): number[] {
    const most = Math.ceil(this.#bytes.length / this.#sector)
    const found: number[] = []
    const take = (list: Buffer, count: number): void => {
      for (let i = 0; i < count && i * 4 + 4 <= list.length; i += 1)
        if (list.readUInt32LE(i * 4) < LAST_SECTOR) found.push(list.readUInt32LE(i * 4))
    }
    take(this.#bytes.subarray(76, 512), 109)
    let next = this.#bytes.readUInt32LE(68)
    for (let i = 0; next < LAST_SECTOR; i += 1) {
      if (i > most) throw broken('loop in the table of tables')
      const sector = this.#sectorAt(next)
      take(sector, this.#sector / 4 - 1)
      if (sector.length < this.#sector) throw broken('cut short')
      next = sector.readUInt32LE(this.#sector - 4)
    }
    if (found.length > most) throw broken('table larger than the file')
    return found
  }

  #chain(start: number): Buffer {
    const sectors: Buffer[] = []
    const most = Math.ceil(this.#bytes.length / this.#sector)
    for (let next = start; next < LAST_SECTOR; next = this.#table[next] ?? NO_ENTRY) {
      if (sectors.length > most) throw broken('loop in a chain')
      sectors.push(this.#sectorAt(next))
    }
    return Buffer.concat(sectors)
  }

  #miniChain(start: number): Buffer {
    this.#mini ??= this.#chain(this.#directory.readUInt32LE(116))
    const sectors: Buffer[] = []
    const most = Math.ceil(this.#mini.length / MINI_SECTOR)
    for (let next = start; next < LAST_SECTOR; next = this.#miniTable[next] ?? NO_ENTRY) {
      if (sectors.length > most) throw broken('loop in a chain')
      sectors.push(this.#mini.subarray(next * MINI_SECTOR, (next + 1) * MINI_SECTOR))
    }
    return Buffer.concat(sectors)
  }

  /** Many streams may share one chain: what is read counts, not what the file holds. */
  #readStream(start: number, size: number): Buffer {
    if (size === 0) return Buffer.alloc(0)
    if (size > this.#left) throw new Unreadable('limit', 'unpacked')
    const bytes = (size < MINI_CUTOFF ? this.#miniChain(start) : this.#chain(start)).subarray(0, size)
    this.#left -= bytes.length
    if (bytes.length < size) throw broken('stream cut short')
    return bytes
  }

  #entry(index: number): Buffer {
    if (this.#seen.has(index)) throw broken('loop in the directory')
    if (this.#seen.size >= MAX_ENTRIES) throw new Unreadable('limit', 'entries')
    this.#seen.add(index)
    const entry = this.#directory.subarray(index * ENTRY, (index + 1) * ENTRY)
    if (entry.length < ENTRY) throw broken('directory')
    return entry
  }

  root(): Storage {
    const root = this.#entry(0)
    if (root[66] !== ROOT) throw broken('directory')
    return this.#storage(root, 0)
  }

  #storage(entry: Buffer, depth: number): Storage {
    if (depth > 64) throw new Unreadable('limit', 'depth')
    const storages: Storage[] = []
    const streams: Stream[] = []
    // Siblings form a tree of their own (§2.6.4); a list of what is still to see needs no stack.
    const waiting = [entry.readUInt32LE(76)]
    while (waiting.length > 0) {
      const index = waiting.pop()!
      if (index === NO_ENTRY) continue
      const child = this.#entry(index)
      waiting.push(child.readUInt32LE(68), child.readUInt32LE(72))
      if (child[66] === STORAGE) storages.push(this.#storage(child, depth + 1))
      else if (child[66] === STREAM) streams.push(this.#stream(child))
    }
    const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1)
    return { name: nameOf(entry), storages: storages.sort(byName), streams: streams.sort(byName) }
  }

  #stream(entry: Buffer): Stream {
    const start = entry.readUInt32LE(116)
    const size = entry.readUInt32LE(120)
    return { name: nameOf(entry), size, read: () => this.#readStream(start, size) }
  }
}

const nameOf = (entry: Buffer): string =>
  entry.toString('utf16le', 0, Math.max(0, Math.min(64, entry.readUInt16LE(64)) - 2))

const numbers = (sectors: readonly Buffer[]): Uint32Array => {
  const all = Buffer.concat(sectors)
  return Uint32Array.from({ length: all.length >> 2 }, (_, i) => all.readUInt32LE(i * 4))
}

/** The tree of a compound file; streams are read when asked for, up to `maxBytes` together. Throws `Unreadable`. */
export const openStorage = (bytes: Buffer, maxBytes: number): Storage => new CompoundFile(bytes, maxBytes).root()
