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

/** "Gewenst paswoord (min. 10 tekens):", with nothing behind it. */
const OPEN_FIELD = /^[^:?\n]{2,70}:[ \t]*$/gmu
const SENT_BACK =
  /(?<!\p{L})(?:stuur|stuurt|sturen|mail|mailt|bezorg|bezorgt|antwoord|antwoordt|renvoy\p{L}*|répond\p{L}*|send|reply|return)(?!\p{L})[^.!?\n]{0,50}(?<!\p{L})(?:terug|retour|op deze mail|op dit bericht|op mijn mail|naar mij|back|to me|à ce message|par retour)(?!\p{L})/iu

/** The field for a secret of a form in a text. */
export const fieldIn = (reading: Reading): Span | undefined => {
  const open = reading.role === 'own' && SENT_BACK.test(reading.text) ? matchesIn(OPEN_FIELD, reading.text) : []
  const fields = [...matchesIn(FIELD, reading.text), ...open]
  if (fields.length <= FEWEST) return undefined
  const index = indexTerms(reading)
  const field = fields.find(({ index: at, 0: { length } }) =>
    SECRETS.some((name) => index.near(name, at, at + length) !== undefined),
  )
  return field && { start: field.index, end: field.index + field[0].length }
}

const LEAD =
  /(?<!\p{L})(?:antwoord\p{L}*|mail\p{L}*|stuur\p{L}*|sturen|bezorg\p{L}*|geef\p{L}*|noteer\p{L}*|heb ik|hebben we|hebben wij|répond\p{L}*|envoy\p{L}*|donnez|reply|send|need)(?!\p{L})[^\n]{0,80}[:?]\s{0,4}\n/giu
const ITEM = /^[ \t]*(?:\d{1,2}[.)]|[-*•–])[ \t]+([^\n]{3,120})$/u
const MOST_ITEMS = 10
/** "het wachtwoord waarmee je nu je mail opent", "uw huidig paswoord" */
const OWN_SECRET =
  /^(?:(?:het|je|jouw|uw|jullie|le|ton|votre|the|your)\s)?(?:(?:huidige?|oude?|eigen|actuele?|current|old|actuel)\s)?(?:wachtwoord|paswoord|wachtwoorden|paswoorden|ww|pincode|mot de passe|password|passcode|pin)(?!\p{L})(?!.{0,40}(?:vergeten|nieuw|wijzig|verander|reset|oublié|forgot))/iu

/** A list of what is to be answered, with a secret among it. */
export const askedItemIn = ({ role, text }: Reading): Span | undefined => {
  if (role !== 'own') return undefined
  for (const lead of matchesIn(LEAD, text)) {
    let at = lead.index + lead[0].length
    for (let i = 0; i < MOST_ITEMS; i++) {
      const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at)
      const item = ITEM.exec(text.slice(at, Math.min(end, at + 140)))
      if (!item) break
      if (OWN_SECRET.test(item[1]!)) return { start: at + item[0].indexOf(item[1]!), end }
      at = end + 1
    }
  }
  return undefined
}
