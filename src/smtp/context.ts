/** What one listener's checks need to know; made once, passed down. */
import type { SMTPServerSession } from 'smtp-server'
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
  /** Whether an address is one of our balancers, which begin with a PROXY header. */
  balancer: (address: string) => boolean
  /** Sessions of a balancer itself, or whose client it does not tell: they may greet and leave, as health checks do. */
  nameless: WeakSet<SMTPServerSession>
  credentials: Checker
  presence: Presence
  wrongPasswords: Tallies
  messages: Tallies
  wait: (ms: number) => Promise<void>
}>
