/** In which language a notice speaks. */
import type { Language } from '../message/message.ts'
import type { Pack } from '../policy/policy.ts'
import { TEXTS } from './texts/texts.ts'

/**
 * The language the sender wrote in is one the sender reads. Where it could not be told, the message already carries the
 * school's own; a language we have no texts in falls back to it too.
 */
export const languageFor = (pack: Pack, messageLanguage: Language): Language =>
  Object.hasOwn(TEXTS, messageLanguage) ? messageLanguage : pack.language
