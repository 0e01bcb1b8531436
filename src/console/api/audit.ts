/** The audit log: prove that it is whole, and take it along. Both are for who sees all schools. */
import { z } from 'zod'
import { proveAudit, storedAnchors } from '../../review/review.ts'
import { demandWhole } from './bearer.ts'
import { gate } from './gate.ts'
import { answer, type Operation, operation } from './operation.ts'
import { maybeWhen, When, when } from './when.ts'

const Proof = answer(
  'AuditProof',
  z.object({
    ok: z.boolean(),
    entries: z.int().describe('How many follow from each other.'),
    brokenAt: z.int().nullable().describe('The first that does not.'),
    anchors: z.object({
      agree: z
        .int()
        .describe(
          'Anchors kept beside the log that stand in it; those kept elsewhere: mailsluis audit verify --anchors.',
        ),
      foreign: z.int().describe('Of another store, or changed.'),
      newest: When.nullable().describe('When the newest of those that agree was noted.'),
    }),
  }),
)

const Entry = answer(
  'AuditEntry',
  z.object({
    seq: z.int(),
    at: When,
    event: z.string(),
    actor: z.string(),
    ref: z.string().describe('What it was about: the id of a message, an account.'),
    detail: z.string(),
    previous: z.string().describe('Hash of the entry before.'),
    hash: z.string().describe('SHA-256, hexadecimal.'),
  }),
)

const Entries = answer(
  'AuditEntries',
  z.object({ items: z.array(Entry), next: z.int().nullable().describe('`from` of what follows; null at the end.') }),
)

const From = z.strictObject({
  from: z.coerce.number().int().min(1).default(1).describe('First entry, by its number.'),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})

const oneAtATime = gate(() => 1, 5)
const AREA = { area: 'Audit', scope: 'audit:read' } as const

export const AUDIT: readonly Operation[] = [
  operation({
    ...{ ...AREA, method: 'get', path: '/audit/proof', name: 'verifyAudit' },
    perMinute: 6,
    summary: 'Walk the whole audit log and prove that nothing was changed, removed or reordered.',
    problems: ['busy'],
    answers: Proof,
    handle: async ({ actor, parts }) => {
      demandWhole(actor)
      const { store } = parts
      const { ok, entries, brokenAt, anchored } = await oneAtATime(async () =>
        proveAudit(store, await storedAnchors(store)),
      )
      const { agree, foreign, upTo } = anchored
      return { ok, entries, brokenAt: brokenAt ?? null, anchors: { agree, foreign, newest: maybeWhen(upTo?.at ?? 0) } }
    },
  }),
  operation({
    ...{ ...AREA, method: 'get', path: '/audit/entries', name: 'listAudit' },
    perMinute: 60,
    summary: 'The entries of the audit log, the oldest first. That it was taken along stands in the log.',
    query: From,
    example: { query: 'limit=2' },
    answers: Entries,
    handle: async ({ actor, parts: { store }, query: { from, limit } }) => {
      demandWhole(actor)
      const by = actor.email || actor.name
      await store.audit({ at: Date.now(), event: 'audit-exported', actor: by, ref: '', detail: `from entry ${from}` })
      const rows = await store.auditRows(from, limit)
      const next = rows.length < limit ? null : rows.at(-1)!.seq + 1
      return { items: rows.map((row) => ({ ...row, at: when(row.at) })), next }
    },
  }),
]
