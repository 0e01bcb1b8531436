/** Why was my mail stopped: each rule in the words of the notices and of the school's own policy. No account is needed. */
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { officerOf, ruleWords } from '../../notices/notices.ts'
import type { Outcome, Pack } from '../../policy/policy.ts'
import type { ConsoleParts } from '../console.ts'
import { ruleName } from '../held/list-page.ts'
import { message, page, type View } from '../layout.ts'
import { type AnyRule, ruleIn } from '../policy/rule-page.ts'
import { type Html, shown } from '../shown.ts'
import { type Env, viewOf } from '../sign-in/sessions.ts'
import { choicePage, linksOf, type School, schoolIn, withSchool } from './schools.ts'
import { STAFF_TEXTS } from './texts.ts'

export type Does = Outcome | 'off' | 'trial'

/** What a rule brings about for whoever sends. */
export const doesOf = ({ mode, outcome }: Pick<AnyRule, 'mode' | 'outcome'>): Does => {
  if (mode === 'off') return 'off'
  if (mode === 'shadow') return 'trial'
  return mode === 'advise' && outcome !== 'forward' ? 'notify' : outcome
}

export const contactsOf = (pack: Pack, view: View): Html => {
  const { why } = STAFF_TEXTS[view.language]
  const { 'privacy-officer': officer, 'data-leak': leak } = pack.contacts
  return html`<section aria-labelledby="ask" class="stack">
    <h2 id="ask">${why.ask}</h2>
    <p>${officer ? why.contact(officerOf(pack, view.language), officer) : why.nobody}</p>
    ${leak ? html`<p>${why.leak(leak)}</p>` : ''}
  </section>`
}

const quotesOf = ({ clauses = [] }: AnyRule, pack: Pack, view: View): Html => {
  const { why } = STAFF_TEXTS[view.language]
  const quoted = pack.clauses.filter(({ id }) => clauses.includes(id))
  return html`<section aria-labelledby="agreed" class="stack">
    <h2 id="agreed">${why.agreed}</h2>
    ${quoted.length === 0 ? html`<p class="muted">${why.noClause}</p>` : ''}
    ${quoted.map(
      ({ quote, section }) =>
        html`<figure><blockquote lang="${pack.language}">${shown(quote, 1000)}</blockquote>
          <figcaption>${shown(pack.title, 120)}, ${shown(section, 120)}</figcaption></figure>`,
    )}
  </section>`
}

const reasonPage = (rule: AnyRule, school: School, view: View): Html => {
  const { why } = STAFF_TEXTS[view.language]
  const { pack } = school
  const words = ruleWords(rule.id, pack, view.language)
  return page(
    view,
    words.title,
    html`<h1>${shown(words.title, 300)}</h1>
      <p class="lead">${words.why}</p>
      <section class="card stack" aria-labelledby="happens"><h2 id="happens">${why.happens}</h2>
        <p>${why.does[doesOf(rule)]}</p>
        ${Object.keys(rule.categories ?? {}).length > 0 ? html`<p class="muted small">${why.kinds}</p>` : ''}
      </section>
      ${words.steps.length > 0 ? html`<section aria-labelledby="now" class="stack"><h2 id="now">${why.doNow}</h2><ol>${words.steps.map((step) => html`<li>${step}</li>`)}</ol></section>` : ''}
      ${words.tip ? html`<section aria-labelledby="next" class="stack"><h2 id="next">${why.nextTime}</h2><p>${words.tip}</p></section>` : ''}
      ${quotesOf(rule, pack, view)}
      ${contactsOf(pack, view)}
      <p><a href="${withSchool('/why', school)}">${why.all}</a></p>
      ${linksOf(school, view)}`,
    'narrow',
  )
}

const allPage = (school: School, unknown: boolean, view: View): Html => {
  const { why } = STAFF_TEXTS[view.language]
  const { pack } = school
  const own = pack.ownRules.map(({ id, mode }) => ({ rule: `own:${id}` as const, mode }))
  const inUse = [...pack.rules, ...own].filter(({ mode }) => mode === 'enforce' || mode === 'advise')
  return page(
    view,
    why.title,
    html`${unknown ? message('bad', `${why.unknown.title}. ${why.unknown.words}`) : ''}
      <h1>${why.title}</h1>
      <p class="lead">${why.lead} ${why.of(pack.organisation)}</p>
      <ul>${inUse.map(({ rule }) => html`<li><a href="${withSchool(`/why/${rule}`, school)}">${ruleName(rule, view)}</a></li>`)}</ul>
      ${contactsOf(pack, view)}
      ${linksOf(school, view)}`,
    'narrow',
  )
}

const show = (c: Context<Env>, parts: ConsoleParts): Response | Promise<Response> => {
  const view = viewOf(c, parts)
  const school = schoolIn(parts, c.req.query('school'))
  if (!school) return c.html(choicePage(parts, STAFF_TEXTS[view.language].why.title, view.path, view))
  const wanted = c.req.param('rule')
  const rule = wanted === undefined ? undefined : ruleIn(school.pack, wanted)
  if (rule) return c.html(reasonPage(rule, school, view))
  return c.html(allPage(school, wanted !== undefined, view), wanted === undefined ? 200 : 404)
}

export const whyPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  app.get('/why', (c) => show(c, parts))
  app.get('/why/:rule{[\\w:-]{1,120}}', (c) => show(c, parts))
  return app
}
