/**
 * What waits, one case, and what may be done with it, by the same review as on the pages. Asked twice by the same caller, a
 * decision is answered as it stands: whoever missed our answer may ask again.
 */
import { z } from 'zod'
import { LANGUAGES, parseMessage } from '../../message/message.ts'
import { Overtaken } from '../../review/review.ts'
import { plainText } from '../shown.ts'
import type { Caller } from './bearer.ts'
import { Case, caseOf, Decided, HeldList, listed } from './held-shapes.ts'
import { answer, ById, body, type Call, Id, type Operation, operation } from './operation.ts'
import { PAGE } from './paging.ts'
import { when } from './when.ts'

const LONGEST_TEXT = 100_000
const LONGEST_WORDS = 5000

const Filter = z.strictObject({
  ...PAGE,
  rule: z.string().max(100).optional().describe('Only what this rule holds.'),
  pack: z.string().max(100).optional().describe('Only what was judged by this pack.'),
  urgent: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
})

const Language = z.strictObject({
  language: z.enum(LANGUAGES).default('nl').describe('Of places and reasons.'),
})

const takeOver = z.boolean().default(false).describe('Also when somebody else is looking at it.')
const Claim = body('Claim', z.strictObject({ takeOver }))
const Release = body(
  'Release',
  z.strictObject({
    recipients: z.array(z.string().max(320)).min(1).max(5000).optional().describe('Only for these; all when absent.'),
    takeOver,
  }),
)
const Return = body(
  'Return',
  z.strictObject({ words: z.string().trim().min(1).max(LONGEST_WORDS).describe('What its sender reads.'), takeOver }),
)
const Reason = body(
  'Reason',
  z.strictObject({ reason: z.string().trim().min(1).max(500).describe('Why; its sender and the audit log get it.') }),
)

const Original = answer(
  'Original',
  z.object({
    id: Id,
    texts: z.array(
      z.object({
        role: z.enum(['own', 'quoted']),
        hidden: z.boolean().describe('A mail program would not show it.'),
        text: z.string(),
        cut: z.boolean().describe('It goes on.'),
      }),
    ),
  }),
)

type Held = Call<{ id: string }, unknown, unknown>

const stateOf = async ({ parts, params: { id } }: Held): Promise<z.input<typeof Decided>> => {
  const mail = await parts.store.mail(id)
  const last = mail?.history.at(-1)
  return {
    id,
    recipients: (mail?.recipients ?? []).map(({ address, fate }) => ({ address, fate })),
    last: last ? { event: last.event, by: last.by, at: when(last.at) } : null,
  }
}

const isOwn = ({ actor }: Caller, by: string): boolean => by === (actor.email || actor.name)

/** It was this very caller who decided so, and nobody that was asked for still waits. */
const isRepeat = async (call: Held, error: unknown, event: string, wanted?: readonly string[]): Promise<boolean> => {
  if (!(error instanceof Overtaken) || error.first.event !== event || !isOwn(call, error.first.by)) return false
  const { recipients } = await stateOf(call)
  const waiting = new Set(recipients.filter(({ fate }) => fate === 'held').map((one) => one.address.toLowerCase()))
  const all = new Set(recipients.map((one) => one.address.toLowerCase()))
  const asked = wanted?.map((address) => address.toLowerCase()) ?? [...all]
  return asked.every((address) => all.has(address) && !waiting.has(address))
}

type Deciding = Readonly<{ event: string; takeOver: boolean; recipients?: readonly string[] | undefined }>

const decide = async (call: Held, { event, takeOver, recipients }: Deciding, act: () => Promise<void>) => {
  try {
    if (takeOver) await call.parts.review.claim(call.actor, call.params.id, { takeOver })
    await act()
  } catch (error) {
    if (!(await isRepeat(call, error, event, recipients))) throw error
  }
  return stateOf(call)
}

const AREA = { area: 'Held messages' } as const
const DECIDE = { ...AREA, scope: 'held:decide', method: 'post' } as const
const PROBLEMS = ['not-allowed', 'not-found', 'conflict'] as const

const READING: readonly Operation[] = [
  operation({
    ...{ ...AREA, method: 'get', path: '/held', name: 'listHeld', scope: 'held:read' },
    summary: 'What waits for a reviewer, the newest first.',
    query: Filter,
    example: { query: 'limit=10' },
    answers: HeldList,
    handle: async ({ actor, parts, query: { limit, after, rule, pack, urgent } }) => {
      const all = await parts.review.held(actor)
      const wanted = all
        .filter((item) => after === undefined || item.id < after)
        .filter((item) => rule === undefined || item.rules.includes(rule))
        .filter((item) => pack === undefined || item.pack === pack)
        .filter((item) => urgent === undefined || item.urgent === urgent)
        .toSorted((a, b) => (a.id < b.id ? 1 : -1))
      const page = wanted.slice(0, limit)
      return { items: page.map(listed), next: wanted.length > limit ? page.at(-1)!.id : null }
    },
  }),
  operation({
    ...{ ...AREA, method: 'get', path: '/held/{id}', name: 'showHeld', scope: 'held:read' },
    summary: 'One case: what was found, masked, and for whom it waits.',
    says: 'That it was opened stands in the audit log.',
    problems: ['not-allowed', 'not-found'],
    params: ById,
    query: Language,
    answers: Case,
    handle: async ({ actor, parts, params: { id }, query: { language } }) =>
      caseOf(await parts.review.case(actor, id), language),
  }),
  operation({
    ...{ ...AREA, method: 'post', path: '/held/{id}/original', name: 'readOriginal', scope: 'held:original' },
    summary: 'The words of the message itself, as text; needs a reason.',
    says: 'Refused where the pack lets nobody read it. The reason stands in the audit log, and its sender sees it.',
    problems: PROBLEMS,
    params: ById,
    body: Reason,
    example: { body: { reason: 'De vader belde erover.' } },
    answers: Original,
    handle: async ({ actor, parts, params: { id }, body: { reason } }) => {
      const raw = await parts.review.original(actor, id, reason)
      const { texts } = await parseMessage(raw, { mailFrom: '', rcptTo: [] })
      const read = texts.flatMap(({ role, place, text }) =>
        (role === 'own' || role === 'quoted') && text.trim() !== ''
          ? [{ role, hidden: place.hidden === true, ...plainText(text, LONGEST_TEXT) }]
          : [],
      )
      return { id, texts: read }
    },
  }),
]

const DECIDING: readonly Operation[] = [
  operation({
    ...{ ...DECIDE, path: '/held/{id}/claim', name: 'claimHeld' },
    summary: 'Take it up, so that nobody else works on it for some minutes.',
    problems: PROBLEMS,
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
    summary: 'Let go of what was taken up.',
    problems: ['not-found'],
    params: ById,
    answers: Decided,
    handle: async (call) => {
      await call.parts.review.leave(call.actor, call.params.id)
      return stateOf(call)
    },
  }),
  operation({
    ...{ ...DECIDE, path: '/held/{id}/release', name: 'releaseHeld' },
    summary: 'Let it go on, for all or some recipients.',
    says: 'It is under way when this answers: a program has no ten seconds to think again. Asked again by the same caller it answers how things stand.',
    problems: PROBLEMS,
    params: ById,
    body: Release,
    answers: Decided,
    handle: (call) => {
      const { recipients, takeOver } = call.body
      return decide(call, { event: 'released', takeOver, recipients }, () =>
        call.parts.review.release(call.actor, call.params.id, recipients ? { recipients } : {}),
      )
    },
  }),
  operation({
    ...{ ...DECIDE, path: '/held/{id}/return', name: 'returnHeld' },
    summary: 'Send it back to its sender, with words.',
    says: 'Asked again by the same caller it answers how things stand.',
    problems: PROBLEMS,
    params: ById,
    body: Return,
    example: { body: { words: 'Stuur dit via Smartschool, alsjeblieft.' } },
    answers: Decided,
    handle: (call) =>
      decide(call, { event: 'returned', takeOver: call.body.takeOver }, () =>
        call.parts.review.return(call.actor, call.params.id, call.body.words),
      ),
  }),
]

export const HELD: readonly Operation[] = [...READING, ...DECIDING]
