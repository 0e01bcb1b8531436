/** Exceptions made from a case: a rule that does not count from this sender to this recipient, for a while. */
import { z } from 'zod'
import { RULES } from '../../detectors/detectors.ts'
import type { Granted } from '../../review/review.ts'
import { REFUSALS } from './deciding.ts'
import { answer, ById, body, Id, type Operation, operation } from './operation.ts'
import { When, when } from './when.ts'

const DAY_MS = 86_400_000
const MOST_DAYS = 366

const Exception = answer(
  'Exception',
  z.object({
    id: z.string(),
    rule: z.string(),
    sender: z.string(),
    recipient: z.string(),
    reason: z.string(),
    owner: z.string().describe('Who made it.'),
    at: When,
    expires: When,
    mail: Id.describe('The message it was made from.'),
  }),
)
const ExceptionList = answer('ExceptionList', z.object({ items: z.array(Exception) }))

const Grant = body(
  'Grant',
  z.strictObject({
    rule: z.enum(RULES).describe('One of the `exceptable` rules of the case.'),
    recipient: z.string().max(320).describe('One of its recipients.'),
    reason: z.string().trim().min(1).max(500).describe('Why; it stands with every message it lets through.'),
    days: z.int().min(1).max(MOST_DAYS).default(90).describe('How long it lasts.'),
  }),
)
const End = body('EndException', z.strictObject({ id: z.string().min(1).max(1000).describe('As the list has it.') }))

const shown = (granted: Granted): z.input<typeof Exception> => ({
  ...{ id: granted.id, rule: granted.rule, sender: granted.sender ?? '', recipient: granted.recipient ?? '' },
  ...{ reason: granted.reason, owner: granted.owner, mail: granted.mail },
  ...{ at: when(granted.at), expires: when(granted.expires) },
})

const AREA = { area: 'Exceptions' } as const

export const EXCEPTIONS: readonly Operation[] = [
  operation({
    ...{ ...AREA, method: 'get', path: '/exceptions', name: 'listExceptions', scope: 'exceptions:read' },
    summary: 'Exceptions in force that reviewers made, the newest first.',
    answers: ExceptionList,
    handle: async ({ actor, parts }) => ({ items: (await parts.review.exceptions(actor)).map(shown) }),
  }),
  operation({
    ...{ ...AREA, method: 'post', path: '/held/{id}/exception', name: 'makeException', scope: 'exceptions:write' },
    perMinute: 30,
    summary: 'From now on this rule does not count from its sender to this recipient. It lets nothing go that is held.',
    problems: REFUSALS,
    params: ById,
    body: Grant,
    example: {
      body: {
        rule: 'sensitive-pupil-data',
        recipient: 'ouder@mail.example',
        reason: 'Afspraak met de ouders.',
        days: 30,
      },
    },
    answers: Exception,
    handle: async ({ actor, parts, params: { id }, body: { days, ...wish } }) =>
      shown(await parts.review.grant(actor, id, { ...wish, expires: Date.now() + days * DAY_MS })),
  }),
  operation({
    ...{ ...AREA, method: 'post', path: '/exceptions/end', name: 'endException', scope: 'exceptions:write' },
    perMinute: 60,
    summary: 'End one now.',
    problems: REFUSALS,
    body: End,
    example: { body: { id: 'sensitive-pupil-data els.vandenbroeck@devlonder.example ouder@mail.example' } },
    answers: Exception,
    handle: async ({ actor, parts, body: { id } }) => shown(await parts.review.endException(actor, id)),
  }),
]
