/** Files that stand in a text: uuencoded (POSIX), BinHex. Mail programs show them as attachments. */
import { decodeBinHex } from './binhex.ts'
import type { EmbeddedFile } from './embedded-file.ts'
import type { Line } from './lines.ts'
import { decodeUuLine } from './transfer.ts'

export type Taken = Readonly<{
  lines: readonly Line[]
  files: readonly EmbeddedFile[]
  /** One of them never ends, or holds a line that is none of it. */
  open: boolean
}>

const BEGIN = /^begin(-base64)? [0-7]{3,4} (.{1,255})$/
const BASE64_LINE = /^[A-Za-z0-9+/]{1,200}={0,2}$/

type Open = { readonly name: string; readonly base64: boolean; readonly chunks: Buffer[] }

const decodeLine = (open: Pick<Open, 'base64'>, text: string): Buffer | undefined => {
  if (!open.base64) return decodeUuLine(text)
  return BASE64_LINE.test(text) ? Buffer.from(text, 'base64') : undefined
}

const isEnd = (open: Open, text: string): boolean => text.trim() === (open.base64 ? '====' : 'end')

const takeUu = (lines: readonly Line[]): Taken => {
  if (!lines.some((line) => BEGIN.test(line.text))) return { lines, files: [], open: false }
  const kept: Line[] = []
  const files: EmbeddedFile[] = []
  let open: Open | undefined
  let broken = false
  const close = (): void => {
    if (open) files.push({ name: open.name, bytes: Buffer.concat(open.chunks) })
    open = undefined
  }
  lines.forEach((line, i) => {
    if (!open) {
      const begin = BEGIN.exec(line.text)
      const base64 = begin?.[1] !== undefined
      const next = begin && lines[i + 1] ? decodeLine({ base64 }, lines[i + 1]!.text) : undefined
      if (begin && next) open = { name: begin[2]!.trim(), base64, chunks: [] }
      else kept.push(line)
      return
    }
    const ends = isEnd(open, line.text)
    const data = ends ? undefined : decodeLine(open, line.text)
    if (data) {
      open.chunks.push(data)
      return
    }
    if (!ends) {
      broken = true
      kept.push(line)
    }
    close()
  })
  if (open) broken = true
  close()
  return { lines: kept, files, open: broken }
}

const BINHEX = '(This file must be converted with BinHex'

const takeBinHex = (lines: readonly Line[]): Taken => {
  const start = lines.findIndex((line) => line.text.startsWith(BINHEX))
  if (start < 0) return { lines, files: [], open: false }
  const first = lines.findIndex((line, i) => i > start && line.text.startsWith(':'))
  const last = first < 0 ? -1 : lines.findIndex((line, i) => i >= first && line.text.trimEnd().endsWith(':'))
  const text = lines.slice(first, last + 1).map((line) => line.text)
  const file = last < 0 ? undefined : decodeBinHex(text.join('\n'))
  if (!file) return { lines, files: [], open: true }
  return { lines: [...lines.slice(0, start), ...lines.slice(last + 1)], files: [file], open: false }
}

export const takeFiles = (lines: readonly Line[]): Taken => {
  const uu = takeUu(lines)
  const hex = takeBinHex(uu.lines)
  return { lines: hex.lines, files: [...uu.files, ...hex.files], open: uu.open || hex.open }
}
