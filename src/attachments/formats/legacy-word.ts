/**
 * Word 97 to 2003 (MS-DOC): the text lies in pieces, in an order that a table in another stream tells (§2.4.1). One
 * sequence holds the body, then footnotes, headers, comments, endnotes and text boxes; deleted and hidden words stand among them.
 */
import type { CompoundFile } from './compound-file.ts'

const WORD_97 = 0xc1
// FibRgLw97 (§2.5.4): lengths of the parts in characters, in the order in which they stand.
const LENGTHS = [0x4c, 0x50, 0x54, 0x5c, 0x60, 0x64, 0x68]
const FC_CLX = 0x1a2
const PIECE_TABLE = 2
const NARROW = 0x40000000

const western = new TextDecoder('windows-1252')

/** §2.8.35 PlcPcd: character positions, then 8 bytes a piece with the offset of its text. */
const readPieces = (text: Buffer, table: Buffer, maxChars: number): string => {
  const count = Math.floor((table.length - 4) / 12)
  const parts: string[] = []
  let total = 0
  for (let i = 0; i < count && total < maxChars; i += 1) {
    const chars = table.readUInt32LE(i * 4 + 4) - table.readUInt32LE(i * 4)
    const offset = table.readUInt32LE((count + 1) * 4 + i * 8 + 2)
    if (chars <= 0) continue
    const narrow = (offset & NARROW) !== 0
    const start = narrow ? (offset & 0x3fffffff) >>> 1 : offset & 0x3fffffff
    const bytes = text.subarray(start, start + chars * (narrow ? 1 : 2))
    const part = narrow ? western.decode(bytes) : bytes.toString('utf16le')
    parts.push(part)
    total += part.length
  }
  return parts.join('')
}

/** §2.9.38 Clx: property groups, then the piece table. */
const pieceTable = (clx: Buffer): Buffer | undefined => {
  let at = 0
  while (at + 5 <= clx.length) {
    if (clx[at] === PIECE_TABLE) return clx.subarray(at + 5, at + 5 + clx.readUInt32LE(at + 1))
    if (clx[at] !== 1) return undefined
    at += 3 + clx.readUInt16LE(at + 1)
  }
  return undefined
}

// The smallest number of columns at which every row ends in a mark of its own.
const MAX_COLUMNS = 64
const columnsOf = (cells: readonly string[]): number | undefined => {
  for (let n = 1; n <= MAX_COLUMNS && n < cells.length; n += 1)
    if (cells.length % (n + 1) === 0 && cells.every((cell, i) => i % (n + 1) !== n || cell === '')) return n
  return undefined
}

const rowsOf = (cells: readonly string[]): string => {
  const columns = columnsOf(cells) ?? cells.length
  const rows: string[] = []
  for (let at = 0; at < cells.length; at += columns + 1) rows.push(cells.slice(at, at + columns).join('\t'))
  return rows.map((row) => `${row.replace(/[\r\x0b]/g, ' ')}\n`).join('')
}

/** §2.4.3: sign 7 ends a cell and, once more, a row. What stands before the last paragraph end belongs to no cell. */
const withTables = (text: string): string => {
  const out: string[] = []
  let cells: string[] = []
  const endTable = (): void => {
    if (cells.length > 0) out.push(rowsOf(cells))
    cells = []
  }
  const segments = text.split('\x07')
  const rest = segments.pop() ?? ''
  for (const segment of segments) {
    const start = segment.lastIndexOf('\r') + 1
    if (start > 0 && (cells.length === 0 || cells.at(-1) === '')) {
      endTable()
      out.push(segment.slice(0, start))
      cells.push(segment.slice(start))
    } else cells.push(segment)
  }
  endTable()
  return out.join('') + rest
}

// §2.4.2, special characters: 0x0B ends a line, 0x0C a page; 0x13, 0x14 and 0x15 stand around a field and its code;
// the others are anchors of pictures, notes and comments.
const readable = (text: string): string =>
  withTables(text)
    .replace(/[\r\x0b\x0c\x0e]/g, '\n')
    .replace(/\x1e/g, '-')
    .replace(/[\x00-\x06\x08\x0f-\x1d\x1f]/g, '')
    .replace(/\xa0/g, ' ')

/** `codes`: what the fields of the text do, such as where a link leads. */
export type LegacyText = Readonly<{ text: string; codes: string }>

const withoutCodes = (text: string): LegacyText => {
  const codes: string[] = []
  const shown = text.replace(/\x13([^\x13-\x15]{0,4000})[\x14\x15]/g, (_, code: string) => {
    codes.push(`${readable(code).trim()}\n`)
    return ''
  })
  return { text: readable(shown), codes: codes.join('') }
}

/** Undefined when it is no such file, or says too little to be believed. */
export const readLegacyWord = (file: CompoundFile, maxChars: number): LegacyText | undefined => {
  const text = file.find('WordDocument')
  if (!text || text.length < FC_CLX + 8) return undefined
  if (text.readUInt16LE(0) !== 0xa5ec || text.readUInt16LE(2) < WORD_97) return undefined
  const tables = file.find(text.readUInt16LE(10) & 0x200 ? '1Table' : '0Table')
  const start = text.readUInt32LE(FC_CLX)
  const pieces = tables && pieceTable(tables.subarray(start, start + text.readUInt32LE(FC_CLX + 4)))
  if (!pieces || pieces.length < 16) return undefined
  const whole = readPieces(text, pieces, maxChars + 1)
  const told = LENGTHS.reduce((sum, at) => sum + text.readUInt32LE(at), 0)
  return whole.length > 0 && whole.length >= Math.min(told, maxChars) ? withoutCodes(whole) : undefined
}
