/**
 * Secrets that are told without being written: by a rule ("je voornaam en je geboortejaar"), in two halves, or spelt
 * out. Fooled by advice that forbids exactly these ("nooit je geboortedatum"), and by forms to fill in.
 */
import type { TermHit } from './lexicon.ts'
import { lookOf } from './secret-look.ts'
import { recipeFrom } from './secret-recipes.ts'
import type { TermIndex } from './term-index.ts'

export type Told = Readonly<{
  start: number
  end: number
  label: Readonly<{ start: number; end: number }>
  confidence: number
}>

const sentenceEnd = (text: string, from: number, most: number): number => {
  const stop = text.slice(from, from + most).search(/[.?!](?:\s|$)|\n/)
  return stop < 0 ? Math.min(text.length, from + most) : from + stop
}
const sentenceStart = (text: string, at: number, most: number): number => {
  const before = text.slice(Math.max(0, at - most), at)
  const stop = Math.max(
    before.lastIndexOf('. '),
    before.lastIndexOf('\n'),
    before.lastIndexOf('? '),
    before.lastIndexOf('! '),
  )
  return at - before.length + stop + 1
}

const isForbidden = (index: TermIndex, from: number, to: number): boolean =>
  index.near('password.negation', from, to) !== undefined || index.near('password.sample', from, to) !== undefined

const ABOUT =
  /(?:vergeten|kwijt|verloren|wijzigen|resetten|aanvragen|instellen|opvragen|veranderen|oubli|forgot|réinit|reset|lijk|uniek)/i

// "de alarmcode wordt elk schooljaar vernieuwd": when it changes, not what it is.
const isPeriod = (text: string, { start }: TermHit): boolean =>
  /(?<!\p{L})(?:elke?|iedere?|per|chaque|every|each)\s$/iu.test(text.slice(Math.max(0, start - 9), start))

/** "… is je voornaam met je geboortejaar": a link, then an ingredient close by. */
const madeOf = (index: TermIndex, hit: TermHit): Told | undefined => {
  const { text } = index.reading
  const end = sentenceEnd(text, hit.end, 170)
  const link = index.near('password.made-of', hit.end, Math.min(end, hit.end + 70))
  const mark = text.slice(hit.end, end).search(/[:=]/)
  const from = link ? link.end : mark >= 0 && mark < 50 ? hit.end + mark : -1
  if (from < 0 || ABOUT.test(text.slice(hit.end, from))) return undefined
  const same = index.near('password.same', from, end)
  const change = same && index.near('password.change', same.end, end)
  const ingredient = index.near('password.ingredient', from, Math.min(end, from + 60))
  if (isForbidden(index, sentenceStart(text, hit.start, 70), end) && !/bv|bijv|vb|ex/.test(text.slice(from, end)))
    return undefined
  if (change) return { start: same.start, end, label: hit, confidence: 0.82 }
  if (ingredient && isPeriod(text, ingredient)) return undefined
  if (!ingredient || /,|lijk\b|uniek/.test(text.slice(from, ingredient.start))) return undefined
  // "Wachtwoord: … Voornaam: …" is a form.
  if (/^\s*[:=\t]/.test(text.slice(ingredient.end, ingredient.end + 3))) return undefined
  if (!link && /gebruikersnaam|loginnaam|klascode/.test(ingredient.term)) return undefined
  return { start: recipeFrom(text, { start: from }, ingredient.start), end, label: hit, confidence: 0.85 }
}

/** "iedereen heeft als wachtwoord zijn geboortedatum" */
const asLabel = (index: TermIndex, hit: TermHit): Told | undefined => {
  const { text } = index.reading
  if (!/\b(?:als|comme|as)\s$/i.test(text.slice(Math.max(0, hit.start - 6), hit.start))) return undefined
  const ingredient = index.near('password.ingredient', hit.end, hit.end + 30)
  const between = ingredient && text.slice(hit.end, ingredient.start)
  if (
    !ingredient ||
    !/^\s(?:(?:je|jouw|hun|zijn|haar|uw|de|het|eigen|their|his|her|your|leur|son|sa|votre|ton)\s)+$/i.test(between!)
  )
    return undefined
  if (isForbidden(index, sentenceStart(text, hit.start, 80), hit.start)) return undefined
  return { start: ingredient.start, end: ingredient.end, label: hit, confidence: 0.85 }
}

/** "met je geboortedatum als wachtwoord", "je stamnummer is je wachtwoord". */
const before = (index: TermIndex, hit: TermHit): Told | undefined => {
  const { text } = index.reading
  const from = Math.max(sentenceStart(text, hit.start, 100), hit.start - 70)
  const ingredient = index.near('password.ingredient', from, hit.start)
  if (!ingredient) return undefined
  const between = text.slice(ingredient.end, hit.start)
  if (
    !/(?:\b(?:als|comme|as|is|est|=|zijn|dient als)|\bals (?:je|jouw|uw))\s+(?:(?:je|jouw|uw|het|tijdelijk|eerste|ook|le|votre|ton|your|the|mot)\s+){0,3}$/i.test(
      between,
    )
  )
    return undefined
  if (/,/.test(between) || isForbidden(index, sentenceStart(text, ingredient.start, 80), hit.start)) return undefined
  return { start: ingredient.start, end: ingredient.end, label: hit, confidence: 0.85 }
}

const HALF = /^\s{0,5}(?:(?:van|du|of)\s[^.:\n]{0,40}?)?\s{0,5}(?::|=|is|luidt|est)?\s{0,5}["'“«]?([^\s"'”»,]{2,40})/u

/** "eerste deel: Zomer, tweede deel: 24!", "begint met Zon en eindigt op 24". */
const halves = (index: TermIndex, hit: TermHit): Told | undefined => {
  const { text } = index.reading
  const [from, to] = [Math.max(0, hit.start - 60), Math.min(text.length, hit.end + 120)]
  const part = index.near('password.part', from, to)
  if (!part || index.near('password.negation', sentenceStart(text, part.start, 60), part.end)) return undefined
  const match = HALF.exec(text.slice(part.end, part.end + 100))
  const value = match?.[1]?.replace(/[.;:]+$/, '') ?? ''
  if (!match || index.near('password.label', part.end + match[0].length - value.length - 1, part.end + match[0].length))
    return undefined
  const telling = /^\p{Lu}\p{Ll}{1,}/u.test(value) || (/[\d!@#$%&*]/.test(value) && lookOf(`a${value}`) !== 'none')
  const start = part.end + match[0].length - (match[1]?.length ?? 0)
  return telling ? { start, end: sentenceEnd(text, start, 120), label: hit, confidence: 0.8 } : undefined
}

const SPACED_DIGITS = /^[^\n]{0,30}?(?::|=|\bis)\s*(\d(?:[ -]\d){3,7})(?![\d-])/
// "482 913", "4821 9930": no telephone number is as short.
const GROUPED = /^[^\n.]{0,40}?(?::|=|\bis)\s{0,4}((?!0)\d{3,4}[ -]\d{3,4})(?![\d-]|[ .]\d{2})/
const SPACED_CODE = /(?:^|[\s:])(\d(?: \d){3,7})(?! ?\d|-)/
const LETTERS = /(?:^|[\s:"'])((?:[\p{L}\d][ -]){4,20}[\p{L}\d])(?![\p{L}\d])/u

/** "hoofdletter W, dan elkom, nul een", "een twee drie vier", "w e l k o m". */
const spelt = (index: TermIndex, hit: TermHit): Told | undefined => {
  const { text, words } = index.reading
  const end = Math.min(text.length, hit.end + 140)
  const spell = index.near('password.spell', hit.end, end)
  if (spell && /^\s*["'“]?\p{L}["'”]?(?=[\s,.;]|$)/u.test(text.slice(spell.end, spell.end + 8)))
    return { start: spell.start, end: sentenceEnd(text, spell.start, 160), label: hit, confidence: 0.85 }
  const digits = index.within('password.digit', hit.end, end).filter((d) => d.end <= end)
  const run = digits.findIndex((d, i) => [1, 2, 3].every((n) => digits[i + n]?.first === d.first + n))
  if (run >= 0 && words.length > 0)
    return { start: digits[run]!.start, end: sentenceEnd(text, digits[run]!.start, 80), label: hit, confidence: 0.85 }
  const window = text.slice(hit.end, Math.min(end, hit.end + 80))
  const code = hit.class === 'password.label.access' ? SPACED_CODE.exec(window) : null
  const grouped = /codes?$/.test(hit.term) ? GROUPED.exec(window) : null
  const spaced = SPACED_DIGITS.exec(window) ?? code ?? grouped
  const letters = spaced ?? LETTERS.exec(window)
  if (!letters) return undefined
  const start = hit.end + letters.index + letters[0].length - letters[1]!.length
  return { start, end: start + letters[1]!.length, label: hit, confidence: 0.82 }
}

export const toldBy = (index: TermIndex, hit: TermHit): Told | undefined =>
  hit.class === 'password.label.weak'
    ? index.near('password.device', hit.end, hit.end + 60) && spelt(index, hit)
    : (madeOf(index, hit) ?? asLabel(index, hit) ?? before(index, hit) ?? halves(index, hit) ?? spelt(index, hit))
