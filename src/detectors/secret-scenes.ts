/**
 * Getting in, told in whatever words: "je komt erin met Bosuil88", "vier keer den 7 en ge zijt binnen", "als hij erom
 * vraagt: varendoor88". Each stretch that could be a value is weighed by what speaks for and against it
 * (secret-evidence.ts), and by what the sentence says as a whole. Fooled by order numbers, models, names of networks and
 * rooms, by games and by lessons, which weigh against.
 */
import type { Reading } from './detectors.ts'
import { matchesIn } from './matches.ts'
import { LABELS } from './meaning.ts'
import { hasPlace, scaleOf, spokenOf } from './secret-evidence.ts'
import { type Kind, type Value, valuesIn } from './secret-values.ts'
import { BIAS, WEIGHTS } from './secret-weights.ts'
import { doubtOfLength, type Sentence } from './sentences.ts'
import type { TermIndex } from './term-index.ts'

export type Scene = Readonly<{
  kind: Kind
  /** What else of the sentence could be part of it: words that no lexicon knows. */
  doubtful: readonly Readonly<{ start: number; end: number }>[]
  start: number
  end: number
  label: Readonly<{ start: number; end: number }>
  confidence: number
}>

const PASSWORD = LABELS.indexOf('password')

const MENTIONED = 0.5
const SURE = 3
const MORE_BY_LENGTH = 0.9
const MEANT = 0.3
// A sentence about anything else stands at some -6, one that tells a secret around 0.
const NEITHER = -3
const [LEAST, MOST] = [-1, 1.5]
const LONGEST = 80

/** What the sentence, alone or with the one before, says as a whole; within bounds, so that it never decides alone. */
const meant = ({ text, words, meaning }: Reading, sentences: readonly Sentence[], at: number): number => {
  if (!meaning) return 0
  const { first, last } = sentences[at]!
  const score = (from: number): number => meaning.gist({ text, words, first: from, last })[PASSWORD]!
  const own = score(first)
  const before = sentences[at - 1]
  const both = before && last - before.first < LONGEST ? score(before.first) : own
  return Math.min(MOST, Math.max(LEAST, MEANT * (Math.max(own, both) - NEITHER)))
}

// "Our team is called Otters26", "geeft weer storing F28", "mijn toestelnummer is 118", "in RAL 5010"
const NAMED =
  /(?<!\p{L})(?:ral|(?!kopi|code|gebruik|print|toegang|geheim|pin)\p{L}{3,20}nummers?(?: (?:eindigt|begint) (?:op|met))?|heten?|heette|genaamd|called|named|appelle\p{L}{0,2}|nommée?|ploeg|team|storing|foutmelding|melding|erreur|panne|kanaal|channel|model|merk|maat|kleur)(?!\p{L})(?:[:,]?\s(?:is|de|het|dan|nu|nog|le|la|the|en|nr\.?)){0,2}[:,]?\s["'“„«‘(]?$/iu
// "zoek op Fotosynthese2", "bewaar het als Oefening4"
const SOUGHT =
  /(?<!\p{L})(?:zoek\p{L}*|opzoek\p{L}*|opslaan als|sla\p{L}* (?:het |dat |dit |ze )?op als|bewaar\p{L}* (?:het |dat |dit |ze )?als|search\p{L}*|look up|save (?:it )?as|cherche\p{L}*|recherche\p{L}*|enregistre\p{L}* sous)(?!\p{L})[^.!?\n]{0,40}$/iu

const CODE_OF = 30

const NUMBERED = /^(\p{L}{3,24})(\d)$/u
/** "Kabouter1 … Kabouter2": groups, not log-ins. */
const isOfSeries = (text: string, value: string): boolean => {
  const [, word, digit] = NUMBERED.exec(value) ?? []
  return (
    word !== undefined && (text.includes(`${word}${Number(digit) + 1}`) || text.includes(`${word}${Number(digit) - 1}`))
  )
}

/** The name of something, what is looked up, or "le code du bus est 4471". */
const isNamed = (index: TermIndex, { start, end }: Value): boolean => {
  const { text } = index.reading
  if (isOfSeries(text, text.slice(start, end))) return true
  if (index.near('password.innocent', start - CODE_OF, start)) return true
  const before = text.slice(Math.max(0, start - 60), start)
  return NAMED.test(before) || SOUGHT.test(before)
}

// "De slechtste wachtwoorden ter wereld.", and then they come.
const LEAD = 120
const WORST =
  /(?:slechtste|zwakste|populairste|meest(?: ?gebruikte| gekozen)|worst|pires) (?:wachtwoord|paswoord|code|password|mots de passe)/iu

// "Op het bord komen dingen als 123456, welkom01, qwerty": nobody's own.
const NOTORIOUS =
  /(?<![\p{L}\d])(?:1234567?8?9?|azerty|qwerty|welkom0?1?|password|wachtwoord|paswoord|admin|iloveyou|motdepasse|letmein|voetbal)(?:123?)?(?![\p{L}\d])/giu
const SOME = 2

// "wo pw: Breuken_2" where pw stands for a test.
const SHORT_LABEL = /(?<!\p{L})(?:pw|ww)(?!\p{L})/iu
const EXAM = 250

const DIRE = ['user', 'wifi', 'login', 'product'].map((name) => `password.${name}`)

/** The passcode of a meeting, a game, a lesson, a sample: whatever it weighs. */
const isOther = (index: TermIndex, { start, end }: Sentence, values: readonly Value[]): boolean => {
  const has = (name: string, from: number, to: number) => {
    const hit = index.near(`password.${name}`, Math.max(0, from), to)
    return hit !== undefined && !values.some((value) => value.start <= hit.start && hit.end <= value.end)
  }
  if (has('meeting', start - 500, end + 300)) return !has('user', start - 150, end)
  const { text } = index.reading
  if (WORST.test(text.slice(Math.max(0, start - LEAD), start))) return true
  if (new Set(matchesIn(NOTORIOUS, text.slice(start, end)).map(([word]) => word)).size > SOME) return true
  if (has('exam', start - EXAM, end + EXAM) && SHORT_LABEL.test(text.slice(start, end))) return true
  if (has('bad-taste', start, end) || (has('sample', start, end) && !has('as-agreed', start, end))) return true
  if (has('game', start, end) || has('play', start, end)) return true
  return has('game', start - 300, end + 200) && !DIRE.some((name) => index.near(name, start, end))
}

// A signature is a block of numbers, and the parts of an office file that are mark-up hold none of the writer's words.
export const isApart = ({ role, text }: Reading): boolean =>
  role === 'signature' || role === 'disclaimer' || text.startsWith('<?xml')

const COMMON = ['is', 'adverb', 'preposition', 'determiner', 'no-value', 'instruct', 'made-of', 'as', 'digit']
const SHORT = 3

/** A plain value may be of several words, of which only the last was pointed at. */
const unknownWords = (index: TermIndex, { first, last }: Sentence) => {
  const { words, terms } = index.reading
  const known = new Set(terms.flatMap((hit) => (hit.first >= first && hit.last <= last ? [hit.first, hit.last] : [])))
  return words.slice(first, last + 1).flatMap(({ start, end }, i) => {
    if (end - start <= SHORT || known.has(first + i)) return []
    return COMMON.some((name) => index.at(start, `password.${name}`)) ? [] : [{ start, end }]
  })
}

const weigh = scaleOf({ bias: BIAS, of: WEIGHTS })

type Weighed = Readonly<{ value: Value; weight: number }>

/** What the values of one sentence come to, those that weigh enough. */
const sceneIn = (index: TermIndex, at: number, values: readonly Value[], needed: number): Scene[] => {
  const { reading } = index
  const { sentences } = reading
  const sentence = sentences[at]!
  const weighed: Weighed[] = []
  for (const value of values) {
    const weight = weigh(reading.text, sentence, reading.surroundings[at]!, value, needed - MOST)
    if (weight + MOST >= needed && !isNamed(index, value)) weighed.push({ value, weight })
  }
  if (weighed.length === 0 || isOther(index, sentence, values)) return []
  const more = meant(reading, sentences, at)
  return weighed.flatMap(({ value, weight }): Scene[] => {
    const sum = weight + more
    if (sum < needed) return []
    const { kind, start, end } = value
    const from = Math.max(sentence.start, start - 60)
    const others = values.filter((other) => other !== value)
    const doubtful = kind === 'plain' ? [...others, ...unknownWords(index, sentence)] : others
    return [{ kind, doubtful, start, end, label: { start: from, end: start }, confidence: sum < SURE ? 0.82 : 0.9 }]
  })
}

export const scenesIn = (index: TermIndex): Scene[] => {
  const { reading } = index
  if (isApart(reading)) return []
  const { sentences, surroundings } = reading
  const needed = MENTIONED + MORE_BY_LENGTH * doubtOfLength(sentences)
  const found: Scene[] = []
  for (let at = 0; at < sentences.length; at++) {
    const around = surroundings[at]!
    const values = hasPlace(around) ? valuesIn(index, sentences[at]!, spokenOf(around)) : []
    if (values.length > 0) found.push(...sceneIn(index, at, values, needed))
  }
  return found
}
