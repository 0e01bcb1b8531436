/** Lists and forms: a column or label that is sensitive by its heading, filled in next to a name. */
import type { Reading } from './detectors.ts'
import { lineStart } from './line-start.ts'
import { LABELS } from './meaning.ts'
import type { Category } from './predications.ts'
import type { Cast, Mention } from './pupils.ts'
import type { Sighting } from './sensitive-words.ts'
import { firstFrom, startingWithin } from './spans.ts'
import { type Cell, delimiterOf, type Row, rowAt, rowsBelow } from './table-rows.ts'
import { indexTerms, type TermIndex } from './term-index.ts'

const MAX_ROWS = 2_000
const EMPTY = /^(?:|-+|–|\/|0|nee|neen|geen|nvt|n\.v\.t\.?|n\/a|no|non|none|néant|onbekend|\?|nederlands|\.+|…|_+)$/i
// "Bijzonderheden" may hold anything; a diagnosis column holds diagnoses.
const VAGUE = /^(?:bijzonderheden|gedrag|aandachtspunten|ondersteuning|zorg|gezin|nationaliteit|welbevinden)$/i
const MIXED = /^(?:bijzonderheden|aandachtspunten)$/i

type Column = Readonly<{ category: Category | 'national-number'; at: number; vague: boolean; mixed: boolean }>

const heads = (cell: Cell, hit: { start: number; end: number }): boolean =>
  hit.start >= cell.start &&
  hit.end <= cell.end &&
  hit.end - hit.start >= cell.text.length * 0.45 &&
  cell.text.length <= 45

const columnsOf = (index: TermIndex, row: Row): Column[] =>
  row.cells.flatMap((cell, at) => {
    const hit = index.within('sensitive-column', cell.start, cell.end).find((t) => heads(cell, t))
    if (!hit) return []
    return [
      {
        category: hit.class.slice('sensitive-column.'.length) as Column['category'],
        at,
        vague: VAGUE.test(cell.text),
        mixed: MIXED.test(cell.text),
      },
    ]
  })

const namesOf = (index: TermIndex, row: Row): number[] =>
  row.cells.flatMap((cell, at) =>
    index.within('pupil.column', cell.start, cell.end).some((hit) => heads(cell, hit)) ? [at] : [],
  )

const nobody: Mention = { start: 0, end: 0, sure: 0.8, id: '', name: '', named: false, described: false }

const whoIn = (row: Row, names: readonly number[], cast: Cast): Mention | undefined => {
  const named = startingWithin(cast.pupils, row.start, row.end).filter((m) => m.end <= row.end)
  const known = named.find((m) => m.id !== '' || names.length === 0)
  if (known) return known
  if (startingWithin(cast.others, row.start, row.end).some((o) => o.end <= row.end)) return undefined
  const name = names
    .map((at) => row.cells[at]?.text ?? '')
    .filter((t) => /^[\p{L}\d]/u.test(t))
    .join(' ')
  if (name === '' || name.length > 60) return undefined
  return { ...nobody, start: row.start, end: row.end, sure: 0.9, name, named: true }
}

const SENSITIVE = LABELS.indexOf('sensitive')
const SURELY_NOTHING = -3

/** Under "bijzonderheden" stands all kinds of things: "slaapt graag boven". */
const mayTell = ({ text, words, meaning }: Reading, { start, end }: Cell): boolean => {
  if (!meaning) return true
  const stretch = { text, words, first: firstFrom(words, start), last: firstFrom(words, end) - 1 }
  return meaning.gist(stretch)[SENSITIVE]! >= SURELY_NOTHING
}

const fromTable = (
  reading: Reading,
  columns: readonly Column[],
  names: readonly number[],
  rows: readonly Row[],
  cast: Cast,
): Sighting[] =>
  rows.flatMap((row) => {
    const who = row.cells.length < 2 ? undefined : whoIn(row, names, cast)
    if (!who) return []
    return columns.flatMap(({ category, at, vague, mixed }): Sighting[] => {
      const cell = row.cells[at]
      // National numbers are judged by their check digits, not by their column.
      if (!cell || EMPTY.test(cell.text) || names.includes(at) || category === 'national-number') return []
      if (mixed && !mayTell(reading, cell)) return []
      return [{ category, start: cell.start, end: cell.end, who, confidence: vague ? 0.7 : 0.9, reminder: false }]
    })
  })

/** "Thuissituatie: …", "Medisch <TAB> …" in a form about one pupil. */
const fromForm = ({ reading, all }: TermIndex, cast: Cast, topic: Mention | undefined): Sighting[] =>
  all('sensitive-column').flatMap((hit): Sighting[] => {
    if (hit.class.endsWith('national-number')) return []
    const from = lineStart(reading.text, hit.start)
    if (reading.text.slice(from, hit.start).trim() !== '') return []
    const value = /^[^\S\n]{0,3}[:\t][^\S\n]{0,3}([^\n\t]{2,200})/.exec(reading.text.slice(hit.end, hit.end + 220))
    const above = cast.pupils.findLast((m) => m.start < hit.start && m.sure >= 0.7)
    const who = above ?? topic
    if (!value || EMPTY.test(value[1]!.trim()) || !who) return []
    const start = hit.end + value[0].length - value[1]!.length
    const category = hit.class.slice('sensitive-column.'.length) as Category
    return [
      {
        category,
        start,
        end: hit.end + value[0].length,
        who,
        confidence: VAGUE.test(hit.term) ? 0.62 : 0.78,
        reminder: false,
      },
    ]
  })

/** Whether a sensitive heading stands in a row or before a colon at all: a cheap look before names are sought. */
export const holdsHeading = ({ text, index }: Reading): boolean =>
  index.all('sensitive-column').some((hit) => {
    if (/^[^\S\n]{0,3}[:\t]/.test(text.slice(hit.end, hit.end + 4))) return true
    return rowAt(text, hit.start) !== undefined
  })

export const filledCellsIn = (reading: Reading, cast: Cast, topic: Mention | undefined): Sighting[] => {
  const index = indexTerms(reading)
  const found: Sighting[] = []
  // A row that was read below one heading heads no rows itself.
  let until = 0
  for (const hit of index.all('sensitive-column')) {
    const row = hit.start < until ? undefined : rowAt(reading.text, hit.start)
    if (!row) continue
    until = row.end
    const columns = columnsOf(index, row)
    if (columns.length === 0) continue
    const rows = rowsBelow(reading.text, row, delimiterOf(reading.text.slice(row.start, row.end))!, MAX_ROWS)
    until = rows.at(-1)?.end ?? until
    found.push(...fromTable(reading, columns, namesOf(index, row), rows, cast))
  }
  return [...found, ...fromForm(index, cast, topic)]
}
