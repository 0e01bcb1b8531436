/** Who read the whole message, told to its sender: when and why, not who. Whoever decides is not to be leant on. */
import { html } from 'hono/html'
import type { Following } from '../../review/review.ts'
import type { View } from '../layout.ts'
import { type Html, moment, shown } from '../shown.ts'
import { STAFF_TEXTS } from './texts.ts'

export const looksOf = (looks: Following['looks'], view: View): Html => {
  const texts = STAFF_TEXTS[view.language].looks
  if (looks.length === 0) return html`<p class="muted">${texts.nobody}</p>`
  return html`<p>${texts.title}${view.texts.colon.trimEnd()}</p>
    <ul>${looks.map(({ at, detail = '' }) => html`<li>${moment(at, view.language)}. ${texts.reason} ${shown(detail, 500)}</li>`)}</ul>`
}
