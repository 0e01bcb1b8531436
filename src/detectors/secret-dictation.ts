/**
 * Dictated passwords: spelt out sign by sign ("hoofdletter Z, dan omer, dan een uitroepteken") or told in two pieces
 * ("het tweede stuk is veld#18, alles aan elkaar"), often without any word for password. Fooled by spelling lessons and
 * by what a password must hold.
 */
import { lookOf } from './secret-look.ts'
import type { TermIndex } from './term-index.ts'

export type Dictated = Readonly<{
  start: number
  end: number
  label: Readonly<{ start: number; end: number }>
  confidence: number
}>

const CHAIN =
  /\b(?:dan|daarna|vervolgens|gevolgd door|daarachter|erachter|achteraan|aan elkaar|puis|ensuite|suivie? d|then|followed by)\b/gi
const NUMBER =
  /\b\p{L}{3,6}(?:en|ën)(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)\b|\bin cijfers\b|\bcijfers? \d|\b\d{1,6}\b|en chiffres|in digits/iu
const TYPED = /\b(?:typ|typt|tik|tikt|toets|toetst|geef|voer|vul|tape|tapez|type|enter)\b/i
const DEMANDS =
  /\b(?:minstens|minimaal|minimum|moet|moeten|bevat|bevatten|verplicht|gebruik|kies|lengte|au moins|doit|must|at least|should|zin|zinnen|phrase|sentence)\b/i

const boundsOf = (text: string, from: number, to: number): [number, number] => {
  const before = text.slice(Math.max(0, from - 110), from)
  const start = from - before.length + Math.max(before.search(/(?:[.?!]\s|\n\s{0,5}\n)[^.?!]{0,400}$/), 0)
  const stop = text.slice(to, to + 160).search(/[.?!](?:\s|$)|\n\s*\n/)
  return [start, Math.min(text.length, stop < 0 ? to + 160 : to + stop)]
}

const isContext = (index: TermIndex, from: number, to: number): boolean =>
  ['label.account', 'label.wifi', 'label.access', 'login', 'credentials', 'product', 'wifi', 'enter', 'prompt'].some(
    (name) => index.near(`password.${name}`, Math.max(0, from), to) !== undefined,
  )

/** "hoofdletter Z, dan omer, dan vierentwintig in cijfers en een uitroepteken" */
const spelt = (index: TermIndex): Dictated[] => {
  const { text } = index.reading
  return index.all('password.spell').flatMap((hit): Dictated[] => {
    if (!/^\s["'“]?\p{L}["'”]?(?=[\s,.;]|$)/u.test(text.slice(hit.end, hit.end + 6))) return []
    const [from, to] = boundsOf(text, hit.start, hit.end)
    const words = text.slice(from, to)
    if (DEMANDS.test(words)) return []
    const chained = (words.match(CHAIN) ?? []).length
    const signed = index.near('password.sign', hit.end, to) !== undefined
    const told = Math.min(chained, 2) + Number(signed) + Number(NUMBER.test(words))
    if (told < 2 || (!TYPED.test(words) && !isContext(index, from - 200, to))) return []
    return [{ start: hit.start, end: to, label: hit, confidence: 0.82 }]
  })
}

/** "wachtwoord is zon, dan een hekje, dan 77" */
const chained = (index: TermIndex): Dictated[] => {
  const { text } = index.reading
  return index.all('password.label.account').flatMap((hit): Dictated[] => {
    const [, to] = boundsOf(text, hit.start, hit.end)
    const words = text.slice(hit.end, to)
    const chain = (words.match(CHAIN) ?? []).length
    if (chain === 0 || DEMANDS.test(words) || !/\b(?:is|luidt|wordt|est)\b|[:=]/.test(words.slice(0, 60))) return []
    const sign = index.near('password.sign', hit.end, to)
    if (!sign || (chain < 2 && !NUMBER.test(words))) return []
    return [{ start: hit.end, end: to, label: hit, confidence: 0.8 }]
  })
}

const VALUES = /(?:\b(?:is|luidt|wordt|est|dan|plus|gevolgd door|puis|then)|[:=])\s{1,2}["'“«]?(\S{3,40})/g
const TOGETHER =
  /\b(?:aan|achter) (?:elkaar|mekaar)\b|zonder spatie|om (?:er )?in .{3,40} te (?:ge)?(?:raken|komen)|\bplak\b|sans espace|no space/i

/** "deel een had je gisteren: Kapel. Het tweede stuk is veld#18" */
const halves = (index: TermIndex): Dictated[] => {
  const { text } = index.reading
  return index.all('password.part').flatMap((hit): Dictated[] => {
    const after = text.slice(hit.end, hit.end + 120)
    const [from, to] = [Math.max(0, hit.start - 160), hit.end + 200]
    const together = TOGETHER.test(text.slice(from, to))
    for (const match of after.matchAll(VALUES)) {
      const value = match[1]!.replace(/["'”».,;:)]{1,10}$/, '')
      const look = lookOf(value)
      if (look === 'word' || look === 'none' || /\.\s/.test(after.slice(0, match.index))) continue
      if (!together && (look === 'digits' || !isContext(index, from, to))) continue
      const start = hit.end + match.index + match[0].length - match[1]!.length
      return [{ start, end: start + value.length, label: hit, confidence: 0.8 }]
    }
    return []
  })
}

const REPEATED =
  /\b(?:twee|drie|vier|vijf|zes|deux|trois|quatre|six|three|four|[2-6])\s?(?:keer|maal|x|fois|times)\s(?:(?:de|het|een|le|the|a|cijfer|chiffre)\s){0,2}(?:nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|zéro|sept|huit|neuf|cinq|zero|seven|eight|nine|\d)\b/iu

/** "de pin van de gsm is vier keer de zeven" */
const repeated = (index: TermIndex): Dictated[] => {
  const { text } = index.reading
  return index.all('password.label').flatMap((hit): Dictated[] => {
    const [, to] = boundsOf(text, hit.start, hit.end)
    const words = text.slice(hit.end, Math.min(to, hit.end + 90))
    const match = REPEATED.exec(words)
    if (!match || !/\b(?:is|luidt|est|blijft)\b|[:=]/.test(words.slice(0, match.index))) return []
    const start = hit.end + match.index
    return [{ start, end: start + match[0].length, label: hit, confidence: 0.82 }]
  })
}

export const dictatedIn = (index: TermIndex): Dictated[] => [
  ...spelt(index),
  ...chained(index),
  ...halves(index),
  ...repeated(index),
]
