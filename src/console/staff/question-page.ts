/** The question, a box for the answer, and who will read it. */
import { html } from 'hono/html'
import type { Asking } from '../../review/review.ts'
import { message, page, type View } from '../layout.ts'
import { type Html, moment, plainText, sayMoment, shown } from '../shown.ts'
import { QUESTION_WORDS } from './question-texts.ts'

const LONGEST = 1000

/** `words`: what was written already, when it could not be sent; `trouble` says why. */
export const questionPage = (
  asking: Asking,
  token: string,
  view: View,
  { words = '', trouble = '' }: Readonly<{ words?: string; trouble?: string }> = {},
): Html => {
  const q = QUESTION_WORDS[view.language]
  const { question, name, subject, sentAt, deadline } = asking
  return page(
    view,
    q.title,
    html`${trouble ? message('bad', trouble) : ''}
      <h1>${q.title}</h1>
      <p class="lead">${q.lead(name.slice(0, 60))}</p>
      <dl class="facts tall card">
        <div><dt>${q.about}</dt><dd>${subject === '' ? '' : shown(subject)} <span class="muted">${moment(sentAt, view.language)}</span></dd></div>
        <div><dt>${q.question}</dt><dd><pre dir="auto">${plainText(question, LONGEST).text}</pre></dd></div>
      </dl>
      <form method="post" action="/q/${token}" class="stack">
        <label for="answer">${q.label}</label>
        <textarea id="answer" name="answer" rows="5" maxlength="1000" required aria-describedby="who">${words}</textarea>
        <p class="muted small" id="who">${q.who} ${q.deadline(sayMoment(deadline, view.language))}</p>
        <button class="main">${q.button}</button>
      </form>`,
    'narrow',
  )
}
