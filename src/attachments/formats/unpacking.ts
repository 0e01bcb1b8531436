/** Takes the files out of an archive that 7-Zip can open, and stops while they come when they become too many or too large. */
import type { Child, Content, ReaderContext, Trouble } from '../reading.ts'
import { type Ended, runSevenZip, Stop } from './seven-zip.ts'

type Limits = Pick<ReaderContext, 'maxUnpackedBytes' | 'maxRatio' | 'maxFiles'>

// No questions, no progress, errors as lines; never one file over another.
const EXTRACT = ['x', '-y', '-bd', '-bso0', '-bsp0', '-bse2', '-aou', '-o/out']
const LIST = ['l', '-slt', '-ba', '-bd', '-bsp0', '-bse0']

const FREE_RATIO_BYTES = 1_000_000

/** "ERROR: CRC Failed : map/brief.txt" */
const ENTRY_ERROR = /^ERROR: ([^:]{1,100}) : (.{1,8000})$/
const ENTRY_TROUBLES: readonly (readonly [RegExp, Trouble])[] = [
  [/password|encrypted/i, { reason: 'encrypted', detail: 'entry' }],
  [/unsupported/i, { reason: 'unknown-format', detail: 'compression' }],
]
const BROKEN_ENTRY: Trouble = { reason: 'broken', detail: 'entry' }
const entryTrouble = (error: string): Trouble =>
  ENTRY_TROUBLES.find(([words]) => words.test(error))?.[1] ?? BROKEN_ENTRY

const LOCKED: Trouble = { reason: 'encrypted', detail: 'entry' }
const LOCKED_NAMES: Trouble = { reason: 'encrypted', detail: 'names' }
const OUT_OF_MEMORY: Trouble = { reason: 'limit', detail: 'memory' }
const ARCHIVE_TROUBLES: readonly (readonly [RegExp, Trouble])[] = [
  [/allocate/i, OUT_OF_MEMORY],
  [/missing volume/i, { reason: 'broken', detail: 'volume' }],
  [/unexpected end/i, { reason: 'broken', detail: 'truncated' }],
]

class Unpacking {
  readonly children: Child[] = []
  readonly #limits: Limits
  readonly #allowed: number
  #name: string | undefined
  #chunks: Uint8Array[] = []
  #bytes = 0
  #whole: Trouble | undefined
  #stopped: Trouble | undefined

  constructor(packedBytes: number, limits: Limits) {
    this.#limits = limits
    this.#allowed = Math.min(limits.maxUnpackedBytes, Math.max(FREE_RATIO_BYTES, packedBytes * limits.maxRatio))
  }

  begin(path: string): void {
    this.#name = path
    this.#chunks = []
    if (this.children.length >= this.#limits.maxFiles) this.#stop('files')
  }

  write(bytes: Uint8Array): void {
    this.#bytes += bytes.length
    if (this.#bytes > this.#allowed) this.#stop(this.#allowed < this.#limits.maxUnpackedBytes ? 'ratio' : 'unpacked')
    this.#chunks.push(bytes)
  }

  end(): void {
    if (this.#name === undefined) return
    this.children.push({ name: this.#name, type: '', bytes: Buffer.concat(this.#chunks) })
    this.#name = undefined
    this.#chunks = []
  }

  /** A link was written as a file first. */
  unlink(): void {
    this.children.pop()
  }

  line(line: string): void {
    const [, error, name] = ENTRY_ERROR.exec(line) ?? []
    if (error === undefined || name === undefined) {
      this.#whole ??= ARCHIVE_TROUBLES.find(([words]) => words.test(line))?.[1]
      return
    }
    const trouble = entryTrouble(error)
    if (this.children.at(-1)?.name === name) this.children.pop()
    if (this.children.length >= this.#limits.maxFiles) this.#stop('files')
    this.children.push({ name, type: '', trouble })
  }

  #stop(detail: string): never {
    this.#stopped = { reason: 'limit', detail }
    throw new Stop()
  }

  /** What is wrong with the archive as a whole, if anything. */
  verdict(ended: Ended, type: string): Trouble | undefined {
    if (ended === 'stopped') return this.#stopped
    if (ended === 'too-many') return { reason: 'limit', detail: 'files' }
    if (ended === 'out-of-memory') return OUT_OF_MEMORY
    // The file at which the password was asked for was begun, and left empty.
    if (ended === 'locked' && this.children.at(-1)?.bytes?.length === 0) this.children.pop()
    if (ended === 'locked') return LOCKED
    const told = this.children.some(({ bytes }) => bytes === undefined)
    return this.#whole ?? (ended === 'well' || told ? undefined : { reason: 'broken', detail: type })
  }
}

/** The names of the files in an archive, as far as it tells them without a password. */
const namesIn = async (bytes: Buffer, type: string, maxFiles: number): Promise<string[]> => {
  const names: string[] = []
  let folder = false
  let path: string | undefined
  const close = (): void => {
    if (path !== undefined && !folder) names.push(path)
    if (names.length > maxFiles) throw new Stop()
    path = undefined
    folder = false
  }
  await runSevenZip(bytes, [...LIST, `-t${type}`], {
    line: (line) => {
      if (line === '') close()
      else if (line.startsWith('Path = ')) path = line.slice(7)
      else if (line === 'Folder = +' || /^Attributes = D/.test(line)) folder = true
    },
  })
  return names
}

/**
 * The archive could not be unpacked to its end: the names of what is left say what it carries, and the reason is said of
 * each. Where there are no names either, it is said of the archive.
 */
const unfinished = async (found: readonly Child[], trouble: Trouble, names: readonly string[]): Promise<Content> => {
  const known = new Set(found.map(({ name }) => name))
  const nameless = trouble === LOCKED && found.length + names.length === 0
  const left = names.filter((name) => !known.has(name)).map((name) => ({ name, type: '', trouble }))
  return { children: [...found, ...left], troubles: nameless ? [LOCKED_NAMES] : left.length > 0 ? [] : [trouble] }
}

/** `type` is a word of 7-Zip's: the one format that is tried. */
export const unpack = async (bytes: Buffer, type: string, limits: Limits): Promise<Content> => {
  const unpacking = new Unpacking(bytes.length, limits)
  const ended = await runSevenZip(bytes, [...EXTRACT, `-t${type}`], {
    begin: (path) => unpacking.begin(path),
    write: (chunk) => unpacking.write(chunk),
    end: () => unpacking.end(),
    unlink: () => unpacking.unlink(),
    line: (line) => unpacking.line(line),
  })
  const trouble = unpacking.verdict(ended, type)
  if (!trouble) return { children: unpacking.children }
  const full = ended === 'too-many' || unpacking.children.length >= limits.maxFiles
  return unfinished(unpacking.children, trouble, full ? [] : await namesIn(bytes, type, limits.maxFiles))
}
