/** A text/plain body as lines: format=flowed joined (RFC 3676). */
import type { Line } from './lines.ts'

// A body of two million line ends is two million lines to walk, again and again, with nothing in them.
const MOST_BLANK = 100
// No letter has so many lines. The words behind them are read as those of one line.
const MOST_LINES = 100_000

export const splitLines = (text: string): Line[] => {
  const lines: Line[] = []
  let blank = 0
  const all = text.split(/\r\n|\n|\r/)
  for (const [i, line] of all.entries()) {
    if (lines.length === MOST_LINES) return [...lines, { text: all.slice(i).join(' ').trim(), number: i + 1 }]
    blank = line === '' ? blank + 1 : 0
    if (blank <= MOST_BLANK) lines.push({ text: line, number: i + 1 })
  }
  return lines
}

const quoteDepth = (text: string): number => {
  let depth = 0
  while (text[depth] === '>') depth++
  return depth
}

const content = (text: string, depth: number): string => {
  const rest = text.slice(depth)
  return rest.startsWith(' ') ? rest.slice(1) : rest
}

/** Soft-broken lines of one quote depth become one line, with the number of the first. "-- " is never soft (§4.3). */
export const joinFlowed = (lines: readonly Line[], deleteSpace: boolean): Line[] => {
  const joined: Line[] = []
  let open: { depth: number; number: number; pieces: string[] } | undefined
  const close = (): void => {
    if (open)
      joined.push({
        text: `${'>'.repeat(open.depth)}${open.depth ? ' ' : ''}${open.pieces.join('')}`,
        number: open.number,
      })
    open = undefined
  }
  for (const line of lines) {
    const depth = quoteDepth(line.text)
    const text = content(line.text, depth)
    const mark = text === '-- '
    if (open && (open.depth !== depth || mark)) close()
    const soft = text.endsWith(' ') && !mark
    open ??= { depth, number: line.number, pieces: [] }
    open.pieces.push(soft && deleteSpace ? text.slice(0, -1) : text)
    if (!soft) close()
  }
  close()
  return joined
}
