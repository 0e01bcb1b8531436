/** Remedy links: offered only where a trial shows that they cure, shown without changing anything, used once. */
import type { Message } from '../message/message.ts'
import type { Remedy } from '../policy/policy.ts'
import { move } from './decisions.ts'
import { decisionOf, domainOf, loadMail, type Mail, senderOf } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import { AlreadySent, Refused } from './refused.ts'
import { applyRemedies, issueTicket, stops, type Ticket } from './remedies.ts'
import type { RemedyPreview, Review, Stopped } from './review.ts'

const DAY = 86_400_000
// A link that was used is not taken for one that did nothing.
const USED_DAYS = 90

type Cure = Readonly<{ mail: Mail; body: Buffer; preview: RemedyPreview }>

const nowOf = (parts: ReviewParts): number => parts.now?.() ?? Date.now()

/** Judged again as it would go out: undefined when it would still be stopped. */
const trial = async (
  parts: ReviewParts,
  stopped: Stopped,
  remedies: readonly Remedy[],
): Promise<Readonly<{ body: Buffer; message: Message }> | undefined> => {
  const body = applyRemedies(stopped.raw, remedies, stopped.message, stopped.decision, parts.people())
  if (!body) return undefined
  const { decision, message } = await parts.judge(body, stopped.head.envelope, stopped)
  return stops(decision) ? undefined : { body, message }
}

export const curable = async (parts: ReviewParts, stopped: Stopped, remedies: readonly Remedy[]): Promise<boolean> =>
  remedies.length > 0 && (await trial(parts, stopped, remedies)) !== undefined

export const offer = async (
  parts: ReviewParts,
  stopped: Stopped,
  remedies: readonly Remedy[],
  at: number,
): ReturnType<Review['offer']> => {
  const { url } = parts.identity(domainOf(stopped.head.envelope.mailFrom))
  if (url === '' || !(await curable(parts, stopped, remedies))) return []
  const expires = at + parts.options.remedyDays * DAY
  const token = await issueTicket(parts.store, { id: stopped.id, remedies, expires })
  return remedies.map((remedy) => ({ remedy, url: `${url}/r/${token}`, expires }))
}

/** What is left of a link that was used. */
type Used = Readonly<{ used: number }>

const ticketOf = async (parts: ReviewParts, token: string): Promise<Ticket> => {
  const ticket = (await parts.store.get('remedy', token)) as Ticket | Used | undefined
  if (ticket && 'used' in ticket) throw new AlreadySent(ticket.used)
  if (!ticket || ticket.expires <= nowOf(parts))
    throw new Refused('This link has been used or has expired. Please send your message again.')
  return ticket
}

/** Of two clicks the second is told what the first did. */
const dealtWith = ({ history }: Pick<Mail, 'history'>): Refused => {
  const sent = history.findLast(({ event }) => event === 'remedied')
  return sent ? new AlreadySent(sent.at) : new Refused('This message has already been dealt with.')
}

const cureOf = async (parts: ReviewParts, { id, remedies, expires }: Ticket): Promise<Cure> => {
  const mail = await loadMail(parts, id)
  if (!mail.hasBody || !mail.recipients.some((r) => r.fate === 'stopped')) throw dealtWith(mail)
  // Its bytes are one for all recipients: those who still wait would get the changed ones.
  if (mail.recipients.some((r) => r.fate === 'waiting' || r.fate === 'held'))
    throw new Refused('Part of this message is still under way. Please try again later.')
  const raw = await parts.store.body(id)
  const { message } = await parts.judge(raw, mail.head.envelope)
  const cured = await trial(parts, { id, raw, head: mail.head, message, decision: decisionOf(mail) }, remedies)
  if (!cured) throw new Refused('This message would still be stopped. Please change it and send it again.')
  const visible = cured.message.visible.map((box) => box.address)
  const preview: RemedyPreview = {
    id,
    remedies,
    from: senderOf(mail),
    visible,
    hidden: mail.recipients.map((r) => r.address).filter((address) => !visible.includes(address.toLowerCase())),
    subject: mail.verdict?.subject ?? '',
    expires,
  }
  return { mail, body: cured.body, preview }
}

export const preview = async (parts: ReviewParts, token: string): Promise<RemedyPreview> =>
  (await cureOf(parts, await ticketOf(parts, token))).preview

/**
 * The message moves first, and only one can move it: a crash in between leaves a link that says the message was sent,
 * never a used link with a message that was not.
 */
export const apply = async (parts: ReviewParts, token: string): Promise<RemedyPreview> => {
  const cure = await cureOf(parts, await ticketOf(parts, token))
  const history = { at: nowOf(parts), event: 'remedied', by: 'sender', detail: cure.preview.remedies.join(' ') }
  const change = { from: 'stopped', to: 'waiting', history, notices: [], body: cure.body } as const
  await move(parts, cure.mail, change).catch(async (error) => {
    throw error instanceof Refused ? dealtWith(await loadMail(parts, cure.mail.id)) : error
  })
  const used: Used = { used: history.at }
  await parts.store.put('remedy', { key: token, value: used, expires: history.at + USED_DAYS * DAY })
  parts.log.info('remedyUsed', { id: cure.mail.id })
  return cure.preview
}
