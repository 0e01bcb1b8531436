/** One pack: each clause with what it comes to, each rule with what it does, and where to change it. */
import { html } from 'hono/html'
import {
  type ClauseRow,
  type Coverage,
  clauseTable,
  coverageOf,
  type Pack,
  type PackRule,
  type Policy,
  type Words,
  wordsIn,
} from '../../policy/policy.ts'
import { ruleName } from '../held/list-page.ts'
import { page, type View } from '../layout.ts'
import { type Html, shown } from '../shown.ts'
import { coverageCounts, coverageTag, textsOf } from './packs-page.ts'

export type PackParts = Readonly<{ policy: Policy; pack: Pack; published: number | undefined }>

const note = (words: Words | undefined, { language }: View, before = ''): Html | '' => {
  if (words === undefined) return ''
  const [text, written] = wordsIn(words, language)
  return html`<p class="muted small">${before ? `${before} ` : ''}<span lang="${written}">${shown(text, 500)}</span></p>`
}

// Where no rule is linked that says what happens, the tag alone does not.
const EXPLAINED: readonly Coverage[] = ['duty', 'outside', 'shadow', 'off']

const clauseOf = (row: ClauseRow, pack: Pack, view: View): Html => {
  const { coverage, notYet } = textsOf(view)
  const comesTo = coverageOf(row)
  return html`<li class="card clause">
    <p>${coverageTag(comesTo, view)} <span class="muted small">${shown(row.clause, 60)}</span></p>
    <blockquote lang="${pack.language}">${shown(row.quote, 1000)}</blockquote>
    ${EXPLAINED.includes(comesTo) ? html`<p>${coverage[comesTo].words}</p>` : ''}
    ${
      row.rules.length > 0
        ? html`<p class="rules">${row.rules.map(({ rule }) => html`<a class="tag" href="/policy/${pack.id}/${rule}">${ruleName(rule, view)}</a> `)}</p>`
        : ''
    }
    ${note(row.duty, view)}${note(row.outside, view)}${note(row.notYet, view, notYet)}
  </li>`
}

const sectionOf = (section: string, rows: readonly ClauseRow[], index: number, pack: Pack, view: View): Html =>
  html`<section aria-labelledby="section-${index}" class="stack">
    <h3 id="section-${index}" lang="${pack.language}">${shown(section, 120)}</h3>
    <ul class="rows">${rows.map((row) => clauseOf(row, pack, view))}</ul>
  </section>`

export const modeTag = ({ mode }: Pick<PackRule, 'mode'>, view: View): Html =>
  html`<span class="tag ${mode}">${textsOf(view).modes[mode].name}</span>`

const ruleRow = (rule: PackRule, pack: Pack, view: View): Html => {
  const texts = textsOf(view)
  return html`<tr>
    <th scope="row"><a href="/policy/${pack.id}/${rule.rule}">${ruleName(rule.rule, view)}</a></th>
    <td>${modeTag(rule, view)}</td>
    <td>${rule.mode === 'off' ? '' : texts.outcomes[rule.outcome].name}</td>
  </tr>`
}

const ownRow = ({ id, mode, outcome }: Pack['ownRules'][number], pack: Pack, view: View): Html =>
  html`<tr>
    <th scope="row"><a href="/policy/${pack.id}/own:${id}">${view.texts.ownRule(id)}</a></th>
    <td>${modeTag({ mode }, view)}</td>
    <td>${textsOf(view).outcomes[outcome].name}</td>
  </tr>`

const rulesOf = (pack: Pack, view: View): Html => {
  const { mode, outcome, rule, rules } = textsOf(view)
  return html`<section class="card" aria-labelledby="rules">
    <h2 id="rules">${rules}</h2>
    <table class="even">
      <thead><tr><th scope="col">${rule}</th><th scope="col">${mode}</th><th scope="col">${outcome}</th></tr></thead>
      <tbody>${pack.rules.map((one) => ruleRow(one, pack, view))}${pack.ownRules.map((one) => ownRow(one, pack, view))}</tbody>
    </table>
  </section>`
}

const aboutOf = (pack: Pack, view: View): Html => {
  const texts = textsOf(view)
  const contacts = Object.entries(pack.contacts)
  return html`<dl class="facts tall card">
    <div><dt>${texts.visibility}</dt><dd>${texts.visibilities[pack.reviewVisibility]}</dd></div>
    ${contacts.map(([kind, address]) => html`<div><dt>${shown(texts.contactNames[kind] ?? kind, 60)}</dt><dd>${shown(address)}</dd></div>`)}
  </dl>`
}

/** Where the policy is written, and how it is put in force; it is not edited here. */
export const changeOf = (
  { pack, published }: Pick<PackParts, 'pack' | 'published'>,
  rule: string,
  view: View,
): Html => {
  const { change } = textsOf(view)
  return html`<details class="card"><summary>${change.title}</summary>
    ${published === undefined ? '' : html`<p>${change.published(published)}</p>`}
    <p>${change.file(pack.id)}</p>
    <p>${change.rule}</p>
    <pre><code>rules:
  ${rule}: {mode: advise}   # enforce, advise, shadow, off</code></pre>
    <p>${change.check}</p>
    <pre><code>mailsluis policy lint</code></pre>
    ${
      published === undefined
        ? html`<p>${change.reread}</p>`
        : html`<p>${change.publish}</p><pre><code>mailsluis policy publish</code></pre>`
    }
  </details>`
}

export const packPage = (parts: PackParts, view: View): Html => {
  const { policy, pack } = parts
  const texts = textsOf(view)
  const rows = clauseTable(policy).filter((row) => row.pack === pack.id)
  const sections = [...Map.groupBy(rows, ({ section }) => section)]
  return page(
    view,
    pack.title,
    html`<p><a href="/policy">${texts.title}</a></p>
      <h1>${shown(pack.title, 120)}</h1>
      <p class="lead">${shown(pack.organisation, 120)} · ${texts.clauses(pack.clauses.length)}</p>
      ${coverageCounts(policy, pack, view)}
      <div class="case">
        <div><h2>${texts.sections}</h2>${sections.map(([section, own], index) => sectionOf(section, own, index, pack, view))}</div>
        <div>${rulesOf(pack, view)}${aboutOf(pack, view)}${changeOf(parts, pack.rules[0]?.rule ?? 'password', view)}</div>
      </div>`,
  )
}
