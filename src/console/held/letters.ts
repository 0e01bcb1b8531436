/** Texts to begin with when a message goes back: one for each rule that stops it, in the sender's language, to be edited. */
import { html } from 'hono/html'
import { LANGUAGES, type Language } from '../../message/message.ts'
import { type Explanation, explain } from '../../notices/notices.ts'
import type { Pack } from '../../policy/policy.ts'
import type { HeldCase } from '../../review/review.ts'
import type { View } from '../layout.ts'
import type { Html } from '../shown.ts'
import { CASE_WORDS } from './case-texts.ts'
import { ruleName } from './list-page.ts'

/** Which one is asked for. */
export type Template = Readonly<{ rule: string; language: Language }>

const isLanguage = (code: string): code is Language => LANGUAGES.some((language) => language === code)

/** The language of the sender's own message; that of the school when it is not told. */
const senderLanguage = ({ mail }: HeldCase, pack: Pack): Language => {
  const language = mail.verdict?.language ?? ''
  return isLanguage(language) ? language : pack.language
}

const reasonsIn = (held: HeldCase, pack: Pack, language: Language): Explanation['reasons'] => {
  const hits = held.decision.hits.filter(({ outcome }) => outcome === 'hold' || outcome === 'bounce')
  return explain(pack, { ...held.decision, hits }, language).reasons.filter(({ steps }) => steps.length > 0)
}

/** Undefined when there is none of that rule. */
export const letterOf = (held: HeldCase, pack: Pack, { rule, language }: Template, by: string): string | undefined => {
  const reason = reasonsIn(held, pack, language).find((one) => one.rule === rule)
  if (!reason) return undefined
  const matter = [`${reason.title}.`, reason.why].filter((part) => part !== '').join(' ')
  return CASE_WORDS[language].letter(matter, reason.steps.join(' '), by)
}

export const templateOf = (held: HeldCase, pack: Pack, rule: string, code: string): Template => ({
  rule,
  language: isLanguage(code) ? code : senderLanguage(held, pack),
})

/** Links, so that they work without JavaScript; the text then stands in the box, and nothing is sent. */
export const templateLinks = (held: HeldCase, pack: Pack, chosen: Template | undefined, view: View): Html | '' => {
  const { template } = CASE_WORDS[view.language]
  const rules = [...new Set(reasonsIn(held, pack, pack.language).map(({ rule }) => rule))]
  if (rules.length === 0) return ''
  const linkTo = (rule: string, language: string, words: string): Html =>
    html`<li><a href="/held/${held.id}?text=${encodeURIComponent(rule)}&in=${language}#return">${words}</a></li>`
  const others = chosen ? LANGUAGES.filter((language) => language !== chosen.language) : []
  return html`<p class="small" id="templates">${template.label}</p>
    <ul class="templates small" aria-labelledby="templates">${rules.map((rule) => linkTo(rule, '', ruleName(rule, view)))}
    ${others.map((language) => linkTo(chosen?.rule ?? '', language, template.in[language]))}</ul>`
}
