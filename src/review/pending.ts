/**
 * Decisions that can still be undone. The message stays held and whole until the decision is final; the decision is a sealed
 * record of its own, one for each message: of two reviewers at once the first has it.
 *
 * It ends once, as `final` or as `undone`: whoever writes that down first. A process that dies afterwards leaves a record
 * behind that says what is still to be done, and anybody may do it.
 */
import type { MailId, Store } from '../store/store.ts'
import { heldOf, type Mail } from './held-mail.ts'
import { Overtaken } from './refused.ts'
import type { Actor, Pending, Wish } from './review.ts'

/** `nonce`: another with every decision, also on the same message. */
export type Decided = Readonly<{ pending: Pending; wish: Wish; actor: Actor; nonce: string }>

type Records = Readonly<{ store: Pick<Store, 'get' | 'put' | 'take' | 'records'> }>

const DAY = 86_400_000
// Longer than any server stands still.
const OUTCOME_MS = 30 * DAY

/** What the history says of it once it is final. */
export const EVENTS = { release: 'released', return: 'returned' } as const

/** False when somebody decided on it before. */
export const note = ({ store }: Records, decided: Decided): Promise<boolean> =>
  store.put('decision', { key: decided.pending.id, value: decided, expires: 0 }, { ifAbsent: true })

export const decidedOn = async ({ store }: Records, id: MailId): Promise<Decided | undefined> =>
  (await store.get('decision', id)) as Decided | undefined

/** The oldest first. They are few: each lasts some seconds. */
export const allDecided = async ({ store }: Records): Promise<readonly Decided[]> =>
  (await store.records('decision')).map(({ value }) => value as Decided).toSorted((a, b) => a.pending.at - b.pending.at)

/** Takes away this very one; another that was made since goes back where it stood. */
export const drop = async ({ store }: Records, { pending: { id }, nonce }: Decided): Promise<void> => {
  const taken = (await store.take('decision', id)) as Decided | undefined
  if (taken && taken.nonce !== nonce)
    await store.put('decision', { key: id, value: taken, expires: 0 }, { ifAbsent: true })
}

export type Outcome = 'final' | 'undone'

/** How it ended: as wished, unless it had ended before. `first`: it was now. */
export const end = async (
  { store }: Records,
  { nonce }: Decided,
  wished: Outcome,
  now: number,
): Promise<Readonly<{ outcome: Outcome; first: boolean }>> => {
  const key = `outcome:${nonce}`
  const first = await store.put('mark', { key, value: wished, expires: now + OUTCOME_MS }, { ifAbsent: true })
  return { first, outcome: first ? wished : ((await store.get('mark', key)) as Outcome) }
}

export const overtakenBy = ({ pending: { to, by, name, at } }: Decided): Overtaken =>
  new Overtaken({ at, event: EVENTS[to], by: by || name })

export const demandUndecided = async (parts: Records, id: MailId): Promise<void> => {
  const decided = await decidedOn(parts, id)
  if (decided) throw overtakenBy(decided)
}

/** Whom nobody has decided on yet. */
export const undecided = (mail: Mail, decided: Decided | undefined): readonly string[] => {
  const gone = new Set(decided?.pending.recipients)
  return heldOf(mail).filter((address) => !gone.has(address))
}
