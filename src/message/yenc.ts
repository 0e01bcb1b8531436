/**
 * yEnc (yEnc draft 1.3): a file as nearly its own bytes between `=ybegin` and `=yend` lines of a text. It came from news,
 * and mail programs that know it show a file.
 */
import type { EmbeddedFile } from './embedded-file.ts'

const BEGIN = Buffer.from('=ybegin ')
const LF = 0x0a
const CR = 0x0d
const EQUALS = 0x3d
const SHIFT = 42
const ESCAPED = 64

type Line = Readonly<{ start: number; end: number; next: number }>

const lineAt = (bytes: Buffer, start: number): Line => {
  const feed = bytes.indexOf(LF, start)
  const next = feed < 0 ? bytes.length : feed + 1
  let end = feed < 0 ? bytes.length : feed
  if (end > start && bytes[end - 1] === CR) end--
  return { start, end, next }
}

/** Undoes the letters of one line into `out` from `size` on; the new size. */
const undo = (bytes: Buffer, { start, end }: Line, out: Buffer, size: number): number => {
  let to = size
  for (let at = start; at < end; at++) {
    let byte = bytes[at]!
    if (byte === EQUALS && at + 1 < end) byte = bytes[++at]! - ESCAPED
    out[to++] = byte - SHIFT
  }
  return to
}

const NAME = /^=ybegin .{0,80}line=\d.{0,80}\sname=(.{1,255})$/
const HEAD = 600

const headOf = (bytes: Buffer, { start, end }: Line): string =>
  bytes.toString('utf8', start, Math.min(end, start + HEAD))

type Found = Readonly<{ name: string; data: Buffer; next: number; closed: boolean }>

const readFile = (bytes: Buffer, begin: number): Found => {
  const head = lineAt(bytes, begin)
  const name = NAME.exec(headOf(bytes, head))?.[1] ?? ''
  const out = Buffer.allocUnsafe(bytes.length - head.next)
  let size = 0
  let line = lineAt(bytes, head.next)
  for (; line.start < bytes.length; line = lineAt(bytes, line.next)) {
    const sign = bytes.toString('latin1', line.start, Math.min(line.end, line.start + 7))
    if (sign.startsWith('=yend') || sign === '=ybegin') break
    if (!sign.startsWith('=ypart')) size = undo(bytes, line, out, size)
  }
  const closed = bytes.toString('latin1', line.start, line.start + 5) === '=yend'
  return { name: name.trim(), data: out.subarray(0, size), next: closed ? line.next : line.start, closed }
}

/** Who writes about yEnc begins a line with its sign too. */
const begins = (bytes: Buffer, at: number): boolean =>
  (at === 0 || bytes[at - 1] === LF) && NAME.test(headOf(bytes, lineAt(bytes, at)))

const nextBegin = (bytes: Buffer, from: number): number => {
  let at = bytes.indexOf(BEGIN, from)
  while (at >= 0 && !begins(bytes, at)) at = bytes.indexOf(BEGIN, at + 1)
  return at
}

/** Takes the files out of a text; pieces of one name that follow each other are one file. `open`: one never ends. */
export const takeYencFiles = (bytes: Buffer): { bytes: Buffer; files: readonly EmbeddedFile[]; open: boolean } => {
  let at = nextBegin(bytes, 0)
  if (at < 0) return { bytes, files: [], open: false }
  const kept: Buffer[] = []
  const pieces = new Map<string, Buffer[]>()
  let from = 0
  let open = false
  for (; at >= 0; at = nextBegin(bytes, from)) {
    const found = readFile(bytes, at)
    kept.push(bytes.subarray(from, at))
    pieces.set(found.name, [...(pieces.get(found.name) ?? []), found.data])
    if (!found.closed) open = true
    from = found.next
  }
  const files = [...pieces].map(([name, data]) => ({ name, bytes: Buffer.concat(data) }))
  return { bytes: Buffer.concat([...kept, bytes.subarray(from)]), files, open }
}
