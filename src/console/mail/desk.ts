/** Whoever looks for a message: what they may see of it, and what they may do with it on its way out. */
import { type Actor, isOfSchool, Refused, type Role } from '../../review/review.ts'
import type { Found, MailId, MailQuery, RecipientState, StoredMail } from '../../store/store.ts'
import type { ConsoleParts } from '../console.ts'

/** Whoever answers "where is my mail?", and who answers for the school: where it went, and what it was stopped for. */
const FOLLOWING: readonly Role[] = ['admin', 'helpdesk', 'auditor', 'privacy-officer', 'head']
/** How mail leaves, of all schools together. */
const QUEUE: readonly Role[] = ['admin', 'helpdesk', 'auditor']
/** A head is no reader of colleagues' mail: what is theirs to decide they see in its case. */
const SUBJECT: readonly Role[] = FOLLOWING.filter((role) => role !== 'head')
const RETRYING: readonly Role[] = ['admin', 'helpdesk']
const ENDING: readonly Role[] = ['admin']

const has = ({ roles }: Pick<Actor, 'roles'>, wanted: readonly Role[]): boolean =>
  roles.some((role) => wanted.includes(role))

export const maySeeMail = (actor: Pick<Actor, 'roles'>): boolean => has(actor, FOLLOWING)
export const maySeeQueue = (actor: Pick<Actor, 'roles'>): boolean => has(actor, QUEUE)
export const maySeeSubject = (actor: Pick<Actor, 'roles'>): boolean => has(actor, SUBJECT)

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** A message is of the school it was written in; a notice of ours is of the school it was written to. */
export const isInScope = ({ schools }: Actor, { head, verdict }: StoredMail): boolean => {
  const { mailFrom, rcptTo } = head.envelope
  const addresses = head.kind === 'notice' ? rcptTo : [verdict?.from || mailFrom]
  return addresses.some((address) => isOfSchool(schools, domainOf(address)))
}

/** Pages of the store looked through for one page of ours, when most of what they hold is of other schools. */
const MOST_PAGES = 20

export const find = async ({ store }: ConsoleParts, actor: Actor, query: MailQuery): Promise<Found> => {
  const mails: StoredMail[] = []
  let before = query.before
  for (let pages = 0; ; pages += 1) {
    const found = await store.find({ ...query, ...(before === undefined ? {} : { before }) })
    const { complete } = found
    for (const [n, mail] of found.mails.entries()) {
      if (isInScope(actor, mail)) mails.push(mail)
      const isLast = n === found.mails.length - 1 && found.next === undefined
      if (mails.length === query.limit) return { mails, complete, ...(isLast ? {} : { next: mail.id }) }
    }
    if (found.next === undefined) return { mails, complete }
    before = found.next
    if (pages === MOST_PAGES) return { mails, complete, next: before }
  }
}

/** Undefined also for one of another school: that it is there is no business of who asks. */
export const look = async ({ store }: ConsoleParts, actor: Actor, id: MailId): Promise<StoredMail | undefined> => {
  const mail = await store.mail(id)
  return mail && isInScope(actor, mail) ? mail : undefined
}

/** Who wrote to whom and what became of it is not for the merely curious: whoever looks at a road is named in the log. */
export const openRoad = async (parts: ConsoleParts, actor: Actor, id: MailId): Promise<StoredMail | undefined> => {
  const mail = await look(parts, actor, id)
  const by = actor.email || actor.name
  if (mail) await parts.store.audit({ at: Date.now(), event: 'road-seen', actor: by, ref: id, detail: '' })
  return mail
}

const isWaiting = ({ fate, underWayUntil }: RecipientState): boolean =>
  fate === 'waiting' && underWayUntil === undefined

/** What can be done with it now by this person. `sendAgain` is not there once the bytes are gone. */
export type Powers = Readonly<{ retry: boolean; sendAgain: boolean; giveUp: boolean }>

export const powersOver = (actor: Actor, { recipients, hasBody }: StoredMail): Powers => {
  const waits = recipients.some(isWaiting)
  const failed = recipients.some(({ fate }) => fate === 'failed')
  return {
    retry: waits && has(actor, RETRYING),
    sendAgain: failed && hasBody && has(actor, ENDING),
    giveUp: waits && has(actor, ENDING),
  }
}

/** Answers how many recipients; 0: nothing could be done, since it changed meanwhile. */
export type Deed = (parts: ConsoleParts, actor: Actor, mail: StoredMail) => Promise<number>

const demand = (actor: Actor, wanted: readonly Role[]): void => {
  if (!has(actor, wanted)) throw new Refused('Your role may not do this with mail on its way.')
}

const note = ({ store }: ConsoleParts, actor: Actor, event: string, id: MailId, count: number): Promise<void> =>
  store.audit({ at: Date.now(), event, actor: actor.email || actor.name, ref: id, detail: `${count} recipient(s)` })

export const retry: Deed = async (parts, actor, { id }) => {
  demand(actor, RETRYING)
  const count = await parts.store.retry(id, Date.now())
  if (count === 0) return 0
  await note(parts, actor, 'delivery-retried', id, count)
  parts.transport.wake()
  return count
}

export const sendAgain: Deed = async (parts, actor, { id, recipients }) => {
  demand(actor, ENDING)
  const chosen = recipients.filter(({ fate }) => fate === 'failed').map(({ address }) => address)
  if (chosen.length === 0) return 0
  const by = actor.email || actor.name
  const history = { at: Date.now(), event: 'sent-again', by, detail: String(chosen.length) }
  const move = { from: 'failed' as const, to: 'waiting' as const, recipients: chosen, history, notices: [] }
  if (!(await parts.store.move(id, move))) return 0
  await note(parts, actor, 'delivery-sent-again', id, chosen.length)
  parts.transport.wake()
  return chosen.length
}

/** As the queue gives up itself: the last answer stays, and whoever wrote it gets a DSN that quotes it (RFC 3464). */
const endReply = ({ lastReply }: RecipientState): string =>
  lastReply === ''
    ? '4.4.7 given up by the administrator before it was sent'
    : `${lastReply}; given up by the administrator`

export const giveUp: Deed = async (parts, actor, mail) => {
  demand(actor, ENDING)
  const { id, head } = mail
  const waiting = mail.recipients.filter(isWaiting)
  if (waiting.length === 0) return 0
  const job = {
    ...{ id, head, changed: mail.changed, leaseUntil: 0 },
    recipients: waiting.map(({ address, attempts }) => ({ address, attempts, firstAt: head.receivedAt })),
  }
  const ends = waiting.map((one) => ({
    address: one.address,
    fate: 'failed' as const,
    nextAt: 0,
    reply: endReply(one),
  }))
  // No notice about a notice (RFC 5321 §4.5.5).
  const notices = head.envelope.mailFrom === '' ? [] : await parts.transport.failed(job, ends)
  const history = { at: Date.now(), event: 'given-up', by: actor.email || actor.name, detail: String(waiting.length) }
  const move = { from: 'waiting' as const, to: 'failed' as const, history, notices }
  if (!(await parts.store.move(id, { ...move, recipients: waiting.map(({ address }) => address) }))) return 0
  await note(parts, actor, 'delivery-given-up', id, waiting.length)
  parts.transport.wake()
  return waiting.length
}
