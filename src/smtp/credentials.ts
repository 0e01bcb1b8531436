/**
 * Passwords of SMTP clients: argon2id in the PHC string form, compared in constant time.
 *
 * At most two are computed at a time: each takes 19 MB and some 40 ms, so a swarm of guesses would otherwise eat the
 * machine. An unknown user costs the same time as a known one, so that names cannot be told by the clock.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

/** OWASP's floor for argon2id. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const
const TAG_LENGTH = 32
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{11,86})$/

const bare = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

export const hashPassword = async (password: string): Promise<string> => {
  const nonce = randomBytes(16)
  const tag = await derive('argon2id', { message: password, nonce, tagLength: TAG_LENGTH, ...COST })
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${bare(nonce)}$${bare(tag)}`
}

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

/** At most `free` at a time; the others wait their turn. */
const gate = (free: number) => {
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1
    else await new Promise<void>((resume) => waiting.push(resume))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}

export type Checker = (name: string, password: string) => Promise<boolean>

export const credentialChecker = (users: readonly Readonly<{ name: string; hash: string }>[]): Checker => {
  const hashes = new Map(users.map((user) => [user.name.toLowerCase(), user.hash]))
  const nobody = hashPassword(randomBytes(18).toString('base64'))
  const oneByOne = gate(2)
  return async (name, password) => {
    const hash = hashes.get(name.toLowerCase())
    const other = await nobody
    const right = await oneByOne(() => verifyPassword(password, hash ?? other))
    return hash !== undefined && right
  }
}
