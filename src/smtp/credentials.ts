/**
 * Whether a name and a password are right.
 *
 * At most two are computed at a time: each takes 19 MB and some 40 ms, so a swarm of guesses would otherwise eat the
 * machine. An unknown user costs the same time as a known one, so that names cannot be told by the clock.
 */
import { nobodysHash, verifyPassword } from '../passwords/passwords.ts'

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
  const nobody = nobodysHash()
  const oneByOne = gate(2)
  return async (name, password) => {
    const hash = hashes.get(name.toLowerCase())
    const right = await oneByOne(() => verifyPassword(password, hash ?? nobody))
    return hash !== undefined && right
  }
}
