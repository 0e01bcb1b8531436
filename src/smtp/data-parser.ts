/**
 * The bytes of DATA, a chunk at a time instead of a byte at a time: smtp-server looks at every byte in JavaScript, which is
 * most of its work on large mail, and lets a sender make it yield at every dot.
 *
 * Only CRLF.CRLF ends the data, and only a dot behind CRLF is undone (RFC 5321 §4.5.2). A chunk may end anywhere: what may
 * still become one of the two is carried over to the next.
 */
import type { PassThrough } from 'node:stream'
import { SMTPStream } from 'smtp-server/lib/smtp-stream.js'

const NOTHING = Buffer.alloc(0)
const CRLF_DOT = Buffer.from('\r\n.')
const CR = 13
const LF = 10
const DOT = 46

type Done = (error?: Error | null) => void

/** Where the next dot at the start of a line stands, from `at` on; -1 when there is none. */
const dotAfter = (bytes: Buffer, at: number): number => {
  const found = bytes.indexOf(CRLF_DOT, at)
  return found < 0 ? -1 : found + 2
}

/** How many of the last bytes may be the beginning of CRLF. */
const openEnd = (bytes: Buffer): number => {
  const last = bytes.at(-1)
  if (last === CR) return 1
  return last === LF && bytes.at(-2) === CR ? 2 : 0
}

export class DataParser extends SMTPStream {
  #carried: Buffer = NOTHING
  /** The first byte of the next chunk, or of what is carried, stands at the start of a line. */
  #lineStart = false

  override startDataMode(maxBytes?: number | string | null) {
    this.#carried = NOTHING
    this.#lineStart = true
    return super.startDataMode(maxBytes)
  }

  override _feedDataStream(chunk: Buffer, done: Done): void {
    const bytes = this.#carried.length > 0 ? Buffer.concat([this.#carried, chunk]) : chunk
    this.#carried = NOTHING
    const pieces: Buffer[] = []
    let from = 0
    let dot = this.#lineStart && bytes[0] === DOT ? 0 : dotAfter(bytes, 0)
    this.#lineStart = false
    while (dot >= 0) {
      pieces.push(bytes.subarray(from, dot))
      const [next, second] = [bytes[dot + 1], bytes[dot + 2]]
      if (next === undefined || (next === CR && second === undefined)) {
        this.#carried = bytes.subarray(dot)
        this.#lineStart = true
        this.#pass(pieces, done)
        return
      }
      if (next === CR && second === LF) {
        this.#finish(pieces, bytes.subarray(dot + 3), done)
        return
      }
      from = dot + 1
      dot = dotAfter(bytes, from)
    }
    const rest = bytes.subarray(from)
    const keep = openEnd(rest)
    pieces.push(rest.subarray(0, rest.length - keep))
    this.#carried = rest.subarray(rest.length - keep)
    this.#pass(pieces, done)
  }

  #join(pieces: readonly Buffer[]): Buffer {
    const [only = NOTHING] = pieces
    const bytes = pieces.length === 1 ? only : Buffer.concat(pieces)
    this._countDataBytes(bytes.length)
    return bytes
  }

  /** Waits until the reader has room again: back-pressure up to the client's socket. */
  #pass(pieces: readonly Buffer[], done: Done): void {
    const bytes = this.#join(pieces)
    const stream: PassThrough | null = this._dataStream
    if (bytes.length === 0 || !stream?.writable || stream.write(bytes) || stream.destroyed) {
      done()
      return
    }
    const go = () => {
      stream.off('drain', go).off('close', go)
      done()
    }
    stream.on('drain', go).on('close', go)
  }

  #finish(pieces: readonly Buffer[], behind: Buffer, done: Done): void {
    this._endDataMode(this.#join(pieces), behind, done)
  }
}
