/**
 * A list of log-ins that calls nothing by its name: beside each name another word with a number ("Kaj: Ballon!229, Merel:
 * Trommel!614"). Fooled by numbered things (Chromebook12, Chromebook13), which share their word, by user names, which
 * repeat a name of their row, and by groups called after animals (Beren2), which have one digit and no sign.
 */
import { lineStart } from './line-start.ts'
import { matchesIn } from './matches.ts'
import { isModel } from './secret-values.ts'
import type { TermIndex } from './term-index.ts'

type Span = Readonly<{ start: number; end: number }>

const VALUE = /(?<=^|\t|: |; ?|\| ?)(\p{L}{3,24})[!@#$%&*+_.-]?\d{1,4}[!?*#]?(?=[ \t]*(?:[\t\n,;|]|$))/gmu
// What there is in each value: a quick look before the closer one.
const NUMBERED = /(?<=\p{L}{3}[!@#$%&*+_.-]?)\d/gu
const PLAIN = /^\p{L}+\d$/u
// jan.peeters, jvh5a
const USER = /(?<![\p{L}\d])(?:\p{L}{1,20}[._]\p{L}{1,20}\d{0,3}|\p{L}{2,12}\d{1,2}\p{L})(?![\p{L}\d@])/u
const LEAST = 3
const MOST_IN_LINE = 300

type Value = Readonly<{ start: number; end: number; word: string; line: string; plain: boolean }>

const valuesIn = ({ reading: { text } }: TermIndex): Value[] =>
  [...text.matchAll(VALUE)].flatMap((match): Value[] => {
    const [value, word = ''] = match
    const from = lineStart(text, match.index, MOST_IN_LINE)
    const end = text.indexOf('\n', match.index)
    const line = text.slice(from, Math.min(from + MOST_IN_LINE, end < 0 ? text.length : end))
    if (isModel(value)) return []
    return [
      { start: match.index, end: match.index + value.length, word: word.toLowerCase(), line, plain: PLAIN.test(value) },
    ]
  })

/** "Milan milan12": the name of the row with a number logs in, and opens nothing. */
const repeatsName = ({ word, line, start }: Value, { reading, at }: TermIndex): boolean =>
  line.toLowerCase().split(word).length > 2 ||
  at(start, 'names.first') !== undefined ||
  reading.names.some((name) => name.start <= start && start < name.end)

/** All values of a text that lists log-ins so; empty when it does not. */
export const listedIn = (index: TermIndex): readonly Span[] => {
  if (matchesIn(NUMBERED, index.reading.text).length < LEAST) return []
  const values = valuesIn(index)
  if (values.length < LEAST || new Set(values.map(({ word }) => word)).size < values.length) return []
  if (values.some((value) => repeatsName(value, index))) return []
  const users = values.filter(({ line }) => USER.test(line)).length
  return users === values.length || !values.some(({ plain }) => plain) ? values : []
}
