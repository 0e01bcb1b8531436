/** Separated values (RFC 4180, and Excel's `;` in our countries). Rows keep the number that a spreadsheet would show. */
import type { Reader } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { decodeText } from './charset.ts'

/** The separator that stands most often in the first line outside quotes; "sep=;" is Excel's own word for it. */
const separatorOf = (text: string): string => {
  const end = text.search(/[\r\n]/)
  const line = (end < 0 ? text : text.slice(0, end)).slice(0, 4000)
  const told = /^sep=(.)$/.exec(line)?.[1]
  if (told) return told
  const bare = line.replace(/"[^"]{0,1000}"/g, '')
  const count = (separator: string): number => bare.split(separator).length
  return ['\t', ';', ',', '|'].reduce((best, next) => (count(next) > count(best) ? next : best))
}

// A line break or tab inside a cell would look like a new row or column.
const inOneLine = (cell: string): string => cell.replace(/\s+/g, ' ').trim()

/** Cells of one row from `at` on, and where the next row begins. A row of millions of cells ends when it is over `most` letters. */
const readRow = (
  text: string,
  at: number,
  separator: string,
  most: number,
): { cells: readonly string[]; next: number } => {
  const cells: string[] = []
  let cell = ''
  let i = at
  let quoted = false
  let letters = 0
  for (; i < text.length && letters <= most; i += 1) {
    const char = text[i]!
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[i + 1] === '"') {
        cell += '"'
        i += 1
      } else quoted = false
    } else if (char === '"' && cell === '') quoted = true
    else if (char === separator) {
      letters += cells[cells.push(inOneLine(cell)) - 1]!.length + 1
      cell = ''
    } else if (char === '\n') break
    else if (char !== '\r') cell += char
  }
  cells.push(inOneLine(cell))
  return { cells, next: i + 1 }
}

export const readCsv: Reader['read'] = (bytes, { maxTextChars }) => {
  const text = decodeText(bytes)
  const separator = separatorOf(text)
  const out = new TextBuilder(maxTextChars)
  let row = 1
  let at = /^sep=.\r?\n/.exec(text)?.[0].length ?? 0
  while (at < text.length && !out.full) {
    const { cells, next } = readRow(text, at, separator, maxTextChars)
    out.spot({ row })
    out.add(`${cells.join('\t')}\n`)
    row += 1
    at = next
  }
  return { pieces: out.take(), troubles: out.troubles() }
}
