/** Exceptions to a rule that are in force, for whom and how long; one that was made from a case can be ended here. */
import { html } from 'hono/html'
import type { Exception } from '../../policy/policy.ts'
import type { Role } from '../../review/review.ts'
import { sealField, type View } from '../layout.ts'
import { type Html, moment, shown } from '../shown.ts'
import { textsOf } from './packs-page.ts'

/** `ends`: made from a case, so that it can be ended; others stand in a file. */
export type InForce = Exception & Readonly<{ ends: boolean }>

// Who writes to whom is nobody else's business.
const MAY_SEE: readonly Role[] = ['admin', 'privacy-officer', 'head', 'auditor']
const MOST = 50

const mayEnd = (view: View): boolean => view.viewer?.account.roles.includes('admin') ?? false

const endOf = ({ id, ends }: InForce, index: number, action: string, view: View): Html | '' => {
  const { exception } = textsOf(view)
  if (!ends) return html`<p class="muted small">${exception.inFile}</p>`
  if (!mayEnd(view)) return ''
  return html`<details><summary>${exception.end}</summary>
    <form method="post" action="${action}" class="stack">
      ${sealField(view)}<input type="hidden" name="exception" value="${id}">
      <p class="muted" id="end-${index}">${exception.endWords}</p>
      <button aria-describedby="end-${index}">${exception.endButton}</button>
    </form></details>`
}

const oneOf = (one: InForce, index: number, action: string, view: View): Html => {
  const { exception } = textsOf(view)
  const whom = (address: string | undefined): Html | string => (address ? shown(address, 120) : exception.anyone)
  return html`<li>
    <dl class="facts">
      <div><dt>${exception.sender}</dt><dd>${whom(one.sender)}</dd></div>
      <div><dt>${exception.recipient}</dt><dd>${whom(one.recipient)}</dd></div>
      <div><dt>${exception.reason}</dt><dd>${shown(one.reason, 500)}</dd></div>
      <div><dt>${exception.owner}</dt><dd>${shown(one.owner, 120)}</dd></div>
      <div><dt>${exception.until}</dt><dd>${moment(one.expires, view.language)}</dd></div>
    </dl>
    ${endOf(one, index, action, view)}
  </li>`
}

/** `action`: where ending one is sent to. */
export const exceptionsOf = (exceptions: readonly InForce[], action: string, view: View): Html => {
  const texts = textsOf(view)
  const maySee = view.viewer?.account.roles.some((role) => MAY_SEE.includes(role)) ?? false
  const list = maySee
    ? html`<ul class="sightings">${exceptions.slice(0, MOST).map((one, index) => oneOf(one, index, action, view))}</ul>`
    : html`<p>${texts.exceptionsHidden(exceptions.length)}</p>`
  return html`<section class="card stack" aria-labelledby="exceptions">
    <h2 id="exceptions">${texts.exceptions}</h2>
    ${exceptions.length === 0 ? html`<p class="muted">${texts.noExceptions}</p>` : list}
  </section>`
}
