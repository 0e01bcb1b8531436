/**
 * A form that asks for a secret: among lines to fill in ("Naam: ........") stands one for a password, and the form is to
 * come back. Fooled by cards to write a password on at home, which nobody wants back, and by a log-in page that is shown.
 */
import type { Reading } from './detectors.ts'
import { matchesIn } from './matches.ts'
import { indexTerms } from './term-index.ts'

type Span = Readonly<{ start: number; end: number }>

const BLANK = '(?:[.…_]{3,}|\\[ {0,20}\\]|☐)'
const FIELD = new RegExp(`^[^:\\n]{2,70}[:?]\\s{0,4}${BLANK}|^[^\\t\\n]{2,70}\\t\\s{0,4}${BLANK}`, 'gmu')
const FEWEST = 2
const SECRETS = ['account', 'wifi', 'access'].map((name) => `password.label.${name}`)

const RETURNED =
  /(?<!\p{L})(?:ingevuld|invullen|vul\p{L}{0,2}|terug\p{L}*|retour\p{L}*|bezorg\p{L}*|inlever\p{L}*|indienen|rempli\p{L}*|renvoy\p{L}*|rendre|fill\p{L}*|return\p{L}*|send back)(?!\p{L})/iu

/** Whether the letter wants something back: said in its own words or on the form. */
export const wantsBack = (readings: readonly Reading[]): boolean =>
  readings.some(({ role, text }) => (role === 'own' || role === 'subject') && RETURNED.test(text))

/** The field for a secret of a form in a text. */
export const fieldIn = (reading: Reading): Span | undefined => {
  const fields = matchesIn(FIELD, reading.text)
  if (fields.length <= FEWEST) return undefined
  const index = indexTerms(reading)
  const field = fields.find(({ index: at, 0: { length } }) =>
    SECRETS.some((name) => index.near(name, at, at + length) !== undefined),
  )
  return field && { start: field.index, end: field.index + field[0].length }
}
