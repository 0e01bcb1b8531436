/** The letters of the corpus with what must be found in them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Envelope } from '../../src/message/message.ts'

/** The part to work with, and the part that is only measured on: nobody reads its failures one by one. */
export const PARTS = ['develop', 'measure'] as const
export type Part = (typeof PARTS)[number]

export type Expectation = Readonly<{
  /** Rules that must be among the hits; none for an innocent letter. */
  rules: readonly string[]
  /** Categories of `sensitive-pupil-data` or `prohibited-content` that it is about. */
  categories: readonly string[]
  /** Rules that may fire too: a fair reader could see them as well. */
  allowed: readonly string[]
  /** How hard it is to see: plain, near-miss, paraphrase, sloppy, initials, quoted, attachment, subject, language. */
  kind: string
  /** Words of the letter that a finding should point at. */
  pointsAt?: string
  /** Values of the letter that no explanation may repeat. */
  mustNotShow: readonly string[]
}>

export type Letter = Readonly<{
  /** Path below its part, without an ending: `bad/password/c-01-name`. */
  name: string
  part: Part
  bad: boolean
  raw: () => Buffer
  envelope: () => Envelope
  expected: Expectation
}>

const at = (path: string): URL => new URL(path, import.meta.url)
const NOTHING: Expectation = { rules: [], categories: [], allowed: [], kind: 'plain', mustNotShow: [] }

const letterAt = (part: Part, name: string): Letter => {
  const path = `${part}/${name}`
  const beside = at(`${path}.json`)
  return {
    name,
    part,
    bad: name.startsWith('bad/'),
    raw: () => readFileSync(at(`${path}.eml`)),
    envelope: () => JSON.parse(readFileSync(at(`${path}.envelope.json`), 'utf8')) as Envelope,
    expected: { ...NOTHING, ...(existsSync(beside) ? JSON.parse(readFileSync(beside, 'utf8')) : {}) },
  }
}

export const lettersOf = (part: Part): readonly Letter[] =>
  (readdirSync(at(`${part}/`), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => letterAt(part, name.slice(0, -'.eml'.length)))
