/** Lists of properties inside TNEF attributes (MS-OXTNEF §2.1.3.4): counted, each value padded to four bytes. */
import type { Trouble } from '../reading.ts'
import { FIRST_NAMED, Properties, type Property, TYPE } from './mapi.ts'

// Bytes of a value of fixed size, its padding included (MS-OXCDATA §2.11.1).
const FIXED: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
}
const VARIABLE: readonly number[] = [TYPE.OBJECT, TYPE.STRING8, TYPE.UNICODE, TYPE.BINARY]

// A property takes eight bytes: megabytes of empty ones would cost far more to keep than to send.
const MAX_PROPERTIES = 20_000
const MAX_VALUES = 5_000

const CUT: Trouble = { reason: 'broken', detail: 'properties' }
const TOO_MANY: Trouble = { reason: 'limit', detail: 'properties' }

/** Thrown inside, answered outside: what was read before it stays. */
class Stop extends Error {
  readonly trouble: Trouble
  constructor(trouble: Trouble) {
    super(trouble.reason)
    this.trouble = trouble
  }
}

class PropertyWalk {
  readonly #data: Buffer
  #at = 0
  #properties = 0

  constructor(data: Buffer) {
    this.#data = data
  }

  /** The bytes that are left when they are fewer; the next call ends the walk. */
  #take(length: number): Buffer {
    if (this.#at >= this.#data.length && length > 0) throw new Stop(CUT)
    const taken = this.#data.subarray(this.#at, this.#at + length)
    this.#at += length
    return taken
  }

  number(): number {
    const taken = this.#take(4)
    if (taken.length < 4) throw new Stop(CUT)
    return taken.readUInt32LE(0)
  }

  #padded(length: number): Buffer {
    const taken = this.#take(length)
    this.#at += (4 - (length % 4)) % 4
    return taken
  }

  #skipName(): void {
    this.#take(16)
    if (this.number() === 0) this.number()
    else this.#padded(this.number())
  }

  #values(type: number): Buffer[] {
    const single = type & ~TYPE.MULTIPLE
    const variable = VARIABLE.includes(single)
    const size = FIXED[single]
    if (!variable && size === undefined) throw new Stop(CUT)
    const count = variable || single !== type ? this.number() : 1
    if (count > MAX_VALUES) throw new Stop(TOO_MANY)
    return Array.from({ length: count }, () => (variable ? this.#padded(this.number()) : this.#take(size!)))
  }

  #property(): Property {
    const tag = this.number()
    const id = tag >>> 16
    if (id >= FIRST_NAMED) this.#skipName()
    const type = tag & 0xffff
    return { id, type, values: this.#values(type) }
  }

  /** Lists count too: a table may have a million empty rows. */
  #count(): void {
    this.#properties += 1
    if (this.#properties > MAX_PROPERTIES) throw new Stop(TOO_MANY)
  }

  list(into: Properties): void {
    this.#count()
    for (let left = this.number(); left > 0; left -= 1) {
      this.#count()
      into.add(this.#property())
    }
    if (this.#at > this.#data.length + 3) throw new Stop(CUT)
  }
}

const troubleOf = (walk: () => void): Trouble | undefined => {
  try {
    walk()
    return undefined
  } catch (error) {
    return error instanceof Stop ? error.trouble : CUT
  }
}

/** One list. Answers what stopped it. */
export const readProperties = (data: Buffer, into: Properties): Trouble | undefined =>
  troubleOf(() => new PropertyWalk(data).list(into))

/** A table: the number of rows, then a list for each. */
export const readRows = (data: Buffer, into: Properties[]): Trouble | undefined =>
  troubleOf(() => {
    const walk = new PropertyWalk(data)
    for (let rows = walk.number(); rows > 0; rows -= 1) {
      into.push(new Properties())
      walk.list(into.at(-1)!)
    }
  })
