/**
 * Offences without one offensive word: a favour with a price, a plan to shut somebody out, a wish that something might
 * happen. It is what stands together that offends.
 */
import type { Reading } from './detectors.ts'
import type { TermHit } from './lexicon.ts'
import {
  isQuoted,
  isReported,
  isTaught,
  type Offence,
  type OffenceCategory,
  of,
  type Said,
  words,
} from './offence-sense.ts'
import { type Sentence, sentenceAt } from './sentences.ts'

/** Each part may be one of several. */
type Frame = Readonly<{
  category: OffenceCategory
  anchor: string
  parts: readonly (readonly string[])[]
  /** Sentences that a part may stand away from the anchor. */
  reach: number
  confidence: number
  /** Somebody is spoken to. */
  spoken?: true
  /** Somebody is spoken of: "haar negeren". */
  spokenOf?: true
  /** What the words before the anchor must end with. */
  after?: RegExp
}>

// "het is ongedierte", "ze zijn allemaal beesten": animals elsewhere are animals.
const PREDICATE =
  /\b(?:is|zijn|lijken|stelletje|bende|sont|are|als)(?: (?:het|een|echt|allemaal|gewoon|toch|maar|meer|wel|de|des|all|just)){0,3}$/

const FRAMES: readonly Frame[] = [
  // A favour is asked by who has something to give or to take.
  { category: 'intimidation', anchor: 'favour', parts: [['remark']], reach: 3, confidence: 0.78, spoken: true },
  {
    category: 'intimidation',
    anchor: 'favour',
    parts: [['power'], ['otherwise', 'hush']],
    reach: 3,
    confidence: 0.82,
    spoken: true,
  },
  {
    category: 'intimidation',
    anchor: 'remark',
    parts: [['power'], ['otherwise', 'hush']],
    reach: 3,
    confidence: 0.82,
    spoken: true,
  },
  {
    category: 'hate',
    anchor: 'violence',
    parts: [['group'], ['rally', 'expel', 'vermin']],
    reach: 2,
    confidence: 0.86,
  },
  { category: 'hate', anchor: 'vermin', parts: [['group']], reach: 1, confidence: 0.82, after: PREDICATE },
  { category: 'hate', anchor: 'expel', parts: [['group']], reach: 0, confidence: 0.82 },
  { category: 'racist', anchor: 'expel.own-land', parts: [['better']], reach: 0, confidence: 0.76 },
  { category: 'intimidation', anchor: 'hold', parts: [['leak']], reach: 1, confidence: 0.8, spoken: true },
  { category: 'intimidation', anchor: 'shun', parts: [['plan']], reach: 1, confidence: 0.77, spokenOf: true },
  { category: 'threat', anchor: 'veiled', parts: [['warn']], reach: 1, confidence: 0.8, spoken: true },
  {
    category: 'threat',
    anchor: 'veiled-weak',
    parts: [['warn.you']],
    reach: 1,
    confidence: 0.76,
    spoken: true,
  },
]
const SPOKEN = /\b(?:je|jij|jou|jouw|u|uw|ge|gij|jullie|tu|toi|ton|ta|tes|vous|votre|vos|you|your)\b/
const SPOKEN_OF = /\b(?:haar|hem|elle|lui|her|him)\b/

export const framesIn = (
  reading: Reading,
  sentences: readonly Sentence[],
  bySentence: ReadonlyMap<number, Said>,
): Offence[] =>
  FRAMES.flatMap((frame) =>
    reading.index.all(`prohibited.${frame.anchor}`).flatMap((hit): Offence[] => {
      const at = sentenceAt(sentences, hit.start)
      const near: Said[] = []
      for (let i = at - frame.reach; i <= at + frame.reach; i++)
        near.push(...(bySentence.get(i) ? [bySentence.get(i)!] : []))
      const has = (part: readonly string[]): boolean =>
        part.some((name) => near.some((said) => of(said, `prohibited.${name}`).some((other) => other !== hit)))
      if (!frame.parts.every(has) || !fits(frame, reading, hit, sentences[at]!)) return []
      if (near.some((said) => isTaught(said, reading) || (said.at <= at && isReported(said, reading, hit.first))))
        return []
      if (isQuoted(reading.text, hit.start, hit.end)) return []
      return [{ category: frame.category, start: hit.start, end: hit.end, confidence: frame.confidence }]
    }),
  )

const fits = (frame: Frame, reading: Reading, hit: TermHit, { first, last }: Sentence): boolean => {
  const before = words(reading, hit.first - 5, hit.first)
  if (/\b(?:niet|geen|nooit|ne|pas|not|never)(?: \S+)?$/.test(before) || (frame.after && !frame.after.test(before)))
    return false
  // Who is spoken to may be named some sentences away; who is spoken of stands beside the verb.
  const wide = frame.spoken ? 12 * frame.reach : 0
  const around = words(reading, first - wide, last + 1 + wide)
  return (!frame.spoken || SPOKEN.test(around)) && (!frame.spokenOf || SPOKEN_OF.test(around))
}
