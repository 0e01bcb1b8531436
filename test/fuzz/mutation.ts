/** What a mutation is, and the ones that know nothing of a format. */
import type { Chance } from '../chaos/chance.ts'

/**
 * `keeps`: a program that still opens the file shows the same words as before. Then a reader finds them too, or says
 * that it could not read everything. Gives undefined where it finds nothing to change.
 */
export type Mutation = Readonly<{
  name: string
  keeps: boolean
  /** Only while nothing else of its kind is changed: another change would undo it, or show its words in another form. */
  alone?: boolean
  apply: (bytes: Buffer, chance: Chance) => Buffer | undefined
}>

export const mutation = (name: string, keeps: boolean, apply: Mutation['apply']): Mutation => ({ name, keeps, apply })

/** Numbers that lengths, counts and offsets are most often forgotten for. */
export const alone = (one: Mutation): Mutation => ({ ...one, alone: true })

export const extreme = (chance: Chance, near: number): number =>
  chance.pick([
    0,
    1,
    near - 1,
    near + 1,
    near * 2,
    0x7f,
    0xff,
    0x7fff,
    0xffff,
    0x10000,
    0x7fffffff,
    0x80000000,
    0xffffffff,
    chance.between(0, 0xffffffff),
  ]) >>> 0

export const patched = (bytes: Buffer, at: number, size: 2 | 4, value: number): Buffer => {
  const out = Buffer.from(bytes)
  if (at < 0 || at + size > out.length) return out
  if (size === 2) out.writeUInt16LE((value & 0xffff) >>> 0, at)
  else out.writeUInt32LE(value >>> 0, at)
  return out
}

export const inserted = (bytes: Buffer, at: number, more: Buffer | string): Buffer =>
  Buffer.concat([bytes.subarray(0, at), Buffer.from(more), bytes.subarray(at)])

const span = (bytes: Buffer, chance: Chance): readonly [number, number] => {
  const from = chance.between(0, Math.max(0, bytes.length - 1))
  return [from, Math.min(bytes.length, from + chance.pick([1, 2, 4, 16, 64, 512, bytes.length]))]
}

export const BYTES: readonly Mutation[] = [
  mutation('flipped bits', false, (bytes, chance) => {
    const out = Buffer.from(bytes)
    if (out.length === 0) return undefined
    for (let n = chance.between(1, 8); n > 0; n -= 1)
      out[chance.between(0, out.length - 1)]! ^= 1 << chance.between(0, 7)
    return out
  }),
  mutation('cut off', false, (bytes, chance) => bytes.subarray(0, chance.between(0, bytes.length))),
  mutation('a stretch left out', false, (bytes, chance) => {
    const [from, to] = span(bytes, chance)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
  }),
  mutation('a stretch doubled', false, (bytes, chance) => {
    const [from, to] = span(bytes, chance)
    return inserted(bytes, to, bytes.subarray(from, to))
  }),
  mutation('a stretch moved', false, (bytes, chance) => {
    const [from, to] = span(bytes, chance)
    const rest = Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
    return inserted(rest, chance.between(0, rest.length), bytes.subarray(from, to))
  }),
  mutation('an extreme number', false, (bytes, chance) => {
    const size = chance.pick([2, 4] as const)
    return patched(bytes, chance.between(0, Math.max(0, bytes.length - size)), size, extreme(chance, bytes.length))
  }),
  mutation('one byte many times', false, (bytes, chance) =>
    inserted(
      bytes,
      chance.between(0, bytes.length),
      Buffer.alloc(chance.pick([10, 1_000, 50_000]), chance.between(0, 255)),
    ),
  ),
]
