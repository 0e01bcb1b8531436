/**
 * The one judgement behind sensitive-pupil-data and sensitive-in-reply: a sensitive predication × an identifiable pupil.
 * A predication looks for its person in its own sentence, then along pronouns in the sentences before, then in what the
 * whole text is about (subject line, file name, a "Leerling: …" line).
 */
import type { Word } from '../message/message.ts'
import type { Case, Finding, Reading } from './detectors.ts'
import { SAYS, SUPPOSES } from './grammar.ts'
import { impliedIn } from './implied.ts'
import { GIST, LABELS, type Meaning } from './meaning.ts'
import { holdsNationalNumber, nationalNumbersIn } from './national-numbers.ts'
import { isOfWriter } from './own-state.ts'
import { type Predication, predicationsIn } from './predications.ts'
import { goesToFamilyAlone, type Mention } from './pupils.ts'
import {
  carriedTo,
  firstName,
  holds,
  inSentence,
  isAnyChild,
  isOfAnimal,
  keyOfPerson,
  nearest,
  type Scene,
  sceneOf,
} from './scene.ts'
import { filledCellsIn, holdsHeading } from './sensitive-rows.ts'
import { reportSighting, type SensitiveCategory, type Sighting } from './sensitive-words.ts'
import { type Sentence, sentenceAt } from './sentences.ts'

const SURE: Record<Predication['weight'], number> = {
  strong: 0.92,
  said: 0.88,
  reminder: 0.75,
  weak: 0.68,
}

/** "Juf Els is afwezig wegens burn-out": the state is hers. */
const isAnothers = ({ cast, reading }: Scene, p: Predication, sentence: Sentence): boolean => {
  const other = cast.others.filter((o) => o.start >= sentence.start && o.end <= p.start).at(-1)
  if (!other || cast.pupils.some((m) => m.start > other.end && m.start < p.start)) return false
  return /^,? (?:die|who|qui|heeft|is|zit|ligt|was|krijgt)\b/.test(reading.text.slice(other.end, other.end + 12))
}

/** "Als uw kind een allergie heeft", "Heeft Noor een allergie?": asked or supposed, not said. */
const isSupposed = (scene: Scene, p: Predication, sentence: Sentence, who: Mention): boolean => {
  const maybe = holds(scene, SUPPOSES, { first: sentence.first, last: p.first - 1 })
  if (!who.named) return maybe || sentence.question
  return (maybe || sentence.question) && p.weight === 'weak'
}

const judgeOne = (scene: Scene, p: Predication): Sighting | undefined => {
  const sentence = scene.sentences[p.sentence]!
  if (isAnothers(scene, p, sentence) || scene.assigned.has(p.sentence)) return undefined
  const here = nearest(inSentence(scene.cast, sentence), p)
  if (!here && (isOfWriter(scene.reading, sentence, p) || isOfAnimal(scene, sentence, p.sentence))) return undefined
  const who = here ?? carriedTo(scene, p.sentence, p.weight, sentence)
  if (!who || isSupposed(scene, p, sentence, who) || isAnyChild(scene, who)) return undefined
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

/** A message to one pupil alone speaks of that pupil. */
const addressee = ({ recipients }: Case): Mention | undefined => {
  const outside = recipients.filter((r) => r.class !== 'personal' && r.class !== 'general')
  const pupil =
    outside.length === 1 && outside[0]!.class === 'pupil'
      ? outside[0]!.persons.find((p) => p.kind === 'pupil')
      : undefined
  return pupil && { start: 0, end: 0, sure: 0.7, id: pupil.id, name: pupil.name, named: false, described: false }
}

/** "Je vertelde me dat je jezelf pijn doet", to the pupil. */
const saidToPupil = (scene: Scene, pupil: Mention | undefined, p: Predication): Sighting | undefined => {
  const sentence = scene.sentences[p.sentence]!
  const text = scene.reading.text.slice(sentence.start, sentence.end)
  // What a pupil wrote of a heroine is not told of the pupil.
  if (
    !pupil ||
    scene.invented.has(p.sentence) ||
    p.weight === 'weak' ||
    p.weight === 'reminder' ||
    !/\b(?:je|jij|jou|jouw|tu|you|your)\b/i.test(text)
  )
    return undefined
  if (holds(scene, SUPPOSES, { first: sentence.first, last: p.first - 1 })) return undefined
  return { category: p.category, start: p.start, end: p.end, who: pupil, confidence: 0.66, reminder: false }
}

// Log-odds under which a sentence as a whole surely says something else: "je me renvoyer les textes", "veters strikken".
// A word that says it by itself has to be contradicted more surely than two words that may stand together by chance.
const SURELY_ELSE: Record<Predication['weight'], number> = { strong: -3, said: -2, weak: -2, reminder: -2 }

/** A first name may be anybody's, or a word: so much sooner the sentence is believed rather than the word in it. */
const SOONER_ELSE = 1.5
const SURELY_NAMED = 0.7

const SENSITIVE = LABELS.indexOf('sensitive')

const AROUND = 5
const FEW_WORDS = 3

/** A sentence of words that the model never met says nothing against the one it knows. */
const isRead = (meaning: Meaning, words: readonly Word[], { first, last }: Sentence): boolean => {
  let known = 0
  for (let i = first; i <= last; i++) if (meaning.isWord(words[i]!.folded)) known++
  return 2 * known > last - first
}

/** A word or pair that is sensitive elsewhere, where neither the sentence nor the words beside it tell anything of the kind. */
const isElse = ({ meaning }: Case, { reading, sentences }: Scene, p: Predication, who: Mention): boolean => {
  const sentence = sentences[p.sentence]!
  // A heading or the name of a file is no sentence.
  if (reading.role === 'file-name' || sentence.last - sentence.first < FEW_WORDS) return false
  // A word that a school added may be one that the model never saw.
  if (p.weight === 'strong' && p.first === p.last && !meaning?.knows(reading.words[p.first]!.folded)) return false
  const first = Math.max(sentence.first, p.first - AROUND)
  const last = Math.min(sentence.last, p.last + AROUND)
  const { text, words, gists } = reading
  if (!meaning) return false
  const sooner = who.sure < SURELY_NAMED && p.first === p.last && isRead(meaning, words, sentence)
  const least = SURELY_ELSE[p.weight] + (sooner ? SOONER_ELSE : 0)
  if (gists[p.sentence * GIST + SENSITIVE]! >= least) return false
  return meaning.gist({ text, words, first, last })[SENSITIVE]! < least
}

/** A bill told to the one family it is for is ordinary; told to anyone else it is not. */
const isOwnBill = (seen: Case, sighting: Sighting): boolean =>
  sighting.reminder && goesToFamilyAlone(seen, sighting.who.id)

const sightingsIn = (seen: Case, reading: Reading): Sighting[] => {
  const { told } = predicationsIn(reading)
  // Who is named matters only where something was said of somebody: most mail ends here.
  if (told.length === 0 && !holdsHeading(reading) && !holdsNationalNumber(reading)) return []
  const scene = sceneOf(seen, reading)
  const pupil = addressee(seen)
  const said = told.flatMap((p): Sighting[] => {
    const sighting = judgeOne(scene, p) ?? saidToPupil(scene, pupil, p)
    return !sighting || isOwnBill(seen, sighting) || isElse(seen, scene, p, sighting.who) ? [] : [sighting]
  })
  const near = (offset: number): Mention | undefined =>
    nearestAt(inSentence(scene.cast, scene.sentences[sentenceAt(scene.sentences, offset)]!), offset) ?? scene.topic
  return [
    ...said,
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
  const all = [
    ...readings.flatMap((reading) => sightingsIn(seen, reading).map((sighting) => ({ reading, sighting }))),
    ...impliedIn(seen, readings),
  ]
  for (const one of all) {
    const key = keyOf(one.sighting.category, one.sighting.who)
    const known = best.get(key)
    if (!known || known.sighting.confidence < one.sighting.confidence) best.set(key, one)
  }
  const judged = [...best.values()]
  return judged.filter((one) => !judged.some((other) => isSamePupil(other.sighting, one.sighting)))
}

/** "Noor", after "Noor De Smet" was known: the same pupil. */
const isSamePupil = (known: Sighting, one: Sighting): boolean =>
  known.category === one.category &&
  known.who.id !== '' &&
  one.who.id === '' &&
  firstName(one.who) === firstName(known.who)

/** One pupil and one kind of information: however often it is said, and whether or not the class stands beside the name. */
export const keyOf = (category: SensitiveCategory, who: Mention): string => `${category} ${keyOfPerson(who)}`

/** Judged sightings as findings of one of the two rules. */
export const report = (rule: Finding['rule'], { people }: Case, judged: readonly Judged[]): Finding[] =>
  judged.map(({ reading, sighting }) =>
    reportSighting(rule, reading, sighting, people.person(sighting.who.id)?.name ?? ''),
  )
