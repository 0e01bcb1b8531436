/** Binary workbooks of today (MS-XLSB): a package whose parts are records instead of XML. */
import type { Content, Piece, ReaderContext, Trouble } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { scanLetters } from './letter-scan.ts'
import type { OfficePackage } from './package.ts'
import { type BookWords, MAX_BINARY_SHEETS, readBook } from './sheet-library.ts'

const BINARY = /^xl\/.{1,200}\.bin$/
const NO_WORDS = /vbaProject|printerSettings|styles\.bin$|theme|calcChain/i

const read = async (bytes: Buffer, maxTextChars: number): Promise<BookWords> => {
  try {
    return await readBook(bytes, maxTextChars)
  } catch {
    return { pieces: [], troubles: [{ reason: 'broken', detail: 'xlsb' }] }
  }
}

/** The parts are unpacked under our limits first; the library unpacks without any. */
export const readBinaryWorkbook = async (
  office: OfficePackage,
  bytes: Buffer,
  { maxTextChars }: ReaderContext,
): Promise<Content> => {
  const parts: Buffer[] = []
  office.each(BINARY, (part, name) => {
    if (!NO_WORDS.test(name)) parts.push(part)
  })
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  const over: Trouble = { reason: 'limit', detail: 'cells' }
  const fits = size <= MAX_BINARY_SHEETS && office.troubles.length === 0
  const book = fits ? await read(bytes, maxTextChars) : { pieces: [], troubles: [over] }
  // Choices of a list, tips, headers and the texts of formulas stand in records that are not asked for.
  const [wide, narrow] = [new TextBuilder(maxTextChars), new TextBuilder(0)]
  for (const part of parts) scanLetters(part, book.pieces, wide, narrow)
  const pieces: Piece[] = [...book.pieces, ...wide.take({ hidden: true })]
  return office.finish(pieces, [...book.troubles, ...wide.troubles()])
}
