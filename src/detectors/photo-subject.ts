/**
 * What a letter says is in its pictures: pupils, or a thing. Told by the words behind "foto van", by the people in the
 * sentence, or, where nobody writes the word photo, by the names of those who are to be looked at. Fooled by a refusal
 * ("foto's van kinderen sturen we niet") and by papers photographed with a telephone.
 */
import type { Person } from '../directory/directory.ts'
import type { Reading } from './detectors.ts'
import type { TermHit } from './lexicon.ts'
import type { Sentence } from './sentences.ts'
import { indexTerms, type TermIndex } from './term-index.ts'

export type Evidence = Readonly<{ reading: Reading; start: number; end: number; confidence: number }>
export type Subject = Readonly<{ of: 'pupils'; at: Evidence } | { of: 'things' } | { of: 'unclear' }>

export const pupilsIn = (reading: Reading, from: number, to: number): Person[] =>
  reading.names
    .filter((hit) => hit.start >= from && hit.end <= to && hit.strength >= 0.5)
    .flatMap((hit) => hit.persons.filter((p) => p.kind === 'pupil'))

// A greeting, or a name alone on its line: who writes or reads.
const SPOKEN_TO =
  /(?:\b(?:dag|beste|hallo|hoi|hey|ha|liefste|lieve|bonjour|salut|cher|chère|dear|hi|hello|groet\w{0,4}|juf|meester|meneer|mevrouw|madame|monsieur)[,]?\s|\n\s{0,14})$/i

/** First names that belong to nobody of the staff, as the list of names or the directory knows them. */
const strangersIn = (reading: Reading, index: TermIndex, from: number, to: number): TermHit[] =>
  index
    .all('names.first')
    .filter((hit) => hit.start >= from && hit.end <= to && /\p{Lu}/u.test(reading.text[hit.start] ?? ''))
    .filter((hit) => !SPOKEN_TO.test(reading.text.slice(Math.max(0, hit.start - 14), hit.start)))
    .filter(
      (hit) =>
        !reading.names.some(
          (n) => n.start <= hit.start && n.end >= hit.end && !n.persons.some((p) => p.kind === 'pupil'),
        ),
    )

const SENDS =
  /\b(?:de(?:el|len|elt)|ge?deeld|stu(?:ur|urt|ren)|verstu\p{L}+|doorst\p{L}+|meest\p{L}+|mail\p{L}*|gemaild|geef|geven|bezorg\p{L}*|plaats\p{L}*|publice\p{L}+|post\p{L}*|zet|zetten|maak|maken|neem|nemen|toegelaten|toegestaan|envo\p{L}+|partag\p{L}+|publi\p{L}+|send|share|post|publish|take)\b/iu
const REFUSES = /\b(?:niet|nooit|geen|jamais|pas|aucune?|never|not|don't|no)\b/i
const FINE = /niet (?:alle(?:en|maal)?|zo|echt|scherp|vergeten)|geen (?:probleem|idee)/i

const isRefused = (words: string): boolean => REFUSES.test(words) && SENDS.test(words) && !FINE.test(words)

// The thing named right behind "foto van", up to what tells more of it.
const OBJECT =
  /^(?:'s)?\s(?:(?:hier|daar|even|nog)\s)?(?:van|of|du|de la|de l'|des|de|d'|showing)\s([^,.;:(!?\n]{2,60}?)(?=\s(?:van|voor|in|op|aan|uit|bij|boven|naast|onder|tijdens|met|die|dat|waar|waarop|zoals|om|en|du|de|des|dans|sur|pour|qui|que|avec|of|for|from|at|that|which|with)\s|[,.;:(!?\n]|$)/iu
const HAPPENS =
  /(?:dag|feest|tocht|wedstrijd|to?ernooi|tornooi|marathon|uitstap|bezoek|les|lessen|kamp|voorstelling|optreden|spel|spelen|fuif|stoet|markt|week|show|reis|workshop|quiz|loop|cross|activiteit|namiddag|avond|middag|ochtend|gisteren|vandaag|daarnet|journée|fête|spectacle|visite|hier|atelier|trip|day|party|play|visit|yesterday|today)(?:s|en|jes?)?\b/i
const PLURAL = /['’]s$|s$/i

/** What stands behind "foto van": undefined when nothing does, or an event. */
const objectOf = (index: TermIndex, word: TermHit): 'pupils' | 'things' | 'unclear' | undefined => {
  const { reading } = index
  const match = OBJECT.exec(reading.text.slice(word.end, word.end + 90))
  const object = match?.[1]
  if (!match || !object) return undefined
  const from = word.end + match[0].length - object.length
  const to = word.end + match[0].length
  if (index.near('photo.people', from, to)) return 'pupils'
  if (HAPPENS.test(object)) return undefined
  if (pupilsIn(reading, from, to + 40).length > 0 || strangersIn(reading, index, from, to + 20).length > 0)
    return 'pupils'
  return PLURAL.test(word.term) ? 'unclear' : 'things'
}

const subjectOf = (index: TermIndex, { start, end }: Sentence): Subject | undefined => {
  const { reading } = index
  const word = index.near('photo.word', start, end)
  if (!word || isRefused(reading.text.slice(start, end))) return undefined
  const within = (name: string) => index.all(name).filter((hit) => hit.start >= start && hit.end <= end)
  const named = pupilsIn(reading, start, end).length > 0
  // "klasfoto" is both; "foto van de moestuin" speaks of a thing even where "de klas" stands beside it.
  const people = within('photo.people')
  const group = people.some((hit) => /foto/.test(hit.term))
  const behind = named || group ? 'pupils' : objectOf(index, word)
  if (within('photo.staff').length > 0 && !named && people.length === 0) return { of: 'things' }
  if (behind === 'things' || (within('photo.thing').length > 0 && behind !== 'pupils')) return { of: 'things' }
  const strangers = strangersIn(reading, index, word.end, end)
  if (behind === 'pupils' || people.length > 0 || (strangers.length > 1 && behind === undefined))
    return { of: 'pupils', at: { reading, start: word.start, end: word.end, confidence: 0.85 } }
  return behind && { of: behind }
}

/** What the letter's sentences about pictures say: one that shows pupils outweighs the others. */
export const spokenOf = (reading: Reading): Subject | undefined => {
  const index = indexTerms(reading)
  if (index.all('photo.word').length === 0) return undefined
  const subjects = reading.sentences.flatMap((sentence) => subjectOf(index, sentence) ?? [])
  return subjects.find((one) => one.of === 'pupils') ?? subjects.find((one) => one.of === 'things') ?? subjects[0]
}

// "Lotte met het geitje en Ferre op de tractor"
const POSED = /^\s(?:met|op|in|aan|bij|naast|tijdens|vooraan|achteraan|links|rechts|avec|sur|dans|with|on|at)\s/i

/** "Kijk eens hoe ze genoten! Vera vooraan": no word for a picture, and those on it by name. */
export const shownByName = (reading: Reading): Evidence | undefined => {
  const index = indexTerms(reading)
  const { text } = reading
  if (index.all('photo.paper').length > 0 || index.all('photo.thing').length > 0) return undefined
  const looked = index.all('photo.look').length > 0
  const hit = reading.names.find((n) => n.strength >= 0.5 && n.persons.some((p) => p.kind === 'pupil'))
  if (hit) return { reading, start: hit.start, end: hit.end, confidence: looked ? 0.8 : 0.7 }
  const strangers = strangersIn(reading, index, 0, text.length)
  const first = strangers[0]
  const posed = strangers.filter((s) => POSED.test(text.slice(s.end, s.end + 12)))
  return first && (looked || posed.length > 1)
    ? { reading, start: first.start, end: first.end, confidence: 0.7 }
    : undefined
}
