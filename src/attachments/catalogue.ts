/**
 * All readers. To add one: write `formats/<name>.ts` with a `Reader` in it, put it in this list, and, where the format is
 * new, give it a row in `formats.ts` and a mark in `magic.ts`. Nested messages are the one exception: `nested-message.ts`.
 */

import { archiveReader } from './formats/archive.ts'
import { calendarReader } from './formats/calendar.ts'
import { csvReader } from './formats/csv.ts'
import { docxReader } from './formats/docx.ts'
import { gzipReader } from './formats/gzip.ts'
import { htmlReader } from './formats/html.ts'
import { mailboxReader } from './formats/mailbox.ts'
import { odfReader } from './formats/odf.ts'
import { oleReader } from './formats/ole.ts'
import { outlookReader } from './formats/outlook.ts'
import { packedReader } from './formats/packed.ts'
import { pdfReader } from './formats/pdf.ts'
import { pictureReader } from './formats/picture.ts'
import { pptxReader } from './formats/pptx.ts'
import { rtfReader } from './formats/rtf.ts'
import { opaqueReader, residueReader, silentReader } from './formats/sealed.ts'
import { sealedReader } from './formats/smime.ts'
import { tarReader } from './formats/tar.ts'
import { textReader } from './formats/text.ts'
import { tnefReader } from './formats/tnef.ts'
import { xlsxReader } from './formats/xlsx.ts'
import { zipReader } from './formats/zip.ts'
import type { Format } from './formats.ts'
import type { Reader } from './reading.ts'

export const READERS: readonly Reader[] = [
  textReader,
  csvReader,
  htmlReader,
  calendarReader,
  rtfReader,
  docxReader,
  xlsxReader,
  pptxReader,
  odfReader,
  oleReader,
  pdfReader,
  zipReader,
  archiveReader,
  packedReader,
  gzipReader,
  tarReader,
  tnefReader,
  outlookReader,
  mailboxReader,
  pictureReader,
  silentReader,
  residueReader,
  sealedReader,
  opaqueReader,
]

const byFormat = new Map<Format, Reader>(
  READERS.flatMap((reader) => reader.formats.map((format) => [format, reader] as const)),
)

export const readerOf = (format: Format): Reader => byFormat.get(format) ?? opaqueReader
