/** What can go wrong with the store, and how the words of SQLite and the file system become ours. */
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'

/** No room to keep a message safe: the door answers 452 4.3.1. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull'
}

/** The store cannot be opened or read: wrong master key, locked, corrupted. The message says what to do. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable'
}

/** Cannot be reached or is busy now, and is tried again by itself: nothing against whatever it was asked for. */
export class StoreAway extends StoreUnusable {}

const FULL = 'There is no room left on the disk of the store. Free some space; mail is accepted again by itself.'
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** Primary result codes of SQLite (https://sqlite.org/rescode.html); extended codes keep them in the low byte. */
const SQLITE_WORDS: Readonly<Record<number, string>> = {
  5: 'The database of the store is locked by another process. Stop the process that holds it, or try again.',
  6: 'The database of the store is locked by another process. Stop the process that holds it, or try again.',
  8: 'The database of the store may not be written. Look at the permissions of its file and folder.',
  10: 'The disk of the store gives errors. Look at the system log; then restart.',
  11: 'A part of the database of the store is damaged. Restore it from a backup; other messages still work.',
  14: 'The database of the store cannot be opened. Look at the permissions of its file and folder.',
  26: 'The file given as store is not a database of this program. Look at the path in the configuration.',
}

/** SQLITE_CORRUPT: a page is not what it should be. The rest of the transaction stands. */
export const isDamage = (error: unknown): boolean => {
  const { errcode } = (error instanceof StoreUnusable ? error.cause : {}) as { errcode?: unknown }
  return typeof errcode === 'number' && (errcode & 0xff) === 11
}

/** SQLite reports a full disk as an I/O error where it grows its shared index (SQLITE_IOERR_SHMSIZE). */
const diskIsFull = (path: string): boolean => {
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    return bavail * bsize < 1024 * 1024
  } catch {
    return false
  }
}

/** Our word for trouble with `path`; what is no trouble of the store (a fault in the program) stays as it is. */
export const asStoreError = (error: unknown, path: string): unknown => {
  if (!(error instanceof Error) || error instanceof StoreFull || error instanceof StoreUnusable) return error
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  if (code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number') {
    const primary = errcode & 0xff
    if (primary === 13 || ((primary === 10 || primary === 14) && diskIsFull(path)))
      return new StoreFull(FULL, { cause: error })
    const words = SQLITE_WORDS[primary]
    if (!words) return error
    return primary === 5 || primary === 6
      ? new StoreAway(words, { cause: error })
      : new StoreUnusable(words, { cause: error })
  }
  if (typeof code !== 'string' || !/^E[A-Z0-9]{2,20}$/.test(code)) return error
  if (NO_ROOM.has(code)) return new StoreFull(FULL, { cause: error })
  return new StoreUnusable(`The store cannot use its files (${code}). Look at the disk and at the permissions.`, {
    cause: error,
  })
}
