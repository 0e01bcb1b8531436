/** Where a store keeps what hangs on its key ring; each store has its own. */
import type { Identity } from './identity.ts'
import type { Hanging } from './vault.ts'

export type Hung<P> = Hanging & Readonly<{ place: P }>
export type Fresh<P> = Readonly<{ hung: Hung<P>; sealed: Buffer }>

export interface Shelf<P> {
  identity(): Promise<Identity>
  /** These rings and no others, in one step. False when they are not as `before` any more: another was first. */
  putRings(before: Identity, rings: ReadonlyMap<string, Buffer>): Promise<boolean>
  /** The wrapped record keys of all messages, some at a time. */
  recordKeys(): AsyncGenerator<readonly Hung<P>[]>
  /** All records and audit rows, some at a time. */
  ledger(): AsyncGenerator<readonly Hung<P>[]>
  /** Each only if it still stands there as it was found. Answers how many did. */
  replace(all: readonly Fresh<P>[]): Promise<number>
  /** What was replaced may still stand in a log: it goes now. */
  forget(): Promise<void>
}
