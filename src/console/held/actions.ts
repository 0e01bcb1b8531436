/** What a reviewer may do beside releasing and returning. Each is a plain form of its own, closed until it is wanted. */
import { html } from 'hono/html'
import type { HeldCase, Question } from '../../review/review.ts'
import { sealField, type View } from '../layout.ts'
import { type Html, moment, plainText, shown } from '../shown.ts'
import { CASE_WORDS, type CaseWords } from './case-texts.ts'
import { ruleName } from './list-page.ts'

/** A form that was refused, with what stood in it. */
export type Written = Readonly<{ form: 'ask' | 'hand' | 'except' | 'leak'; fields: Readonly<Record<string, string>> }>

export type ActionParts = Readonly<{ held: HeldCase; written?: Written; now: number }>

const LONGEST_ANSWER = 1000
const DAY = 86_400_000
const USUAL_DAYS = 90
const EXCEPTION_DAYS = 365

type Form = Readonly<{
  form: Written['form']
  words: Readonly<{ title: string; words: string; button: string }>
  fields: Html
}>

const formOf = ({ held, written }: ActionParts, { form, words, fields }: Form, view: View): Html =>
  html`<details class="card"${written?.form === form ? ' open' : ''}><summary>${words.title}</summary>
    <form method="post" action="/held/${held.id}/${form}" class="stack">
      ${sealField(view)}
      <p class="muted">${words.words}</p>
      ${fields}
      <button>${words.button}</button>
    </form>
  </details>`

const writtenIn = ({ written }: ActionParts, form: Written['form'], name: string): string =>
  written?.form === form ? (written.fields[name] ?? '') : ''

const optionOf = (value: string, words: string | Html, chosen: string): Html =>
  html`<option value="${value}"${value === chosen ? ' selected' : ''}>${words}</option>`

const askOf = (parts: ActionParts, words: CaseWords, view: View): Html =>
  parts.held.mail.head.envelope.mailFrom === '' || parts.held.mail.verdict?.automatic
    ? html`<p class="muted small">${words.ask.machine}</p>`
    : formOf(
        parts,
        {
          form: 'ask',
          words: words.ask,
          fields: html`<label for="question">${words.ask.label}</label>
            <textarea id="question" name="question" rows="3" maxlength="1000" required>${writtenIn(parts, 'ask', 'question')}</textarea>`,
        },
        view,
      )

const handOf = (parts: ActionParts, words: CaseWords, view: View): Html => {
  const { hand } = words
  const { deputies } = parts.held
  if (deputies.length === 0) return html`<p class="muted small">${hand.nobody}</p>`
  const nameOf = ({ name, email, own }: (typeof deputies)[number]): string =>
    `${name.slice(0, 60)} (${own ? hand.own : email.slice(0, 80)})`
  const options = deputies.map((one) => optionOf(one.email, nameOf(one), writtenIn(parts, 'hand', 'to')))
  const fields = html`<label for="hand-to">${hand.label}</label><select id="hand-to" name="to">${options}</select>`
  return formOf(parts, { form: 'hand', words: hand, fields }, view)
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

const exceptOf = (parts: ActionParts, words: CaseWords, view: View): Html => {
  const { exception } = words
  const { held, now } = parts
  if (held.exceptable.length === 0) return html`<p class="muted small">${exception.never}</p>`
  const value = (name: string): string => writtenIn(parts, 'except', name)
  const rules = held.exceptable.map((rule) => optionOf(rule, ruleName(rule, view), value('rule')))
  const recipients = held.recipients.map(({ address }) => optionOf(address, address.slice(0, 120), value('recipient')))
  const fields = html`<label for="rule">${exception.rule}</label><select id="rule" name="rule">${rules}</select>
    <label for="recipient">${exception.recipient}</label><select id="recipient" name="recipient">${recipients}</select>
    <label for="until">${exception.until}</label>
    <input id="until" name="until" type="date" required min="${dayOf(now)}" max="${dayOf(now + EXCEPTION_DAYS * DAY)}" value="${value('until') || dayOf(now + USUAL_DAYS * DAY)}">
    <label for="except-reason">${exception.reason}</label>
    <input id="except-reason" name="reason" maxlength="500" required value="${value('reason')}">`
  return formOf(parts, { form: 'except', words: exception, fields }, view)
}

const leakOf = (parts: ActionParts, words: CaseWords, view: View): Html => {
  const { leak } = words
  const reported = parts.held.leak
  if (reported)
    return html`<p class="message hint">${leak.already}${view.texts.colon}${shown(reported.name, 60)}, ${moment(reported.at, view.language)}.</p>`
  const hours = leak.hours.map(([n, said]) => optionOf(`${n}`, said, writtenIn(parts, 'leak', 'hours')))
  const fields = html`<label for="leak-words">${leak.label}</label>
    <textarea id="leak-words" name="words" rows="3" maxlength="2000" required>${writtenIn(parts, 'leak', 'words')}</textarea>
    <label for="leak-hours">${leak.since}</label><select id="leak-hours" name="hours">${hours}</select>`
  return formOf(parts, { form: 'leak', words: leak, fields }, view)
}

export const bccOf = ({ held }: ActionParts, view: View): Html | '' => {
  const { bcc } = CASE_WORDS[view.language]
  return held.mayBcc
    ? html`<section class="card no-print" aria-labelledby="bcc"><h2 id="bcc">${bcc.title}</h2>
        <p class="muted">${bcc.words}</p><p><a href="/held/${held.id}/bcc">${bcc.button}</a></p></section>`
    : ''
}

const questionOf = ({ at, name, question, answer, answeredAt }: Question, words: CaseWords, view: View): Html =>
  html`<li class="stack"><p class="muted small">${shown(name, 60)}, ${moment(at, view.language)}</p>
    <pre dir="auto">${plainText(question, LONGEST_ANSWER).text}</pre>
    ${
      answer === undefined
        ? html`<p class="muted">${words.ask.unanswered}</p>`
        : html`<p class="muted small">${words.ask.answered}, ${moment(answeredAt ?? at, view.language)}</p>
            <pre dir="auto" class="excerpt">${plainText(answer, LONGEST_ANSWER).text}</pre>`
    }</li>`

/** What was asked and answered: it belongs to the findings, since it may settle the case. */
export const questionsOf = ({ held: { questions } }: ActionParts, view: View): Html | '' => {
  const words = CASE_WORDS[view.language]
  return questions.length === 0
    ? ''
    : html`<section class="card" aria-labelledby="asked"><h2 id="asked">${words.ask.asked}</h2>
        <ul class="sightings">${questions.map((one) => questionOf(one, words, view))}</ul></section>`
}

/** `open`: somebody still waits, and nobody else has taken it up. A leak may be found out later. */
export const moreOf = (parts: ActionParts, open: boolean, view: View): Html => {
  const words = CASE_WORDS[view.language]
  return html`<section class="more no-print" aria-labelledby="more"><h2 id="more">${words.more}</h2>
    ${open ? html`${askOf(parts, words, view)}${handOf(parts, words, view)}${exceptOf(parts, words, view)}` : ''}
    ${leakOf(parts, words, view)}</section>`
}
