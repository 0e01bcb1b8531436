/**
 * The one judgement behind sensitive-pupil-data and sensitive-in-reply: a sensitive predication × an identifiable pupil.
 * A predication looks for its person in its own sentence, then along pronouns in the sentences before, then in what the
 * whole text is about (subject line, file name, a "Leerling: …" line).
 */
import { fold } from '../message/message.ts'
import type { Case, Finding, Reading } from './detectors.ts'
import { OTHERS, PRONOUNS, SAYS, SUPPOSES } from './grammar.ts'
import { impliedIn } from './implied.ts'
import { holdsNationalNumber, nationalNumbersIn } from './national-numbers.ts'
import { type Predication, predicationsIn } from './predications.ts'
import { type Cast, type Child, castOf, childOf, goesToFamilyAlone, type Mention } from './pupils.ts'
import { filledCellsIn, holdsHeading } from './sensitive-rows.ts'
import { reportSighting, type SensitiveCategory, type Sighting } from './sensitive-words.ts'
import { type Sentence, sentenceAt, sentencesOf } from './sentences.ts'
import { startingWithin } from './spans.ts'

type Scene = Readonly<{
  reading: Reading
  sentences: readonly Sentence[]
  cast: Cast
  /** Whom the whole text is about, as its subject line, file name or a label says. */
  topic: Mention | undefined
  /** The text speaks of one pupil only: pronouns carry further. */
  alone: boolean
}>

const SURE: Record<Predication['weight'], number> = {
  strong: 0.92,
  said: 0.88,
  reminder: 0.75,
  weak: 0.68,
  implied: 0.78,
}
const CARRY = 3
const CARRY_ALONE = 10
const TELEGRAM = 9

const inSentence = (cast: Cast, sentence: Sentence): Mention[] => [
  ...startingWithin(cast.pupils, sentence.start, sentence.end + 1),
]

const holds = (
  { reading }: Scene,
  words: ReadonlySet<string>,
  { first, last }: Pick<Sentence, 'first' | 'last'>,
): boolean => {
  for (let i = first; i <= last; i++) if (words.has(reading.words[i]!.folded)) return true
  return false
}

const nearest = (mentions: readonly Mention[], p: Predication): Mention | undefined =>
  [...mentions].sort((a, b) => gap(a, p) - 40 * a.sure - (gap(b, p) - 40 * b.sure))[0]

const gap = (m: Mention, p: Predication): number =>
  m.end <= p.start ? p.start - m.end : m.start >= p.end ? m.start - p.end : 0

/** "Juf Els is afwezig wegens burn-out": the state is hers. */
const isAnothers = ({ cast, reading }: Scene, p: Predication, sentence: Sentence): boolean => {
  const other = cast.others.filter((o) => o.start >= sentence.start && o.end <= p.start).at(-1)
  if (!other || cast.pupils.some((m) => m.start > other.end && m.start < p.start)) return false
  return /^,? (?:die|who|qui|heeft|is|zit|ligt|was|krijgt)\b/.test(reading.text.slice(other.end, other.end + 12))
}

/** The person an earlier sentence left on stage. */
const carried = (scene: Scene, p: Predication, sentence: Sentence): Mention | undefined => {
  const pronoun = holds(scene, PRONOUNS, sentence)
  const short = sentence.last - sentence.first < TELEGRAM
  const staff = holds(scene, OTHERS, sentence)
  if (!pronoun && (p.weight === 'weak' || p.weight === 'reminder' || staff)) return undefined
  const reach = pronoun ? (scene.alone ? CARRY_ALONE : CARRY) : short ? 2 : 1
  for (let back = 1; back <= reach; back++) {
    const before = scene.sentences[p.sentence - back]
    if (!before) break
    const last = inSentence(scene.cast, before).at(-1)
    if (last) return last
  }
  if (scene.topic && (pronoun || short)) return scene.topic
  // "Ze snijdt zichzelf. Het gaat over Noor Peeters."
  const next = scene.sentences[p.sentence + 1]
  const named = next && pronoun && p.weight !== 'weak' ? inSentence(scene.cast, next)[0] : undefined
  return named && named.sure >= 0.7 ? named : undefined
}

/** "Als uw kind een allergie heeft", "Heeft Noor een allergie?": asked or supposed, not said. */
const isSupposed = (scene: Scene, p: Predication, sentence: Sentence, who: Mention): boolean => {
  const maybe = holds(scene, SUPPOSES, { first: sentence.first, last: p.first - 1 })
  if (!who.named) return maybe || sentence.question
  return (maybe || sentence.question) && p.weight === 'weak'
}

const judgeOne = (scene: Scene, p: Predication): Sighting | undefined => {
  const sentence = scene.sentences[p.sentence]!
  if (isAnothers(scene, p, sentence)) return undefined
  const here = nearest(inSentence(scene.cast, sentence), p)
  const who = here ?? carried(scene, p, sentence)
  if (!who || isSupposed(scene, p, sentence, who)) return undefined
  const fileName = scene.reading.role === 'file-name'
  if (p.weight === 'weak' && !fileName && !holds(scene, SAYS, sentence)) return undefined
  // "In 2A zit een leerling met een notenallergie" goes to every parent of the class, and should.
  if (who.described && p.category === 'medical' && /aller/i.test(scene.reading.text.slice(p.start, p.end)))
    return undefined
  const doubt = who.sure >= 0.9 ? 0 : who.sure >= 0.7 ? 0.08 : who.sure >= 0.6 ? 0.13 : 0.2
  const confidence = SURE[p.weight] - doubt - (here ? 0 : 0.1) + (fileName ? 0.05 : 0)
  return {
    category: p.category,
    start: p.start,
    end: p.end,
    who,
    confidence: Math.round(confidence * 100) / 100,
    reminder: p.weight === 'reminder',
  }
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

/** A message to one pupil alone speaks of that pupil. */
const addressee = ({ recipients }: Case): Mention | undefined => {
  const outside = recipients.filter((r) => r.class !== 'personal' && r.class !== 'general')
  const pupil =
    outside.length === 1 && outside[0]!.class === 'pupil'
      ? outside[0]!.persons.find((p) => p.kind === 'pupil')
      : undefined
  return pupil && { start: 0, end: 0, sure: 0.7, id: pupil.id, name: pupil.name, named: false, described: false }
}

const sceneOf = (seen: Case, reading: Reading, sentences: readonly Sentence[]): Scene => {
  const child = childOf(seen)
  const cast = castOf(reading, child)
  const topic = topicOf(seen, reading, child)
  const names = new Set([...cast.pupils, ...(topic ? [topic] : [])].map((m) => m.id || m.name))
  return { reading, sentences, cast, topic, alone: names.size <= 1 }
}

/** "Je vertelde me dat je jezelf pijn doet", to the pupil. */
const saidToPupil = (scene: Scene, pupil: Mention | undefined, p: Predication): Sighting | undefined => {
  const sentence = scene.sentences[p.sentence]!
  const text = scene.reading.text.slice(sentence.start, sentence.end)
  if (!pupil || p.weight === 'weak' || p.weight === 'reminder' || !/\b(?:je|jij|jou|jouw|tu|you|your)\b/i.test(text))
    return undefined
  if (holds(scene, SUPPOSES, { first: sentence.first, last: p.first - 1 })) return undefined
  return { category: p.category, start: p.start, end: p.end, who: pupil, confidence: 0.66, reminder: false }
}

/** A bill told to the one family it is for is ordinary; told to anyone else it is not. */
const isOwnBill = (seen: Case, sighting: Sighting): boolean =>
  sighting.reminder && goesToFamilyAlone(seen, sighting.who.id)

const sightingsIn = (seen: Case, reading: Reading): Sighting[] => {
  const sensitive = reading.index.all('sensitive').length > 0
  const sentences = sentencesOf(reading)
  const predications = [
    ...(sensitive ? predicationsIn(reading, sentences) : []),
    ...(seen.meaning ? impliedIn(seen.meaning, reading, sentences) : []),
  ]
  // Who is named matters only where something was said of somebody: most mail ends here.
  if (predications.length === 0 && !holdsHeading(reading) && !holdsNationalNumber(reading)) return []
  const scene = sceneOf(seen, reading, sentences)
  const pupil = addressee(seen)
  const said = predications.flatMap((p) => judgeOne(scene, p) ?? saidToPupil(scene, pupil, p) ?? [])
  const near = (offset: number): Mention | undefined =>
    nearestAt(inSentence(scene.cast, scene.sentences[sentenceAt(scene.sentences, offset)]!), offset) ?? scene.topic
  return [
    ...said.filter((s) => !isOwnBill(seen, s)),
    ...filledCellsIn(reading, scene.cast, scene.topic),
    ...nationalNumbersIn(reading, scene.cast.pupils.length > 0, near),
  ]
}

const nearestAt = (mentions: readonly Mention[], offset: number): Mention | undefined =>
  [...mentions].sort((a, b) => Math.abs(a.start - offset) - Math.abs(b.start - offset))[0]

type Judged = Readonly<{ reading: Reading; sighting: Sighting }>

/** The surest sighting per person and category, over all the readings given. */
export const sensitiveIn = (seen: Case, readings: readonly Reading[]): Judged[] => {
  const best = new Map<string, Judged>()
  for (const reading of readings) {
    for (const sighting of sightingsIn(seen, reading)) {
      const key = keyOf(sighting.category, sighting.who)
      const known = best.get(key)
      if (!known || known.sighting.confidence < sighting.confidence) best.set(key, { reading, sighting })
    }
  }
  const judged = [...best.values()]
  return judged.filter((one) => !judged.some((other) => isSamePupil(other.sighting, one.sighting)))
}

const firstName = ({ name }: Mention): string => fold(/^[\p{L}'’-]+/u.exec(name)?.[0] ?? '')

/** "Noor", after "Noor De Smet" was known: the same pupil. */
const isSamePupil = (known: Sighting, one: Sighting): boolean =>
  known.category === one.category &&
  known.who.id !== '' &&
  one.who.id === '' &&
  firstName(one.who) === firstName(known.who)

/** One pupil and one kind of information: however often it is said, and whether or not the class stands beside the name. */
export const keyOf = (category: SensitiveCategory, who: Mention): string =>
  `${category} ${who.id || firstName(who) || fold(who.name)}`

/** Judged sightings as findings of one of the two rules. */
export const report = (rule: Finding['rule'], judged: readonly Judged[]): Finding[] =>
  judged.map(({ reading, sighting }) => reportSighting(rule, reading, sighting))
