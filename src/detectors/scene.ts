/** One text as a scene: its sentences, the pupils on stage, and which of them a sentence speaks of. */
import { fold } from '../message/message.ts'
import { animalNamesIn } from './animals.ts'
import type { Case, Reading } from './detectors.ts'
import { holdsKind, OTHERS, PRONOUNS } from './grammar.ts'
import { lineStart } from './line-start.ts'
import type { Predication } from './predications.ts'
import { type Cast, type Child, castOf, childOf, type Mention } from './pupils.ts'
import { isHailed } from './salutation.ts'
import { type Sentence, sentenceAt } from './sentences.ts'
import { lastBefore, startingWithin } from './spans.ts'

export type Scene = Readonly<{
  reading: Reading
  sentences: readonly Sentence[]
  cast: Cast
  /** Whom the whole text is about, as its subject line, file name or a label says. */
  topic: Mention | undefined
  /** A report or a form: "Leerling: Noor Maes" at its head, and every line is about her. */
  form: boolean
  /** The text speaks of one pupil only: pronouns carry further. */
  alone: boolean
  /** A long text that is not about one pupil: a newsletter, a protocol, a programme. */
  broad: boolean
  /** Names of animals, where they stand. */
  animals: readonly Readonly<{ start: number; end: number }>[]
  /** Sentences that tell a story or an example, or stand beside one. */
  invented: ReadonlySet<number>
  /** Sentences that are items of a list of places, talks or parts, one for each name. */
  assigned: ReadonlySet<number>
}>

type Span = Readonly<{ start: number; end: number }>

const CARRY = 3
const CARRY_ALONE = 10
const CARRY_BROAD = 2
const TELEGRAM = 9

export const inSentence = (cast: Cast, sentence: Span): Mention[] => [
  ...startingWithin(cast.pupils, sentence.start, sentence.end + 1),
]

export const holds = (
  { reading }: Pick<Scene, 'reading'>,
  kind: number,
  { first, last }: Pick<Sentence, 'first' | 'last'>,
): boolean => holdsKind(reading.words, kind, first, last)

const gap = (m: Span, p: Span): number => (m.end <= p.start ? p.start - m.end : m.start >= p.end ? m.start - p.end : 0)

export const nearest = (mentions: readonly Mention[], p: Span): Mention | undefined =>
  [...mentions].sort((a, b) => gap(a, p) - 40 * a.sure - (gap(b, p) - 40 * b.sure))[0]

/** Another paragraph, another item of a list: another matter, in a text of many matters. */
const isApart = (text: string, from: number, to: number): boolean =>
  /\n[ \t]*\n|\n[ \t]*[^\p{L}\s]/u.test(text.slice(from, to))

/** The person an earlier sentence left on stage for the sentence `at`. */
export const carriedTo = (
  scene: Scene,
  at: number,
  weight: Predication['weight'] | 'implied',
  sentence: Sentence,
): Mention | undefined => {
  const pronoun = holds(scene, PRONOUNS, sentence)
  const short = sentence.last - sentence.first < TELEGRAM
  const staff = holds(scene, OTHERS, sentence)
  if (!pronoun && (weight === 'weak' || weight === 'reminder' || staff)) return undefined
  if (scene.broad && !pronoun) return undefined
  const reach = scene.broad ? CARRY_BROAD : pronoun ? (scene.alone ? CARRY_ALONE : CARRY) : short ? 2 : 1
  for (let back = 1; back <= reach; back++) {
    const before = scene.sentences[at - back]
    if (!before || (scene.broad && isApart(scene.reading.text, before.end, scene.sentences[at - back + 1]!.start)))
      break
    const last = inSentence(scene.cast, before).at(-1)
    if (last) return last
  }
  if (scene.topic && (pronoun || short || scene.form)) return scene.topic
  // "Ze snijdt zichzelf. Het gaat over Noor Peeters."
  const next = scene.sentences[at + 1]
  const named = next && pronoun && weight !== 'weak' ? inSentence(scene.cast, next)[0] : undefined
  return named && named.sure >= 0.7 ? named : undefined
}

const CARRY_ANIMAL = 3

/** "Onze goudvis heet Otis. Hij eet niet meer.": said of the animal, as long as no pupil comes in between. */
export const isOfAnimal = ({ animals, cast, sentences }: Scene, { end }: Sentence, at: number): boolean => {
  const animal = lastBefore(animals, end)
  if (!animal || animal.start < sentences[Math.max(0, at - CARRY_ANIMAL)]!.start) return false
  const pupil = lastBefore(cast.pupils, end)
  return !pupil || pupil.start < animal.start
}

/** The pupil a text is about: named in its file name or subject line, or by a label at its head. */
const topicOf = (seen: Case, reading: Reading, child: Child | undefined): Mention | undefined => {
  const head = seen.readings.find((other) =>
    reading.role === 'attachment'
      ? other.role === 'file-name' && (other.place.file ?? '') === (reading.place.file ?? '-')
      : other.role === 'subject',
  )
  if (!head || head === reading) return undefined
  const { pupils } = castOf(head, child)
  return pupils.length === 1 && pupils[0]!.named ? pupils[0] : undefined
}

/** "Leerling: Noor Maes", among the first lines of a text that names no other. */
const labelledIn = ({ text, index }: Reading, { pupils }: Cast, headEnd: number): Mention | undefined => {
  const [first] = pupils
  if (!first?.named || first.start > headEnd) return undefined
  const label = lastBefore(index.all('pupil.label'), first.start)
  if (!label || !/^[\s:]{1,6}$/u.test(text.slice(label.end, first.start))) return undefined
  return text.slice(lineStart(text, label.start), label.start).trim() === '' ? first : undefined
}

// A letter about one child is shorter than this; a newsletter, a protocol, a page of the school's site is not.
const MANY_SENTENCES = 25

/** In a long text for everybody "uw kind" is any child, and a first name that nobody here has is an example's. */
export const isAnyChild = ({ sentences, broad }: Scene, who: Mention): boolean =>
  sentences.length > MANY_SENTENCES && (!who.named || (who.id === '' && who.sure < (broad ? 0.8 : 0.6)))

const OFTEN = 3
const HEAD = 4
const SURE = 0.8

/** Long, and neither called after one pupil nor coming back to one. */
const isBroad = (
  sentences: readonly Sentence[],
  { pupils }: Cast,
  topic: Mention | undefined,
  alone: boolean,
): boolean => {
  if (sentences.length <= MANY_SENTENCES || topic) return false
  const first = pupils[0]
  const headed = first !== undefined && first.sure >= SURE && first.end <= sentences[HEAD]!.start
  return !(alone && (headed || pupils.length >= OFTEN))
}

const STORY = 3
// "Roos" in a story is not the Roos of another school.
const HARDLY = 0.6

/** An example is told in some sentences after it was called one; a play in the whole mail, when the subject says so. */
const inventedIn = (seen: Case, reading: Reading, sentences: readonly Sentence[]): Set<number> => {
  const play = seen.readings.some(({ role, index }) => role === 'subject' && index.all('unsaid.fiction').length > 0)
  const invented = new Set<number>(play ? sentences.keys() : [])
  for (const hit of reading.index.all('unsaid.fiction')) {
    const at = sentenceAt(sentences, hit.start)
    for (let i = at - 1; i <= at + STORY; i++) invented.add(i)
  }
  return invented
}

// "- Senne: psychiatrisch ziekenhuis", "9.40 Nadia - verslaafd aan suiker", "Merel = weesmeisje Dora"
const ITEM = /^[^\p{L}]{0,16}\p{Lu}[\p{L}'’. -]{1,40}?\s?(?:[:=→\t]|[–-](?=\s))/u
const LIST = 3
// One place to work may be where somebody is treated; two of them are work.
const PLACES = 2

const assignedIn = (seen: Case, { text, index }: Reading, sentences: readonly Sentence[]): Set<number> => {
  const works = index.all('unsaid.workplace')
  const isSaid = seen.readings.some((one) => one.index.all('unsaid.assigned').length > 0)
  if (!isSaid && works.length < PLACES) return new Set()
  const items = [...sentences.entries()].filter(([, { start, end }]) =>
    ITEM.test(text.slice(start, Math.min(end, start + 80))),
  )
  const places = items.filter(([, { start, end }]) => works.some((work) => work.start >= start && work.end <= end))
  return new Set(items.length < LIST || (!isSaid && places.length < PLACES) ? [] : items.map(([at]) => at))
}

const known = new WeakMap<Case, Map<Reading, Scene>>()

/** Made when first asked for: most readings never are. */
export const sceneOf = (seen: Case, reading: Reading): Scene => {
  const scenes = known.get(seen) ?? new Map<Reading, Scene>()
  known.set(seen, scenes)
  const before = scenes.get(reading)
  if (before) return before
  const child = childOf(seen)
  const { sentences } = reading
  const invented = inventedIn(seen, reading, sentences)
  const { pupils, others } = castOf(reading, child)
  const isReal = (m: Mention): boolean =>
    (m.id !== '' && m.sure >= HARDLY) || isInitials(m) || !invented.has(sentenceAt(sentences, m.start))
  const named = animalNamesIn(reading.text)
  const isAnimal = (m: Mention): boolean => named.has(fold(m.name))
  const animals = pupils.filter(isAnimal)
  const isThere = (m: Mention): boolean =>
    isReal(m) && !isAnimal(m) && (m.id !== '' || !isHailed(seen, reading, firstName(m), m.start))
  const cast = {
    pupils: pupils.filter(isThere),
    others: [...others, ...animals],
  }
  const headed = topicOf(seen, reading, child)
  const names = new Set([...cast.pupils, ...(headed ? [headed] : [])].map(keyOfPerson))
  const alone = names.size <= 1
  const labelled = alone ? labelledIn(reading, cast, sentences[HEAD]?.start ?? Infinity) : undefined
  const topic = headed ?? labelled
  const form = labelled !== undefined
  const broad = isBroad(sentences, cast, topic, alone)
  const assigned = assignedIn(seen, reading, sentences)
  const scene = { reading, sentences, cast, topic, form, alone, broad, animals, invented, assigned }
  scenes.set(reading, scene)
  return scene
}

// Nobody in a play is called R.T.
const isInitials = ({ name }: Mention): boolean => /^(?:\p{Lu}\.\s?){2,}/u.test(name)

export const firstName = ({ name }: Mention): string => fold(/^[\p{L}'’-]+/u.exec(name)?.[0] ?? '')

/** One pupil, however often named and whether or not the class stands beside the name. */
export const keyOfPerson = (who: Mention): string => who.id || firstName(who) || fold(who.name)

const everybody = new WeakMap<Case, readonly Mention[]>()

/** Every pupil that any text of the message speaks of, each by the surest mention, the surest first. */
export const everyoneIn = (seen: Case): readonly Mention[] => {
  const before = everybody.get(seen)
  if (before) return before
  const pupils = new Map<string, Mention>()
  const mentions = seen.readings
    .filter((reading) => reading.role !== 'disclaimer')
    .flatMap((reading) => sceneOf(seen, reading).cast.pupils)
    .toSorted((a, b) => b.sure - a.sure)
  for (const one of mentions) if (!pupils.has(keyOfPerson(one))) pupils.set(keyOfPerson(one), one)
  const all = [...pupils.values()]
  everybody.set(seen, all)
  return all
}
