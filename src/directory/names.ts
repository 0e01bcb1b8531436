/** Persons named in a text: one look per word, closer looks only where a name, a class or a title begins. */
import type { Word } from '../message/message.ts'
import { classAt, type Mention, namesBeside, wordAfter, wordBefore } from './class-mentions.ts'
import type { NameHit } from './directory.ts'
import { fullNameAt, gluedNameAt, type SpanHit } from './full-names.ts'
import type { Walk } from './gaps.ts'
import { firstNameAt, numberAt, titledNameAt } from './lone-names.ts'
import { CLASS, FIRST, FULL, longestOf, type NameIndex, NUMBER, TITLE, WHOLE } from './name-index.ts'

type Sightings = Readonly<{ hits: SpanHit[]; mentions: Mention[]; firsts: number[] }>

/** What is seen from word `at` on; gives the next word to look at. */
const lookAt = (seen: Walk, at: number, door: number, { hits, mentions, firsts }: Sightings): number => {
  const hit =
    (door & FULL ? fullNameAt(seen, at, longestOf(door)) : undefined) ??
    (door & TITLE ? titledNameAt(seen, at) : undefined) ??
    (door & NUMBER ? numberAt(seen, at) : undefined) ??
    (door & WHOLE ? gluedNameAt(seen, at) : undefined)
  if (hit !== undefined && hit.how !== 'last') {
    hits.push(hit)
    return hit.span.to + 1
  }
  // "mevrouw Claes Els": what follows the title may still be a full name, which says more.
  if (hit !== undefined) {
    const fuller = fullFrom(seen, hit.span.from)
    hits.push(fuller ?? hit)
    return (fuller ?? hit).span.to + 1
  }
  const mention = door & CLASS ? classAt(seen, at) : undefined
  if (mention !== undefined) {
    mentions.push(mention)
    return mention.to + 1
  }
  if (door & FIRST) firsts.push(at)
  return at + 1
}

const fullFrom = (seen: Walk, at: number): SpanHit | undefined => {
  const door = seen.index.doorAt(seen.words[at]!)
  return door & FULL ? fullNameAt(seen, at, longestOf(door)) : undefined
}

const sight = (seen: Walk): Sightings => {
  const sightings: Sightings = { hits: [], mentions: [], firsts: [] }
  const { words } = seen
  const { doorAt } = seen.index
  for (let at = 0; at < words.length; ) {
    const door = doorAt(words[at]!)
    at = door === 0 ? at + 1 : lookAt(seen, at, door, sightings)
  }
  return sightings
}

/** A class beside a full name tells which of several namesakes is meant: "Noor Peeters (3B)". */
const narrower = (seen: Walk, hits: SpanHit[]): ((mention: Mention) => boolean) => {
  const ending = new Map(hits.map((hit, index) => [hit.span.to, index]))
  const starting = new Map(hits.map((hit, index) => [hit.span.from, index]))
  return (mention) => {
    const index = ending.get(wordBefore(seen, mention) ?? -1) ?? starting.get(wordAfter(seen, mention) ?? -1)
    if (index === undefined) return false
    const persons = hits[index]!.persons.filter((person) => seen.index.classOf(person) === mention.class)
    if (persons.length > 0) hits[index] = { ...hits[index]!, persons }
    return true
  }
}

export const findNames = (text: string, words: readonly Word[], index: NameIndex): NameHit[] => {
  const seen: Walk = { text, words, index }
  const { hits, mentions, firsts } = sight(seen)
  const found = [...hits]
  const narrow = narrower(seen, found)
  for (const mention of mentions) if (!narrow(mention)) found.push(...namesBeside(seen, mention))
  const taken = new Set<number>()
  for (const { span } of found) for (let at = span.from; at <= span.to; at++) taken.add(at)
  for (const at of firsts) {
    const hit = taken.has(at) ? undefined : firstNameAt(seen, at)
    if (hit === undefined) continue
    found.push(hit)
    for (let word = hit.span.from; word <= hit.span.to; word++) taken.add(word)
  }
  return found
    .sort((a, b) => a.span.from - b.span.from)
    .map(({ span, ...hit }) => ({ ...hit, start: words[span.from]!.start, end: words[span.to]!.end }))
}
