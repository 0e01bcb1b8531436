/**
 * Archives glued to a file of another kind. "copy /b foto.jpg+geheim.zip foto.jpg" gives a picture that is shown as one, and
 * that WinRAR, 7-Zip and Windows open as an archive: these look for the end of a zip, or for the mark of the others anywhere.
 */
import { MARKED_ARCHIVES } from './archive-marks.ts'
import { findDirectory } from './formats/zip-directory.ts'
import { type Format, formatOfName } from './formats.ts'
import { looksLikeText } from './magic.ts'
import type { Child } from './reading.ts'

// Containers are left out: what lies stored in them begins somewhere in the middle too, and has its own reader.
const CARRIERS: ReadonlySet<Format> = new Set<Format>([
  'picture',
  'svg',
  'audio',
  'video',
  'pdf',
  'rtf',
  'text',
  'csv',
  'html',
  'xml',
  'json',
  'calendar',
  'contact',
  'program',
  'script',
  'lnk',
  'residue',
  'unknown',
])

const ARCHIVES: ReadonlySet<Format> = new Set<Format>(['zip', 'tar', '7z', 'rar', 'gzip', 'packed'])
const ZIPS: ReadonlySet<Format> = new Set<Format>(['zip', 'docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp'])

// The end of a zip, with the longest comment: programs look no further back.
const TAIL_BYTES = 66_000
const MAX_MARKS = 64
// ISO 32000-1 annex H.
const PDF_WITHIN = 1024

const markedIn = (bytes: Buffer): Child[] =>
  MARKED_ARCHIVES.flatMap(([format, mark, isOne]) => {
    let at = bytes.indexOf(mark, 1)
    for (let i = 0; at >= 0 && i < MAX_MARKS; i += 1) {
      if (isOne(bytes.subarray(at))) return [{ name: format, type: '', bytes: bytes.subarray(at), format }]
      at = bytes.indexOf(mark, at + 1)
    }
    return []
  })

const zipIn = (bytes: Buffer): Child[] => {
  if (!bytes.subarray(-TAIL_BYTES).includes('PK\u0005\u0006', 0, 'latin1')) return []
  const directory = findDirectory(bytes, MAX_MARKS)
  if (!directory || directory.headers.length === 0) return []
  const start = directory.headers.reduce((first, { offset }) => Math.min(first, offset + directory.base), bytes.length)
  // From its first byte on it is a zip: a program of Java, known as such.
  if (start <= 0 || start >= directory.start) return []
  return [{ name: 'zip', type: '', bytes: bytes.subarray(start), format: 'zip' }]
}

/** A zip or a tar may begin with a few bytes of its own and be a PDF after those: its name decides who opens it. */
const pdfIn = (bytes: Buffer): Child[] => {
  const start = bytes.subarray(0, PDF_WITHIN).indexOf('%PDF-')
  return start > 0 ? [{ name: 'pdf', type: '', bytes: bytes.subarray(start), format: 'pdf' }] : []
}

/** Of an archive in front of a zip, the name decides which of the two is opened. */
const byName = (bytes: Buffer, format: Format, name: string): Child[] => {
  const claimed = formatOfName(name)
  if (claimed === 'pdf') return pdfIn(bytes)
  return claimed && claimed !== format && ZIPS.has(claimed) ? zipIn(bytes) : []
}

/** Bytes of nothing known, and a zip behind them: under the name of a zip, every program opens that. */
export const isZipBehind = (bytes: Buffer, name: string): boolean =>
  formatOfName(name) === 'zip' && zipIn(bytes).length > 0

/** Where a picture or a document ends, by the last sign of its end: what follows no program shows, and any editor does. */
const ENDS: readonly (readonly [head: string, end: string, more: number])[] = [
  ['\xff\xd8\xff', '\xff\xd9', 0],
  // The checksum of the last chunk.
  ['\x89PNG', 'IEND', 4],
  ['GIF8', ';', 0],
  ['%PDF-', '%%EOF', 0],
]
const MIN_WORDS = 8
const MAX_WORDS = 1_000_000

const textBehind = (bytes: Buffer): Child[] => {
  const known = ENDS.find(([head]) => bytes.indexOf(head, 0, 'latin1') === 0)
  if (!known) return []
  const [, end, more] = known
  const at = lastEnd(bytes, end)
  if (at < 0) return []
  const rest = bytes.subarray(at + end.length + more)
  if (rest.length < MIN_WORDS || rest.length > MAX_WORDS || !looksLikeText(rest)) return []
  return [{ name: 'text', type: '', bytes: rest, format: 'text' }]
}

/** A semicolon may stand in the words as well: the picture ends with a zero before it. */
const lastEnd = (bytes: Buffer, end: string): number =>
  end === ';' ? bytes.lastIndexOf('\0;', undefined, 'latin1') + 1 || -1 : bytes.lastIndexOf(end, undefined, 'latin1')

export const gluedFiles = (bytes: Buffer, format: Format, name: string): Child[] => {
  if (CARRIERS.has(format)) return [...zipIn(bytes), ...markedIn(bytes), ...textBehind(bytes)]
  return ARCHIVES.has(format) ? byName(bytes, format, name) : []
}
