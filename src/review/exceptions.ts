/** Exceptions made from a case: this rule does not count for this sender and this recipient, for a while, and why. */
import type { RuleId } from '../detectors/detectors.ts'
import type { MailId } from '../store/store.ts'
import { audit, byOf, nowOf } from './acts.ts'
import { demandUnclaimed } from './claims.ts'
import { exceptableIn } from './exceptable.ts'
import { allGranted, markChanged } from './granted.ts'
import { decisionOf, domainOf, loadMail, senderOf } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import { noteOn } from './notes.ts'
import { Refused } from './refused.ts'
import type { Actor, Grant, Granted } from './review.ts'
import { demand, isOfSchool, mayDecideBy } from './rights.ts'

const DAY = 86_400_000
export const EXCEPTION_DAYS = 366
// Each is looked at for each finding.
const MOST = 1000
const REASON_AT_MOST = 500

/** The same rule, sender and recipient is the same exception: made again, it takes the place of the one before. */
const idOf = (rule: RuleId, sender: string, recipient: string): string => `${rule} ${sender} ${recipient}`

/** Audited before it holds: nothing passes by an exception of which the log does not know. */
export const grant = async (parts: ReviewParts, actor: Actor, id: MailId, wish: Grant): Promise<Granted> => {
  const mail = await loadMail(parts, id)
  demand(parts, actor, mail, true)
  await demandUnclaimed(parts, actor, id)
  const { rule, expires } = wish
  const recipient = wish.recipient.toLowerCase()
  const reason = wish.reason.replace(/\s+/g, ' ').trim().slice(0, REASON_AT_MOST)
  const at = nowOf(parts)
  if (!exceptableIn(decisionOf(mail).hits).includes(rule))
    throw new Refused('No exception can be made to this rule here.')
  if (!mail.recipients.some(({ address }) => address.toLowerCase() === recipient))
    throw new Refused('This message is not addressed to that recipient.')
  if (reason === '')
    throw new Refused('Please say why the exception is made: it stands with every message it lets through.')
  if (!(expires > at && expires <= at + EXCEPTION_DAYS * DAY))
    throw new Refused('An exception ends within a year. Please choose another day.')
  const sender = senderOf(mail).toLowerCase()
  const owner = byOf(actor)
  const granted: Granted = {
    id: idOf(rule, sender, recipient),
    rule,
    sender,
    recipient,
    reason,
    owner,
    expires,
    at,
    mail: id,
  }
  const all = await allGranted(parts.store)
  if (all.length >= MOST && !all.some((other) => other.id === granted.id))
    throw new Refused('There are too many exceptions. Please end some that are not needed any more.')
  await audit(
    parts,
    'exception-made',
    actor,
    id,
    `${rule}, until ${new Date(expires).toISOString().slice(0, 10)}: ${reason}`,
  )
  await parts.store.put('exception', { key: granted.id, value: granted, expires })
  await markChanged(parts.store)
  await noteOn(parts, id, { event: 'exception-made', by: owner })
  return granted
}

const mayEnd = (actor: Actor, { sender = '' }: Granted): boolean => isOfSchool(actor.schools, domainOf(sender))

/** Those of the reader's own schools. */
export const exceptions = async (parts: ReviewParts, actor: Actor): Promise<readonly Granted[]> => {
  const now = nowOf(parts)
  return (await allGranted(parts.store)).filter((granted) => granted.expires > now && mayEnd(actor, granted))
}

export const endException = async (parts: ReviewParts, actor: Actor, id: string): Promise<Granted> => {
  if (!mayDecideBy(actor.roles)) throw new Refused('Your role may not decide on held messages.')
  const found = (await parts.store.get('exception', id)) as Granted | undefined
  if (!found || !mayEnd(actor, found)) throw new Refused('This exception has ended already.')
  await audit(parts, 'exception-ended', actor, found.mail, found.rule)
  // Marked on both sides: no node goes on with what it read in between.
  await markChanged(parts.store)
  await parts.store.remove('exception', id)
  await markChanged(parts.store)
  return found
}
