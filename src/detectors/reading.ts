/** One text read through once. What not every message needs (names, grouped terms) is worked out when first asked for. */
import type { Directory, NameHit } from '../directory/directory.ts'
import { type Text, tokenise } from '../message/message.ts'
import type { Reading } from './detectors.ts'
import type { Lexicon } from './lexicon.ts'
import { groupTerms } from './term-index.ts'

export const read = (text: Text, people: Directory, lexicon: Lexicon): Reading => {
  const words = tokenise(text.text)
  const terms = lexicon.find(text.text, words)
  let names: readonly NameHit[] | undefined
  return {
    ...text,
    words,
    terms,
    index: groupTerms(terms, {
      has: lexicon.isAsked,
      find: (topic) => lexicon.findAsked(topic, text.text, words),
    }),
    get names() {
      names ??= people.namesIn(text.text, words)
      return names
    },
  }
}
