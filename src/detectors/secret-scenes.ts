/**
 * Getting in, told in whatever words: "je komt erin met Bosuil88", "vier keer den 7 en ge zijt binnen", "als hij erom
 * vraagt: varendoor88". Each stretch that could be a value is weighed by what speaks for and against it
 * (secret-evidence.ts), and by what the sentence says as a whole. Fooled by order numbers, models, names of networks and
 * rooms, by games and by lessons, which weigh against.
 */
import type { Reading } from './detectors.ts'
import { matchesIn } from './matches.ts'
import { GIST, LABELS } from './meaning.ts'
import { hasPlace, scaleOf, setOf, spokenOf } from './secret-evidence.ts'
import { type Kind, type Value, valuesIn } from './secret-values.ts'
import { BIAS, WEIGHTS } from './secret-weights.ts'
import { doubtOfLength, type Sentence } from './sentences.ts'
import type { TermIndex } from './term-index.ts'

type Span = Readonly<{ start: number; end: number }>
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
// Where the model alone points at a sentence, what is told may stand in one of those beside it.
const BESIDE = 3
const SURELY_MEANT = 1.5
const FEWEST = 4
const FEWEST_WORDS = 3
const NONE: readonly Value[] = []
// A link, a row of a table, and what does not work, was lost or is never done: nothing is given away.
const NOT_TOLD =
  /https?:|www\.|\t|(?<!\p{L})(?:niet|nooit|geen|kwijt|vergeten|verlopen|ne|pas|jamais|oublié|perdu|not|never|can['’]t|don['’]t|forgot\p{L}*|lost)(?!\p{L})/iu
// What calls a secret by its name was looked at for its value by other rules: without one it is talk.
const CALLED = setOf(
  'label.account',
  'label.wifi',
  'label.access',
  'label.key',
  'label.noun',
  'label.weak',
  'credentials',
  'user',
  'lesson',
)
// From here on a sentence tells a secret though it names nothing that is opened: "stel u voor als beheer, en dan …".
const PLAINLY_MEANT = -1

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
// "type Latitude 5420", "een Ricoh 3500"
const MADE =
  /(?<!\p{L})(?:(?:type|model|merk|reeks|serie|modèle)\s\p{Lu}\p{L}{2,20}|latitude|thinkpad|probook|elitebook|optiplex|ideapad|macbook|vostro|inspiron|aspire|laserjet|officejet|ricoh|canon|epson|brother|lexmark|kyocera|xerox|galaxy|surface|chromebook)\s$/iu
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
  return NAMED.test(before) || MADE.test(before) || SOUGHT.test(before)
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
  // A name, or a word of another rule, may be the very secret.
  const known = new Set(
    terms.flatMap((hit) =>
      hit.class.startsWith('password.') && hit.first >= first && hit.last <= last ? [hit.first, hit.last] : [],
    ),
  )
  return words.slice(first, last + 1).flatMap(({ start, end }, i) => {
    if (end - start <= SHORT || known.has(first + i)) return []
    return COMMON.some((name) => index.at(start, `password.${name}`)) ? [] : [{ start, end }]
  })
}

const stands = (text: string, { start, end }: Span): boolean => /\d|^\p{Lu}\p{L}{3}/u.test(text.slice(start, end))

/** Words that no lexicon knows, numbers, and words with a capital. */
const couldBePart = (index: TermIndex, sentence: Sentence): Span[] => {
  const { text, words } = index.reading
  const apart = words.slice(sentence.first, sentence.last + 1).filter((word) => stands(text, word))
  return [...unknownWords(index, sentence), ...apart]
}

const weigh = scaleOf({ bias: BIAS, of: WEIGHTS })

/** `sure`: the sentence itself speaks of entering, or calls a secret by its name. */
type Looked = Readonly<{ values: readonly Value[]; sure: boolean }>
type Weighed = Readonly<{ value: Value; weight: number }>

/** What the values of one sentence come to, those that weigh enough. */
const sceneIn = (index: TermIndex, at: number, { values, sure }: Looked, needed: number): Scene[] => {
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
    const near = sure ? [sentence] : sentences.slice(Math.max(0, at - BESIDE), at + BESIDE + 1)
    const doubtful = kind === 'plain' || !sure ? [...others, ...near.flatMap((one) => couldBePart(index, one))] : others
    return [{ kind, doubtful, start, end, label: { start: from, end: start }, confidence: sum < SURE ? 0.82 : 0.9 }]
  })
}

/**
 * "Inloggen kan met mijn stamnummer en daarachter de kraanvogel": that a secret is told is sure, which words it is made
 * of is not. So all is hidden from the first word on that could be part of it to the last.
 */
const withoutValue = (index: TermIndex, at: number, needed: number): Scene[] => {
  const { text, sentences, gists } = index.reading
  const sentence = sentences[at]!
  const { start, end, first, last, question } = sentence
  if (question || last - first < FEWEST || gists[at * GIST + PASSWORD]! < needed + SURELY_MEANT) return []
  if (NOT_TOLD.test(text.slice(start, end)) || isOther(index, sentence, NONE)) return []
  const hidden = couldBePart(index, sentence)
  if (hidden.length === 0) return []
  const value = {
    start: Math.min(...hidden.map((word) => word.start)),
    end: Math.max(...hidden.map((word) => word.end)),
  }
  return [{ kind: 'recipe', doubtful: [], ...value, label: { start, end: value.start }, confidence: 0.72 }]
}

/** The sentence as a whole says that somebody gets in, whatever is opened and however it is called. */
const isMeant = (reading: Reading, sentence: Sentence, at: number, here: number): boolean =>
  reading.gists[at * GIST + PASSWORD]! >= PLAINLY_MEANT &&
  (here & CALLED) === 0 &&
  !reading.text.slice(sentence.start, sentence.end).includes('\t') &&
  isLanguage(reading, sentence)

/** The name of a typeface, a row of signs, an encoding that nobody reads: of those the model says anything. */
const isLanguage = ({ words, meaning }: Reading, { first, last }: Sentence): boolean => {
  const known = words.slice(first, last + 1).filter((word) => meaning?.isWord(word.folded)).length
  return known >= FEWEST_WORDS && 2 * known > last - first
}

/** Where nothing is opened, signs told one by one are a spelling lesson. */
const isSpelt = ({ kind }: Value): boolean => kind === 'spelt'

const scenesAt = (index: TermIndex, at: number, needed: number): Scene[] => {
  const { reading } = index
  const sentence = reading.sentences[at]!
  const around = reading.surroundings[at]!
  const spoken = spokenOf(around)
  const placed = hasPlace(around)
  const meant = isMeant(reading, sentence, at, around.here)
  if (!placed && !meant) return []
  const values = valuesIn(index, sentence, { ...spoken, entered: spoken.entered || meant })
  const looked = { values: placed ? values : values.filter((value) => !isSpelt(value)), sure: spoken.entered && placed }
  const scenes = looked.values.length > 0 ? sceneIn(index, at, looked, needed) : []
  return scenes.length > 0 || !meant || looked.values.length < values.length ? scenes : withoutValue(index, at, needed)
}

export const scenesIn = (index: TermIndex): Scene[] => {
  const { reading } = index
  if (isApart(reading)) return []
  const needed = MENTIONED + MORE_BY_LENGTH * doubtOfLength(reading.sentences)
  return reading.sentences.flatMap((_, at) => scenesAt(index, at, needed))
}
