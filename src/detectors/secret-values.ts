/**
 * What in a sentence could be the value of a secret, of whatever kind: a run of letters and digits, a code in digits, a
 * quoted word, signs told one by one ("grote B, dan ertje"), keys counted ("vier keer de 7"), a pattern over dots,
 * pictures in a row, a recipe, or a plain word that is pointed at. None is a secret by itself: secret-scenes.ts weighs.
 */
import { matchesIn } from './matches.ts'
import { wrappedAround } from './secret-chunks.ts'
import { isButton, isPredicate, lookOf } from './secret-look.ts'
import { recipeFrom } from './secret-recipes.ts'
import { FIGURE, SECRET_HINTS, TIMED, TOLD } from './secret-words.ts'
import type { Sentence } from './sentences.ts'
import type { TermIndex } from './term-index.ts'

/** Kinds of values. */
export const KINDS = [
  'certain',
  'strong',
  'coded',
  'dotted',
  'digits',
  'year',
  'parted',
  'counted',
  'spelt',
  'drawn',
  'pictures',
  'recipe',
  'quoted',
  'plain',
] as const
export type Kind = (typeof KINDS)[number]
export type Value = Readonly<{ kind: Kind; start: number; end: number }>

/** The words of a sentence and a little of what follows, as a stretch of the text. */
type Said = Readonly<{ words: string; from: number; to: number }>

const MAX_VALUES = 12
const NONE: readonly Value[] = []

// KX4-92P, PRO-2026-14: codes of photographers look so, and those of orders.
const CODED = /^[A-Z\d]+(?:-[A-Z\d]+)*$/
const DOTTED = /^\p{L}{2,20}(?:[.&+*~]\p{L}{2,20}){1,4}$/u
// jan.peeters2, lln23045, lk.groep6: who logs in.
const USERLIKE =
  /^(?:\p{Ll}+\.\p{L}+(?:[.-]\p{L}+)*\d{0,2}|\p{Lu}\p{L}*\.\p{Lu}\p{L}*\d{0,2}|\.\\\w+|(?:lln|lk|llk|student|user|klas|stage|gast)[.-]?\d+\w*)$/u
// The name of a network, not its key.
const NETWORK = /gast|guest|visit|invit|school|wifi|wi-fi|wlan|netwerk|network|personeel|staff|leerling|public|eduroam/i
// "netwerk POPULIER, intikken Populiertje_gast77": what is typed is the key, whatever words it is made of.
const INTO_FIELD =
  /(?<!\p{L})(?:(?:in)?(?:tikt?|tikken|typt?|typen|geven|vullen|voeren)|tape[rz]?|saisir|saisissez|type|enter|key)[ :]{1,2}["'“„«‘]?$/iu

// Rapport2026, Chromebook12, Ricoh5500
const MODEL =
  /^(?:chromebook|laptop|tablet|toestel|lokaal|bitwarden|lastpass|keepass|ricoh|canon|epson|brother|lexmark|probook|thinkpad|latitude|surface|rapport|kamp|versie|week|les|unit|module|blok|bundel|werkblad|team|campus|gebouw|bus|lijn|tram|hal|zaal|thema|periode|trimester|semester|jaar|deel|bijlage|img|scan|foto|dsc|gang|ploeg|groepje|kleuter|bib|map|tab|stap|punt|vraag|tekst|toets|examen|editie|hdmi|vga|usb|kanaal|psalm|artikel)[-_ ]?\d{1,4}(?:[-_]\w{1,12})?$|^(?:rapport|verslag|lijst|planning|klaslijst|brief|nieuwsbrief|rooster)_\w+$/i
/** Rapport2026, Chromebook12: a thing with a number. */
export const isModel = (word: string): boolean => MODEL.test(word)

// 3D-printer, 18-jarigen among them.
const FORMULA =
  /[<>]|^\d{1,3}-\p{Ll}{3,}$|^\d[dDx]-\p{L}+$|^[A-Z-]{3,20}[:;]|\d{8}T\d{6}|^\p{L}{0,40}\d{1,6},\d{2}(?!\d)|^[A-Z][A-Z_]{2,}=|^20\d{6}|=["']|^[=+]|^[\w-]+\.(?:exe|html?|php|bat)$|^\w+\(|^#[\p{L}\d]+$|^[@.][\w.]+$|^[\w-]{1,40}\.(?:gg|be|nl|com|eu|org|net|app|me|io|school|link)\/[\w/.?=-]*$/iu

// What a word of letters alone never has: a digit, a sign inside, a capital in the middle, a quote before it.
const ODD = /[\d@#$%&_=+*"“„«‘]|[a-zà-ü][A-Z]|[a-z][.!][A-Za-z]|\s'[a-zA-Z]/g

const ODD_SIGNS = new Set(Array.from('@#$%&_=+*"“„«‘', (sign) => sign.charCodeAt(0)))

const isSmall = (unit: number): boolean => unit >= 97 && unit <= 122

/**
 * Whether there may be anything of that sort. Most sentences of most letters come by here and have nothing, so it is
 * looked for sign by sign, and nearly all signs are small letters and blanks.
 */
const mayBeOdd = (text: string, from: number, to: number): boolean => {
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at)
    if (isSmall(unit) || unit === 32) continue
    if ((unit >= 48 && unit <= 57) || ODD_SIGNS.has(unit)) return true
    if (isInside(unit) && at > from && isWithin(text, at)) return true
  }
  return false
}

/** A capital, a full stop, an exclamation mark or an apostrophe: odd inside a word, or where a word begins. */
const isInside = (unit: number): boolean => (unit >= 65 && unit <= 90) || unit === 46 || unit === 39 || unit === 33

const isWithin = (text: string, at: number): boolean => {
  const before = text.charCodeAt(at - 1)
  const afterLetter = isSmall(before) || before >= 0xe0
  const unit = text.charCodeAt(at)
  if (unit === 39) return !afterLetter
  const next = text.charCodeAt(at + 1)
  if (unit === 33) return afterLetter && (isSmall(next) || (next >= 65 && next <= 90))
  return afterLetter && (unit !== 46 || isSmall(next))
}

const oddIn = (text: string, { words, from }: Said): Value[] => {
  const found: Value[] = []
  ODD.lastIndex = 0
  for (let hit = ODD.exec(words); hit && found.length < MAX_VALUES; hit = ODD.exec(words)) {
    const { core, start, end, quoted } = wrappedAround(text, from + hit.index + (hit[0].length > 1 ? 1 : 0))
    ODD.lastIndex = Math.max(ODD.lastIndex, end - from)
    const keyed = NETWORK.test(core) && INTO_FIELD.test(text.slice(Math.max(0, start - 20), start))
    const kind = kindOf(core, { quoted, keyed })
    if (kind && !(kind === 'quoted' && isButton(text, start))) found.push({ kind, start, end })
  }
  return found
}

// A number, a time, a date: no value of this sort, and most of what is odd.
const NUMBER = /^[\d.,:/-]+$/

const kindOf = (core: string, { quoted, keyed }: Readonly<{ quoted: boolean; keyed: boolean }>): Kind | undefined => {
  if (NUMBER.test(core)) return undefined
  const look = lookOf(core)
  if (quoted && core.length >= 3 && (look === 'word' || core.includes(' '))) return 'quoted'
  if (look === 'none' || look === 'digits' || (look === 'word' && !DOTTED.test(core))) return undefined
  if (USERLIKE.test(core) || (NETWORK.test(core) && !keyed) || FORMULA.test(core) || MODEL.test(core)) return undefined
  if (look === 'word') return 'dotted'
  return CODED.test(core) ? 'coded' : look
}

const RUN =
  /(?<![\p{L}\d.,/:+€$-])[*#]?(?:\d{3,8}|[A-Z]\d{2,5}[A-Z]?|\d{2,5}[A-Z]|\d{2}[A-Z]\d{1,2})[*#]?(?![\p{L}\d:/%€*#°]|[.,-]\d|\s?(?:\d{2}\b|euro|eur\b|kg|km\b|m\b|cm|mm|uur|u\b|stuks|leerlingen|ouders|kinderen|personen|woorden|bladzijden|stappen|punten|pagina|dagen|jaar|graden|meter|liter|gram|keer|mensen))/gu
const PARTED =
  /(?<![\p{L}\d.,/+€-])(?:[A-Z]\s)?\d{1,2}(?:\s?[-–—.]\s?\d{1,2}){2,5}(?![\d/:-]|[.,]\d)|(?<![\p{L}\d.,/+€-])(?<![\d+] )(?:[A-Z] )?\d(?:(?: |, ?| en | et | and |, en |, et )\d){2,7}(?![\p{L}\d/:]|[.,]\d| \d{2})|(?<![\p{L}\d.,/+€-])\d{2}[- ]\d{2}(?![\d/:-]|[.,]\d| \d{2})/gu
const NOT_CODE =
  /(?<!\p{L})(?:nr\.?|volgnummer|framenummer|asset|numéro|n°|lokaal|kamer|zaal|bus|lijn|tram|trein|blz\.?|pagina|p\.|toestel|tel\.?|bel|belt|bellen|€|eur|max\.?|ongeveer|om|vanaf|tussen|tot|until|between|dès|groep|klas|anno|hoofdstuk|les|oefening|artikel|art\.?|room|page|call|ext\.?|poste|salle|versie|version|postbus)\s{0,2}:?\s?["']?$/iu
const CALLS =
  /(?<!\p{L})(?:bel|belt|bellen|opbellen|tel|telefoon|toestel|doorkiesnummer|appelez|appeler|call|ring|extension|ext)(?!\p{L})[^.\n\d]{0,20}$|(?<!\p{L})(?:tussen|van|om|from|between|de|entre)\s\d{4}\s(?:en|tot|to|and|à|et)\s$/iu
/** Numbers that everybody may ring: emergencies, help lines, the taxpayer's line. */
export const HELP_LINES = new Set(
  '100 101 102 103 105 106 107 110 112 113 114 116 1207 1307 1712 1722 1813 14015'.split(' '),
)
const YEAR = /^(?:19|20)\d\d$/
// A year is a code only where something points at it.
const POINTED =
  /(?:[:=,]|(?<!\p{L})(?:met|mè|is|zijn|tikt?|typt?|toetst?|duwt?|drukt?|op|door|dus|avec|with|press|enter|tapez?|faire|est|le|dan))\s{0,2}(?:het |de |le |the )?["'“]?$/iu
// "in 2024", "schooljaar 2026"
const DATED =
  /(?<!\p{L})(?:in|sinds|sedert|van|vanaf|tot|tegen|eind|begin|anno|en|jaar|schooljaar|depuis|en|since|from|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|\d|[/–-])\s{0,2}$/iu
const CALENDAR = /^(?:0?[1-9]|[12]\d|3[01])\s?[-.]\s?(?:0?[1-9]|1[0-2])\s?[-.]\s?(?:\d{4}|2\d)$/

// 046 000 12 34, 0470/12.34.56, BE68 5390 0754 7034: a run of eight or more digits however grouped.
const LONG = /(?:\d[\s./()–-]{0,2}){8,}/
const PART_OF_LONG = 24
// 10.0.4.12
const NETWORK_ADDRESS = /^(?:10|127|172|192)(?:\.\d{1,3}){2,3}$/
const TIME = /^\d{1,2}[.:]\d{2}\s?[-–—]\s?\d{1,2}(?:[.:]\d{2})?$|^\d{1,2}\s?[-–—]\s?\d{1,2}[.:]\d{2}$/
const SAME_SIGN = /^(?:[A-Z]\s)?\d{1,2}(\s?[-–—.]\s?|, ?| )\d{1,2}(?:\1\d{1,2})*$/
// 6199 ZX Beekdal, 9997 Oudermark
const TOWN = /^\s(?:[A-Z]{2}\b|\p{Lu}\p{Ll}{2})/u

// "rugnummer 1022 tot 1050"
const RANGE = /^\s(?:tot|t\/m|tem|tot en met|à|to|until)\s\d/

// "kluis 206", "beamer 108": which one it is.
const THING_NUMBER =
  /(?<!\p{L})(?:kluis(?:je)?|lockers?|kast(?:je)?|beamer|bord|laptop|pc|ipad|tablet|gate|sleutel|haak|casier|door|porte)\s$/iu

// "19581958": one run, no grouping, with a word that points at it.
const BARE = /^[1-9]\d{7}$/
const KEYED_IN = /(?<!\p{L})(?:dus|met|mè|tikt?|typt?|toetst?|duwt?|drukt?|avec|with|press|enter|tapez?)\s$/iu

const isLong = (text: string, start: number, end: number): boolean => {
  const around = text.slice(Math.max(0, start - PART_OF_LONG), end + PART_OF_LONG)
  const at = start - Math.max(0, start - PART_OF_LONG)
  const run = LONG.exec(around)
  return run !== null && run.index <= at && run.index + run[0].length >= at + (end - start)
}

// What there is in every number in parts, and in every run: a quick look before the closer one.
const SOME_PARTS = /\d(?:\s?[-–—.]\s?|,? |,? (?:en|et|and) |,)\d/
const SOME_RUN = /\d{3}|[A-Z]\d\d|\d\d[A-Z]/

const partedIn = (text: string, from: number, words: string): Value[] => {
  const found: Value[] = []
  for (const hit of matchesIn(PARTED, words)) {
    const [start, end] = [from + hit.index, from + hit.index + hit[0].length]
    const spaced = /^\d(?: \d)+$/.test(hit[0])
    if (
      CALENDAR.test(hit[0]) ||
      TIME.test(hit[0]) ||
      NETWORK_ADDRESS.test(hit[0]) ||
      (!spaced && isLong(text, start, end))
    )
      continue
    // "spinaziepuree (1,4,7)": allergens.
    if (/^\d{1,2}(?:,\d{1,2})+$/.test(hit[0]) && text[start - 1] === '(') continue
    if (/[.]/.test(hit[0]) && !SAME_SIGN.test(hit[0])) continue
    found.push({ kind: 'parted', start, end })
  }
  return found
}

const runsIn = (text: string, from: number, words: string): Value[] => {
  const found: Value[] = []
  for (const hit of matchesIn(RUN, words)) {
    const [start, end] = [from + hit.index, from + hit.index + hit[0].length]
    const marked = /[*#]/.test(hit[0])
    if (HELP_LINES.has(hit[0]) || RANGE.test(text.slice(end, end + 20))) continue
    const lead = words.slice(Math.max(0, hit.index - 14), hit.index)
    if (YEAR.test(hit[0]) && (DATED.test(lead) || !POINTED.test(lead))) continue
    if (CALLS.test(words.slice(Math.max(0, hit.index - 34), hit.index))) continue
    if (!marked && NOT_CODE.test(words.slice(Math.max(0, hit.index - 16), hit.index))) continue
    if (hit[0].length < 4 && THING_NUMBER.test(lead)) continue
    const bare = BARE.test(hit[0]) && KEYED_IN.test(lead)
    if ((!bare && isLong(text, start, end)) || (hit[0].length === 4 && TOWN.test(text.slice(end, end + 5)))) continue
    found.push({ kind: YEAR.test(hit[0]) ? 'year' : 'digits', start, end })
  }
  return found
}

const numbersIn = (text: string, { words, from }: Said): Value[] => [
  ...(SOME_PARTS.test(words) ? partedIn(text, from, words) : []),
  ...(SOME_RUN.test(words) ? runsIn(text, from, words) : []),
]

const DIGIT =
  '(?:nul(?:len|letjes)?|e(?:e|é)n(?:en|tjes)?|twee(?:ën|en)?|drie(?:ën|en)?|vier(?:en|s)?|vijf|vijven|zes|zessen|zeven(?:s)?|acht(?:jes|en)?|negen(?:s)?|zéros?|zero(?:e?s)?|deux|trois|quatre|cinq|six|sept|huit|neuf|one|two|three|four|five|seven|eight|nine|\\d)'
const TIMES = '(?:twee|drie|vier|vijf|zes|zeven|acht|deux|trois|quatre|cinq|six|two|three|four|five|six|[2-8])'
// "vier keer den 7", "zes keer op de 3", "trois fois le six", "tweemaal admin", "dubbel acht"
const KEYED = new RegExp(
  `\\b${TIMES}\\s?(?:keer|maal|x|×|fois|times)\\s(?:(?:op|de|den|het|een|le|la|sur|the|on|cijfer|chiffre)\\s){0,3}["']?${DIGIT}(?![\\p{L}\\d%€/:.,]\\S)|\\b(?:dubbel|dubbele|double|driedubbel|triple)\\s${DIGIT}\\b|\\b${TIMES}\\s(?:nullen|nulletjes|e(?:e|é)nen|e(?:e|é)ntjes|twee(?:ë|e)n|drie(?:ë|e)n|vieren|vijven|zessen|zevens|achten|achtjes|negens|zéros|zeroe?s|ones|\\d'?en)\\b`,
  'giu',
)
const SPOKEN = new RegExp(
  `(?<![\\p{L}\\d])${DIGIT}(?:(?:\\s?[-,]\\s?|\\s)(?:en\\s|et\\s|and\\s|dan\\s|puis\\s)?${DIGIT}){2,7}(?![\\p{L}\\d])`,
  'giu',
)
const WORDED = /\p{L}{3}/u

const countedIn = (said: Said, hints: number): Value[] => {
  const at = (hit: RegExpExecArray): Value => ({
    kind: 'counted',
    start: said.from + hit.index,
    end: said.from + hit.index + hit[0].length,
  })
  const keyed = said.words.includes('×') || (hints & TIMED) !== 0
  const spoken = (hints & FIGURE) !== 0
  return [
    ...(keyed ? matchesIn(KEYED, said.words).map(at) : []),
    ...(spoken
      ? matchesIn(SPOKEN, said.words)
          .filter((hit) => WORDED.test(hit[0]))
          .map(at)
      : []),
  ]
}

const LETTER =
  /\b(?:grote|grote letter|hoofdletter|kleine|kleine letter|majuscule|minuscule|grand|grande|petit|petite|capital|upper ?case|lower ?case|big|small)\s["'“]?\p{L}(?:['’"”]s?)?(?![\p{L}\d])|(?<![\p{L}\d-])(?:\p{L}-){4,}\p{L}(?![\p{L}\d-])/iu
const DRAWN =
  /\b(?:vier|4) hoeken\b|\bquatre coins\b|\bfour corners\b|\b(?:letter|een|hoofdletter|de|une?|an?)\s["'“]?[A-Z]["'”]?(?:\s(?:teken|vormen|over de|trek|van boven|beginnend|à l'envers|over)|,? van (?:links|rechts)(?:boven|onder))|\b(?:teken|trek|veeg|swipe|dessine\w*|draw)\w{0,3}\s(?:\p{L}+\s){0,3}["'“]?[A-Z]["'”]?(?![\p{L}\d])|\bpatroon\b|\bschéma\b|\bbolletjes\b|\b(?:links|rechts)(?:boven|onder)\b.{1,40}\b(?:links|rechts)(?:boven|onder)\b|haut gauche.{1,30}(?:haut|bas) droit/iu
const PICTURES =
  /\beerst\s(?:op\s)?(?:de|het|een)?\s?\p{L}{2,}(?:\s\p{L}+)?,?\s(?:en\s)?(?:dan|daarna)\s(?:op\s)?(?:de|het|een)?\s?\p{L}{2,}.{0,30}\b(?:dan|daarna)\s(?:op\s)?(?:de|het|een)\s\p{L}{2,}|\bd'abord\s.{3,30}\b(?:puis|ensuite)\s.{3,30}\b(?:puis|enfin|et)\b/iu

const toldIn = ({ words: said, from, to }: Said, hints: number): Value[] => {
  if (!said.includes('-') && (hints & TOLD) === 0) return []
  const letter = LETTER.exec(said)
  const drawn = DRAWN.exec(said)
  const pictures = PICTURES.exec(said)
  return [
    ...(letter ? [{ kind: 'spelt', start: from + letter.index, end: to } as const] : []),
    ...(drawn
      ? [{ kind: 'drawn', start: from + drawn.index, end: from + drawn.index + drawn[0].length } as const]
      : []),
    ...(pictures ? [{ kind: 'pictures', start: from + pictures.index, end: to } as const] : []),
  ]
}

const JOINED =
  /\b(?:en|met|plus|dan|daarna|gevolgd|achter|achteraan|erachter|erbij|aaneen|aan elkaar|zonder|achterstevoren|omgekeerd|in kleine|et|puis|suivi|sans|and|then|followed|backwards)\b|\+/i

const recipesIn = (index: TermIndex, { words, to }: Said, sentence: Sentence): Value[] => {
  const { start, end } = sentence
  if (!JOINED.test(words)) return []
  // "De gebruikersnaam is de voornaam en de familienaam aan elkaar."
  if (index.near('password.user', start, to) && !index.near('password.label', start, to)) return []
  const first = index.within('password.ingredient', start, end).find((hit) => hit.end <= to)
  return first ? [{ kind: 'recipe', start: recipeFrom(index.reading.text, sentence, first.start), end: to }] : []
}

const LINK =
  /\b(?:met|mè|als|is|zijn|wordt|werd|blijft|naar|door|op|en|tik|tikt|typ|typt|vul|vult|geef|geeft|gebruik|gebruikt|neem|probeer|zeg|doe|doet|van|(?:tover|code|sleutel|wacht|geheim)?woord|woordje|zin|zinnetje|avec|et|est|mets|mettez|tape|tapez|mot|with|and|use|type|enter|word|is|dan|daarna|vakje|vak|veld|balk|lijn|field|box|champ|case|wants|vraagt|daaronder|eronder|onder|puis|ensuite|then)\s(?:dan\s|je\s|u\s|ge\s|gewoon\s|eens\s|daar\s|nu\s|nog\s|altijd\s|weer\s|het\s|nog\saltijd\s){0,2}["'“]?(\p{L}[\p{L}-]{3,24})["'”]?(?=\s(?:in|intikken|invullen|intypen|met\s(?:een|twee|drie|\d)|met (?:hoofd|kleine|grote)|zonder|in kleine|alles|aan|achter|zetten|typen|doen|dus|als|ipv|maar|en (?:dan|daar\p{L}*)|et puis|and then)\b|[.,;!)?]|\s*$|\s\()|[:=,(]\s{0,4}["'“]?(\p{L}[\p{L}-]{3,24})["'”]?(?=[.,;!)?]|\s*$|\s\(|\sdus\b)|^\s*(\p{L}[\p{L}-]{5,24})!{0,3}\s*$/giu

// What stands there is spoken of, and is not the value.
const KNOWN = [
  'no-value',
  'table-header',
  'label',
  'enter',
  'type',
  'device',
  'login',
  'product',
  'user',
  'wifi',
  'container',
  'digit',
  'ingredient',
  'sample',
  'lesson',
].map((name) => `password.${name}`)
const PLAYED = ['password.game', 'password.play']
const [BEFORE, BEHIND] = [300, 200]

/** A word of games where nothing else speaks of one may be a password: "en dan sinterklaas, klein en aan elkaar". */
const isPlayed = (index: TermIndex, start: number): boolean =>
  PLAYED.some((name) => index.at(start, name)) &&
  PLAYED.some((name) => index.within(name, start - BEFORE, start + BEHIND).some((hit) => hit.start !== start))

const plainIn = (index: TermIndex, { words, from }: Said): Value[] => {
  const found: Value[] = []
  for (const hit of matchesIn(LINK, words)) {
    const word = hit[1] ?? hit[2] ?? hit[3]!
    const start = from + hit.index + hit[0].lastIndexOf(word)
    if (isPredicate(word.toLowerCase()) || KNOWN.some((name) => index.at(start, name)) || isPlayed(index, start))
      continue
    found.push({ kind: 'plain', start, end: start + word.length })
  }
  return found
}

/** What a sentence speaks of: entering, so that words count too; numbers in words. */
export type Speaks = Readonly<{ entered: boolean; counted: boolean }>

/** Values of a sentence; of several at one place the first. */
export const valuesIn = (index: TermIndex, sentence: Sentence, { entered, counted }: Speaks): readonly Value[] => {
  const { text, words } = index.reading
  const { start: from } = sentence
  const to = Math.min(text.length, sentence.end + 3)
  const odd = mayBeOdd(text, from, to)
  if (!odd && !entered && !counted) return NONE
  const said = { words: text.slice(from, to), from, to }
  const hints = entered || counted ? SECRET_HINTS.among(words, sentence.first, sentence.last) : 0
  const found: Value[] = []
  const add = (values: readonly Value[]): void => {
    for (const value of values)
      if (!found.some((other) => value.start < other.end && other.start < value.end)) found.push(value)
  }
  if (odd) add(oddIn(text, said))
  if (entered) add(toldIn(said, hints))
  if (counted) add(countedIn(said, hints))
  if (odd) add(numbersIn(text, said))
  if (entered) add(recipesIn(index, said, sentence))
  if (entered) add(plainIn(index, said))
  return found
}
