/** What else may be done with a case: ask its sender, hand it over, look how it would go out with BCC. */
import { z } from 'zod'
import { DECIDE, REFUSALS, stateOf } from './deciding.ts'
import { Decided } from './held-shapes.ts'
import { answer, ById, body, Id, type Operation, operation } from './operation.ts'

const Question = body(
  'Question',
  z.strictObject({ question: z.string().trim().min(1).max(2000).describe('What its sender reads and can answer.') }),
)
const HandOver = body(
  'HandOver',
  z.strictObject({ to: z.string().min(3).max(320).describe('Address of one of the `deputies` of the case.') }),
)
const BccPreview = answer(
  'BccPreview',
  z.object({
    id: Id,
    visible: z.array(z.string()).describe('Who would stand in To and Cc.'),
    hidden: z.array(z.string()).describe('Who would get it without being seen.'),
  }),
)

export const CASE_ACTIONS: readonly Operation[] = [
  operation({
    ...{ ...DECIDE, path: '/held/{id}/ask', name: 'askSender' },
    perMinute: 30,
    summary: 'Ask its sender by mail, three times at most; the message stays held and its deadline stands.',
    problems: REFUSALS,
    params: ById,
    body: Question,
    example: { body: { question: 'Weet de moeder dat u dit aan beide ouders schrijft?' } },
    answers: Decided,
    handle: async (call) => {
      await call.parts.review.ask(call.actor, call.params.id, call.body.question)
      return stateOf(call)
    },
  }),
  operation({
    ...{ ...DECIDE, path: '/held/{id}/hand-over', name: 'handOver' },
    perMinute: 30,
    summary: 'Give it to somebody else who may decide on it; they are told.',
    problems: REFUSALS,
    params: ById,
    body: HandOver,
    example: { body: { to: 'an.peeters@devlonder.example' } },
    answers: Decided,
    handle: async (call) => {
      await call.parts.review.handOver(call.actor, call.params.id, call.body.to)
      return stateOf(call)
    },
  }),
  operation({
    ...{ ...DECIDE, method: 'get', path: '/held/{id}/bcc', name: 'previewBcc' },
    perMinute: 60,
    summary: 'How it would go out with BCC; refused where that does not mend it.',
    problems: REFUSALS,
    params: ById,
    answers: BccPreview,
    handle: async ({ actor, parts, params: { id } }) => {
      const { visible, hidden } = await parts.review.bccPreview(actor, id)
      return { id, visible: [...visible], hidden: [...hidden] }
    },
  }),
]
