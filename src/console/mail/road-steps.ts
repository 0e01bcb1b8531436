/** What happened to a message, step by step, in words; and the line for whoever runs the next server. */
import { html } from 'hono/html'
import type { HistoryEntry, StoredMail } from '../../store/store.ts'
import type { View } from '../layout.ts'
import { actorOf, happeningOf } from '../refusals.ts'
import { type Html, shown } from '../shown.ts'
import { kindOfReply } from './replies.ts'
import { MAIL_TEXTS, type MailTexts } from './texts.ts'

const UNITS = [
  { size: 1_000_000, unit: 'megabyte' },
  { size: 1000, unit: 'kilobyte' },
  { size: 1, unit: 'byte' },
] as const

export const saySize = (bytes: number, locale: string): string => {
  const { size, unit } = UNITS.find((one) => bytes >= one.size) ?? UNITS[2]
  const unitDisplay = unit === 'byte' ? 'long' : 'short'
  const style = { style: 'unit', unit, unitDisplay, maximumFractionDigits: unit === 'megabyte' ? 1 : 0 } as const
  return new Intl.NumberFormat(locale, style).format(bytes / size)
}

/** To the second: what is compared with another server's log has to be. */
const exactly = (at: number, { texts }: View): Html => {
  const style = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Europe/Brussels' } as const
  return html`<time datetime="${new Date(at).toISOString()}">${new Intl.DateTimeFormat(texts.locale, style).format(at)}</time>`
}

const arrivalOf = ({ head }: StoredMail, view: View): Html => {
  const { road } = MAIL_TEXTS[view.language]
  const { client, receivedAt, size } = head
  const from = html`${shown(client.name || client.address, 100)}${client.name ? html` [${shown(client.address, 60)}]` : ''}`
  const how = client.tls === '' ? road.plain : road.secure(client.tls.slice(0, 60))
  const who = client.user === '' ? '' : html`, ${road.signedInAs} ${shown(client.user, 80)}`
  const [before = '', after = ''] = road.receivedFrom('\0', saySize(size, view.texts.locale)).split('\0')
  const detail = head.kind === 'notice' ? '' : html`<span class="muted">${before}${from}${after}, ${how}${who}</span>`
  return html`<li>${exactly(receivedAt, view)} <span>${road.received}</span> ${detail}</li>`
}

const COUNTED = /^(\d{1,6}) × (.{1,700})$/s

const saidOf = ({ event, detail = '' }: HistoryEntry, texts: MailTexts, view: View): Html | '' => {
  if (event === 'judged' && Object.hasOwn(texts.road.outcomes, detail))
    return html`<span class="muted">${texts.road.outcomes[detail as keyof MailTexts['road']['outcomes']]}</span>`
  const counted = COUNTED.exec(detail)
  if (!counted || !['delivered', 'delayed', 'failed'].includes(event)) return ''
  const [, count = '', reply = ''] = counted
  const kind = kindOfReply(reply)
  // That it was taken is what the step itself says.
  const words = kind === 'accepted' ? '' : texts.replies[kind]
  const many = Number(count) > 1 ? `${new Intl.NumberFormat(view.texts.locale).format(Number(count))} × ` : ''
  return html`<span class="muted">${many}${words}</span> <code>${shown(reply, 300)}</code>`
}

const stepOf = (entry: HistoryEntry, view: View): Html => {
  const texts = MAIL_TEXTS[view.language]
  const { event, at, by } = entry
  const own = Object.hasOwn(texts.road.events, event)
    ? texts.road.events[event as keyof MailTexts['road']['events']]
    : happeningOf(event, view.texts)
  const actor = ['queue', 'gateway', 'policy'].includes(by)
    ? ''
    : html`<span class="muted">${shown(actorOf(by, view.texts), 80)}</span>`
  return html`<li>${exactly(at, view)} <span>${shown(own, 80)}</span> ${actor} ${saidOf(entry, texts, view)}</li>`
}

/** Of very many steps the first and the last: a message that waits for days is tried often. */
const FIRST = 10
const LAST = 60

const fewer = (history: readonly HistoryEntry[]): readonly (HistoryEntry | undefined)[] =>
  history.length <= FIRST + LAST ? history : [...history.slice(0, FIRST), undefined, ...history.slice(-LAST)]

export const stepsOf = (mail: StoredMail, view: View): Html =>
  html`<ol class="steps">${arrivalOf(mail, view)}${fewer(mail.history).map((entry) =>
    entry ? stepOf(entry, view) : html`<li>…</li>`,
  )}</ol>`

const TICKET_AT_MOST = 20

/** Plain words of the trade, for any administrator in any country: not translated. */
export const ticketOf = ({ id, head, recipients, verdict }: StoredMail): string => {
  const { client, envelope, receivedAt, size } = head
  const iso = (at: number): string => new Date(at).toISOString()
  const messageId = head.messageId ?? verdict?.messageId ?? ''
  const mine = [
    `id=${id} message-id=<${messageId}> from=<${envelope.mailFrom}> size=${size} received=${iso(receivedAt)}`,
    ...(head.kind === 'mail' ? [`client=${client.address} helo=${client.name} tls=${client.tls || 'none'}`] : []),
  ]
  const theirs = recipients.slice(0, TICKET_AT_MOST).map(({ address, fate, attempts, nextAt, lastReply }) => {
    const next = fate === 'waiting' && nextAt > 0 ? ` next=${iso(nextAt)}` : ''
    return `to=<${address}> state=${fate} attempts=${attempts}${next} reply="${lastReply}"`
  })
  const more = recipients.length - theirs.length
  return [...mine, ...theirs, ...(more > 0 ? [`(${more} more recipients)`] : [])].join('\n')
}
