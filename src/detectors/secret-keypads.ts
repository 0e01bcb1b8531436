/**
 * Codes to key in, told without the word code: "het kastje gaat open met 4719", "het alarm zet je af door 0852 in te
 * duwen". A door, safe or alarm, a verb of opening or keying, and digits that only a keypad takes. Fooled by years,
 * hours, room numbers, telephone numbers and counts.
 */
import type { TermIndex } from './term-index.ts'

export type Keyed = Readonly<{
  start: number
  end: number
  label: Readonly<{ start: number; end: number }>
  confidence: number
}>

const NOT_LOCKED = /lokaal$|pas$|^(?:telefoon|gsm|smartphone|binnen|badge|.*printer.*|.*copier.*|kopier.*)$/
const DIGITS = /(?<![\p{L}\d.,/:+€-])(?:[*#]?\d{3,8}[*#]?|\d(?:[-. ]\d){3,6})(?![\p{L}\d:/%€*#]|[.,-]\d|\s\d{2})/gu
const OPENS =
  /\b(?:open|opent|openen|opendoen|openmaken|opengaan|opengaat|openkrijg\w*|opengedaan|geopend|zet je|zet u|afzetten|af te zetten|uitzetten|uit te zetten|uitschakel\w*|uit te schakelen|ontgrendel\w*|afleggen|toets|toetst|toetsen|intoets\w*|intik\w*|tik|tikt|typ|typt|intyp\w*|druk|drukt|duw|duwt|ingeven|in te geven|in te duwen|in te tikken|indruk\w*|draai|draait|draaien|vorm|binnen|s'ouvre|ouvre\w*|ouvrir|désactive\w*|(?:e|é)teindre|tap\w{0,4}|compos\w{0,4}|opens|unlock\w*|disarm\w*|press|punch|key|enter|dial)\b/i
const POINTS =
  /(?:\b(?:met|door|op|naar|tik|tikt|typ|typt|toets|toetst|druk|drukt|draai|stel|zet|combinatie|cijfers?|code|nummer|is|avec|sur|tap\w{1,3}|compos\w{1,3}|with|press|enter|punch|dial|to|by)|[:=])\s(?:(?:de|het|eerst|dan|even|gewoon|nu|cijfers?|combinatie|code|les|chiffres|the|digits|pressing|keying|entering|op|in)\s){0,3}["“']?$/i
// After "met", "op" and "door" a count goes on with what is counted.
const ENDS =
  /^["”']?(?:\s{0,2}(?:[.,;:)!?]|$|\n)|\s(?:en|dan|in|in te|te|toe|af|open|gevolgd|druk|duw|tik|et|puis|and|then|zet|ga|gaat|kom|hekje|sterretje|met een|om|zodat|waarna|op het|als)\b)/i
const CALLS =
  /\b(?:bel|belt|bellen|opbellen|tel|telefoon|toestel|extensie|sms|appelez|appeler|appelle|call|ring|lokaal|kamer|haak|vak|postbus)\b[^.\n]{0,14}$/i
const YEAR = /^(?:19|20)\d\d$/

const windowOf = (text: string, from: number, to: number): [number, number] => {
  const start = Math.max(text.lastIndexOf('\n\n', from) + 1, text.lastIndexOf('. ', from) + 1, from - 80, 0)
  const stop = text.slice(to, to + 150).search(/\n\s*\n/)
  return [start, Math.min(text.length, stop < 0 ? to + 150 : to + stop)]
}

export const keyedIn = (index: TermIndex): Keyed[] => {
  const { text } = index.reading
  const found = new Map<number, Keyed>()
  for (const device of index.all('password.device')) {
    if (NOT_LOCKED.test(text.slice(device.start, device.end).toLowerCase())) continue
    const [from, to] = windowOf(text, device.start, device.end)
    const words = text.slice(from, to)
    if (!/\d{3}|\d[-. ]\d/.test(words) || !OPENS.test(words)) continue
    for (const match of words.matchAll(DIGITS)) {
      const before = words.slice(Math.max(0, match.index - 40), match.index)
      const said = POINTS.exec(before)?.[0]
      if (CALLS.test(before)) continue
      if (!said || !ENDS.test(words.slice(match.index + match[0].length, match.index + match[0].length + 14))) continue
      if (!OPENS.test(words.slice(Math.max(0, match.index - 80), match.index + 80))) continue
      if (YEAR.test(match[0]) && !/tik|typ|toets|druk|combinatie|cijfer|code|tape|compos|press|enter/i.test(said))
        continue
      const start = from + match.index
      found.set(start, { start, end: start + match[0].length, label: device, confidence: 0.82 })
    }
  }
  return [...found.values()]
}
