/** The queue: each way out with how it does, and what waits longest. */
import { html } from 'hono/html'
import type { StoredMail } from '../../store/store.ts'
import { page, type View } from '../layout.ts'
import { type Html, moment, shown } from '../shown.ts'
import type { QueueState, RouteState } from './queue-state.ts'
import { rowsOf } from './rows.ts'
import { MAIL_TEXTS } from './texts.ts'

export type QueueParts = Readonly<{
  state: QueueState
  mails: readonly StoredMail[]
  next: string | undefined
  isFirst: boolean
}>

const momentFact = (name: string, at: number | undefined, view: View): Html | '' =>
  at === undefined ? '' : html`<div><dt>${name}</dt><dd>${moment(at, view.language)}</dd></div>`

const answersOf = ({ answers }: RouteState, view: View): Html | '' => {
  const { queue, replies } = MAIL_TEXTS[view.language]
  if (answers.length === 0) return ''
  return html`<h3>${queue.answers}</h3><ul class="fates">${answers.map(
    ({ kind, line, count }) =>
      html`<li><p>${queue.times(count)} ${replies[kind]}</p><p class="small"><code>${shown(line, 300)}</code></p></li>`,
  )}</ul>`
}

/** Routes are named by what they are for: "from DOMAIN to DOMAIN", either of which may be absent. */
export const routeName = ({ route }: Pick<RouteState, 'route'>, view: View): string => {
  const { queue } = MAIL_TEXTS[view.language]
  const [, from = '', to = ''] = /^(?:from (\S{1,255}))? ?(?:to (\S{1,255}))?$/.exec(route) ?? []
  return from === '' && to === '' ? queue.ordinary : queue.route(from, to)
}

const routeOf = (route: RouteState, view: View): Html => {
  const { queue } = MAIL_TEXTS[view.language]
  const number = new Intl.NumberFormat(view.texts.locale)
  return html`<li class="card stack">
    <h2>${shown(routeName(route, view), 120)} <span class="tag${route.state === 'trouble' ? ' urgent' : ''}">${queue.states[route.state]}</span></h2>
    <dl class="facts">
      <div><dt>${queue.hop}</dt><dd><code>${shown(route.hop, 120)}</code></dd></div>
      <div><dt>${queue.here}</dt><dd>${number.format(route.waiting)}</dd></div>
      ${momentFact(queue.oldest, route.oldestAt, view)}
      ${momentFact(queue.lastOk, route.lastOkAt, view)}
      ${momentFact(queue.lastTrouble, route.lastTroubleAt, view)}
    </dl>
    ${answersOf(route, view)}
  </li>`
}

const listOf = ({ mails, next, isFirst, state }: QueueParts, view: View): Html => {
  const { queue } = MAIL_TEXTS[view.language]
  if (mails.length === 0 && next === undefined)
    return isFirst && state.waiting === 0 ? html`` : html`<p class="muted">${queue.noneOfYours}</p>`
  return html`<section aria-labelledby="waiting" class="stack"><h2 id="waiting">${queue.list}</h2>
    <p class="muted">${queue.oldestFirst}</p>${rowsOf(mails, view, true)}
    ${next === undefined ? '' : html`<p><a href="/mail/queue?before=${next}">${queue.more} →</a></p>`}
  </section>`
}

export const queuePage = (parts: QueueParts, view: View): Html => {
  const texts = MAIL_TEXTS[view.language]
  const { queue } = texts
  const { state } = parts
  const looked = state.isWhole ? '' : ` ${queue.sample(state.sample)}`
  return page(
    view,
    queue.title,
    html`<p class="small"><a href="/mail">← ${texts.title}</a></p>
      <h1>${queue.title}</h1>
      <p class="lead">${state.waiting === 0 ? queue.empty : queue.waiting(state.waiting)}${looked}</p>
      <ul class="rows">${state.routes.map((route) => routeOf(route, view))}</ul>
      ${listOf(parts, view)}`,
  )
}
