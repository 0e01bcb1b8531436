/** What somebody decided just now, and the way back while there is one. */
import { html } from 'hono/html'
import type { Pending } from '../../review/review.ts'
import { sealField, type View } from '../layout.ts'
import { type Html, sayClock } from '../shown.ts'
import { TOGETHER_TEXTS } from './together-texts.ts'

const oneOf = (some: readonly [Pending, ...Pending[]], now: number, view: View): Html => {
  const { undo } = TOGETHER_TEXTS[view.language]
  const [{ to, until }] = some
  const said = to === 'release' ? undo.released(some.length) : undo.returned(some.length)
  return html`<div class="message good" role="status" data-left="${Math.max(0, until - now)}">
    <form method="post" action="/held/undo" class="undo">
      ${sealField(view)}${some.map(({ id }) => html`<input type="hidden" name="id" value="${id}">`)}
      <span>${said} ${undo.until(sayClock(until, view.language))}</span>
      <button data-key="u">${undo.button}</button>
    </form>
  </div>`
}

/** One line for what was decided together, the newest first. `undoable`: of `Review.undoable`. */
export const undoOf = (undoable: readonly Pending[], now: number, view: View): Html | '' => {
  const batches = [...Map.groupBy(undoable, ({ batch }) => batch).values()].toReversed()
  return batches.length === 0
    ? ''
    : html`${batches.map(([first, ...rest]) => (first ? oneOf([first, ...rest], now, view) : ''))}`
}
