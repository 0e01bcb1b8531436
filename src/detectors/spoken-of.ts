/**
 * Of which colleagues a message speaks: none of them decides on it. A letter that complains about the head is not for the
 * head to open.
 *
 * Who signs, is greeted, wrote what is quoted or stands in a list is not spoken of: their name stands alone, in a row of a
 * table, or behind a label. A first name may be anybody's; what fools it is a nickname.
 */
import type { Case, Reading } from './detectors.ts'

const TEXTS: ReadonlySet<string> = new Set(['subject', 'own', 'quoted', 'attachment'])
// A surname that only one colleague has counts, a first name does not (`NameHit.strength`).
const SURE = 0.8
const WORDS_BESIDE = 3
const LONGEST_LINE = 2000

const WORD = /\p{L}[\p{L}'’-]*/gu
/** "Van: …", "… schreef:", an address beside the name: the head of an earlier message. */
const LETTER_HEAD = /[\t@]|^[>\s*]{0,8}\p{L}{2,12}\s?:|:\s*$/u

const lineAt = (text: string, start: number, end: number): string => {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const to = text.indexOf('\n', end)
  return `${text.slice(Math.max(from, start - LONGEST_LINE), start)} ${text.slice(end, Math.min(to < 0 ? text.length : to, end + LONGEST_LINE))}`
}

const isSpokenOf = (line: string): boolean => !LETTER_HEAD.test(line) && (line.match(WORD)?.length ?? 0) >= WORDS_BESIDE

const inReading = ({ names, text, role }: Reading): readonly string[] =>
  names.flatMap(({ persons, strength, start, end }) => {
    const [only] = persons
    if (persons.length !== 1 || only?.kind !== 'staff' || strength < SURE) return []
    return role === 'subject' || isSpokenOf(lineAt(text, start, end)) ? [only.id] : []
  })

/** Ids of the directory. */
export const colleaguesIn = ({ readings }: Case): readonly string[] => [
  ...new Set(readings.filter(({ role }) => TEXTS.has(role)).flatMap(inReading)),
]
