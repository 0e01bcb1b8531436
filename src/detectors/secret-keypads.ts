/**
 * Codes to key in, told without the word code: "het kastje gaat open met 4719", "het alarm zet je af door 0852 in te
 * duwen". A door, safe or alarm, a verb of opening or keying, and digits that only a keypad takes. Fooled by years,
 * hours, room numbers, telephone numbers and counts.
 */
import type { TermHit } from './lexicon.ts'
import { HELP_LINES } from './secret-values.ts'
import type { TermIndex } from './term-index.ts'

export type Keyed = Readonly<{
  start: number
  end: number
  label: Readonly<{ start: number; end: number }>
  confidence: number
}>

const NOT_LOCKED = /lokaal$|pas$|printer|copier|^(?:telefoon|gsm|smartphone|binnen|badge|kopier.{0,40})$/
const DIGITS = /(?<![\p{L}\d.,/:+€-])(?:[*#]?\d{3,8}[*#]?|\d(?:[-. ]\d){3,6})(?![\p{L}\d:/%€*#]|[.,-]\d|\s\d{2})/gu
// "de combinatie is 12-47-30"
const TURNED =
  /(?<=\b(?:combinatie|cijfers?|combinaison|combination)(?: \p{L}+){0,5}:? )\d{1,2}(?:-\d{1,2}){2,4}(?![\d-])/gu
const OPENS =
  /\b(?:open|opent|openen|opendoen|openmaken|opengaan|opengaat|openkrijg\w*|opengedaan|geopend|zet je|zet u|afzetten|af te zetten|uitzetten|uit te zetten|uitschakel\w*|uit te schakelen|ontgrendel\w*|afleggen|toets|toetst|toetsen|intoets\w*|intik\w*|tik|tikt|typ|typt|intyp\w*|druk|drukt|duw|duwt|ingeven|in te geven|in te duwen|in te tikken|indruk\w*|draai|draait|draaien|vorm|binnen|s'ouvre|ouvre\w*|ouvrir|désactive\w*|(?:e|é)teindre|tap\w{0,4}|compos\w{0,4}|opens|unlock\w*|disarm\w*|press|punch|key|enter|dial)\b/i
const POINTS =
  /(?:\b(?:met|door|op|naar|klavier|cijferslot|hangslot|slot|kluisje|sleutelkluis|kastje|toetsenbordje|keypad|tik|tikt|typ|typt|toets|toetst|druk|drukt|draai|stel|zet|combinatie|cijfers?|code|nummer|is|avec|sur|tap\w{1,3}|compos\w{1,3}|with|press|enter|punch|dial|to|by)|[:=])\s(?:(?:de|het|eerst|dan|even|gewoon|nu|cijfers?|combinatie|code|les|chiffres|the|digits|pressing|keying|entering|op|in)\s){0,3}["“']?$/i
// "met mijn trouwdatum, 140607"
const BY = /\b(?:met|door|avec|with)\s(?:mijn|zijn|haar|onze?|de|het|ma|mon|notre|my|our)\s\p{L}{3,20},?\s["“']?$/iu
// A lock with numbers on it needs no verb.
const LOCK = /slot$|brandkast|kluis$|sleutelkluis|cadenas|klavier$|keypad|codepaneel|toetsenpaneel/
const MACHINE = /^(?:laptops?|computers?|pc|chromebooks?|ipad|tablet|gsm|telefoon|smartphone)$/
const GETS_IN =
  /\b(?:erin|er ?in|in|binnen) ?(?:te )?(?:ge)?(?:raken|raak|raakt|komen|komt|kom)\b|\bontgrendel\w*|\bopen(?:t|en|maken)?\b|\bunlock\w*|\bdéverrouill\w*/i

// After "met", "op" and "door" a count goes on with what is counted.
const ENDS =
  /^["”']?(?:\s{0,2}(?:[.,;:)!?]|$|\n)|\s(?:en|dan|in|in te|te|toe|af|open|gevolgd|druk|duw|tik|et|puis|and|then|zet|ga|gaat|kom|hekje|sterretje|met een|om|zodat|waarna|op het|als)\b)/i
const CALLS =
  /\b(?:bel|belt|bellen|opbellen|tel|telefoon|toestel|(?:toestel|telefoon|doorkies|klant|dossier|rug)nummer|extensie|sms|appelez|appeler|appelle|call|ring|lokaal|kamer|haak|vak|postbus)\b[^.\n]{0,14}$/i
const YEAR = /^(?:19|20)\d\d$/

const windowOf = (text: string, from: number, to: number): [number, number] => {
  const near = Math.max(0, from - 80)
  // Looked for in what is near alone: a search back through two megabytes for each bus took seconds.
  const before = text.slice(near, from + 2)
  const start = near + Math.max(before.lastIndexOf('\n\n') + 1, before.lastIndexOf('. ') + 1, 0)
  const stop = text.slice(to, to + 150).search(/\n\s*\n/)
  return [start, Math.min(text.length, stop < 0 ? to + 150 : to + stop)]
}

const isKeyed = (words: string, at: number, length: number, sure: boolean, opens: RegExp): boolean => {
  const before = words.slice(Math.max(0, at - 40), at)
  const said = (POINTS.exec(before) ?? BY.exec(before))?.[0]
  if (!said || CALLS.test(before) || !ENDS.test(words.slice(at + length, at + length + 14))) return false
  if (!sure && !opens.test(words.slice(Math.max(0, at - 80), at + 80))) return false
  const typed = /tik|typ|toets|druk|combinatie|cijfer|code|tap|compos|press|enter/i.test(said)
  return typed || !YEAR.test(words.slice(at, at + length))
}

type Opened = Readonly<{ hit: TermHit; sure: boolean; opens: RegExp }>

const openedIn = (index: TermIndex): Opened[] => {
  const written = ({ start, end }: TermHit) => index.reading.text.slice(start, end).toLowerCase()
  return [
    ...index
      .all('password.device')
      .filter((hit) => !NOT_LOCKED.test(written(hit)))
      .map((hit) => ({ hit, sure: LOCK.test(written(hit)), opens: OPENS })),
    ...[...index.all('password.login'), ...index.all('password.device')]
      .filter((hit) => MACHINE.test(written(hit)))
      .map((hit) => ({ hit, sure: false, opens: GETS_IN })),
  ]
}

/** Safes of games and stories have combinations too: "kist 1 gaat open met 417", "in hoofdstuk 3 kraken Bas en Lot de kluis". */
const isPlayed = (index: TermIndex, from: number, to: number): boolean =>
  ['game', 'play', 'story'].some((name) => index.near(`password.${name}`, from, to) !== undefined)

export const keyedIn = (index: TermIndex): Keyed[] => {
  const { text } = index.reading
  const found = new Map<number, Keyed>()
  if (!/\d/.test(text)) return []
  for (const { hit, sure, opens } of openedIn(index)) {
    const [from, to] = windowOf(text, hit.start, hit.end)
    const words = text.slice(from, to)
    if (!/\d{3}|\d[-. ]\d/.test(words) || (!sure && !opens.test(words))) continue
    if (isPlayed(index, from, to)) continue
    for (const match of [...words.matchAll(DIGITS), ...(sure ? words.matchAll(TURNED) : [])]) {
      if (HELP_LINES.has(match[0]) || !isKeyed(words, match.index, match[0].length, sure, opens)) continue
      const start = from + match.index
      found.set(start, { start, end: start + match[0].length, label: hit, confidence: 0.82 })
    }
  }
  return [...found.values()]
}
