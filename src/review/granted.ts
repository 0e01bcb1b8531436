/**
 * Exceptions that reviewers made, as judging needs them: on every node from the moment they are made, and not a moment longer
 * than they last. One small record tells whether they changed; only then all are read.
 */
import { randomBytes } from 'node:crypto'
import type { Store } from '../store/store.ts'
import { isExceptable } from './exceptable.ts'
import type { Granted } from './review.ts'

const CHANGED = 'exceptions changed'
// A process that died between a change and its mark is found out after this.
const TRUSTED_MS = 60_000

type Records = Pick<Store, 'get' | 'put' | 'records'>

/** After every change. */
export const markChanged = (store: Pick<Store, 'put'>): Promise<boolean> =>
  store.put('mark', { key: CHANGED, value: randomBytes(9).toString('base64url'), expires: 0 })

/** All that have not ended, the newest first. */
export const allGranted = async (store: Pick<Store, 'records'>): Promise<readonly Granted[]> =>
  (await store.records('exception')).map(({ value }) => value as Granted).toSorted((a, b) => b.at - a.at)

/** What judging asks for each message. */
export const openGranted = (store: Records, now: () => number): (() => Promise<readonly Granted[]>) => {
  let known: Readonly<{ mark: unknown; at: number; granted: readonly Granted[] }> | undefined
  return async () => {
    // The mark before the records: what changes in between is read again next time.
    const mark = await store.get('mark', CHANGED)
    const at = now()
    if (known && known.mark === mark && at - known.at < TRUSTED_MS && at >= known.at) return known.granted
    const granted = (await allGranted(store)).filter(({ rule }) => isExceptable(rule))
    known = { mark, at, granted }
    return granted
  }
}
