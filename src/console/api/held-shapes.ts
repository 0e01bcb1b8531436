/** Held messages as the API tells them. What a reviewer may not see on the pages is not here either. */
import { z } from 'zod'
import type { Language } from '../../message/message.ts'
import { sayPlace } from '../../message/message.ts'
import { type Hit, OUTCOMES } from '../../policy/policy.ts'
import type { HeldCase, HeldItem } from '../../review/review.ts'
import type { RecipientState } from '../../store/store.ts'
import { answer, Id } from './operation.ts'
import { maybeWhen, When, when } from './when.ts'

/** A list names so many of a message to a thousand parents; the case names all. */
const NAMED = 20

const Fate = z
  .enum(['waiting', 'held', 'stopped', 'delivered', 'failed', 'returned', 'withdrawn', 'expired'])
  .describe('What became of the message for this recipient; delivered is what the next hop took.')

const Recipient = z.object({ address: z.string(), fate: Fate })

const Item = z.object({
  id: Id,
  from: z.string(),
  subject: z.string().describe('Masked; empty where the pack lets nobody see it.'),
  pack: z.string(),
  rules: z.array(z.string()).describe('Ids of the rules that hold it.'),
  recipients: z.array(Recipient).describe(`The first ${NAMED} in a list, all in a case.`),
  recipientCount: z.int(),
  heldAt: When,
  deadline: When.nullable().describe('Until then it must be decided; null once it is.'),
  hoursLeft: z.number().nullable().describe('Hours of school until then.'),
  urgent: z.boolean().describe('Its sender said that it cannot wait.'),
  claim: z.object({ by: z.string(), name: z.string(), since: When }).nullable().describe('Who is looking at it now.'),
})

export const HeldMessage = answer('HeldMessage', Item)
export const HeldList = answer(
  'HeldList',
  z.object({
    items: z.array(HeldMessage),
    next: z.string().nullable().describe('`after` of the page that follows; null when this is the last.'),
    count: z.int().describe('How many there are from this page on,'),
    isMore: z.boolean().describe('or at least so many.'),
  }),
)

const Finding = answer(
  'Finding',
  z.object({
    rule: z.string(),
    outcome: z.enum(OUTCOMES),
    mode: z.enum(['enforce', 'advise', 'shadow', 'off']),
    category: z.string().nullable(),
    clause: z.string().nullable(),
    place: z.string().describe('Where it stands, in words; empty where the pack shows no findings.'),
    excerpt: z.string().describe('Masked.'),
    because: z.string(),
    confidence: z.number().nullable().describe('From 0 to 1; null when the rule could not be checked.'),
    unknown: z.string().nullable().describe('Why it could not be checked.'),
  }),
)

export const Case = answer(
  'Case',
  Item.extend({
    visibility: z.enum(['metadata', 'findings', 'full']).describe('How much of it the pack shows.'),
    findings: z.array(Finding),
    urgentReason: z.string().describe('Why it is urgent, in the words of its sender.'),
    undoableUntil: When.nullable().describe('A decision was made that can still be undone until then.'),
    proposal: z
      .object({ at: When, release: z.array(z.string()), bounce: z.array(z.string()) })
      .nullable()
      .describe('What the rules of now would do with it, and for whom. Nothing of it is done by itself.'),
    partial: z
      .boolean()
      .describe('Some of what holds it is not for the caller’s categories: it can be returned, not released nor read.'),
    questions: z
      .array(z.object({ at: When, name: z.string(), question: z.string(), answer: z.string().nullable() }))
      .describe('What its sender was asked.'),
    mayBcc: z.boolean().describe('BCC may mend it; /held/{id}/bcc tells for sure.'),
    exceptable: z.array(z.string()).describe('Rules to which an exception can be made.'),
    deputies: z.array(z.object({ name: z.string(), email: z.string() })).describe('To whom it may be handed over.'),
    leak: z.boolean().describe('It was reported as a suspected leak.'),
    history: z.array(z.object({ at: When, event: z.string(), by: z.string(), detail: z.string() })),
    hasContent: z.boolean().describe('False once its content was destroyed at its time.'),
  }),
)

const recipientsOf = (all: readonly RecipientState[]) => all.map(({ address, fate }) => ({ address, fate }))

const itemOf = ({ claim, ...item }: HeldItem): Omit<z.input<typeof Item>, 'recipients'> => ({
  ...{ id: item.id, from: item.from, subject: item.subject, pack: item.pack, rules: [...item.rules] },
  recipientCount: item.recipients.length,
  heldAt: when(item.heldAt),
  deadline: maybeWhen(item.deadline),
  hoursLeft: Number.isFinite(item.hoursLeft) ? item.hoursLeft : null,
  urgent: item.urgent,
  claim: claim ? { by: claim.by, name: claim.name, since: when(claim.since) } : null,
})

export const listed = (item: HeldItem): z.input<typeof Item> => ({
  ...itemOf(item),
  recipients: recipientsOf(item.recipients.slice(0, NAMED)),
})

const findingOf = (hit: Hit, metadataOnly: boolean, language: Language): z.input<typeof Finding> => {
  const { finding } = hit
  return {
    ...{ rule: hit.rule, outcome: hit.outcome, mode: hit.mode, unknown: hit.unknown ?? null },
    ...{ category: finding?.category ?? null, clause: hit.clause ?? null, confidence: finding?.confidence ?? null },
    place: finding && !metadataOnly ? sayPlace(finding.place, language) : '',
    excerpt: finding?.excerpt ?? '',
    because: finding?.because[language] ?? '',
  }
}

export const caseOf = (held: HeldCase, language: Language): z.input<typeof Case> => ({
  ...itemOf(held),
  recipients: recipientsOf(held.recipients),
  visibility: held.visibility,
  findings: held.decision.hits.map((hit) => findingOf(hit, held.visibility === 'metadata', language)),
  urgentReason: held.urgentReason,
  undoableUntil: held.pending ? when(held.pending.until) : null,
  proposal: held.proposal
    ? { at: when(held.proposal.at), release: [...held.proposal.release], bounce: [...held.proposal.bounce] }
    : null,
  partial: held.partial,
  questions: held.questions.map(({ at, name, question, answer = null }) => ({ at: when(at), name, question, answer })),
  mayBcc: held.mayBcc,
  exceptable: [...held.exceptable],
  deputies: held.deputies.map(({ name, email }) => ({ name, email })),
  leak: held.leak !== undefined,
  history: held.mail.history.map(({ at, event, by, detail = '' }) => ({ at: when(at), event, by, detail })),
  hasContent: held.mail.hasBody,
})

export const Decided = answer(
  'Decided',
  z.object({
    id: Id,
    recipients: z.array(Recipient),
    last: z.object({ event: z.string(), by: z.string(), at: When }).nullable().describe('What happened to it last.'),
    undoableUntil: When.nullable().describe('This decision can be undone until then.'),
  }),
)
