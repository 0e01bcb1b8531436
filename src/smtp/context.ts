/** What one listener's checks need to know; made once, passed down. */
import type { Log } from '../log.ts'
import type { Presence, Tallies } from './brakes.ts'
import type { Checker } from './credentials.ts'
import type { SmtpOptions } from './options.ts'
import type { House } from './smtp.ts'

export type Context = Readonly<{
  options: SmtpOptions
  house: House
  log: Log
  hostname: string
  /** Whether a client address may send without signing in. */
  allowed: (client: string) => boolean
  credentials: Checker
  presence: Presence
  wrongPasswords: Tallies
  messages: Tallies
  wait: (ms: number) => Promise<void>
}>
