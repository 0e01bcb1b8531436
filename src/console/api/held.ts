/** One case, and the words of its message: by the same review as on the pages. */
import { z } from 'zod'
import { LANGUAGES, parseMessage } from '../../message/message.ts'
import { plainText } from '../shown.ts'
import { Case, caseOf } from './held-shapes.ts'
import { answer, ById, body, Id, type Operation, operation } from './operation.ts'

const LONGEST_TEXT = 100_000

const Language = z.strictObject({
  language: z.enum(LANGUAGES).default('nl').describe('Of places and reasons.'),
})

const Reason = body(
  'Reason',
  z.strictObject({ reason: z.string().trim().min(1).max(500).describe('Why; its sender and the audit log get it.') }),
)

const ExportReason = body(
  'ExportReason',
  z.strictObject({
    reason: z.string().trim().min(1).max(500).describe('Why; it stands in the file and the audit log.'),
  }),
)

const CaseFile = answer(
  'CaseFile',
  z.object({ id: Id, html: z.string().describe('A page for people, with the same as JSON in it, and its signature.') }),
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

const AREA = { area: 'Held messages' } as const

export const HELD: readonly Operation[] = [
  operation({
    ...{ ...AREA, method: 'get', path: '/held/{id}', name: 'showHeld', scope: 'held:read' },
    perMinute: 240,
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
    perMinute: 60,
    summary: 'The words of the message itself, as text; needs a reason.',
    says: 'Refused where the pack lets nobody read it. The reason stands in the audit log, and its sender sees it.',
    problems: ['not-allowed', 'not-found', 'conflict'],
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
  operation({
    ...{ ...AREA, method: 'post', path: '/held/{id}/file', name: 'exportCase', scope: 'held:export' },
    // It walks the whole audit log.
    perMinute: 12,
    summary:
      'The file of one case, signed: what was seen, what was decided and by whom, who looked and why. Needs a reason.',
    says: 'Also of a case that is over, as long as something of it is kept. Excerpts are masked. The reason stands in it and in the audit log; `mailsluis audit check FILE` proves it.',
    problems: ['not-allowed', 'not-found', 'conflict'],
    params: ById,
    body: ExportReason,
    example: { body: { reason: 'Vraag van de directie.' } },
    answers: CaseFile,
    handle: async ({ actor, parts, params: { id }, body: { reason } }) => ({
      id,
      html: await parts.review.caseFile(actor, id, reason),
    }),
  }),
]
