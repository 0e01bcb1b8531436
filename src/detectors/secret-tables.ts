/**
 * Login lists: a header cell "wachtwoord" makes every cell below it a secret, plain words too. Fooled by columns that
 * tell about passwords ("wachtwoord gewijzigd op", "wachtwoord ontvangen: ja").
 */
import type { TermHit } from './lexicon.ts'
import { lookOf } from './secret-look.ts'
import { type Cell, delimiterOf, type Row, rowAt, rowsBelow } from './table-rows.ts'
import type { TermIndex } from './term-index.ts'

/** `until`: where the rows below the header end. */
export type SecretColumn = Readonly<{ column: number; values: readonly Cell[]; until: number }>

const MAX_ROWS = 300
const MAX_HEADER_WORDS = 4
const MAX_LINE = 120

const holds = (index: TermIndex, cell: Cell, ...names: string[]): boolean =>
  names.some((name) => index.near(`password.${name}`, cell.start, cell.end) !== undefined)

const isHeading = (index: TermIndex, cell: Cell): boolean =>
  cell.text.split(/\s+/).length <= MAX_HEADER_WORDS && holds(index, cell, 'table-header', 'user', 'label')

/** "ja", "x", a date or a remark tells that there is a password, not which. */
const isValue = (index: TermIndex, cell: Cell, weak: boolean): boolean => {
  const { text } = cell
  if (text.length < 3 || text.length > 60 || /^[xX*•.…_-]+$/.test(text) || text.split(/\s+/).length > 5) return false
  if (/^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}$/.test(text)) return false
  if (text.includes('@') && lookOf(text) === 'none') return false
  const term = index.at(cell.start, 'password.no-value')
  if (term && term.end >= cell.end) return false
  if (holds(index, cell, 'label') && lookOf(text) === 'word') return false
  return !weak || !['word', 'none'].includes(lookOf(text))
}

const headerRow = (index: TermIndex, hit: TermHit): { row: Row; column: number; delimiter: string } | undefined => {
  const { text } = index.reading
  const first = rowAt(text, hit.start)
  if (!first) return undefined
  const delimiter = delimiterOf(text.slice(first.start, first.end))!
  const column = first.cells.findIndex((cell) => cell.start <= hit.start && hit.end <= cell.end)
  const cell = first.cells[column]
  if (!cell || cell.text.split(/\s+/).length > MAX_HEADER_WORDS || /[:=]\s*\S/.test(cell.text)) return undefined
  if (/gewijzigd|veranderd|vergeten|ontvangen|reset|datum|verval|changed|expir|modifi|oubli/i.test(cell.text))
    return undefined
  return { row: first, column, delimiter }
}

/** The column under a header label; undefined when the label heads none. `read`: how far each column was read before. */
export const secretColumn = (
  index: TermIndex,
  hit: TermHit,
  read: ReadonlyMap<number, number>,
): SecretColumn | undefined => {
  const found = headerRow(index, hit)
  if (!found || hit.start < (read.get(found.column) ?? 0)) return undefined
  const { row, column, delimiter } = found
  const weak = hit.class === 'password.label.weak' || hit.class === 'password.column'
  const others = row.cells.filter((_, i) => i !== column)
  const headed = others.some((cell) => isHeading(index, cell))
  if (hit.term === 'sleutel') return undefined
  const whose = row.cells[column]!
  if (weak && !others.some((cell) => holds(index, cell, 'user', 'login')) && !holds(index, whose, 'device', 'wifi'))
    return undefined
  if (!headed && (column === 0 || others.some((cell) => /\d/.test(cell.text)))) return undefined
  const rows = rowsBelow(index.reading.text, row, delimiter, MAX_ROWS)
  const code = weak && /^(?:codes?|pin|pass)$/.test(hit.term)
  const values = rows.flatMap(({ cells }) => {
    const cell = cells[column]
    return cell && isValue(index, cell, code) ? [cell] : []
  })
  const until = rows.at(-1)?.end ?? row.end
  return { column, until, values: values.length > (headed ? 0 : 1) ? values : [] }
}

const BESIDE = ['user', 'login', 'device', 'wifi'].map((name) => `password.${name}`)

/** "naam | toverwoord": words that head a column of secrets only in the row of who logs in, or of what is opened. */
export const columnHeads = (index: TermIndex): TermHit[] => {
  const { text } = index.reading
  if (delimiterOf(text) === undefined) return []
  const rows = new Map<number, Row>()
  for (const { start } of BESIDE.flatMap((name) => index.all(name))) {
    const row = rowAt(text, start)
    if (row) rows.set(row.start, row)
  }
  return [...rows.values()]
    .sort((a, b) => a.start - b.start)
    .flatMap(({ start, end }) => index.within('password.column', start, end))
}

/** Whether the label heads a column at all: then the next heading is not its value. */
export const headsColumn = (index: TermIndex, hit: TermHit): boolean => {
  const found = headerRow(index, hit)
  if (!found) return false
  const others = found.row.cells.filter((_, i) => i !== found.column)
  return (
    others.length > 0 &&
    others.every((cell) => cell.text === '' || isHeading(index, cell)) &&
    !others.some((c) => /\d/.test(c.text))
  )
}

// "Naam: waarde", "Naam - waarde": one word behind a separator, at the end of the line.
const VALUE = /(?::|=|->|\t|\s[-–]\s)\s{0,8}(\S{1,64})\s{0,8}$/
const MAX_NAME_WORDS = 4

/** The value of a line that pairs a short name with one word. */
const pairedValue = (line: string): string | undefined => {
  const found = VALUE.exec(line)
  if (!found) return undefined
  const name = line.slice(0, found.index).replace(/^\s{0,40}[-*•]/, '')
  const words = name.split(/\s/).filter((word) => word !== '').length
  return words >= 1 && words <= MAX_NAME_WORDS ? found[1] : undefined
}

/** "Wachtwoorden klas 3:" and below it lines "Noor: appel12". */
export const secretLines = (index: TermIndex, hit: TermHit): Cell[] => {
  const { text } = index.reading
  const end = text.indexOf('\n', hit.end)
  const heading = text.slice(hit.end, end < 0 ? text.length : end)
  if (end < 0 || heading.length > 60 || !/(?:n|s|:)\s*$/.test(text.slice(hit.start, end))) return []
  const values: Cell[] = []
  let at = end + 1
  for (let n = 0; n < 40 && at < text.length; n++) {
    const next = text.indexOf('\n', at)
    const to = next < 0 ? text.length : next
    const line = text.slice(at, Math.min(to, at + MAX_LINE))
    const value = pairedValue(line)
    const look = value === undefined ? 'none' : lookOf(value)
    if (value !== undefined && (look === 'certain' || look === 'strong' || (look === 'digits' && value.length === 4)))
      values.push({ text: value, start: at + line.lastIndexOf(value), end: to })
    else if (line.trim() !== '') break
    at = to + 1
  }
  return values.length >= 2 ? values : []
}
