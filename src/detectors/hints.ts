/**
 * What a single word may be part of. A pattern that looks at all of a sentence, or of a text, is tried only where there is
 * a word that it cannot do without: most sentences have none. A hint too many costs time, one too few a finding.
 */
import { numberPerSpelling, type Word } from '../message/message.ts'

export type Hints<Part extends string> = Readonly<{
  bitOf: (part: Part) => number
  /** The bits of everything that the words from `first` to `last` may be part of. */
  among: (words: readonly Word[], first: number, last: number) => number
}>

/** `parts`: by name, what a word (folded) of theirs looks like; at most thirty. */
export const hintsFor = <Part extends string>(parts: Readonly<Record<Part, RegExp>>): Hints<Part> => {
  const names = Object.keys(parts) as Part[]
  const bits = new Map(names.map((name, i) => [name, 1 << i]))
  const known = numberPerSpelling(({ folded }: Word) =>
    names.reduce((sum, name) => (parts[name].test(folded) ? sum | bits.get(name)! : sum), 0),
  )
  // A word that lost or gained letters when it was folded may be read otherwise by a pattern.
  const any = (1 << names.length) - 1
  const ofWord = (word: Word): number => (word.end - word.start === word.folded.length ? known(word) : any)
  return {
    bitOf: (part) => bits.get(part)!,
    among: (words, first, last) => {
      let found = 0
      for (let i = first; i <= last; i++) found |= ofWord(words[i]!)
      return found
    },
  }
}
