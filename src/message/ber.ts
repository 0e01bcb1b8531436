/** BER (X.690 §8), as far as the way to the content of a signed message needs it: also lengths that are not told. */

/** Where the bytes end or make no sense. */
export class Damaged extends Error {}

/** Where there are more elements than any sender makes. */
export class TooMany extends Error {}

/** `end`: behind the content; undefined where an empty element will end it (§8.1.3.6). */
type Header = Readonly<{ tag: number; start: number; end: number | undefined }>

const CONSTRUCTED = 0x20
const OCTETS = 0x04
// Real messages nest ten levels; each more costs a stack frame.
const MAX_DEPTH = 32
// Content comes in pieces of a thousand bytes and more; in pieces of one, a message would take seconds.
const MAX_ELEMENTS = 300_000

export class Ber {
  readonly #bytes: Buffer
  #elements = 0
  /** Set when an element says that it is longer than what there is. */
  cut = false

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  tag(at: number): number {
    return this.#bytes[at] ?? -1
  }

  #header(at: number): Header {
    this.#elements += 1
    if (this.#elements > MAX_ELEMENTS) throw new TooMany()
    const tag = this.#bytes[at]
    const first = this.#bytes[at + 1]
    // Tags of more than one byte stand nowhere in these formats.
    if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new Damaged()
    if (first === 0x80) return { tag, start: at + 2, end: undefined }
    const more = first < 0x80 ? 0 : first & 0x7f
    const start = at + 2 + more
    if (more > 6 || start > this.#bytes.length) throw new Damaged()
    const end = start + (more === 0 ? first : this.#bytes.readUIntBE(at + 2, more))
    if (end > this.#bytes.length) this.cut = true
    return { tag, start, end: Math.min(end, this.#bytes.length) }
  }

  #hasHead(at: number): boolean {
    const first = this.#bytes[at + 1]
    return first !== undefined && at + 2 + (first > 0x80 ? first & 0x7f : 0) <= this.#bytes.length
  }

  #isEnd(at: number, end: number | undefined): boolean {
    if (end !== undefined && at >= end) return true
    if (end === undefined && this.#bytes[at] === 0 && this.#bytes[at + 1] === 0) return true
    if (this.#hasHead(at)) return false
    // More should follow, and the bytes are at their end.
    this.cut = true
    return true
  }

  /** Behind the element at `at`. */
  next(at: number, depth = 0): number {
    const { start, end } = this.#header(at)
    if (end !== undefined) return end
    if (depth > MAX_DEPTH) throw new Damaged()
    let inside = start
    while (!this.#isEnd(inside, undefined)) inside = this.next(inside, depth + 1)
    return inside + 2
  }

  /** Positions of the elements inside the one at `at`, found one after the other. */
  *inside(at: number): Generator<number> {
    const { start, end } = this.#header(at)
    for (let child = start; !this.#isEnd(child, end); child = this.next(child)) yield child
  }

  content(at: number): Buffer {
    const { start, end } = this.#header(at)
    return this.#bytes.subarray(start, end ?? this.next(at) - 2)
  }

  /** The element itself, with its head. */
  whole(at: number): Buffer {
    return this.#bytes.subarray(at, this.next(at))
  }

  /** An octet string, in one piece or in pieces of pieces (§8.7). What of it is missing is left out. */
  octets(at: number, depth = 0): Buffer {
    const { tag, start, end } = this.#header(at)
    if ((tag & ~CONSTRUCTED) !== OCTETS || depth > MAX_DEPTH) throw new Damaged()
    if ((tag & CONSTRUCTED) === 0) return this.#bytes.subarray(start, end)
    const pieces: Buffer[] = []
    for (let child = start; !this.#isEnd(child, end); child = this.next(child))
      pieces.push(this.octets(child, depth + 1))
    return Buffer.concat(pieces)
  }
}
