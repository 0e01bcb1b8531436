/** What would become of a message that was tried: for whom, why, and what its sender would read. */
import { html } from 'hono/html'
import { sayPlace, type Unread } from '../../message/message.ts'
import { explain, letterHtml, letterText, type Notice } from '../../notices/notices.ts'
import type { Hit, Outcome } from '../../policy/policy.ts'
import type { Judged } from '../console.ts'
import { ruleName } from '../held/list-page.ts'
import { reasonsOf } from '../held/reasons.ts'
import { page, sealField, type View } from '../layout.ts'
import { type Html, plainText, shown } from '../shown.ts'
import { textsOf } from './packs-page.ts'
import { TRY_TEXTS } from './try-texts.ts'

export type Tried = Readonly<{ judged: Judged; letters: readonly Notice[] }>

const MOST_RECIPIENTS = 100
const MOST_UNREAD = 50
const LETTER_AT_MOST = 20_000

const outcomeTag = (outcome: Outcome, view: View): Html =>
  html`<span class="tag ${outcome}">${textsOf(view).outcomes[outcome].name}</span>`

const recipientsOf = ({ judged }: Tried, view: View): Html => {
  const texts = TRY_TEXTS[view.language]
  const { recipients } = judged.decision
  const rest = recipients.length - MOST_RECIPIENTS
  return html`<section class="card" aria-labelledby="recipients">
    <h2 id="recipients">${texts.recipients}</h2>
    <table class="even">
      <thead><tr><th scope="col">${texts.recipient}</th><th scope="col">${texts.outcome}</th></tr></thead>
      <tbody>${recipients.slice(0, MOST_RECIPIENTS).map(
        ({ address, outcome, rules }) => html`<tr>
          <th scope="row">${shown(address, 120)}${rules.length > 0 ? html`<br><span class="muted small">${new Intl.ListFormat(view.texts.locale).format(rules.slice(0, 5).map((rule) => ruleName(rule, view)))}</span>` : ''}</th>
          <td>${outcomeTag(outcome, view)}</td></tr>`,
      )}</tbody>
    </table>
    ${rest > 0 ? html`<p class="muted">${view.texts.held.others(rest)}</p>` : ''}
  </section>`
}

const whyOf = ({ judged: { decision, pack } }: Tried, view: View): Html => {
  const texts = TRY_TEXTS[view.language]
  const sight = { pack, metadataOnly: false }
  const told = (is: (hit: Hit) => boolean) =>
    explain(pack, { ...decision, hits: decision.hits.filter(is) }, view.language)
  const stopping = told(({ outcome }) => outcome === 'hold' || outcome === 'bounce')
  const advising = told(({ outcome }) => outcome === 'notify')
  return html`<section aria-labelledby="why" class="stack">
    <h2 id="why">${texts.why}</h2>
    ${stopping.reasons.length + advising.reasons.length === 0 ? html`<p>${texts.nothingSeen}</p>` : ''}
    ${reasonsOf(stopping, sight, view)}
    ${advising.reasons.length > 0 ? html`<h3>${texts.advice}</h3>${reasonsOf(advising, sight, view)}` : ''}
    ${quietOf(decision.hits, view)}
  </section>`
}

/** Rules on trial, and those an exception took out of force. */
const quietOf = (hits: readonly Hit[], view: View): Html | '' => {
  const texts = TRY_TEXTS[view.language]
  const quiet = hits.filter(({ outcome }) => outcome === 'forward')
  if (quiet.length === 0) return ''
  const rules = Map.groupBy(quiet, ({ rule }) => rule)
  return html`<section class="card" aria-labelledby="quiet">
    <h3 id="quiet">${texts.quiet}</h3>
    <ul>${[...rules].map(
      ([rule, own]) =>
        html`<li>${ruleName(rule, view)}${own[0]!.exception ? ` (${texts.excepted})` : own[0]!.mode === 'shadow' ? ` (${texts.shadow})` : ''}</li>`,
    )}</ul>
  </section>`
}

const unreadOf = (unread: readonly Unread[], view: View): Html | '' => {
  const texts = TRY_TEXTS[view.language]
  return unread.length === 0
    ? ''
    : html`<section class="card" aria-labelledby="unread">
        <h2 id="unread">${texts.unread}</h2>
        <p class="muted">${texts.unreadWords}</p>
        <ul>${unread.slice(0, MOST_UNREAD).map(({ place, reason }) => html`<li>${shown(sayPlace(place, view.language))}${view.texts.colon}${texts.reasons[reason]}</li>`)}</ul>
      </section>`
}

/** As text, and on request as the mailbox draws it: on a page of its own, since its looks are not ours. */
const letterOf = ({ letter, to, language }: Notice, index: number, view: View): Html => {
  const texts = TRY_TEXTS[view.language]
  const words = letterText(letter)
  return html`<article class="card stack">
    <h3 lang="${language}">${shown(letter.subject, 200)}</h3>
    <p class="muted small">${texts.letterTo(to.slice(0, 320))}</p>
    <details${index === 0 ? html` open` : ''}><summary>${texts.asText}</summary>
      <pre class="letter" lang="${language}">${plainText(words, LETTER_AT_MOST).text}</pre></details>
    <form method="post" action="/try/letter" enctype="multipart/form-data" target="_blank">
      ${sealField(view)}<input type="hidden" name="letter" value="${letterHtml(letter)}">
      <button>${texts.look}</button>
    </form>
  </article>`
}

const lettersOf = ({ letters }: Tried, view: View): Html => {
  const texts = TRY_TEXTS[view.language]
  return html`<section aria-labelledby="letters" class="stack">
    <h2 id="letters">${texts.letters}</h2>
    ${letters.length === 0 ? html`<p>${texts.noLetter}</p>` : letters.map((letter, index) => letterOf(letter, index, view))}
  </section>`
}

export const verdictPage = (tried: Tried, view: View): Html => {
  const { decision, pack } = tried.judged
  const texts = TRY_TEXTS[view.language]
  const { title, words } = texts.verdict[decision.outcome]
  return page(
    view,
    title,
    html`<h1>${title}</h1>
      <p class="lead">${words}</p>
      <p><a href="/try">${texts.again}</a> <span class="muted">· ${texts.judgedBy} ${shown(`${pack.organisation}: ${pack.title}`, 160)}</span></p>
      <div class="case">
        <div>${whyOf(tried, view)}</div>
        <div>${recipientsOf(tried, view)}${unreadOf(tried.judged.unread, view)}</div>
      </div>
      ${lettersOf(tried, view)}`,
  )
}
