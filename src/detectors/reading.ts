/** One text read through once. What not every message needs (names, grouped terms) is worked out when first asked for. */
import type { Directory, NameHit } from '../directory/directory.ts'
import { type Place, seenText, type Text, type TextRole, tokenise, type Word } from '../message/message.ts'
import type { Reading } from './detectors.ts'
import type { Cover } from './excerpt.ts'
import type { Lexicon, TermHit } from './lexicon.ts'
import type { Meaning } from './meaning.ts'
import { secretCovers } from './password.ts'
import { type Surroundings, surroundingsOf } from './secret-evidence.ts'
import { type Sentence, splitSentences } from './sentences.ts'
import type { TermHits } from './term-hits.ts'
import { groupTerms, type Terms } from './term-index.ts'

const NO_GISTS = new Float32Array(0)

/** A class, since every rule looks into it all the time: object literals with getters each get a shape of their own. */
class TextRead implements Reading {
  readonly role: TextRole
  readonly place: Place
  readonly text: string
  readonly spots?: NonNullable<Text['spots']>
  readonly words: readonly Word[]
  readonly index: Terms
  readonly meaning: Meaning | undefined
  readonly #people: Directory
  readonly #hits: TermHits
  #terms: readonly TermHit[] | undefined
  #sentences: readonly Sentence[] | undefined
  #gists: Float32Array | undefined
  #names: readonly NameHit[] | undefined
  #surroundings: readonly Surroundings[] | undefined
  #secrets: readonly Cover[] | undefined

  constructor({ role, place, text, spots }: Text, people: Directory, lexicon: Lexicon, meaning: Meaning | undefined) {
    this.role = role
    this.place = place
    this.text = text
    if (spots) this.spots = spots
    this.words = tokenise(text)
    this.#hits = lexicon.hits(text, this.words)
    this.index = groupTerms(this.#hits, lexicon.under, this.words)
    this.meaning = meaning
    this.#people = people
  }

  get terms(): readonly TermHit[] {
    this.#terms ??= this.#hits.plain()
    return this.#terms
  }

  get sentences(): readonly Sentence[] {
    this.#sentences ??= splitSentences(this.text, this.words)
    return this.#sentences
  }

  get gists(): Float32Array {
    this.#gists ??= this.meaning ? this.meaning.gists(this.text, this.words, this.sentences) : NO_GISTS
    return this.#gists
  }

  get names(): readonly NameHit[] {
    this.#names ??= this.#people.namesIn(this.text, this.words)
    return this.#names
  }

  get surroundings(): readonly Surroundings[] {
    this.#surroundings ??= surroundingsOf(this)
    return this.#surroundings
  }

  get secrets(): readonly Cover[] {
    this.#secrets ??= secretCovers(this)
    return this.#secrets
  }
}

export const read = (text: Text, people: Directory, lexicon: Lexicon, meaning: Meaning | undefined): Reading =>
  new TextRead(seenText(text), people, lexicon, meaning)
