/** A wrap: one way to put a text into a mail. */
import type { Matter, Version } from './matters.ts'

/** What is to be wrapped: `text` one or two sentences, `title` the same in a few words. */
export type Words = Readonly<{ text: string; title: string; matter: Matter; version: Version }>

export type Wrap = Readonly<{
  name: string
  mail: (words: Words) => Buffer | Promise<Buffer>
  /** Names of the matters it is made for; two in turn where it does not say. */
  matters?: readonly string[]
  /** The text stands in a quotation: what is sensitive there is `sensitive-in-reply`. */
  quoted?: boolean
  /**
   * The wrap itself is told of, whatever is in it: a name that lies, or a mail that programs read differently (which is
   * `uninspectable`). Its twin is right when nothing else is said of it.
   */
  reported?: 'name' | 'disagreement'
  /** Further than mail programs, offices and people go: measured, but no goal is set. */
  beyond?: boolean
}>

export const beyond = (wrap: Wrap): Wrap => ({ ...wrap, beyond: true })

/** Matters without a letter outside ASCII. */
export const PLAIN = ['password', 'care', 'number', 'family'] as const
/** Matters in which a letter with an accent counts. */
export const ACCENTED = ['medical', 'key'] as const
