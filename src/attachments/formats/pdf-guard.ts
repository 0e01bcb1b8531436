/**
 * What a PDF may cost, looked at before the library does: it unpacks streams whole and without a limit of its own, rebuilds
 * the table of a damaged file object by object, and follows forms that draw each other.
 */
import { constants, inflateSync } from 'node:zlib'
import { Unreadable } from '../reading.ts'

// A tagged report of a thousand pages has some hundred thousand; without its table each million costs ten seconds.
const MAX_OBJECTS = 500_000
// Half a megabyte of zeros in deflate's code becomes 500 MB (CWE-409). Pages of words have kilobytes, maps some megabytes.
const MAX_STREAM = 24_000_000
const MAX_STREAMS = 120_000_000
const MAX_IMAGE = 64_000_000
const HIGH_RATIO = 200
const PREFIX = 16_384
const DICTIONARY = 1_000
/** Milliseconds of this thread's own work that one page may take, so that a busy machine does no harm. */
const MAX_CPU_MS = 1_500
/** Looking for pictures unpacks them. */
export const PICTURE_CPU_MS = 6_000
const CHECK_MS = 50

const NOTHING = Buffer.alloc(0)

/** What is unpacked, or undefined when it is `limit` or more. What does not inflate at all is somebody else's to complain of. */
const inflated = (packed: Buffer, limit: number): Buffer | undefined => {
  try {
    const unpacked = inflateSync(packed, { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH })
    return unpacked.length < limit ? unpacked : undefined
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? undefined : NOTHING
  }
}

// A picture is not unpacked to read a page, unless the page uses it as its words.
const isBombAsImage = (packed: Buffer): boolean =>
  packed.length * HIGH_RATIO * 6 > MAX_IMAGE &&
  inflated(packed.subarray(0, PREFIX), PREFIX * HIGH_RATIO) === undefined &&
  inflated(packed, MAX_IMAGE) === undefined

/** The bytes between `stream` at `keyword` and its end, as they are packed. */
export const streamAt = (bytes: Buffer, keyword: number, dictionary: string): Buffer => {
  const start = keyword + (bytes[keyword + 6] === 13 ? 8 : 7)
  const declared = Number(/\/Length\s{1,4}(\d{1,9})(?!\s{1,4}\d{1,9}\s{1,4}R)/.exec(dictionary)?.[1] ?? 0)
  const end = bytes.indexOf('endstream', start)
  return bytes.subarray(start, Math.max(end < 0 ? bytes.length : end, start + declared))
}

/** What is asked of each stream that is unpacked here. */
export type Look = (stream: Buffer, dictionary: string) => void

/** A stream may be packed twice: then its first layer looks small. The largest layer counts. */
const unpackedLength = (packed: Buffer, times: number, look: (layer: Buffer) => void): number => {
  let layer = packed
  let most = 0
  for (let i = 0; i < times && layer.length > 0; i += 1) {
    const unpacked = inflated(layer, MAX_STREAM)
    if (unpacked === undefined) throw new Unreadable('limit', 'unpacked')
    layer = unpacked
    most = Math.max(most, layer.length)
  }
  look(layer)
  return most
}

const guardStreams = (bytes: Buffer, look: Look): void => {
  let total = 0
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.toString('latin1', at - 3, at) === 'end') continue
    const before = bytes.toString('latin1', Math.max(0, at - DICTIONARY), at)
    const dictionary = before.slice(before.lastIndexOf(' obj') + 1)
    const times = dictionary.match(/\/(?:FlateDecode|Fl)\b/g)?.length ?? 0
    if (times === 0) continue
    const packed = streamAt(bytes, at, dictionary)
    if (/\/Subtype\s{0,4}\/Image\b/.test(dictionary)) {
      if (isBombAsImage(packed)) throw new Unreadable('limit', 'unpacked')
      continue
    }
    total += unpackedLength(packed, times, (layer) => look(layer, dictionary))
    if (total > MAX_STREAMS) throw new Unreadable('limit', 'unpacked')
  }
}

export const guardPdf = (bytes: Buffer, look: Look): void => {
  let objects = 0
  for (let at = bytes.indexOf(' obj'); at >= 0; at = bytes.indexOf(' obj', at + 4)) objects += 1
  if (objects > MAX_OBJECTS) throw new Unreadable('limit', 'objects')
  guardStreams(bytes, look)
}

/** Counts the work of this thread for one page. The library pauses now and then, so that a timer can look at it. */
export class WorkMeter {
  readonly #start = process.threadCpuUsage()
  readonly #maxMs: number

  constructor(maxMs = MAX_CPU_MS) {
    this.#maxMs = maxMs
  }

  get over(): boolean {
    const { user, system } = process.threadCpuUsage(this.#start)
    return user + system > this.#maxMs * 1_000
  }

  /** The answer, or undefined when the work became too much. */
  async within<T>(work: Promise<T>): Promise<T | undefined> {
    let timer: NodeJS.Timeout | undefined
    const ended = new Promise<undefined>((resolve) => {
      timer = setInterval(() => {
        if (this.over) resolve(undefined)
      }, CHECK_MS)
    })
    // Nobody waits for the work any more; its failure is no news.
    work.catch(() => undefined)
    try {
      return await Promise.race([work, ended])
    } finally {
      clearInterval(timer)
    }
  }
}
