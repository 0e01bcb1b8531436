/** How a held message stands, for the one who sent it, and what they may still do. */
import { html } from 'hono/html'
import type { Following } from '../../review/review.ts'
import type { RecipientState } from '../../store/store.ts'
import { message, page, type View } from '../layout.ts'
import { type Html, moment, sayMoment, shown } from '../shown.ts'
import { looksOf } from './looks.ts'
import { linksOf } from './schools.ts'

export type FollowParts = Readonly<{
  following: Following
  token: string
  said: Readonly<{ kind: 'good' | 'bad'; words: string }> | undefined
}>

/** Recipients that are not named, by what became of them. */
const othersOf = (others: readonly RecipientState[], { texts }: View): readonly Html[] =>
  [...Map.groupBy(others, ({ fate }) => fate)].map(
    ([fate, some]) => html`<li>${texts.follow.others(some.length)}<span class="muted">${texts.fates[fate]}</span></li>`,
  )

const factsOf = ({ following }: FollowParts, view: View): Html => {
  const { texts, language } = view
  const { subject, sentAt, visible, others, deadline } = following
  // Once it is over the content may be destroyed, and its subject with it: that is not a message without one.
  return html`<dl class="facts tall card">
    ${subject || Number.isFinite(deadline) ? html`<div><dt>${texts.remedy.subject}</dt><dd>${subject ? shown(subject) : html`<em>${texts.held.noSubject}</em>`}</dd></div>` : ''}
    <div><dt>${texts.follow.sent}</dt><dd>${moment(sentAt, language)}</dd></div>
    ${Number.isFinite(deadline) ? html`<div><dt>${texts.follow.decided}</dt><dd>${moment(deadline, language)}</dd></div>` : ''}
    <div><dt>${texts.case.recipients}</dt><dd><ul>${visible.map(
      ({ address, fate }) => html`<li>${shown(address)} <span class="muted">${texts.fates[fate]}</span></li>`,
    )}${othersOf(others, view)}</ul></dd></div>
  </dl>`
}

const urgentOf = ({ following, token }: FollowParts, { texts, language }: View): Html => {
  const { follow } = texts
  if (following.urgency !== 'possible')
    return html`<p class="muted">${following.urgency === 'marked' ? follow.urgentAlready : follow.urgentEnough}</p>`
  return html`<section class="card" aria-labelledby="urgent">
    <h2 id="urgent">${follow.urgent}</h2>
    <form method="post" action="/m/${token}/urgent" class="stack">
      <p class="muted">${follow.urgentWords(sayMoment(following.urgentDeadline, language))}</p>
      <label for="reason">${follow.urgentReason}</label>
      <input id="reason" name="reason" maxlength="200" required>
      <button>${follow.urgentButton}</button>
    </form>
  </section>`
}

const withdrawOf = ({ token }: FollowParts, { texts: { follow } }: View): Html =>
  html`<section class="card" aria-labelledby="withdraw">
    <h2 id="withdraw">${follow.withdraw}</h2>
    <form method="post" action="/m/${token}/withdraw" class="stack">
      <p class="muted">${follow.withdrawWords}</p>
      <button>${follow.withdrawButton}</button>
    </form>
  </section>`

export const followPage = (parts: FollowParts, view: View): Html => {
  const { follow } = view.texts
  const waits = Number.isFinite(parts.following.deadline)
  return page(
    view,
    follow.title,
    html`${parts.said ? message(parts.said.kind, parts.said.words) : ''}
      <h1>${follow.title}</h1>
      <p class="lead">${waits ? follow.waits : follow.over}</p>
      ${factsOf(parts, view)}
      ${looksOf(parts.following.looks, view)}
      ${waits ? html`${urgentOf(parts, view)}${withdrawOf(parts, view)}` : ''}
      ${linksOf(undefined, view)}`,
    'narrow',
  )
}
