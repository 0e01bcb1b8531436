/**
 * Old office files (MS-CFB: doc, xls, ppt). Where the format is known the words come in order and with their places; a
 * scan for runs of letters adds what stands elsewhere in the file, and is all there is for the formats we do not know.
 * Encrypted ones and macros show by the names of their streams.
 */
import { type Child, type Piece, type Reader, type Trouble, Unreadable } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { type CompoundFile, openCompoundFile } from './compound-file.ts'
import { readLegacySlides } from './legacy-slides.ts'
import { type LegacyText, readLegacyWord } from './legacy-word.ts'
import { scanLetters } from './letter-scan.ts'
import { readOleObjects } from './ole-objects.ts'
import { readOleProperties } from './ole-properties.ts'
import { asRecord, propertyPieces } from './properties.ts'

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')
const ENCRYPTED = [utf16('EncryptedPackage'), utf16('EncryptedSummary')]
const MACROS = [utf16('_VBA_PROJECT'), utf16('Macros\0'), utf16('_VBA_PROJECT_CUR')]
// BIFF8 FILEPASS record (MS-XLS §2.4.117): type 0x2F, RC4 in its body, right after the workbook's beginning.
const FILEPASS = Buffer.from('2f00360001', 'hex')
const FILEPASS_RECORD = 0x2f
const BOF_RECORDS = new Set([0x809, 0x409, 0x209, 0x09])
// MS-PPT §2.3.2: the token of a presentation with a password.
const ENCRYPTED_SLIDES = 0xf3d1c4df

const isEncryptedWord = (text: Buffer): boolean =>
  // MS-DOC §2.5.1: bit 8 of the flags at offset 10 of the file information block says encrypted.
  text.length > 12 && text.readUInt16LE(0) === 0xa5ec && (text.readUInt16LE(10) & 0x100) !== 0

/** The record stands among the first of the workbook, XOR obfuscation of old versions included. */
const isEncryptedBook = (book: Buffer): boolean => {
  for (let at = 0, i = 0; at + 4 <= book.length && i < 12; i += 1) {
    const type = book.readUInt16LE(at)
    if (type === FILEPASS_RECORD) return true
    if (i === 0 && !BOF_RECORDS.has(type)) return false
    at += 4 + book.readUInt16LE(at + 2)
  }
  return false
}

const bookOf = (file: CompoundFile): Buffer | undefined => file.find('Workbook') ?? file.find('Book')

const isDocument = ({ streams }: CompoundFile): boolean =>
  streams.some(({ name }) => /^(?:WordDocument|Workbook|Book|PowerPoint Document)$/.test(name))

const isEncrypted = (bytes: Buffer, file: CompoundFile | undefined): boolean => {
  if (ENCRYPTED.some((name) => bytes.includes(name))) return true
  if (!file)
    return bytes.includes(FILEPASS) || (bytes.includes(utf16('WordDocument')) && isEncryptedWord(bytes.subarray(512)))
  const user = file.find('Current User')
  return (
    isEncryptedWord(file.find('WordDocument') ?? Buffer.alloc(0)) ||
    isEncryptedBook(bookOf(file) ?? Buffer.alloc(0)) ||
    (user !== undefined && user.length >= 16 && user.readUInt32LE(12) === ENCRYPTED_SLIDES)
  )
}

type Words = Readonly<{ pieces: readonly Piece[]; troubles: readonly Trouble[] }>
const NOTHING: Words = { pieces: [], troubles: [] }

const wordsOfText = ({ text, codes }: LegacyText, maxTextChars: number): Words => ({
  pieces: [
    { text: text.slice(0, maxTextChars) },
    ...(codes ? [{ text: codes.slice(0, maxTextChars), place: { hidden: true } }] : []),
  ],
  troubles: text.length > maxTextChars ? [{ reason: 'limit', detail: 'text' }] : [],
})

const readWorkbook = async (bytes: Buffer, book: Buffer, maxTextChars: number): Promise<Words> => {
  const { MAX_BINARY_SHEETS, readBook } = await import('./sheet-library.ts')
  if (book.length > MAX_BINARY_SHEETS) return { pieces: [], troubles: [{ reason: 'limit', detail: 'cells' }] }
  return readBook(bytes, maxTextChars)
}

/** What the format tells. Nothing for formats we do not know and for files that are not what they seem: the scan is left. */
const readKnown = async (bytes: Buffer, file: CompoundFile, maxTextChars: number): Promise<Words> => {
  try {
    const text = readLegacyWord(file, maxTextChars)
    if (text !== undefined) return wordsOfText(text, maxTextChars)
    const book = bookOf(file)
    if (book) return await readWorkbook(bytes, book, maxTextChars)
    const slides = readLegacySlides(file, maxTextChars)
    if (!slides) return NOTHING
    return { pieces: slides.pieces, troubles: slides.complete ? [] : [{ reason: 'limit', detail: 'text' }] }
  } catch {
    return NOTHING
  }
}

const MIN_LETTERS = 20
const lettersIn = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { text }) => sum + (text.match(/\p{L}/gu)?.length ?? 0), 0)

const childrenOf = (file: CompoundFile | undefined): Child[] => {
  try {
    return file ? readOleObjects(file) : []
  } catch {
    return [{ name: 'object', type: '', trouble: { reason: 'broken', detail: 'package' } }]
  }
}

export const readOle: Reader['read'] = async (bytes, { maxTextChars }) => {
  const file = openCompoundFile(bytes)
  if (isEncrypted(bytes, file)) throw new Unreadable('encrypted', 'office')
  const macros = MACROS.some((name) => bytes.includes(name))
  const children = childrenOf(file)
  const known = file ? await readKnown(bytes, file, maxTextChars) : NOTHING
  const properties = file ? readOleProperties(file) : []
  const told = [...known.pieces, ...propertyPieces(properties, known.pieces, maxTextChars)]
  const [wide, narrow] = [new TextBuilder(maxTextChars), new TextBuilder(maxTextChars)]
  scanLetters(bytes, told, wide, narrow)
  const place = known.pieces.length > 0 ? { hidden: true } : undefined
  const pieces = [...told, ...wide.take(place), ...narrow.take(place)]
  const about = { children, properties: asRecord(properties), macros }
  // The coat of an embedded file has no words of its own.
  const isCoat = children.length > 0 && file !== undefined && !isDocument(file)
  if (!isCoat && lettersIn(pieces) < MIN_LETTERS)
    return { ...about, troubles: [{ reason: 'unknown-format', detail: 'ole' }] }
  return { ...about, pieces, troubles: [...known.troubles, ...wide.troubles(), ...narrow.troubles()] }
}
