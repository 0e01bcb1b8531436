/** Sentences of a text, as ranges of its words: what stands in one sentence is said of the same person. */
import type { Word } from '../message/message.ts'
import { lineStart } from './line-start.ts'

/** `first`/`last` are word indexes; `start`/`end` offsets. `question`: it asks rather than tells. */
export type Sentence = Readonly<{ first: number; last: number; start: number; end: number; question: boolean }>

// "dhr. Peeters", "lln. Noor": a dot after these ends no sentence.
const ABBREVIATIONS = new Set(
  'dhr mevr mvr mw mr mrs ms mme dr drs ing prof lln ll llg llng fam bv vb nr tel o a b c d e f g h i j k l m n p q r s t u v w x y z ca incl excl resp enz afd jl ivm mbt nav tav tgv st'.split(
    ' ',
  ),
)
// A line this long was broken by the mail program, not by the writer.
const WRAPPED = 58

// "3) Zeynep …", "4. varia", "10.15 pauze", "10u30: toezicht", but not the "5 euro" or "9.000" of a line that was broken.
const NUMBERED = /^(?:\d{1,2}[.)]\s|\d{1,2}[.:uh]\d{2}[:\s])/

// Who never ends a sentence does not get all of a letter taken for one.
const MOST_WORDS = 150

const endsLine = (text: string, gapStart: number, gap: string): boolean => {
  const lineFeed = gap.indexOf('\n')
  if (gap.indexOf('\n', lineFeed + 1) >= 0) return true
  // An item of a list begins with a sign of its own, or with its number, or the hour.
  if (gap.includes('\t') || /[.!?:;•*–|]|\n[ \u00a0]*-[ \u00a0]/.test(gap)) return true
  if (/\n[ \u00a0]*\(?$/.test(gap) && NUMBERED.test(text.slice(gapStart + gap.length, gapStart + gap.length + 8)))
    return true
  const from = lineStart(text, gapStart)
  if (text.slice(from, gapStart).includes('\t')) return true
  return gapStart - from < WRAPPED
}

const ends = (text: string, from: number, to: number, before: string): boolean => {
  const gap = text.slice(from, to)
  if (gap.includes('\n')) return endsLine(text, from, gap)
  if (!/[.!?…](?:["')\]”»]{0,2})\s/.test(gap)) return false
  return /[!?]/.test(gap) || !ABBREVIATIONS.has(before)
}

export const splitSentences = (text: string, words: readonly Word[]): Sentence[] => {
  const sentences: Sentence[] = []
  let first = 0
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const next = words[i + 1]
    const whole = i - first < MOST_WORDS
    if (next && whole && next.start - word.end === 1 && text[word.end] !== '\n') continue
    if (next && whole && !ends(text, word.end, next.start, word.folded)) continue
    const tail = text.slice(word.end, next ? next.start : word.end + 4)
    sentences.push({
      first,
      last: i,
      start: words[first]!.start,
      end: word.end,
      question: /^[\s"')]{0,3}\?/.test(tail),
    })
    first = i + 1
  }
  return sentences
}

/** Index of the sentence an offset stands in. */
export const sentenceAt = (sentences: readonly Sentence[], offset: number): number => {
  let low = 0
  let high = sentences.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (sentences[middle]!.start <= offset) low = middle
    else high = middle - 1
  }
  return low
}

const SHORT_LETTER = 12

/**
 * In a long text something sounds like anything by chance: for each time that it is twice as long as a letter, one more.
 */
export const doubtOfLength = (sentences: readonly Sentence[]): number =>
  Math.max(0, Math.log2(sentences.length / SHORT_LETTER))
