/**
 * All readers. To add one: write `formats/<name>.ts` with a `Reader['read']` in it, put it in this list, and, where the format
 * is new, give it a row in `formats.ts` and a mark in `magic.ts`. Nested messages are the one exception: `nested-message.ts`.
 *
 * A reader is loaded when its first file comes: the program leaves most of them to its reader processes, and need not hold them.
 */
import type { Format } from './formats.ts'
import type { Reader } from './reading.ts'

type Read = Reader['read']
type Listed = Reader & Readonly<{ load: () => Promise<Read> }>

const reader = (formats: readonly Format[], where: Reader['where'], load: () => Promise<Read>): Listed => ({
  formats,
  where,
  load,
  read: async (bytes, context) => (await load())(bytes, context),
})

const OPAQUE = reader(['unknown'], 'inline', async () => (await import('./formats/sealed.ts')).readOpaque)

const READERS: readonly Listed[] = [
  reader(['text', 'script', 'shortcut'], 'size', async () => (await import('./formats/text.ts')).readPlainText),
  reader(['csv'], 'size', async () => (await import('./formats/csv.ts')).readCsv),
  reader(['html'], 'size', async () => (await import('./formats/html.ts')).readHtmlFile),
  reader(['xml', 'svg'], 'size', async () => (await import('./formats/markup.ts')).readMarkup),
  reader(['json'], 'size', async () => (await import('./formats/json.ts')).readJson),
  reader(['calendar', 'contact'], 'size', async () => (await import('./formats/calendar.ts')).readCalendar),
  reader(['rtf'], 'size', async () => (await import('./formats/rtf.ts')).readRtf),
  reader(['docx'], 'process', async () => (await import('./formats/docx.ts')).readDocx),
  reader(['xlsx'], 'process', async () => (await import('./formats/xlsx.ts')).readWorkbook),
  reader(['pptx'], 'process', async () => (await import('./formats/pptx.ts')).readPptx),
  reader(['odt', 'ods', 'odp'], 'process', async () => (await import('./formats/odf.ts')).readOdf),
  reader(['ole'], 'process', async () => (await import('./formats/ole.ts')).readOle),
  reader(['pdf'], 'process', async () => (await import('./formats/pdf.ts')).readPdf),
  reader(['zip'], 'process', async () => (await import('./formats/zip.ts')).readZipFile),
  reader(['7z', 'rar'], 'process', async () => (await import('./formats/archive.ts')).readArchive),
  reader(['packed', 'disk'], 'process', async () => (await import('./formats/packed.ts')).readPacked),
  reader(['gzip'], 'process', async () => (await import('./formats/gzip.ts')).readGzip),
  reader(['tar'], 'process', async () => (await import('./formats/tar.ts')).readTarFile),
  reader(['tnef'], 'process', async () => (await import('./formats/tnef.ts')).readTnef),
  reader(['outlook'], 'process', async () => (await import('./formats/outlook.ts')).readOutlook),
  reader(['mailbox'], 'process', async () => (await import('./formats/mailbox.ts')).readMailbox),
  reader(['picture'], 'inline', async () => (await import('./formats/picture.ts')).readPicture),
  reader(['audio', 'video', 'program', 'lnk'], 'inline', async () => (await import('./formats/sealed.ts')).readSilent),
  reader(['residue'], 'inline', async () => (await import('./formats/sealed.ts')).readResidue),
  reader(['sealed', 'signature'], 'size', async () => (await import('./formats/smime.ts')).readSealed),
  OPAQUE,
]

const byFormat = new Map<Format, Reader>(READERS.flatMap((one) => one.formats.map((format) => [format, one] as const)))

export const readerOf = (format: Format): Reader => byFormat.get(format) ?? OPAQUE

/** All that a process may be asked for, before its first file: loading is not the file's fault, and takes none of its time. */
export const loadReaders = (): Promise<unknown> =>
  Promise.all(READERS.filter(({ where }) => where !== 'inline').map(({ load }) => load()))
