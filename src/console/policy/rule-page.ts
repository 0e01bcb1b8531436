/** One rule of a pack: how it is set, what it did lately, what staff read, whom it does not hold for. */
import { html } from 'hono/html'
import { LANGUAGES } from '../../message/message.ts'
import { quoteFor, ruleWords } from '../../notices/notices.ts'
import { OUTCOMES, type Outcome, type OwnRule, type Pack, type PackRule } from '../../policy/policy.ts'
import type { RuleCase } from '../../review/review.ts'
import { ruleName } from '../held/list-page.ts'
import { page, type View } from '../layout.ts'
import { type Html, sayMoment, shown } from '../shown.ts'
import { exceptionsOf, type InForce } from './exceptions.ts'
import { changeOf, modeTag, type PackParts } from './pack-page.ts'
import { textsOf } from './packs-page.ts'
import { POLICY_TEXTS } from './texts.ts'

export type AnyRule = Readonly<{ id: PackRule['rule'] | `own:${string}` }> &
  Pick<OwnRule, 'mode' | 'outcome'> &
  Partial<Omit<PackRule, 'rule' | 'mode' | 'outcome'>>

export type RuleParts = PackParts &
  Readonly<{
    rule: AnyRule
    /** Messages of some weeks, delivered ones too. */
    counts: Readonly<Record<Outcome, number>>
    cases: readonly RuleCase[]
    exceptions: readonly InForce[]
    /** What was just done, or why it was not. */
    said: Html | ''
  }>

/** A rule of ours or one the school wrote; undefined when the pack has no such rule. */
export const ruleIn = (pack: Pack, id: string): AnyRule | undefined => {
  const own = pack.ownRules.find((one) => id === `own:${one.id}`)
  if (own) {
    const { id: name, mode, outcome, when, clause } = own
    return { id: `own:${name}`, mode, outcome, when, clauses: clause === undefined ? [] : [clause] }
  }
  const found = pack.rules.find(({ rule }) => rule === id)
  return found && { ...found, id: found.rule }
}

const outcomeName = (outcome: Outcome, view: View): string => textsOf(view).outcomes[outcome].name

const settingsOf = (settings: unknown): string => {
  const written = JSON.stringify(settings ?? {}, undefined, 2)
  return written === '{}' ? '' : written
}

const setupOf = ({ rule }: RuleParts, view: View): Html => {
  const texts = textsOf(view)
  const { categories = {}, fix, mode, outcome, unsure, when } = rule
  const settings = settingsOf(rule.settings)
  const kinds = Object.entries(categories)
  return html`<dl class="facts tall card">
    <div><dt>${texts.mode}</dt><dd>${modeTag(rule, view)} ${texts.modes[mode].words}</dd></div>
    ${mode === 'off' ? '' : html`<div><dt>${texts.outcome}</dt><dd>${outcomeName(outcome, view)}. ${texts.outcomes[outcome].words}</dd></div>`}
    ${kinds.length > 0 ? html`<div><dt>${texts.categories}</dt><dd><ul>${kinds.map(([kind, one]) => html`<li>${shown(kind, 60)}${view.texts.colon}${outcomeName(one, view)}</li>`)}</ul></dd></div>` : ''}
    ${unsure !== undefined && unsure !== outcome ? html`<div><dt>${texts.unsure}</dt><dd>${outcomeName(unsure, view)}</dd></div>` : ''}
    ${fix ? html`<div><dt>${texts.remedy}</dt><dd>${texts.remedies[fix]}</dd></div>` : ''}
    ${when ? html`<div><dt>${texts.when}</dt><dd><code>${shown(when, 500)}</code></dd></div>` : ''}
    <div><dt>${texts.settings}</dt><dd>${settings === '' ? texts.defaults : html`<pre><code>${settings.slice(0, 4000)}</code></pre>`}</dd></div>
  </dl>`
}

const quotesOf = ({ rule, pack }: RuleParts, view: View): Html => {
  const { noClause, quotes } = textsOf(view)
  const clauses = pack.clauses.filter(({ id }) => rule.clauses?.includes(id))
  return html`<section aria-labelledby="quotes" class="stack">
    <h2 id="quotes">${quotes}</h2>
    ${clauses.map(
      (clause) =>
        html`<figure><blockquote lang="${pack.language}">${shown(quoteFor(rule.id, clause), 1000)}</blockquote>
          <figcaption>${shown(pack.title, 120)}, ${shown(clause.section, 120)}</figcaption></figure>`,
    )}
    ${clauses.length === 0 ? html`<p class="muted">${noClause}</p>` : ''}
  </section>`
}

const staffOf = ({ rule, pack }: RuleParts, view: View): Html => {
  const { languages, staff } = textsOf(view)
  return html`<section aria-labelledby="staff" class="stack">
    <h2 id="staff">${staff.title}</h2>
    <p class="muted">${staff.words}</p>
    <div class="trio">${LANGUAGES.map((language) => {
      const words = ruleWords(rule.id, pack, language)
      return html`<article class="card reason">
        <p><span class="tag">${languages[language]}</span></p>
        <div lang="${language}" class="stack">
          <h3>${shown(words.title, 300)}</h3>
          ${words.why ? html`<p class="muted">${words.why}</p>` : ''}
          ${words.steps.length > 0 ? html`<p><b>${POLICY_TEXTS[language].doNow}</b></p><ol>${words.steps.map((step) => html`<li>${step}</li>`)}</ol>` : ''}
          ${words.tip ? html`<p><b>${POLICY_TEXTS[language].nextTime}</b><br>${words.tip}</p>` : ''}
        </div>
      </article>`
    })}</div>
  </section>`
}

const hitsOf = ({ counts, cases }: RuleParts, view: View): Html => {
  const texts = textsOf(view)
  const counted = OUTCOMES.toReversed().filter((outcome) => counts[outcome] > 0)
  return html`<section class="card stack" aria-labelledby="hits">
    <h2 id="hits">${texts.hits}</h2>
    ${counted.length === 0 ? html`<p>${texts.never}</p>` : html`<ul>${counted.map((one) => html`<li>${texts.counted[one](counts[one])}</li>`)}</ul>`}
    <p class="muted small">${texts.looked}</p>
    ${
      cases.length > 0
        ? html`<h3>${texts.cases}</h3>
          <ul>${cases.map(({ id, at }) => html`<li><a href="/held/${id}">${texts.casesOf(sayMoment(at, view.language))}</a></li>`)}</ul>
          <p class="muted small">${texts.casesKept}</p>`
        : ''
    }
  </section>`
}

export const rulePage = (parts: RuleParts, view: View): Html => {
  const { pack, rule, said } = parts
  const name = ruleName(rule.id, view)
  return page(
    view,
    name,
    html`${said}<p><a href="/policy/${pack.id}">${shown(pack.title, 120)}</a></p>
      <h1>${shown(name, 120)}</h1>
      <div class="case">
        <div>${setupOf(parts, view)}${quotesOf(parts, view)}</div>
        <div>${hitsOf(parts, view)}${exceptionsOf(parts.exceptions, `/policy/${pack.id}/${rule.id}/end`, view)}${changeOf(parts, rule.id, view)}</div>
      </div>
      ${staffOf(parts, view)}`,
  )
}
