/** One message in a list: when, from whom, to whom, and how it stands with it. Never what it says. */
import { html } from 'hono/html'
import type { Fate, RecipientState, StoredMail } from '../../store/store.ts'
import type { View } from '../layout.ts'
import { type Html, moment, shown } from '../shown.ts'
import { MAIL_TEXTS } from './texts.ts'

const TROUBLE: readonly Fate[] = ['failed', 'stopped', 'returned', 'expired']

/** Each fate that some recipient has, with how many when there are several. */
export const standing = ({ state, recipients }: StoredMail, view: View): Html => {
  if (state === 'received') return html`<span class="tag">${MAIL_TEXTS[view.language].road.beingJudged}</span>`
  const fates = [...Map.groupBy(recipients, ({ fate }) => fate)]
  const number = new Intl.NumberFormat(view.texts.locale)
  return html`${fates.map(
    ([fate, some]) =>
      html`<span class="tag${TROUBLE.includes(fate) ? ' urgent' : ''}">${recipients.length > 1 ? `${number.format(some.length)} × ` : ''}${view.texts.fates[fate]}</span> `,
  )}`
}

export const senderOf = ({ head, verdict }: StoredMail, view: View): Html => {
  const texts = MAIL_TEXTS[view.language]
  if (head.kind === 'notice') return html`${texts.ownNotice}`
  const address = verdict?.from || head.envelope.mailFrom
  return address === '' ? html`<em>${texts.noSender}</em>` : shown(address, 80)
}

/** Before it is judged nobody has a fate, but it is known whom it is for. */
export const addressesOf = ({ recipients, head }: StoredMail): readonly string[] =>
  recipients.length > 0 ? recipients.map(({ address }) => address) : head.envelope.rcptTo

const lastReply = (recipients: readonly RecipientState[]): string =>
  recipients.find(({ fate, lastReply: reply }) => fate === 'waiting' && reply !== '')?.lastReply ?? ''

const rowOf = (mail: StoredMail, view: View, withReply: boolean): Html => {
  const texts = MAIL_TEXTS[view.language]
  const [first = '', ...others] = addressesOf(mail)
  const reply = withReply ? lastReply(mail.recipients) : ''
  return html`<li class="card row">
    <h3><a href="/mail/${mail.id}">${senderOf(mail, view)} <span class="to">→ ${shown(first, 80)}</span></a></h3>
    ${others.length > 0 ? html`<p class="muted">${texts.others(others.length)}</p>` : ''}
    <p class="rules">${standing(mail, view)} <span class="muted">${moment(mail.head.receivedAt, view.language)}</span></p>
    ${reply === '' ? '' : html`<p class="small">${shown(reply, 160)}</p>`}
  </li>`
}

export const rowsOf = (mails: readonly StoredMail[], view: View, withReply = false): Html =>
  html`<ul class="rows mails">${mails.map((mail) => rowOf(mail, view, withReply))}</ul>`
