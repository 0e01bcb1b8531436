/** Which messages of the list somebody wants to see: a plain form, whose answer stands in the address. */
import { html } from 'hono/html'
import type { HeldQuery } from '../../review/review.ts'
import type { View } from '../layout.ts'
import type { Html } from '../shown.ts'
import { LIST_TEXTS } from './list-texts.ts'

type Option = Readonly<{ value: string; name: string }>

/** What there is to choose from. */
export type Choices = Readonly<{ rules: readonly Option[]; schools: readonly string[] }>

const CLAIMED = ['mine', 'free', 'taken'] as const
const WORDS_AT_MOST = 100

/** What is not on offer counts as not chosen. */
export const queryOf = (asked: (name: string) => string | undefined, { rules, schools }: Choices): HeldQuery => {
  const one = <T extends string>(name: string, all: readonly T[]): T | undefined =>
    all.find((value) => value === asked(name))
  const words = (asked('q') ?? '').trim().slice(0, WORDS_AT_MOST)
  const [rule, school, claimed] = [
    one(
      'rule',
      rules.map(({ value }) => value),
    ),
    one('school', schools),
    one('claimed', CLAIMED),
  ]
  const after = asked('after')
  return {
    ...(words ? { words } : {}),
    ...(rule ? { rule } : {}),
    ...(school ? { school } : {}),
    ...(claimed ? { claimed } : {}),
    ...(asked('soon') === 'yes' ? { soon: true } : {}),
    ...(after ? { after } : {}),
  }
}

const isFine = ({ rule, school, claimed, soon }: HeldQuery): boolean => Boolean(rule || school || claimed || soon)

export const isFiltered = (query: HeldQuery): boolean => Boolean(query.words) || isFine(query)

/** The address of the same search from another place on. */
export const pathOf = ({ words, rule, school, claimed, soon }: HeldQuery, after = ''): string => {
  const fields = { q: words, rule, school, claimed, soon: soon ? 'yes' : undefined, after }
  const all = Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []))
  return all.length === 0 ? '/held' : `/held?${new URLSearchParams(all)}`
}

const selectOf = (name: string, label: string, options: readonly Option[], chosen: string | undefined): Html =>
  html`<p><label for="f-${name}">${label}</label>
    <select id="f-${name}" name="${name}">${options.map(
      (option) =>
        html`<option value="${option.value}"${option.value === (chosen ?? '') ? html` selected` : ''}>${option.name}</option>`,
    )}</select></p>`

const finerOf = (query: HeldQuery, { rules, schools }: Choices, view: View): Html => {
  const { search } = LIST_TEXTS[view.language]
  const all = { value: '', name: search.all }
  const claimed = CLAIMED.map((value) => ({ value, name: search[value] }))
  const domains = schools.map((value) => ({ value, name: value }))
  return html`<details class="search-more"${isFine(query) ? html` open` : ''}><summary class="search-title">${search.filters}</summary><div class="finer">
    ${selectOf('rule', search.rule, [all, ...rules], query.rule)}
    ${selectOf('claimed', search.claimed, [all, ...claimed], query.claimed)}
    ${schools.length > 1 ? selectOf('school', search.school, [all, ...domains], query.school) : ''}
    <p class="tick"><input type="checkbox" id="f-soon" name="soon" value="yes"${query.soon ? html` checked` : ''}><label for="f-soon">${search.soon}</label></p>
  </div></details>`
}

export const filtersOf = (query: HeldQuery, choices: Choices, view: View): Html => {
  const { search } = LIST_TEXTS[view.language]
  return html`<form method="get" action="/held" role="search" class="search">
    <p class="words"><label for="q">${search.label}</label>
      <input id="q" name="q" type="search" maxlength="${WORDS_AT_MOST}" value="${query.words ?? ''}" placeholder="${search.hint}" data-key="/">
      <button>${search.button}</button></p>
    ${finerOf(query, choices, view)}
    ${isFiltered(query) ? html`<p class="small"><a href="/held">${search.clear}</a></p>` : ''}
  </form>`
}
