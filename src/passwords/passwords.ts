/** Passwords: argon2id in the PHC string form, compared in constant time. For SMTP clients and console accounts alike. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

export { type Weakness, weaknessOf } from './strength.ts'

const derive = promisify(argon2)

/** OWASP's floor for argon2id. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const
const TAG_LENGTH = 32
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{11,86})$/

const bare = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

const written = (nonce: Buffer, tag: Buffer): string =>
  `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${bare(nonce)}$${bare(tag)}`

export const hashPassword = async (password: string): Promise<string> => {
  const nonce = randomBytes(16)
  return written(nonce, await derive('argon2id', { message: password, nonce, tagLength: TAG_LENGTH, ...COST }))
}

/**
 * What nobody's password gives: to compare one with it takes as long as with a real one. By chance, not worked out: that
 * would take 19 MB of every start, which stay with the process.
 */
export const nobodysHash = (): string => written(randomBytes(16), randomBytes(TAG_LENGTH))

export const verifyPassword = async (password: string, hash: string): Promise<boolean> => {
  const parts = PHC.exec(hash)
  if (!parts) return false
  const [, memory, passes, parallelism, salt = '', expected = ''] = parts
  const tag = Buffer.from(expected, 'base64')
  const found = await derive('argon2id', {
    message: password,
    nonce: Buffer.from(salt, 'base64'),
    tagLength: tag.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  })
  return timingSafeEqual(found, tag)
}

// No letters or digits that are read or typed wrongly.
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789'

/** A first password: four groups of four, some 80 bits. */
export const newPassword = (): string => {
  const letters = Array.from(randomBytes(16), (byte) => ALPHABET[byte % ALPHABET.length])
  return [0, 4, 8, 12].map((at) => letters.slice(at, at + 4).join('')).join('-')
}
