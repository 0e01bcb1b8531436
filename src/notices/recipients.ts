/** To whom a message went or did not go, as far as a shared mailbox may know: hidden recipients are counted, never named. */
import type { Language } from '../message/message.ts'
import type { Decision, Outcome } from '../policy/policy.ts'
import { listed } from './explain.ts'
import { counted } from './texts/catalogue.ts'
import { TEXTS } from './texts/texts.ts'

const MAX_NAMED = 5

export type Crowd = Readonly<{ named: readonly string[]; hidden: number }>

/** The recipients with one of these outcomes; all of them when `outcomes` is absent. */
export const crowdOf = (decision: Decision, sentTo: readonly string[], outcomes?: readonly Outcome[]): Crowd => {
  const visible = new Set(sentTo.map((address) => address.toLowerCase()))
  const meant = decision.recipients.filter(({ outcome }) => outcomes === undefined || outcomes.includes(outcome))
  const named = meant.map(({ address }) => address).filter((address) => visible.has(address.toLowerCase()))
  return { named, hidden: meant.length - named.length }
}

export const isEmpty = ({ named, hidden }: Crowd): boolean => named.length + hidden === 0

/** "an@…, bo@… en 12 andere ontvangers", or "3 ontvangers in BCC". */
export const sayCrowd = ({ named, hidden }: Crowd, language: Language): string =>
  named.length === 0 ? counted(TEXTS[language].phrases.hidden, hidden) : listed(named, MAX_NAMED, language, hidden)
