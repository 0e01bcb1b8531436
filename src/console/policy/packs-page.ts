/** All packs: those in force first, each with how much of it is kept. */
import { html } from 'hono/html'
import { COVERAGES, type Coverage, clauseTable, coverageOf, type Pack, type Policy } from '../../policy/policy.ts'
import { page, type View } from '../layout.ts'
import { type Html, shown } from '../shown.ts'
import { POLICY_TEXTS, type PolicyTexts } from './texts.ts'

export const textsOf = ({ language }: View): PolicyTexts => POLICY_TEXTS[language]

/** How strongly it shows: what stops mail stands out, what does nothing does not. */
export const coverageTag = (coverage: Coverage, view: View): Html =>
  html`<span class="tag ${coverage}">${textsOf(view).coverage[coverage].name}</span>`

/** "12 Afgedwongen · 3 Tip", without what there is none of. */
export const coverageCounts = (policy: Policy, pack: Pack, view: View): Html => {
  const rows = clauseTable(policy).filter((row) => row.pack === pack.id)
  const counts = Map.groupBy(rows, coverageOf)
  const { format } = new Intl.NumberFormat(view.texts.locale)
  return html`<dl class="coverage">${COVERAGES.filter((one) => counts.has(one)).map(
    (one) =>
      html`<div><dt>${textsOf(view).coverage[one].name}</dt><dd>${format(counts.get(one)?.length ?? 0)}</dd></div>`,
  )}</dl>`
}

const cardOf = (policy: Policy, pack: Pack, domains: readonly string[], view: View): Html => {
  const texts = textsOf(view)
  return html`<li class="card row">
    <h2><a href="/policy/${pack.id}">${shown(pack.title, 120)}</a></h2>
    <p>${shown(pack.organisation, 120)} · ${texts.clauses(pack.clauses.length)}</p>
    ${coverageCounts(policy, pack, view)}
    ${domains.length > 0 ? html`<p class="muted">${texts.inForce(new Intl.ListFormat(view.texts.locale).format(domains.slice(0, 20)))}</p>` : ''}
  </li>`
}

export const packsPage = (policy: Policy, domains: readonly string[], mayTry: boolean, view: View): Html => {
  const texts = textsOf(view)
  const used = Map.groupBy(domains, (domain) => policy.packFor(domain).id)
  const [inForce, unused] = [true, false].map((is) =>
    [...policy.packs.values()].filter(({ id }) => used.has(id) === is),
  )
  const cards = (packs: readonly Pack[]): Html =>
    html`<ul class="rows">${packs.map((pack) => cardOf(policy, pack, used.get(pack.id) ?? [], view))}</ul>`
  return page(
    view,
    texts.title,
    html`<h1>${texts.title}</h1>
      <p class="lead">${texts.lead}</p>
      ${mayTry ? html`<p><a href="/try">${texts.try}</a></p>` : ''}
      ${cards(inForce!)}
      ${unused!.length > 0 ? html`<details><summary>${texts.unused} (${unused!.length})</summary><p class="muted">${texts.unusedWords}</p>${cards(unused!)}</details>` : ''}`,
  )
}
