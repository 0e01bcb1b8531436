/** A stored message as the review reads it: whose it is, what was decided, what was done with it already. */
import type { Decision, Pack } from '../policy/policy.ts'
import type { HistoryEntry, MailId, StoredMail } from '../store/store.ts'
import type { ReviewParts } from './lifecycle.ts'
import { Overtaken, Refused } from './refused.ts'

export type Mail = StoredMail<Decision>

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

export const GONE = 'There is no such message, or it has been deleted by now.'

export const decisionOf = (mail: Mail): Decision => {
  if (mail.verdict) return mail.verdict.decision
  if (mail.state === 'received') throw new Refused('This message has not been judged yet.')
  throw new Refused(GONE)
}

export const senderOf = (mail: Mail): string => mail.verdict?.from || mail.head.envelope.mailFrom

export const heldOf = (mail: Mail): readonly string[] =>
  mail.recipients.filter(({ fate }) => fate === 'held').map(({ address }) => address)

/** The earliest deadline of those who still wait; infinite when nobody does. */
export const deadlineOf = (mail: Mail): number =>
  Math.min(...mail.recipients.filter(({ fate }) => fate === 'held').map(({ nextAt }) => nextAt))

/** The pack it was judged by; that of its domain when that one is no more. */
export const packOf = ({ policy }: Pick<ReviewParts, 'policy'>, mail: Mail): Pack =>
  policy().packs.get(mail.verdict?.decision.pack ?? '') ?? policy().packFor(domainOf(senderOf(mail)))

const DECISIONS = ['released', 'returned', 'expired', 'withdrawn']

const lastDecision = (mail: StoredMail): HistoryEntry | undefined =>
  mail.history.findLast(({ event }) => DECISIONS.includes(event))

/** For whoever comes second. */
export const tooLate = (mail: StoredMail): Refused => {
  const first = lastDecision(mail)
  return first ? new Overtaken(first) : new Refused('This message is not held.')
}

export const loadMail = async ({ store }: Pick<ReviewParts, 'store'>, id: MailId): Promise<Mail> => {
  const mail = (await store.mail(id)) as Mail | undefined
  if (!mail) throw new Refused(GONE)
  return mail
}

export const loadHeld = async (parts: Pick<ReviewParts, 'store'>, id: MailId): Promise<Mail> => {
  const mail = await loadMail(parts, id)
  if (heldOf(mail).length === 0) throw tooLate(mail)
  return mail
}
