/** A stored message as the review reads it: whose it is, what was decided, what was done with it already. */
import type { Decision, Pack } from '../policy/policy.ts'
import type { MailId, StoredMail } from '../store/store.ts'
import type { ReviewParts } from './lifecycle.ts'
import { Refused } from './refused.ts'

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

export const packOf = ({ policy }: Pick<ReviewParts, 'policy'>, mail: Mail): Pack =>
  policy().packs.get(decisionOf(mail).pack) ?? policy().packFor(domainOf(senderOf(mail)))

const DECISIONS = ['released', 'returned', 'expired', 'withdrawn']

/** Told to whoever comes second. */
export const whoWasFirst = (mail: StoredMail): string => {
  const last = mail.history.findLast((entry) => DECISIONS.includes(entry.event))
  if (!last) return 'This message is not held.'
  return `This message was already ${last.event} by ${last.by} on ${new Date(last.at).toLocaleString('nl-BE')}.`
}

export const loadMail = async ({ store }: Pick<ReviewParts, 'store'>, id: MailId): Promise<Mail> => {
  const mail = (await store.mail(id)) as Mail | undefined
  if (!mail) throw new Refused(GONE)
  return mail
}

export const loadHeld = async (parts: Pick<ReviewParts, 'store'>, id: MailId): Promise<Mail> => {
  const mail = await loadMail(parts, id)
  if (heldOf(mail).length === 0) throw new Refused(whoWasFirst(mail))
  return mail
}
