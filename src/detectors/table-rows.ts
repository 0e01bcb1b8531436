/** Tables as they come in mails: cells parted by TAB (HTML, sheets, CSV), or pasted with ";" or "|". */
import { lineStart } from './line-start.ts'

export type Cell = Readonly<{ text: string; start: number; end: number }>
export type Row = Readonly<{ cells: readonly Cell[]; start: number; end: number }>

// A line longer than this is no row, and would be split again for each word in it.
const MAX_ROW = 4_000
const DELIMITERS = ['\t', ';', '|'] as const

export const delimiterOf = (line: string): string | undefined => DELIMITERS.find((mark) => line.includes(mark))

const cellsOf = (line: string, start: number, delimiter: string): Cell[] => {
  const cells: Cell[] = []
  let at = 0
  for (const raw of line.split(delimiter)) {
    const text = raw.trim().replace(/^"(.*)"$/, '$1')
    const lead = raw.length - raw.trimStart().length
    cells.push({ text, start: start + at + lead, end: start + at + lead + raw.trim().length })
    at += raw.length + delimiter.length
  }
  return cells
}

/** The row an offset stands in; undefined when its line is no row. */
export const rowAt = (text: string, offset: number, delimiter?: string): Row | undefined => {
  const start = lineStart(text, offset, MAX_ROW)
  const next = text.slice(offset, offset + MAX_ROW).indexOf('\n')
  const end = next < 0 ? Math.min(text.length, offset + MAX_ROW) : offset + next
  const line = text.slice(start, end)
  if (line.length >= MAX_ROW) return undefined
  const mark = delimiter ?? delimiterOf(line)
  return mark === undefined || !line.includes(mark) ? undefined : { cells: cellsOf(line, start, mark), start, end }
}

/** Rows below one, up to the first line that is none. */
export const rowsBelow = (text: string, row: Row, delimiter: string, count: number): Row[] => {
  const rows: Row[] = []
  let at = row.end + 1
  while (rows.length < count && at < text.length) {
    const next = rowAt(text, at, delimiter)
    if (!next || next.start < at) break
    rows.push(next)
    at = next.end + 1
  }
  return rows
}
