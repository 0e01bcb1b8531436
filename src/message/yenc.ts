/**
 * yEnc (yEnc draft 1.3): a file as nearly its own bytes between `=ybegin` and `=yend` lines of a text. It came from news,
 * and mail programs that know it show a file.
 */
import type { EmbeddedFile } from './embedded-file.ts'
import { LIMITS } from './limits.ts'

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

const undo = (bytes: Buffer, { start, end }: Line): Buffer => {
  const out = Buffer.allocUnsafe(end - start)
  let size = 0
  for (let at = start; at < end; at++) {
    let byte = bytes[at]!
    if (byte === EQUALS && at + 1 < end) byte = bytes[++at]! - ESCAPED
    out[size++] = byte - SHIFT
  }
  return out.subarray(0, size)
}

const NAME = /^=ybegin .{0,80}line=\d.{0,80}\sname=(.{1,255})$/
const HEAD = 600

/** The name of the file that begins with this line; undefined for who writes about yEnc. */
const nameOf = (bytes: Buffer, { start, end }: Line): string | undefined =>
  NAME.exec(bytes.toString('utf8', start, Math.min(end, start + HEAD)))?.[1]?.trim()

type Walk = {
  readonly kept: Buffer[]
  readonly files: Map<string, Buffer[]>
  /** Lines of the file that is open. */
  file: Buffer[] | undefined
  broken: boolean
}

const step = (walk: Walk, bytes: Buffer, line: Line): void => {
  const sign =
    bytes[line.start] === EQUALS ? bytes.toString('latin1', line.start, Math.min(line.end, line.start + 8)) : ''
  const name = sign === '=ybegin ' ? nameOf(bytes, line) : undefined
  if (name !== undefined) {
    if (walk.file) walk.broken = true
    walk.file = walk.files.get(name) ?? []
    walk.files.set(name, walk.file)
  } else if (!walk.file) walk.kept.push(bytes.subarray(line.start, line.next))
  else if (sign.startsWith('=yend')) walk.file = undefined
  else if (!sign.startsWith('=ypart')) walk.file.push(undo(bytes, line))
}

/** Takes the files out of a text; pieces of one name are one file. `open`: one never ends, or there are too many. */
export const takeYencFiles = (bytes: Buffer): { bytes: Buffer; files: readonly EmbeddedFile[]; open: boolean } => {
  if (!bytes.includes(BEGIN)) return { bytes, files: [], open: false }
  const walk: Walk = { kept: [], files: new Map(), file: undefined, broken: false }
  for (let line = lineAt(bytes, 0); line.start < bytes.length; line = lineAt(bytes, line.next)) step(walk, bytes, line)
  const all = [...walk.files].map(([name, pieces]) => ({ name, bytes: Buffer.concat(pieces) }))
  const files = all.slice(0, LIMITS.parts)
  return {
    bytes: files.length === 0 ? bytes : Buffer.concat(walk.kept),
    files,
    open: walk.broken || walk.file !== undefined || files.length < all.length,
  }
}
