/**
 * What may be done with a held message. Asked twice by the same caller, a decision is answered as it stands: whoever missed
 * our answer may ask again.
 */
import { z } from 'zod'
import { Overtaken, type Wish } from '../../review/review.ts'
import { Decided } from './held-shapes.ts'
import { answer, ById, body, type Call, Id, type Operation, operation } from './operation.ts'
import { when } from './when.ts'

const LONGEST_WORDS = 5000

const how = {
  takeOver: z.boolean().default(false).describe('Also when somebody else is looking at it.'),
  undoable: z
    .boolean()
    .default(false)
    .describe('Final only after review.undoSeconds: until then nothing leaves, and the same caller can undo it.'),
}
const Claim = body('Claim', z.strictObject({ takeOver: how.takeOver }))
const Release = body(
  'Release',
  z.strictObject({
    recipients: z.array(z.string().max(320)).min(1).max(5000).optional().describe('Only for these; all when absent.'),
    bcc: z
      .boolean()
      .default(false)
      .describe('With the addresses that not everybody may see moved to BCC, where that mends it; for all at once.'),
    ...how,
  }),
)
const Return = body(
  'Return',
  z.strictObject({ words: z.string().trim().min(1).max(LONGEST_WORDS).describe('What its sender reads.'), ...how }),
)

const Left = answer('Left', z.object({ id: Id }))

type Held = Call<{ id: string }, unknown, unknown>

const pendingOf = async ({ actor, parts, params: { id } }: Held) =>
  (await parts.review.undoable(actor)).find((pending) => pending.id === id)

export const stateOf = async (call: Held): Promise<z.input<typeof Decided>> => {
  const { parts, params } = call
  const mail = await parts.store.mail(params.id)
  const last = mail?.history.at(-1)
  const pending = await pendingOf(call)
  return {
    id: params.id,
    recipients: (mail?.recipients ?? []).map(({ address, fate }) => ({ address, fate })),
    last: last ? { event: last.event, by: last.by, at: when(last.at) } : null,
    undoableUntil: pending ? when(pending.until) : null,
  }
}

const lower = (addresses: readonly string[]): readonly string[] => addresses.map((address) => address.toLowerCase())

const EVENTS: Readonly<Record<Wish['to'], string>> = { release: 'released', return: 'returned' }

/** It was this very caller who decided so, and nobody that was asked for still waits for a decision. */
const isRepeat = async (call: Held, error: unknown, wish: Wish): Promise<boolean> => {
  const own = call.actor.email || call.actor.name
  if (!(error instanceof Overtaken) || error.first.event !== EVENTS[wish.to] || error.first.by !== own) return false
  const { recipients } = await stateOf(call)
  const pending = await pendingOf(call)
  const decided = new Set(lower(pending?.to === wish.to ? pending.recipients : []))
  const waiting = new Set(
    lower(recipients.filter(({ fate }) => fate === 'held').map(({ address }) => address)).filter(
      (address) => !decided.has(address),
    ),
  )
  const all = lower(recipients.map(({ address }) => address))
  const asked = wish.to === 'release' && wish.recipients ? lower(wish.recipients) : all
  return asked.every((address) => all.includes(address) && !waiting.has(address))
}

type How = Readonly<{ takeOver: boolean; undoable: boolean }>

const carryOut = async ({ actor, parts: { review }, params: { id } }: Held, wish: Wish, undoable: boolean) => {
  if (undoable) await review.decide(actor, id, wish)
  else if (wish.to === 'return') await review.return(actor, id, wish.words)
  else await review.release(actor, id, wish)
}

const decide = async (call: Held, wish: Wish, { takeOver, undoable }: How) => {
  try {
    if (takeOver) await call.parts.review.claim(call.actor, call.params.id, { takeOver })
    await carryOut(call, wish, undoable)
  } catch (error) {
    if (!(await isRepeat(call, error, wish))) throw error
  }
  return stateOf(call)
}

export const DECIDE = { area: 'Held messages', scope: 'held:decide', method: 'post' } as const
export const REFUSALS = ['not-allowed', 'not-found', 'conflict'] as const

export const DECIDING: readonly Operation[] = [
  operation({
    ...{ ...DECIDE, path: '/held/{id}/claim', name: 'claimHeld' },
    perMinute: 120,
    summary: 'Take it up, so that nobody else works on it for some minutes.',
    problems: REFUSALS,
    params: ById,
    body: Claim,
    answers: Decided,
    handle: async (call) => {
      await call.parts.review.claim(call.actor, call.params.id, call.body)
      return stateOf(call)
    },
  }),
  operation({
    ...{ ...DECIDE, path: '/held/{id}/leave', name: 'leaveHeld' },
    perMinute: 120,
    summary: 'Let go of what was taken up.',
    params: ById,
    answers: Left,
    handle: async ({ actor, parts, params: { id } }) => {
      await parts.review.leave(actor, id)
      return { id }
    },
  }),
  operation({
    ...{ ...DECIDE, path: '/held/{id}/release', name: 'releaseHeld' },
    perMinute: 120,
    summary: 'Let it go on, for all or some recipients.',
    says: 'It is under way when this answers, unless it was to be `undoable`. Asked again by the same caller it answers how things stand.',
    problems: REFUSALS,
    params: ById,
    body: Release,
    answers: Decided,
    handle: (call) => {
      const { recipients, bcc, ...how } = call.body
      return decide(call, { to: 'release', ...(recipients ? { recipients } : {}), ...(bcc ? { bcc } : {}) }, how)
    },
  }),
  operation({
    ...{ ...DECIDE, path: '/held/{id}/return', name: 'returnHeld' },
    perMinute: 120,
    summary: 'Send it back to its sender, with words.',
    says: 'Asked again by the same caller it answers how things stand.',
    problems: REFUSALS,
    params: ById,
    body: Return,
    example: { body: { words: 'Stuur dit via Smartschool, alsjeblieft.' } },
    answers: Decided,
    handle: (call) => {
      const { words, ...how } = call.body
      return decide(call, { to: 'return', words }, how)
    },
  }),
  operation({
    ...{ ...DECIDE, path: '/held/{id}/undo', name: 'undoHeld' },
    perMinute: 120,
    summary: 'Take back a decision of one’s own that was to be undoable, while it is: the message waits as before.',
    problems: REFUSALS,
    params: ById,
    answers: Decided,
    handle: async (call) => {
      await call.parts.review.undo(call.actor, call.params.id)
      return stateOf(call)
    },
  }),
]
