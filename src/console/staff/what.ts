/** What is checked, kept, and who looked: what the school owes its staff to tell, from the settings in force. */
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { OUTCOMES, type Outcome, type Pack, type PackRule } from '../../policy/policy.ts'
import type { ConsoleParts } from '../console.ts'
import { ruleName } from '../held/list-page.ts'
import { page, type View } from '../layout.ts'
import type { Html } from '../shown.ts'
import { type Env, viewOf } from '../sign-in/sessions.ts'
import { choicePage, linksOf, type School, schoolIn, withSchool } from './schools.ts'
import { STAFF_TEXTS } from './texts.ts'
import { contactsOf, doesOf } from './why.ts'

const GROUPS = ['bounce', 'hold', 'notify', 'trial', 'off'] as const

type Group = (typeof GROUPS)[number]

/** The strictest it can come to: a rule that only stops some kinds of content stops. */
const groupOf = ({ mode, outcome, categories }: Pick<PackRule, 'mode' | 'outcome' | 'categories'>): Group => {
  const strictest = OUTCOMES.findLast((one: Outcome) => one === outcome || Object.values(categories).includes(one))
  const does = doesOf({ mode, outcome: strictest ?? outcome })
  return does === 'forward' ? 'off' : does
}

const rulesOf = (school: School, view: View): readonly Html[] => {
  const { groups } = STAFF_TEXTS[view.language].what
  const { pack } = school
  const own = pack.ownRules.map((one) => ({ ...one, rule: `own:${one.id}` as const, categories: {} }))
  const all = Map.groupBy([...pack.rules, ...own], groupOf)
  return GROUPS.filter((group) => all.has(group)).map(
    (group) => html`<section class="card stack" aria-labelledby="group-${group}">
      <h3 id="group-${group}">${groups[group].title}</h3>
      <p class="muted">${groups[group].words}</p>
      <ul>${all.get(group)?.map(({ rule }) => html`<li><a href="${withSchool(`/why/${rule}`, school)}">${ruleName(rule, view)}</a></li>`)}</ul>
    </section>`,
  )
}

const keptOf = ({ kept }: ConsoleParts, view: View): Html => {
  const { what } = STAFF_TEXTS[view.language]
  return html`<section aria-labelledby="kept" class="stack">
    <h2 id="kept">${what.kept}</h2>
    <ul>
      <li>${what.keptOf.gone(kept.recordDays)}</li>
      <li>${what.keptOf.held(kept.heldDays)}</li>
      <li>${what.keptOf.stopped(kept.stoppedDays)}</li>
      ${kept.caseDays > 0 ? html`<li>${what.keptOf.cases(kept.caseDays)}</li>` : ''}
      <li>${what.keptOf.sealed}</li>
    </ul>
  </section>`
}

const whoOf = ({ region, reviewVisibility }: Pack, view: View): Html => {
  const { what } = STAFF_TEXTS[view.language]
  return html`<section aria-labelledby="who" class="stack">
      <h2 id="who">${what.who}</h2>
      <p>${what.whoWords}</p>
      <ul>${what.roles(region).map((role) => html`<li>${role}</li>`)}</ul>
      <p>${what.sees[reviewVisibility]}</p>
      <p>${what.never}</p>
    </section>
    <section aria-labelledby="looks" class="stack">
      <h2 id="looks">${what.looks}</h2>
      ${what.looksWords.slice(0, reviewVisibility === 'full' ? 2 : 1).map((words) => html`<p>${words}</p>`)}
    </section>`
}

const whatPage = (parts: ConsoleParts, school: School, view: View): Html => {
  const { what, why } = STAFF_TEXTS[view.language]
  return page(
    view,
    what.title,
    html`<h1>${what.title}</h1>
      <p class="lead">${what.lead} ${why.of(school.pack.organisation)}</p>
      <section aria-labelledby="checked" class="stack"><h2 id="checked">${what.checked}</h2><p>${what.checkedWords}</p></section>
      ${rulesOf(school, view)}
      ${keptOf(parts, view)}
      ${whoOf(school.pack, view)}
      ${contactsOf(school.pack, view)}
      ${linksOf(school, view)}`,
    'narrow',
  )
}

const show = (c: Context<Env>, parts: ConsoleParts): Response | Promise<Response> => {
  const view = viewOf(c, parts)
  const school = schoolIn(parts, c.req.query('school'))
  const { title } = STAFF_TEXTS[view.language].what
  return c.html(school ? whatPage(parts, school, view) : choicePage(parts, title, '/what', view))
}

export const whatPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  app.get('/what', (c) => show(c, parts))
  return app
}
