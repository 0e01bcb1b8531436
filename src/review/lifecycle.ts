/**
 * The life of a hold. Every change is a compare-and-set in the store: of two reviewers one wins, the other is told.
 *
 * held → released (goes to the queue, never judged again) | returned (with the reviewer's words) | expired (returned by
 * the clock, never silently dropped). A stopped message may be cured by its sender with a remedy link.
 */
import type { Directory } from '../directory/directory.ts'
import type { Log } from '../log.ts'
import { type Envelope, type Message, rawFields } from '../message/message.ts'
import { type About, type Identity, type Notice, releasedNotice, returnedNotice } from '../notices/notices.ts'
import type { Decision, Pack, Policy, Remedy } from '../policy/policy.ts'
import type { MailId, Move, NewNotice, Store, StoredMail } from '../store/store.ts'
import { DECIDING } from './accounts.ts'
import type { ReviewOptions } from './options.ts'
import { Refused } from './refused.ts'
import { applyRemedies, issueTicket, stops, type Ticket } from './remedies.ts'
import type { Accounts, Actor, HeldCase, HeldItem, RemedyPreview, Review } from './review.ts'
import { afterHours } from './school-clock.ts'

export type ReviewParts = Readonly<{
  store: Store
  options: ReviewOptions
  policy: () => Policy
  people: () => Directory
  accounts: Pick<Accounts, 'list'>
  identity: (domain: string) => Identity
  judge: (raw: Buffer, envelope: Envelope) => Promise<Readonly<{ message: Message; decision: Decision; pack: Pack }>>
  queueNotice: (notice: Notice, now: number) => NewNotice
  wakeQueue: () => void
  log: Log
  now?: () => number
}>

const DAY = 86_400_000
const LIST_AT_MOST = 500

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

type Mail = StoredMail<Decision>

const decisionOf = (mail: Mail): Decision => {
  if (!mail.verdict) throw new Refused('This message has not been judged yet.')
  return mail.verdict.decision
}

const senderOf = (mail: Mail): string => mail.verdict?.from || mail.head.envelope.mailFrom

/** Who may see and decide: by role and school, never one's own message nor one that is addressed to oneself. */
const conflict = (actor: Actor, mail: Mail): string | undefined => {
  const own = actor.email.toLowerCase()
  if (actor.schools.length > 0 && !actor.schools.includes(domainOf(senderOf(mail))))
    return 'This message is of another school.'
  if (own === '') return undefined
  if (senderOf(mail).toLowerCase() === own) return 'This is your own message: somebody else decides on it.'
  if (mail.recipients.some((r) => r.address.toLowerCase() === own))
    return 'This message is addressed to you: somebody else decides on it.'
  return undefined
}

const demand = (actor: Actor, mail: Mail, deciding: boolean): void => {
  if (deciding && !actor.roles.some((role) => DECIDING.includes(role)))
    throw new Refused('Your role may not decide on held messages.')
  const reason = conflict(actor, mail)
  if (reason) throw new Refused(reason)
}

export const openReview = (parts: ReviewParts): Review => {
  const { store, options, log } = parts
  const now = parts.now ?? Date.now

  const packOf = (mail: Mail): Pack => {
    const policy = parts.policy()
    return policy.packs.get(decisionOf(mail).pack) ?? policy.packFor(domainOf(senderOf(mail)))
  }

  const load = async (id: MailId): Promise<Mail> => {
    const mail = (await store.mail(id)) as Mail | undefined
    if (!mail) throw new Refused('There is no such message, or it has been deleted by now.')
    return mail
  }

  const loadHeld = async (id: MailId): Promise<Mail> => {
    const mail = await load(id)
    if (!mail.recipients.some((r) => r.fate === 'held')) throw new Refused(whoWasFirst(mail))
    return mail
  }

  /** The subject is shown unless the pack shows metadata only, or the subject itself holds what was found. */
  const subjectOf = (mail: Mail): string => {
    const inSubject = decisionOf(mail).hits.find((hit) => hit.finding?.place.in === 'subject')
    if (packOf(mail).reviewVisibility === 'metadata') return ''
    return inSubject?.finding?.excerpt ?? mail.verdict?.subject ?? ''
  }

  const itemOf = (mail: Mail): HeldItem => {
    const counting = decisionOf(mail).hits.filter((hit) => hit.outcome === 'hold' || hit.outcome === 'bounce')
    const held = mail.recipients.filter((r) => r.fate === 'held')
    return {
      id: mail.id,
      from: senderOf(mail),
      subject: subjectOf(mail),
      recipients: mail.recipients,
      rules: [...new Set(counting.map((hit) => hit.rule))],
      pack: decisionOf(mail).pack,
      heldAt: mail.history.find((entry) => entry.event === 'judged')?.at ?? mail.head.receivedAt,
      deadline: Math.min(...held.map((r) => r.nextAt)),
    }
  }

  const aboutOf = async (mail: Mail): Promise<About> => {
    const raw = await store.body(mail.id)
    const { envelope } = mail.head
    return {
      identity: parts.identity(domainOf(envelope.mailFrom)),
      pack: packOf(mail),
      decision: decisionOf(mail),
      mailId: mail.id,
      subject: mail.verdict?.subject ?? '',
      sentTo: mail.verdict?.visibleTo ?? [],
      from: senderOf(mail),
      messageId: mail.verdict?.messageId ?? '',
      envelopeFrom: envelope.mailFrom,
      receivedAt: mail.head.receivedAt,
      headers: raw.subarray(0, rawFields(raw).bodyStart),
      language: (mail.verdict?.language as About['language']) || packOf(mail).language,
      remedies: [],
      now: now(),
    }
  }

  /** The null sender is never answered (RFC 5321 §4.5.5). */
  const noticeFor = async (mail: Mail, make: (about: About) => Notice): Promise<readonly NewNotice[]> =>
    mail.head.envelope.mailFrom === '' ? [] : [parts.queueNotice(make(await aboutOf(mail)), now())]

  const move = async (mail: Mail, change: Move): Promise<void> => {
    if (!(await store.move(mail.id, change))) throw new Refused(whoWasFirst(await load(mail.id)))
    await store.audit({
      at: now(),
      event: change.history.event,
      actor: change.history.by,
      ref: mail.id,
      detail: change.history.detail ?? '',
    })
    parts.wakeQueue()
  }

  const trial = async (
    raw: Buffer,
    mail: Mail,
    remedies: readonly Remedy[],
  ): Promise<Readonly<{ body: Buffer; message: Message }> | undefined> => {
    const before = await parts.judge(raw, mail.head.envelope)
    const body = applyRemedies(raw, remedies, before.message, decisionOf(mail), parts.people())
    if (!body) return undefined
    const after = await parts.judge(body, mail.head.envelope)
    return stops(after.decision) ? undefined : { body, message: after.message }
  }

  const ticketOf = async (token: string, take: boolean): Promise<Ticket> => {
    const ticket = (await (take ? store.take('remedy', token) : store.get('remedy', token))) as Ticket | undefined
    if (!ticket || ticket.expires < now())
      throw new Refused('This link has been used or has expired. Please send your message again.')
    return ticket
  }

  const cure = async (ticket: Ticket): Promise<Readonly<{ mail: Mail; body: Buffer; preview: RemedyPreview }>> => {
    const mail = await load(ticket.id)
    if (!mail.hasBody || !mail.recipients.some((r) => r.fate === 'stopped'))
      throw new Refused('This message has already been dealt with.')
    // Its bytes are one for all recipients: those who still wait would get the changed ones.
    if (mail.recipients.some((r) => r.fate === 'waiting' || r.fate === 'held'))
      throw new Refused('Part of this message is still under way. Please try again later.')
    const cured = await trial(await store.body(mail.id), mail, ticket.remedies)
    if (!cured) throw new Refused('This message would still be stopped. Please change it and send it again.')
    const visible = cured.message.visible.map((box) => box.address)
    const preview: RemedyPreview = {
      id: mail.id,
      remedies: ticket.remedies,
      from: senderOf(mail),
      visible,
      hidden: mail.recipients.map((r) => r.address).filter((address) => !visible.includes(address.toLowerCase())),
      subject: mail.verdict?.subject ?? '',
      expires: ticket.expires,
    }
    return { mail, body: cured.body, preview }
  }

  return {
    held: async (actor, { limit = LIST_AT_MOST } = {}) => {
      const mails = (await store.list({ fate: 'held', limit })) as readonly Mail[]
      return mails.filter((mail) => conflict(actor, mail) === undefined).map(itemOf)
    },

    case: async (actor, id): Promise<HeldCase> => {
      const mail = await load(id)
      demand(actor, mail, false)
      await store.audit({ at: now(), event: 'case-opened', actor: actor.email || actor.name, ref: id, detail: '' })
      return { ...itemOf(mail), mail, decision: decisionOf(mail), visibility: packOf(mail).reviewVisibility }
    },

    release: async (actor, id, { recipients } = {}) => {
      const mail = await loadHeld(id)
      demand(actor, mail, true)
      const by = actor.email || actor.name
      const history = {
        at: now(),
        event: 'released',
        by,
        ...(recipients ? { detail: `${recipients.length} recipient(s)` } : {}),
      }
      const notices = await noticeFor(mail, releasedNotice)
      await move(mail, { from: 'held', to: 'waiting', ...(recipients ? { recipients } : {}), history, notices })
      log.info('holdReleased', { id })
    },

    return: async (actor, id, words) => {
      const mail = await loadHeld(id)
      demand(actor, mail, true)
      const by = actor.email || actor.name
      const notices = await noticeFor(mail, (about) => returnedNotice(about, { words, by: actor.name, expired: false }))
      await move(mail, { from: 'held', to: 'returned', history: { at: now(), event: 'returned', by }, notices })
      log.info('holdReturned', { id })
    },

    original: async (actor, id, reason) => {
      const mail = await load(id)
      demand(actor, mail, true)
      if (packOf(mail).reviewVisibility !== 'full')
        throw new Refused('The school’s policy lets nobody read this message.')
      if (reason.trim() === '') throw new Refused('Please say why you need to read the whole message.')
      await store.audit({
        at: now(),
        event: 'original-read',
        actor: actor.email || actor.name,
        ref: id,
        detail: reason.trim().slice(0, 500),
      })
      return store.body(id)
    },

    deadline: (at) => afterHours(at, options.holdHours),

    reviewers: async (_pack, sender) => {
      const deciding = (await parts.accounts.list()).filter(
        (account) => !account.disabled && account.roles.some((r) => DECIDING.includes(r)),
      )
      const ofSchool = deciding.filter(({ schools }) => schools.length === 0 || schools.includes(domainOf(sender)))
      const all = [...options.alert, ...ofSchool.map((account) => account.email)].map((address) =>
        address.toLowerCase(),
      )
      return [...new Set(all)].filter((address) => address !== sender.toLowerCase())
    },

    expire: async (at) => {
      const ids = await store.overdue(at, LIST_AT_MOST)
      for (const id of ids) {
        const mail = await load(id)
        const notices = await noticeFor(mail, (about) => returnedNotice(about, { words: '', by: '', expired: true }))
        const history = { at, event: 'expired', by: 'clock' }
        if (await store.move(id, { from: 'held', to: 'expired', history, notices })) {
          await store.audit({ at, event: 'expired', actor: 'clock', ref: id, detail: '' })
          log.info('holdExpired', { id })
        }
      }
      return ids.length
    },

    offer: async ({ id, head, raw, message, decision }, remedies, at) => {
      const url = parts.identity(domainOf(head.envelope.mailFrom)).url
      if (url === '' || remedies.length === 0) return []
      const body = applyRemedies(raw, remedies, message, decision, parts.people())
      if (!body || stops((await parts.judge(body, head.envelope)).decision)) return []
      const expires = at + options.remedyDays * DAY
      const token = await issueTicket(store, { id, remedies, expires })
      return remedies.map((remedy) => ({ remedy, url: `${url}/r/${token}`, expires }))
    },

    preview: async (token) => (await cure(await ticketOf(token, false))).preview,

    apply: async (token) => {
      const { mail, body, preview } = await cure(await ticketOf(token, false))
      await ticketOf(token, true)
      const history = { at: now(), event: 'remedied', by: 'sender', detail: preview.remedies.join(' ') }
      await move(mail, { from: 'stopped', to: 'waiting', history, notices: [], body })
      log.info('remedyUsed', { id: mail.id })
      return preview
    },
  }
}

const whoWasFirst = (mail: StoredMail): string => {
  const last = mail.history.findLast((entry) => ['released', 'returned', 'expired', 'withdrawn'].includes(entry.event))
  if (!last) return 'This message is not held.'
  return `This message was already ${last.event} by ${last.by} on ${new Date(last.at).toLocaleString('nl-BE')}.`
}
