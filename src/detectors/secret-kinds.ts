/** What the lexicon knows a place in a text by, as bits: whoever reads on from a label asks many things of each word. */
import { isUnder } from './lexicon.ts'
import type { TermIndex } from './term-index.ts'

const NAMES = [
  'label',
  'user',
  'login',
  'product',
  'wifi',
  'device',
  'container',
  'is',
  'adverb',
  'preposition',
  'determiner',
  'as',
  'sample',
  'as-agreed',
  'changed',
  'negation',
  'no-value',
  'table-header',
  'unit',
  'ingredient',
  'instruct',
  'innocent',
] as const
type Name = (typeof NAMES)[number]

/** One bit for each class under "password". */
export const KIND = Object.fromEntries(NAMES.map((name, i) => [name, 1 << i])) as Readonly<Record<Name, number>>

const known = new Map<string, number>()

const kindsOf = (name: string): number => {
  let kinds = known.get(name)
  if (kinds === undefined) {
    kinds = NAMES.reduce((bits, own) => (isUnder(name, `password.${own}`) ? bits | KIND[own] : bits), 0)
    known.set(name, kinds)
  }
  return kinds
}

/** The kinds of all terms that start exactly at an offset. */
export const kindsAt = ({ reading }: TermIndex, offset: number): number => {
  let kinds = 0
  for (const hit of reading.index.at(offset)) kinds |= kindsOf(hit.class)
  return kinds
}
