/** A text/plain body as lines: format=flowed joined (RFC 3676), uuencoded files taken out. */
import type { Line } from './lines.ts'
import { decodeUuLine } from './transfer.ts'

export type UuFile = Readonly<{ name: string; size: number; bytes: Buffer }>

export const splitLines = (text: string): Line[] =>
  text.split(/\r\n|\n|\r/).map((line, i) => ({ text: line, number: i + 1 }))

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

const BEGIN = /^begin [0-7]{3,4} (.{1,255})$/

/** Takes uuencoded files out of the text: mail programs show them as attachments. `open`: one that never ends. */
export const takeUuFiles = (
  lines: readonly Line[],
): { lines: readonly Line[]; files: readonly UuFile[]; open: boolean } => {
  if (!lines.some((line) => BEGIN.test(line.text))) return { lines, files: [], open: false }
  const kept: Line[] = []
  const files: UuFile[] = []
  let open: { name: string; size: number; chunks: Buffer[] } | undefined
  const close = (): void => {
    if (open) files.push({ name: open.name, size: open.size, bytes: Buffer.concat(open.chunks) })
    open = undefined
  }
  let broken = false
  lines.forEach((line, i) => {
    const begin = BEGIN.exec(line.text)
    if (!open) {
      const next = begin && lines[i + 1] ? decodeUuLine(lines[i + 1]!.text) : undefined
      if (begin && next) open = { name: begin[1]!.trim(), size: 0, chunks: [] }
      else kept.push(line)
      return
    }
    const data = line.text.trim() === 'end' ? undefined : decodeUuLine(line.text)
    if (data) {
      open.size += line.text.length
      open.chunks.push(data)
      return
    }
    if (line.text.trim() !== 'end') {
      broken = true
      kept.push(line)
    }
    close()
  })
  if (open) broken = true
  close()
  return { lines: kept, files, open: broken }
}
