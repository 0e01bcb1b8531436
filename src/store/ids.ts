/** Names of messages: ULIDs, 48 bits of time and 80 bits of chance, in Crockford's base 32. */
import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CHANCE = 80n
const FORM = /^[0-9A-HJKMNP-TV-Z]{26}$/

const write = (value: bigint): string => {
  let text = ''
  for (let rest = value, n = 0; n < 26; n += 1, rest >>= 5n) text = ALPHABET[Number(rest & 31n)]! + text
  return text
}

/** Ids of one process rise strictly, also within a millisecond and when the clock is set back. */
export const idMaker = (now: () => number): (() => string) => {
  let last = 0n
  return () => {
    const fresh = (BigInt(now()) << CHANCE) | BigInt(`0x${randomBytes(10).toString('hex')}`)
    last = fresh > last ? fresh : last + 1n
    return write(last)
  }
}

/** No id of a message that arrived at `time` or later sorts before this one. */
export const firstIdAt = (time: number): string => write(BigInt(Math.max(0, Math.floor(time))) << CHANCE)

export const isId = (text: string): boolean => FORM.test(text)
