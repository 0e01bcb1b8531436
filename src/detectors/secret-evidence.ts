/**
 * What speaks for a value being a secret, and what against: how it is pointed at, and what stands around it. Each sign
 * has a name; secret-weights.ts tells how much it weighs, by itself and for a group of values.
 */
import type { Reading } from './detectors.ts'
import type { Kind, Speaks, Value } from './secret-values.ts'
import { type Sentence, sentenceAt } from './sentences.ts'

/** Classes of the lexicon that speak for it; the last ones name no place, log-in or thing by themselves. */
const FOR = [
  'enter',
  'pass',
  'thing',
  'prompt',
  'label.account',
  'label.wifi',
  'label.access',
  'label.key',
  'label.noun',
  'label.weak',
  'login',
  'product',
  'wifi',
  'user',
  'credentials',
  'container',
  'device',
  'renew',
  'count',
  'manner',
  'figure',
  'veil',
] as const
const AGAINST = ['ledger', 'place', 'play', 'elsewhere', 'meeting', 'innocent', 'lesson'] as const

const NAMES: readonly string[] = [...FOR, ...AGAINST]
const BITS: ReadonlyMap<string, number> = new Map(NAMES.map((name, i) => [`password.${name}`, 1 << i]))
const PLACES = (1 << FOR.indexOf('renew')) - 1
/** Bits of some classes. */
export const setOf = (...names: readonly string[]): number =>
  names.reduce((bits, name) => bits | BITS.get(`password.${name}`)!, 0)
const ENTERED = setOf(
  'label.account',
  'label.wifi',
  'label.access',
  'enter',
  'prompt',
  'login',
  'user',
  'credentials',
  'manner',
  'wifi',
  'container',
)
const COUNTED = setOf('count')
const FILE = 'password.container'

/** Classes in a sentence and in those beside it, one bit each. */
export type Surroundings = Readonly<{ here: number; near: number }>

const BEFORE = 140
const AFTER = 120

export const surroundingsOf = ({ index, role, sentences }: Reading): Surroundings[] => {
  const here = new Int32Array(sentences.length)
  for (const [name, bit] of BITS) {
    // Every name of a file ends in the kind of file it is.
    if (name === FILE && role === 'file-name') continue
    for (const { start, term } of index.all(name)) {
      // A key without more is one of metal.
      if (term !== 'sleutel') here[sentenceAt(sentences, start)]! |= bit
    }
  }
  const found: Surroundings[] = []
  for (let i = 0; i < sentences.length; i++) found.push({ here: here[i]!, near: besides(here, sentences, i) })
  return found
}

/** What stands in the sentences before and the one behind, and not in the sentence itself. */
const besides = (here: Int32Array, sentences: readonly Sentence[], at: number): number => {
  const { start, end } = sentences[at]!
  let near = 0
  for (let k = at - 1; k >= 0 && k >= at - 3 && start - sentences[k]!.end < BEFORE; k--) near |= here[k]!
  const next = sentences[at + 1]
  if (next && next.start - end < AFTER) near |= here[at + 1]!
  return near & ~here[at]!
}

/** Something that is opened, entered or named stands near: without it nothing is told. */
export const hasPlace = ({ here, near }: Surroundings): boolean => ((here | near) & PLACES) !== 0

/** Whether the sentence itself speaks of entering or calls a secret by its name, and whether of numbers in words. */
export const spokenOf = ({ here }: Surroundings): Speaks => ({
  entered: (here & ENTERED) !== 0,
  counted: (here & COUNTED) !== 0,
})

type Pointer = readonly [name: string, is: (around: Around) => boolean]
type Around = Readonly<{ text: string; sentence: Sentence; value: Value; before: string; after: string }>

const TYPED =
  /(?<!\p{L})(?:tikt?|tikken|typt?|typen?|toetst?|duwt?|douwt?|drukt?|vult?|doet?|zei|zegde|geeft?|gee?f|voert?|zet|zegt?|probee?rt?|gebruikt?|neemt?|kiest?|draait?|rol|stelt?|intikken|intoetsen|ingeven|invullen|intypen|tape[sz]?|compose[sz]?|encode[sz]?|saisis(?:sez)?|entrez|introduisez|mets|mettez|faire|faites|enter|punch|key|press|push|dial|use|try)(?: (?!niet\b|geen\b)\S{1,18}){0,4}[ :]{1,2}["'“„«‘(]?$/iu
const WITH =
  /(?:^|[\s(,])(?:met|mè|me|avec|with|door|via|par|by|als|comme|as)\s(?:de |het |den |een |le |la |the )?["'“„«‘]?$/iu
const IS =
  /(?:\b(?:is|zijn|wordt|werd|blijft|luidt|est|was|nu|now|naar|op|het|da|dat|pak|are|dus|namelijk|staat|tis|(?:tover|code|sleutel)woord(?:je)?)\s|['’](?:est|s)\s|[:=>→]\s{0,4}|\n\s{0,4})["'“„«‘]?$/iu
// "it wants windmill-rain", "hij vraagt dan Zonnebloem"
const WANTS =
  /(?<!\p{L})(?:vraagt|wil|verwacht|wants|needs|expects|takes|asks for|veut|demande|attend)\s(?:(?:dan|nog|eerst|nu|gewoon|hij|ze|het|then|first|alors|ensuite)\s){0,2}["'“„«‘]?$/iu
const AND = /(?:\b(?:en|et|and|dan|daarna|puis|then)\s|[/|,;–-]\s{0,3}|\s\+\s)["'“„«‘]?$/iu
const SECOND =
  /(?<!\p{L})(?:daaronder|eronder|daarachter|erachter|ernaast|achteraan|tweede(?:\s\p{L}{2,8})?|onderste(?:\s\p{L}{2,8})?|en dan|en daarna|dan|daarna|vervolgens|onder|onderaan|verder|ensuite|puis|en dessous|and then|then|below|underneath|second(?:\s\p{L}{2,8})?)(?!\p{L})[^.!?\n]{0,20}$/iu
const USERNAME =
  /[\p{L}\d]@\w|\p{L}{2}[._]\p{L}{2}|\\\w|(?<!\p{L})(?:admin|beheer\p{L}{0,4}|gast|guest|root|stage\d{0,3}|bezoeker|klas\d\w?)(?!\p{L})/iu
const SOME_NAME = /[@\\]|\S[._]\S|admin|beheer|gast|guest|root|stage|bezoeker|klas/iu
const TYPED_AFTER =
  /^["'”’»).]{0,2}(?:\s(?:in(?:tikken|typen|vullen|geven|toetsen)?|invult|intikt|intypt|dans|into)|,?\s(?:en|et|and)\s(?:je|u|ge|gij|dan|vous|tu|you)\s(?:dan\s)?(?:zit|bent|zijt|komt?|raakt|geraakt|ziet|kunt?|kan|mag|moogt|entrez|êtes|verrez|are|get|can|['’]re))\b/i
const HOW =
  /aan elkaar|aaneen|aan mekaar|één stuk|hoofdletter|kleine letter|grote letter|alles klein|in 't klein|met spatie|zonder spatie|met streepjes|uitroepteken|attaché|collé|minuscule|majuscule|lower ?case|upper ?case|capital|no spaces?|one word|één woord/i
const ALONE_BEFORE = /(?:^|\n)\s{0,4}$/
// A row of two cells: what it is, and the value.
const CELL_BEFORE = /(?:^|\n)[^\t\n]{2,40}\t\s{0,2}$/
const CELL_AFTER = /^[^\t\n]{0,3}(?:\n|$)/
const ENDS = /^[^\p{L}\d]{0,3}(?:\n|$)/u
// "In het kastje bij de fietsen. 0711 (verjaardag van de school)."
const STANDS_APART = /^(?:[.!]|\s\()/u

const isName = (before: string): boolean => SOME_NAME.test(before) && USERNAME.test(before)

// The quickest to tell first: where these are wanting, the others are not asked.
const POINTERS: readonly Pointer[] = [
  ['ends', ({ after }) => ENDS.test(after)],
  ['with', ({ before }) => WITH.test(before.slice(-24))],
  ['is', ({ before }) => IS.test(before.slice(-24))],
  ['and', ({ before }) => AND.test(before.slice(-24))],
  [
    'alone',
    ({ before, after, sentence, value }) =>
      (ALONE_BEFORE.test(before) && ENDS.test(after)) ||
      (value.kind === 'digits' && value.start === sentence.start && STANDS_APART.test(after)),
  ],
  ['typed after', ({ after }) => TYPED_AFTER.test(after)],
  ['username', ({ text, value }) => isName(text.slice(Math.max(0, value.start - 90), value.start))],
  ['how', ({ text, sentence }) => HOW.test(text.slice(sentence.start, sentence.end))],
  ['typed', ({ before }) => TYPED.test(before)],
  ['second', ({ before }) => SECOND.test(before.slice(-36))],
  ['cell', ({ before, after }) => CELL_BEFORE.test(before) && CELL_AFTER.test(after)],
  ['wants', ({ before }) => WANTS.test(before.slice(-36))],
]

const THEN_LABEL =
  /^["'”’»)]?,?\s(?:(?:en|et|and|with|met)\s)?(?:\p{L}+\s){0,4}(?:wachtwoord|paswoord|password|mot de passe|ww|pw)\b/iu
const OTHER_CODE =
  /(?:code|nummer|nr\.?|n°|ref\w*|lokaal|klas|groep|lijn|bus|tram|model|type|versie|tabblad|bestand|map|serie\w*|toestel)\s{0,2}:?\s?$/i

const AVERTERS: readonly Pointer[] = [
  ['-then label', ({ after }) => THEN_LABEL.test(after)],
  ['-other code', ({ before }) => OTHER_CODE.test(before.slice(-20))],
  ['-question', ({ text, sentence }) => text[sentence.end] === '?'],
]
/** Nothing points at the value; that a line ends behind it is not enough. */
const UNPOINTED = '-unpointed'
const points = (name: string): boolean => name !== 'ends'

/** Kinds that are pointed at alike. */
const GROUPS: Readonly<Record<Kind, string>> = {
  certain: 'token',
  strong: 'token',
  coded: 'token',
  dotted: 'token',
  digits: 'code',
  parted: 'code',
  counted: 'code',
  year: 'code',
  spelt: 'told',
  drawn: 'told',
  pictures: 'told',
  recipe: 'told',
  quoted: 'word',
  plain: 'word',
}

const namesIn = (bits: number): string[] => NAMES.filter((_, i) => bits & (1 << i))
const isFor = (name: string): boolean => (FOR as readonly string[]).includes(name)

/** The signs that surroundings give by themselves. */
export const plainSigns = ({ here, near }: Surroundings): string[] => [
  ...namesIn(here).map((name) => (isFor(name) ? name : `-${name}`)),
  ...namesIn(near).map((name) => (isFor(name) ? `near ${name}` : `-near ${name}`)),
]

/** The signs that surroundings give, with those for one group of values. */
const signsAround = ({ here, near }: Surroundings, group: string): string[] =>
  [...namesIn(here), ...namesIn(near).map((name) => `near ${name}`)].flatMap((sign) =>
    isFor(sign.replace('near ', '')) ? [sign, `${group} ${sign}`] : [`-${sign}`],
  )

const aroundValue = (text: string, sentence: Sentence, value: Value): Around => ({
  text,
  sentence,
  value,
  before: text.slice(Math.max(0, value.start - 60), value.start),
  after: text.slice(value.end, value.end + 60),
})

const pointersOf = (around: Around, group: string): string[] => {
  const found = POINTERS.filter(([, is]) => is(around)).map(([name]) => name)
  return [...found.flatMap((name) => [name, `${group} ${name}`]), ...(found.some(points) ? [] : [UNPOINTED])]
}

const pointingAt = (around: Around, group: string): string[] => [
  ...pointersOf(around, group),
  ...AVERTERS.flatMap(([name, is]) => (is(around) ? [name] : [])),
]

/** Every sign of a value by name: what weights are learned for. */
export const signsOf = (text: string, sentence: Sentence, surroundings: Surroundings, value: Value): string[] => {
  const group = GROUPS[value.kind]
  return [value.kind, ...signsAround(surroundings, group), ...pointingAt(aroundValue(text, sentence, value), group)]
}

export type Weights = Readonly<{ bias: number; of: ReadonlyMap<string, number> }>

/** The sum that surroundings give: of each class by itself, and for values, or whatever it is, of one group. */
export const surroundingSum = (
  weight: (sign: string) => number,
  group?: string,
): ((surroundings: Surroundings) => number) => {
  const each = (prefix: string): number[] =>
    NAMES.map((name) => {
      if (!isFor(name)) return weight(`-${prefix}${name}`)
      return weight(prefix + name) + (group === undefined ? 0 : weight(`${group} ${prefix}${name}`))
    })
  const [inside, beside] = [each(''), each('near ')]
  return ({ here, near }) => added(inside, here) + added(beside, near)
}

const added = (weights: readonly number[], bits: number): number => {
  let sum = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) sum += weights[31 - Math.clz32(rest & -rest)]!
  return sum
}

/** A scale that knows the sum of surroundings beforehand and looks closer only where enough can still come. */
export const scaleOf = ({ bias, of }: Weights) => {
  const weight = (sign: string): number => of.get(sign) ?? 0
  const groups = new Map(
    [...new Set(Object.values(GROUPS))].map((group) => {
      const pointers = POINTERS.map(([name, is]) => ({
        is,
        points: points(name),
        more: weight(name) + weight(`${group} ${name}`),
      }))
      const most = pointers.reduce((sum, { more }) => sum + Math.max(0, more), 0)
      return [group, { around: surroundingSum(weight, group), pointers, most }]
    }),
  )
  /** The sum, or less than `least` when it cannot be reached. */
  return (text: string, sentence: Sentence, surroundings: Surroundings, value: Value, least: number): number => {
    const { around, pointers, most } = groups.get(GROUPS[value.kind])!
    let sum = bias + weight(value.kind) + around(surroundings)
    let open = most
    let pointed = false
    const place = aroundValue(text, sentence, value)
    for (const { is, points, more } of pointers) {
      if (sum + open < least) return sum
      open -= Math.max(0, more)
      if (!is(place)) continue
      pointed ||= points
      sum += more
    }
    if (!pointed) sum += weight(UNPOINTED)
    for (const [name, is] of AVERTERS) if (is(place)) sum += weight(name)
    return sum
  }
}
