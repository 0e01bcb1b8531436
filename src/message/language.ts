/** The language of the sender's own words. */
import { eld } from 'eld/small'
import type { Language } from './message.ts'

eld.setLanguageSubset(['nl', 'fr', 'en'])

const KNOWN: ReadonlySet<string> = new Set(['nl', 'fr', 'en'])

const isKnown = (language: string): language is Language => KNOWN.has(language)

/** "Bedankt!" and "ok" are too short to tell: then the school's own language counts. */
export const languageOf = (text: string, otherwise: Language): Language => {
  if (text.trim().length < 20) return otherwise
  const found = eld.detect(text.slice(0, 1_000))
  return found.isReliable() && isKnown(found.language) ? found.language : otherwise
}
