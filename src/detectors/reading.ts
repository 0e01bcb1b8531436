/** One text read through once. What not every message needs (names, grouped terms) is worked out when first asked for. */
import type { Directory, NameHit } from '../directory/directory.ts'
import { seenText, type Text, tokenise } from '../message/message.ts'
import type { Reading } from './detectors.ts'
import type { Cover } from './excerpt.ts'
import type { Lexicon } from './lexicon.ts'
import type { Meaning } from './meaning.ts'
import { secretCovers } from './password.ts'
import { type Sentence, splitSentences } from './sentences.ts'
import { firstFrom } from './spans.ts'
import { groupTerms } from './term-index.ts'

const NO_GISTS = new Float32Array(0)

export const read = (written: Text, people: Directory, lexicon: Lexicon, meaning: Meaning | undefined): Reading => {
  const text = seenText(written)
  const words = tokenise(text.text)
  const terms = lexicon.find(text.text, words)
  const asked = lexicon.asked(text.text, words)
  let sentences: readonly Sentence[] | undefined
  let gists: Float32Array | undefined
  let names: readonly NameHit[] | undefined
  let secrets: readonly Cover[] | undefined
  const reading: Reading = {
    ...text,
    words,
    terms,
    meaning,
    index: groupTerms(
      terms,
      {
        has: lexicon.isAsked,
        of: asked.of,
        at: (offset) => {
          const at = firstFrom(words, offset)
          return words[at]?.start === offset ? asked.at(at) : []
        },
      },
      lexicon.under,
    ),
    get sentences() {
      sentences ??= splitSentences(text.text, words)
      return sentences
    },
    get gists() {
      gists ??= meaning ? meaning.gists(text.text, words, reading.sentences) : NO_GISTS
      return gists
    },
    get names() {
      names ??= people.namesIn(text.text, words)
      return names
    },
    get secrets() {
      if (secrets === undefined) {
        // Who looks for secrets may copy this reading, which asks for them again: there are none yet.
        secrets = []
        secrets = secretCovers(reading)
      }
      return secrets
    },
  }
  return reading
}
