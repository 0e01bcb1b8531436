/** What the writer tells of himself: "ik heb weer migraine". Only pupils are looked after here. */
import type { Reading } from './detectors.ts'
import { holdsKind, THIRD } from './grammar.ts'
import type { Sentence } from './sentences.ts'

const MINE =
  /(?<!\p{L})(?:ik|'k)(?:\s\p{L}+){0,2}?\s(?:heb|ben|lig|zit|krijg|had|was|voel|slik|neem|moet)(?!\p{L})|(?<!\p{L})(?:heb|ben|lig|zit|krijg|had|was|voel|slik|neem)\s(?:ik|'k)(?!\p{L})|(?<!\p{L})(?:je suis|j['’]ai|I am|I['’]m|I have|I['’]ve)(?!\p{L})/iu

/** The writer's own state, whoever the sentences before spoke of. `to`: what is said; only what stands before it counts. */
export const isOfWriter = (
  { role, text, words }: Pick<Reading, 'role' | 'text' | 'words'>,
  { first, start }: Pick<Sentence, 'first' | 'start'>,
  to: Readonly<{ first: number; start: number }>,
): boolean =>
  role !== 'quoted' && !holdsKind(words, THIRD, first, to.first - 1) && MINE.test(text.slice(start, to.start))
