/** The door in: smtp-server listeners, who may come, limits, the Received line, and 250 only when the message is safe. */
import type { Intake, MailHead, Store } from '../store/store.ts'

export { openDoor } from './listen.ts'
export { SmtpOptions } from './options.ts'
export { SmtpReply } from './reply.ts'

/** What the door needs of the house behind it. */
export interface House {
  /** A place for the next message. Rejects with `StoreFull` when there is no room (452 4.3.1). */
  intake(): Promise<Intake>
  /**
   * Resolves when the message is safe for every recipient; then, and only then, the client reads 250. `joinKey`: the same
   * for the same submission; `family`: the same for all parts of one message that came as several transactions.
   */
  accept(intake: Intake, head: MailHead, joinKey: string, family?: string): Promise<{ id: string }>
  /** One of our domains (directory or configuration). */
  isOurDomain(domain: string): boolean
  /** False when the next hop is known to lack SMTPUTF8 (5.6.7). */
  takesUtf8(mailFrom: string, recipient: string): boolean | undefined
  /** Rejects when nothing can be kept: better said at MAIL than after 25 MB. */
  ready(): Promise<unknown>
  /** Counts for the limits of the door, shared by all nodes. */
  tally: Store['tally']
  untally: Store['untally']
}

export interface Door {
  readonly ports: readonly Readonly<{ host: string; port: number; tls: 'plain' | 'starttls' | 'implicit' }>[]
  /**
   * Nobody comes in any more. Who is here may finish for `patienceMs`; then who is idle gets 421, and running transactions
   * end within `ms` or are cut off.
   */
  close(ms: number, patienceMs?: number): Promise<void>
  /** Certificates read again. */
  reloadTls(): Promise<void>
  /** Files that are broken while what was read of them before is in use; empty when all is well. */
  troubles(): readonly string[]
  readonly connections: number
}
