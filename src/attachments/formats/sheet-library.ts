/** Binary workbooks (xls of any age, xlsb) through the SheetJS library: cells in rows, with what hides them. */
import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx'
import type { Place } from '../../message/message.ts'
import type { Piece, Trouble } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { showNumber, styleOf } from './sheet-numbers.ts'
import { OWN_SHEET_NAME, wordsOfFormula } from './sheet-rows.ts'

/** The library makes an object of every cell: some twenty times the bytes that it has in the file. */
export const MAX_BINARY_SHEETS = 12_000_000

export type BookWords = Readonly<{ pieces: Piece[]; troubles: Trouble[] }>

type Grid = readonly (readonly (CellObject | undefined)[] | undefined)[]
type Builders = Readonly<{ out: TextBuilder; aside: TextBuilder; notes: TextBuilder; known: Set<string> }>

const MAX_GAP = 100
// One formula filled down a column says the same words in each row.
const MAX_KNOWN = 10_000

const shown = (cell: CellObject): string => {
  if (cell.t === 'n')
    return showNumber(String(cell.v ?? ''), styleOf(cell.z === undefined ? undefined : String(cell.z), 0))
  return String(cell.v ?? '').replace(/\s+/g, ' ')
}

const sayCell = (cell: CellObject, place: Partial<Place>, { aside, notes, known }: Builders): void => {
  for (const { t } of cell.c ?? []) {
    notes.spot(place)
    notes.add(`${t ?? ''}\n`)
  }
  const link = cell.l?.Target ?? ''
  const beside = [...(cell.f === undefined ? [] : wordsOfFormula(cell.f)), ...(link.startsWith('#') ? [] : [link])]
  for (const words of beside) {
    if (words === '' || known.has(words)) continue
    if (known.size < MAX_KNOWN) known.add(words)
    aside.spot(place)
    aside.add(`${words}\n`)
  }
}

const columnName = (column: number): string =>
  column < 26 ? String.fromCharCode(65 + column) : columnName(Math.floor(column / 26) - 1) + columnName(column % 26)

const addSheet = (sheet: WorkSheet, builders: Builders): void => {
  const { out } = builders
  const columns = sheet['!cols'] ?? []
  const rows = sheet['!rows'] ?? []
  // The grid has holes where there is nothing; forEach steps over them, however far the sheet says it reaches.
  const grid = ((sheet as { '!data'?: Grid })['!data'] ?? []) as Grid
  grid.forEach((cells, row) => {
    if (!cells || out.full) return
    const spot = (hidden: boolean): void =>
      out.spot({ row: row + 1, ...(hidden || rows[row]?.hidden ? { hidden: true } : {}) })
    spot(false)
    let written = 0
    cells.forEach((cell, column) => {
      if (!cell) return
      sayCell(cell, { cell: `${columnName(column)}${row + 1}` }, builders)
      const text = shown(cell)
      if (text === '') return
      out.add('\t'.repeat(Math.min(column - written, MAX_GAP)))
      written = column
      const hidden = columns[column]?.hidden === true
      if (hidden) spot(true)
      out.add(text)
      if (hidden) spot(false)
    })
    out.endLine()
  })
}

const addNames = (book: WorkBook, aside: TextBuilder): void => {
  for (const name of book.SheetNames) if (!OWN_SHEET_NAME.test(name)) aside.add(`${name}\n`)
  for (const { Name } of book.Workbook?.Names ?? []) if (!Name.startsWith('_xl')) aside.add(`${Name}\n`)
}

export const readBook = async (bytes: Buffer, maxTextChars: number): Promise<BookWords> => {
  const { read } = await import('@e965/xlsx')
  const book = read(bytes, {
    type: 'buffer',
    dense: true,
    cellFormula: true,
    cellHTML: false,
    cellNF: true,
    cellStyles: true,
  })
  const builder = (): TextBuilder => new TextBuilder(maxTextChars)
  const builders: Builders = { out: builder(), aside: builder(), notes: builder(), known: new Set() }
  const pieces: Piece[] = []
  book.SheetNames.forEach((name, i) => {
    addSheet(book.Sheets[name]!, builders)
    const place = { sheet: name, ...(book.Workbook?.Sheets?.[i]?.Hidden ? { hidden: true } : {}) }
    pieces.push(
      ...builders.out.take(place),
      ...builders.notes.take(place),
      ...builders.aside.take({ ...place, hidden: true }),
    )
  })
  addNames(book, builders.aside)
  pieces.push(...builders.aside.take({ hidden: true }))
  return { pieces, troubles: [builders.out, builders.aside, builders.notes].flatMap((one) => one.troubles()) }
}
