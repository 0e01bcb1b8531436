/** Accounts of the console: how they are kept, and how people get in. */
import type { Store } from '../store/store.ts'
import { openBook } from './account-book.ts'
import { type AccountKeeping, keeping } from './account-keeping.ts'
import { Brake } from './brake.ts'
import { type Federation, federation } from './federation.ts'
import { type FirstAdmin, firstAdmin } from './first-admin.ts'
import { type OwnAccess, ownAccess } from './second-factor.ts'
import { openDesk, type Sessions, sessions } from './sessions.ts'

/** Passwords argon2id; e-mail addresses in small letters. */
export interface Accounts extends AccountKeeping, Sessions, OwnAccess, FirstAdmin, Federation {}

export const openAccounts = (store: Store, now: () => number = Date.now): Accounts => {
  const book = openBook(store, now)
  const brake = new Brake(store, now)
  const desk = openDesk({ store, book, now })
  const kept = keeping(book, brake)
  return {
    ...kept,
    ...sessions({ store, book, now }, desk, brake),
    ...ownAccess({ store, book, brake, desk, now }),
    ...firstAdmin(store, kept, now),
    ...federation(book, desk),
  }
}
