/**
 * How much a stretch of characters looks like a password. Fooled by class codes, rooms, times, file names and product
 * names with a digit, which are told apart first.
 *
 * certain: a password wherever it stands near the word (Welkom2024!). strong: letters with digits or signs, a password
 * once a label points at it. digits: a PIN or code. word: a plain word, only ever a value by its position.
 */
export type Look = 'certain' | 'strong' | 'digits' | 'word' | 'none'

const PLACEHOLDER = /^(?:[*•.…_xX?#-]{2,}|[<[{(].*|.*[>\]}]|\$.*|%.*%|-+)$/
const ELSEWHERE = /^(?:https?:|www\.|mailto:|ftp:)|^[^@\s]{1,64}@[\w-]+\.[\w.-]+$/i
const HOST =
  /^[\w-]+(?:\.[\w-]+){0,4}\.(?:be|nl|com|net|org|eu|fr|io|gent|vlaanderen|brussels|example|education|school)(?:[/:?#].*)?$/i
const FILE = /\.(?:pdf|docx?|xlsx?|pptx?|csv|txt|zip|jpe?g|png|gif|mp[34]|odt|ods|html?|eml|ics)$/i
const NUMBERED =
  /^(?:\d{1,3}(?:ste|de|e|er|ère|ere|ème|eme|nd|rd|th|st|x|u|h|uur|min|px|mb|gb|kg|cm|mm|km|m|jr|l|p|%)|\d{1,2}[uh:.]\d{2}(?:u|h|uur)?|\d{1,2}[a-z]{3,5}\d{2,4})$/i
const DATE = /^\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?$/
// 3B, 5WEWI, 1v2, L5B, K3A, A204, H3: classes, rooms, chapters.
const CLASS_OR_ROOM = /^(?:\d{1,2}[a-z]{1,5}\d?|[a-z]{1,2}\d{1,3}[a-z]?|[a-z]?\d\.\d{1,3}|\d\/\d[a-z]?)$/i
const PRODUCT =
  /^(?:office|windows|microsoft|word|excel|ms|o|m|google|web|ipad|iphone|ios|android|covid|corona|mp|html|css|python|h|co|ps|type|graad|groep|klas|version|v|wpa|ipv)-?\d{1,4}$/i
const MONEY = /^(?:€|eur)?\d+(?:[.,]\d{2})?(?:€|eur|,-)?$/i

const WORD_AND_NUMBER = /^\p{Lu}\p{Ll}{2}[\p{Lu}\p{Ll}]*[-_.@#!*+]?\d{1,6}[!?@#$%&*+=_.-]{0,3}$/u
const BEHIND_SIGN = /\p{L}[!@#$%&*+=_]\p{L}|\d[!@#$%&*+=_-]*\p{L}[\p{L}!@#$%&*+=_-]*\d/u

const isElsewhere = (value: string): boolean =>
  PLACEHOLDER.test(value) || ELSEWHERE.test(value) || HOST.test(value) || FILE.test(value)

// 09u00-12u00, 8h30/9h15
const TIMES = /^\d{1,2}[uh:.]\d{0,2}(?:u|uur)?[-–/]\d{1,2}[uh:.]\d{0,2}(?:u|uur)?$/i

const isOrdinary = (value: string): boolean => {
  if (/^0x[0-9a-f]{1,16}$/i.test(value)) return true
  const bare = value.replace(/[?!]+$/, '')
  return TIMES.test(bare) || NUMBERED.test(bare) || DATE.test(bare) || CLASS_OR_ROOM.test(bare) || PRODUCT.test(bare)
}

const isCertain = (value: string): boolean => {
  if (value.length < 6) return false
  if (WORD_AND_NUMBER.test(value)) return true
  const signs = /[!@#$%&*+=_?]/.test(value)
  const kinds = Number(/\p{Ll}/u.test(value)) + Number(/\p{Lu}/u.test(value)) + Number(/\d/.test(value)) + Number(signs)
  return /\d/.test(value) && value.length >= 7 && kinds >= 3 && !/[/\\]/.test(value)
}

export const lookOf = (value: string): Look => {
  if (value.length < 3 || value.length > 80) return 'none'
  if (isElsewhere(value)) return 'none'
  const letters = /\p{L}/u.test(value)
  const digits = /\d/.test(value)
  if (digits && !letters) {
    if (/^[#*]?\d{3,12}[#*]?$/.test(value) || /^\d(?:[-.]\d){3,7}$/.test(value)) return 'digits'
    return DATE.test(value) || MONEY.test(value) || value.length < 4 ? 'none' : 'digits'
  }
  if (!letters) return /^[!@#$%&*+=]{4,}$/.test(value) ? 'strong' : 'none'
  if (digits) {
    if (isOrdinary(value) || value.length < 4) return 'none'
    return isCertain(value) ? 'certain' : 'strong'
  }
  if (BEHIND_SIGN.test(value)) return 'strong'
  // WelkomBijOns: a capital after a small letter, twice or in a long word; McDonald and YouTube have one.
  return (value.match(/\p{Ll}\p{Lu}/gu) ?? []).length >= 2 ? 'strong' : 'word'
}

/** "verplicht", "persoonlijk", "gewijzigd": what is said about a password, not a password. */
export const isPredicate = (word: string): boolean =>
  /^(?:on)?(?:ge|ver|be|ont|her|door)\p{L}{2,}(?:d|t|en)$/u.test(word) ||
  /(?:ig|ige|lijk|lijke|baar|bare|loos|zaam|isch|erend|able|ible|ée|és|eux|ed|ing|end|ment)$/u.test(word) ||
  /[éè]$/u.test(word)

// "Klik op 'Activeren'", "Profiel > Beveiliging": what stands on a button.
const BUTTON =
  /(?:[>→]|(?<!\p{L})(?:klikt?(?:en)? (?:dan )?op|kiest?|kiezen|knop|tabblad|menu|ga naar|selecteert?|cliquez sur|choisissez|click(?: on)?|choose|select))\s{0,2}(?:de |het |le |la |the )?["'“”„‘«]?$/iu

/** Whether what stands at an offset is the name of something to click. */
export const isButton = (text: string, at: number): boolean => BUTTON.test(text.slice(Math.max(0, at - 30), at))
