/** The road of one message: each step, each recipient's fate, what the next hop said, and what one may do about it. */
import { html } from 'hono/html'
import type { Decision } from '../../policy/policy.ts'
import type { HeldItem } from '../../review/review.ts'
import type { Fate, RecipientState, StoredMail } from '../../store/store.ts'
import { mixedOf } from '../held/alphabets.ts'
import { ruleName, subjectOf } from '../held/list-page.ts'
import { message, page, sealField, type View } from '../layout.ts'
import { type Html, moment, plainText, shown } from '../shown.ts'
import type { Powers } from './desk.ts'
import { kindOfReply } from './replies.ts'
import { saySize, stepsOf, ticketOf } from './road-steps.ts'
import { addressesOf, senderOf, standing } from './rows.ts'
import { type DeedName, MAIL_TEXTS } from './texts.ts'

export type RoadParts = Readonly<{
  mail: StoredMail
  /** Notices of ours about it. */
  notices: readonly StoredMail[]
  /** What a reviewer's list would show this viewer of it, if anything. */
  glance: HeldItem | undefined
  hidesSubject: boolean
  powers: Powers
  mayAct: boolean
  said?: Readonly<{ kind: 'good' | 'bad'; words: string }>
}>

const RECIPIENTS_AT_MOST = 100

/** Who needs a look first. */
const ORDER: readonly Fate[] = ['failed', 'waiting', 'held', 'stopped', 'expired', 'returned', 'withdrawn', 'delivered']

const rulesOf = ({ verdict }: StoredMail, address: string): readonly string[] => {
  const decision = verdict?.decision as Partial<Decision> | undefined
  const own = decision?.recipients?.find((one) => one.address.toLowerCase() === address.toLowerCase())
  return [...new Set(own?.rules ?? [])]
}

const replyOf = ({ lastReply, fate }: RecipientState, view: View): Html | '' => {
  // For what a person or the clock ended, the store keeps the name of the event: the fate says it already.
  if (lastReply === '' || !['waiting', 'delivered', 'failed'].includes(fate)) return ''
  const kind = kindOfReply(lastReply)
  return html`${kind === 'accepted' ? '' : html`<p>${MAIL_TEXTS[view.language].replies[kind]}</p>`}<p class="small"><code>${shown(lastReply, 400)}</code></p>`
}

const nextOf = ({ fate, nextAt, attempts, underWayUntil }: RecipientState, view: View): Html | '' => {
  const { road } = MAIL_TEXTS[view.language]
  const tries = attempts > 0 ? road.attempts(attempts) : ''
  if (fate === 'held')
    return html`<p class="muted">${view.texts.held.decideBefore} ${moment(nextAt, view.language)}</p>`
  if (fate !== 'waiting') return tries === '' ? '' : html`<p class="muted">${tries}</p>`
  const next =
    underWayUntil === undefined
      ? html`${road.nextTry}${view.texts.colon}${moment(nextAt, view.language)}`
      : road.underWay
  return html`<p class="muted">${tries}${tries === '' ? '' : ' · '}${next}</p>`
}

const recipientOf = (mail: StoredMail, recipient: RecipientState, view: View): Html => {
  const { road } = MAIL_TEXTS[view.language]
  const rules = rulesOf(mail, recipient.address)
  return html`<li><p><strong>${shown(recipient.address, 120)}</strong> <span class="tag${recipient.fate === 'failed' ? ' urgent' : ''}">${view.texts.fates[recipient.fate]}</span></p>
    ${mixedOf(recipient.address, view)}
    ${rules.length === 0 ? '' : html`<p class="rules">${road.rules}${view.texts.colon}${rules.slice(0, 8).map((rule) => html`<span class="tag">${shown(ruleName(rule, view), 60)}</span> `)}</p>`}
    ${replyOf(recipient, view)}${nextOf(recipient, view)}
  </li>`
}

const recipientsOf = (mail: StoredMail, view: View): Html => {
  const { road } = MAIL_TEXTS[view.language]
  const all = mail.recipients.toSorted((a, b) => ORDER.indexOf(a.fate) - ORDER.indexOf(b.fate))
  const first = all.slice(0, RECIPIENTS_AT_MOST)
  const list =
    all.length > 0
      ? first.map((recipient) => recipientOf(mail, recipient, view))
      : addressesOf(mail)
          .slice(0, RECIPIENTS_AT_MOST)
          .map((address) => html`<li>${shown(address, 120)}</li>`)
  return html`<section class="card" aria-labelledby="recipients"><h2 id="recipients">${road.recipients}</h2>
    ${all.length > first.length ? html`<p class="muted">${road.onlyFirst(first.length, all.length)}</p>` : ''}
    <ul class="fates">${list}</ul>
    ${mail.recipients.some(({ fate }) => fate === 'delivered') ? html`<p class="muted small">${road.deliveredMeans}</p>` : ''}
  </section>`
}

const factsOf = ({ mail, glance, hidesSubject }: RoadParts, view: View): Html => {
  const { road } = MAIL_TEXTS[view.language]
  const to = addressesOf(mail)
  return html`<dl class="facts">
    <div><dt>${road.from}</dt><dd>${senderOf(mail, view)} ${mixedOf(mail.verdict?.from || mail.head.envelope.mailFrom, view)}</dd></div>
    <div><dt>${road.to}</dt><dd>${shown(to[0] ?? '', 120)} ${to.length > 1 ? MAIL_TEXTS[view.language].others(to.length - 1) : ''}</dd></div>
    <div><dt>${road.arrived}</dt><dd>${moment(mail.head.receivedAt, view.language)}</dd></div>
    <div><dt>${road.size}</dt><dd>${saySize(mail.head.size, view.texts.locale)}</dd></div>
    ${glance ? html`<div><dt>${road.subject}</dt><dd>${subjectOf({ subject: hidesSubject ? '' : glance.subject, hidesSubject }, view)}</dd></div>` : ''}
  </dl>`
}

const formOf = (id: string, name: DeedName, view: View, more: Html | '' = ''): Html => {
  const { deeds } = MAIL_TEXTS[view.language]
  const { title, words, button } = deeds[name]
  return html`<form method="post" action="/mail/${id}/${name}" class="stack">${sealField(view)}
    ${name === 'give-up' ? '' : html`<h3>${title}</h3>`}<p class="muted">${words}</p>${more}<button class="${name === 'retry' ? 'main' : ''}">${button}</button></form>`
}

const sureField = ({ mail }: RoadParts, view: View): Html => {
  const { confirm, noBounce } = MAIL_TEXTS[view.language]
  const nobody = mail.head.envelope.mailFrom === '' ? html`<p class="muted">${noBounce}</p>` : ''
  return html`${nobody}<p class="sure"><input type="checkbox" id="sure" name="sure" value="yes" required><label for="sure">${confirm}</label></p>`
}

const deedsOf = (parts: RoadParts, view: View): Html | '' => {
  const { mail, powers, mayAct } = parts
  const texts = MAIL_TEXTS[view.language]
  const waiting = mail.recipients.filter(({ fate }) => fate === 'waiting')
  const busy = waiting.length > 0 && waiting.every(({ underWayUntil }) => underWayUntil !== undefined)
  const lost = !mail.hasBody && mail.recipients.some(({ fate }) => fate === 'failed')
  if (!mayAct || (!Object.values(powers).includes(true) && !busy && !lost)) return ''
  return html`<section class="card stack" aria-labelledby="deeds"><h2 id="deeds">${texts.deedsTitle}</h2>
    ${busy ? html`<p>${texts.allUnderWay}</p>` : ''}${lost ? html`<p>${texts.gone}</p>` : ''}
    ${powers.retry ? formOf(mail.id, 'retry', view) : ''}
    ${powers.sendAgain ? formOf(mail.id, 'again', view) : ''}
    ${powers.giveUp ? html`<details><summary>${texts.deeds['give-up'].title}</summary>${formOf(mail.id, 'give-up', view, sureField(parts, view))}</details>` : ''}
  </section>`
}

const noticeOf = (notice: StoredMail, view: View): Html => {
  const { road } = MAIL_TEXTS[view.language]
  return html`<li><a href="/mail/${notice.id}">${moment(notice.head.receivedAt, view.language)}</a> ${road.noticeTo} ${shown(addressesOf(notice)[0] ?? '', 100)} ${standing(notice, view)}</li>`
}

const linksOf = ({ mail, notices }: RoadParts, view: View): Html => {
  const { road } = MAIL_TEXTS[view.language]
  const { about, kind, family } = mail.head
  const kin = (family?.kin ?? []).slice(0, 20)
  if (kind === 'notice') return about ? html`<p><a href="/mail/${about}">${road.about}</a></p>` : html``
  return html`<section class="card" aria-labelledby="notices"><h2 id="notices">${road.notices}</h2>
      ${notices.length === 0 ? html`<p class="muted">${road.noNotices}</p>` : html`<ul>${notices.map((notice) => noticeOf(notice, view))}</ul>`}
    </section>
    ${kin.length > 0 ? html`<p class="small">${road.kin}${view.texts.colon}${kin.map((id) => html`<a href="/mail/${id}"><code>${id}</code></a> `)}</p>` : ''}`
}

const ticketPart = ({ mail }: RoadParts, view: View): Html => {
  const { road } = MAIL_TEXTS[view.language]
  return html`<section aria-labelledby="ticket" class="stack"><h2 id="ticket">${road.ticket}</h2><p class="muted">${road.ticketWords}</p>
    <pre><code>${plainText(ticketOf(mail), 12_000).text}</code></pre></section>`
}

export const roadPage = (parts: RoadParts, view: View): Html => {
  const { mail, glance, said } = parts
  const texts = MAIL_TEXTS[view.language]
  const title = mail.head.kind === 'notice' ? texts.road.noticeTitle : texts.road.title
  const waits = mail.recipients.some(({ fate }) => fate === 'held')
  return page(
    view,
    title,
    html`<p class="small"><a href="/mail">← ${texts.title}</a></p>
      ${said ? message(said.kind, said.words) : ''}
      <h1>${title}</h1>
      <p class="rules">${standing(mail, view)}</p>
      ${mail.hasBody ? '' : html`<p class="muted">${texts.road.destroyed}</p>`}
      ${waits && glance ? html`<p><a href="/held/${mail.id}">${texts.road.openCase}</a></p>` : ''}
      ${factsOf(parts, view)}
      <div class="case">
        ${recipientsOf(mail, view)}
        <div>${deedsOf(parts, view)}${linksOf(parts, view)}</div>
      </div>
      <section aria-labelledby="steps" class="stack"><h2 id="steps">${texts.road.steps}</h2>${stepsOf(mail, view)}</section>
      ${ticketPart(parts, view)}`,
  )
}
