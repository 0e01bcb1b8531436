/** Rendered text of a page: white space as a browser shows it, TAB between the cells of a row, LF between blocks. */
import type { Line, LineMark } from './lines.ts'

export type Page = {
  write(data: string, mark: LineMark | undefined, keepsLines: boolean): void
  /** A block begins or ends. At the start of a cell it changes nothing: Word puts a paragraph into each cell. */
  block(): void
  /** A forced line end; two in a row leave a blank line. */
  lineEnd(): void
  /** `emptySoFar`: no cell before it in this row held a word, so that the break before the row still stands. */
  cell(firstInRow: boolean, emptySoFar: boolean): void
  /** An empty cell holds no block back: the row may end behind it. */
  cellEnd(): void
  /** How many runs of words were written so far. */
  written(): number
  /** The line that is being written, from 1. */
  line(): number
  lastLine(): string
  lines(): Line[]
}

// White space that is not one blank already.
const UNEVEN = /[ \t\r\n\f]{2,}|[\t\r\n\f]/g

export const openPage = (): Page => {
  const done: { text: string; mark: LineMark | undefined }[] = []
  let text = ''
  let mark: LineMark | undefined
  let breaks = 0
  let tabs = 0
  let space = false
  let cellStart = false
  let runs = 0

  const endLine = (): void => {
    done.push({ text: text.replaceAll('\u00a0', ' ').trimEnd(), mark })
    text = ''
  }

  const separate = (spaced: boolean, next: LineMark | undefined): void => {
    if (text === '' && done.length === 0 && tabs === 0) breaks = 0
    if (breaks === 0 && text !== '' && mark !== next) breaks = 1
    for (; breaks > 0; breaks--) endLine()
    if (tabs > 0) text += '\t'.repeat(tabs)
    else if (spaced && text !== '') text += ' '
    tabs = 0
    mark = next
    cellStart = false
    runs++
  }

  const writeRun = (data: string, next: LineMark | undefined): void => {
    const flat = data.replace(UNEVEN, ' ')
    const from = flat.startsWith(' ') ? 1 : 0
    const to = flat.length > 1 && flat.endsWith(' ') ? flat.length - 1 : flat.length
    if (from < to) {
      separate(space || from === 1, next)
      text += flat.slice(from, to)
      space = to < flat.length
    } else if (flat !== '') space = true
  }

  const page: Page = {
    write(data, next, keepsLines) {
      if (!keepsLines) return writeRun(data, next)
      data.split(/\r\n|\n|\r/).forEach((line, i) => {
        if (i > 0) {
          separate(false, next)
          breaks = 1
        }
        if (line === '') return
        separate(space, next)
        space = false
        text += line
      })
    },
    block() {
      if (cellStart) return
      breaks = Math.max(breaks, 1)
      tabs = 0
      space = false
    },
    lineEnd() {
      if (cellStart) return
      breaks = Math.min(breaks + 1, 2)
      space = false
    },
    cell(firstInRow, emptySoFar) {
      if (!firstInRow) {
        tabs++
        if (!emptySoFar) breaks = 0
      }
      space = false
      cellStart = true
    },
    cellEnd() {
      cellStart = false
    },
    written: () => runs,
    line: () => done.length + breaks + 1,
    lastLine: () => (text === '' ? (done.at(-1)?.text ?? '') : text),
    lines() {
      if (text !== '') endLine()
      return done.map((line, i) => ({ text: line.text, number: i + 1, mark: line.mark }))
    },
  }
  return page
}
