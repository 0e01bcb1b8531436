/**
 * One case as one signed file, for a personnel file (KA-sanction): what was seen, what was decided, by whom, and who looked
 * and why. Never the content: excerpts are masked, and the pack's visibility holds here too. A page for people, with the
 * same as JSON in it for machines, entries of the audit log with their hashes included.
 */
import { type Explanation, explain } from '../notices/notices.ts'
import type { Decision, Pack } from '../policy/policy.ts'
import type { AuditRow, MailId, Store } from '../store/store.ts'
import { casePage } from './case-file-page.ts'
import { domainOf, loadMail, type Mail } from './held-mail.ts'
import { keptCase } from './kept-case.ts'
import type { ReviewParts } from './lifecycle.ts'
import { Refused } from './refused.ts'
import type { Actor, Role } from './review.ts'
import { demand } from './rights.ts'
import { demandWhole } from './scope.ts'
import { caseOf } from './sight.ts'
import { signed } from './signature.ts'

/** Who keeps personnel files, and who watches over privacy. */
const EXPORTING: readonly Role[] = ['admin', 'privacy-officer', 'head', 'auditor']
const REASON_AT_MOST = 500
const PAGE = 1000

/** All entries about one case, and how long the log is. */
const rowsOf = async (store: Pick<Store, 'auditRows'>, id: MailId): Promise<{ rows: AuditRow[]; entries: number }> => {
  const rows: AuditRow[] = []
  for (let entries = 0; ; ) {
    const some = await store.auditRows(entries + 1, PAGE)
    rows.push(...some.filter(({ ref }) => ref === id))
    entries += some.length
    if (some.length < PAGE) return { rows, entries }
  }
}

/** What was found, as far as it is still kept and may be seen: `bare` is rules and clauses alone. */
export type Found = Readonly<{ decision: Decision; subject: string; pack: Pack; bare: boolean; reasons: Explanation }>

const foundOf = async (parts: ReviewParts, mail: Mail): Promise<Found | undefined> => {
  const seen = mail.verdict && caseOf(parts, mail)
  const decision = seen?.decision ?? (await keptCase(parts.store, mail.id))
  if (!decision) return undefined
  const { packs, packFor } = parts.policy()
  const pack = packs.get(decision.pack) ?? packFor(domainOf(mail.head.envelope.mailFrom))
  const bare = seen?.visibility !== 'findings' && seen?.visibility !== 'full'
  return { decision, subject: seen?.subject ?? '', pack, bare, reasons: explain(pack, decision, pack.language) }
}

/** What stands in the file, for machines. Times are ISO 8601. */
const dataOf = (
  mail: Mail,
  found: Found | undefined,
  log: { rows: readonly AuditRow[]; entries: number },
  by: string,
  reason: string,
) => {
  const iso = (at: number): string => new Date(at).toISOString()
  const { envelope, receivedAt, size } = mail.head
  return {
    format: 'mailsluis case 1',
    case: mail.id,
    exported: { by, reason },
    message: {
      ...{ receivedAt: iso(receivedAt), from: mail.verdict?.from ?? '', ...envelope, size },
      subject: found?.subject ?? '',
    },
    policy: found ? { pack: found.pack.id, title: found.pack.title, version: found.decision.policyVersion } : undefined,
    outcome: found?.decision.outcome,
    findings: found?.decision.hits ?? [],
    recipients: mail.recipients.map(({ address, fate, lastReply }) => ({ address, fate, lastReply })),
    history: mail.history.map((entry) => ({ ...entry, at: iso(entry.at) })),
    audit: {
      // What an auditor computes again; the log itself shows whether these entries stand in it.
      rule: 'hash = SHA-256 of previous followed by the JSON array [at, event, actor, ref, detail], in hexadecimal',
      entries: log.entries,
      rows: log.rows,
    },
  }
}

export type CaseData = ReturnType<typeof dataOf>

/** Audited before it is made: there is no file of which the log does not know. */
export const caseFile = async (parts: ReviewParts, actor: Actor, id: MailId, reason: string): Promise<string> => {
  const mail = await loadMail(parts, id)
  if (!actor.roles.some((role) => EXPORTING.includes(role)))
    throw new Refused('Your role may not export cases. A head, privacy officer or auditor may.')
  demand(parts, actor, mail, false)
  demandWhole(actor, mail.verdict?.decision)
  if (mail.state === 'received') throw new Refused('This message has not been judged yet.')
  const why = reason.trim().slice(0, REASON_AT_MOST)
  if (why === '') throw new Refused('Please say why this case is exported: it stands in the file and in the audit log.')
  const by = actor.email || actor.name
  await parts.store.audit({ at: (parts.now ?? Date.now)(), event: 'case-exported', actor: by, ref: id, detail: why })
  const found = await foundOf(parts, mail)
  const data = dataOf(mail, found, await rowsOf(parts.store, id), by, why)
  return signed(parts.store, casePage(mail, found, data))
}
