/** So many of something, as a language counts: Intl knows which form it takes (CLDR) and how its numbers are written. */
import type { Language } from '../message/message.ts'

/** `%` stands for the number. */
export type Plural = (n: number, one: string, more?: string) => string

const pluralIn = (locale: string): Plural => {
  const rules = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  return (n, one, more = one) => (rules.select(n) === 'one' ? one : more).replace('%', numbers.format(n))
}

export const plural: Readonly<Record<Language, Plural>> = {
  nl: pluralIn('nl-BE'),
  fr: pluralIn('fr-BE'),
  en: pluralIn('en-GB'),
}
