/** PDF: text page by page, what is filled in, notes, and the files inside. A scan has no words: that is said. */
import type { PDFDocumentProxy, PDFPageProxy } from 'unpdf/pdfjs'
import {
  type Child,
  type Content,
  type Piece,
  type Reader,
  type ReaderContext,
  type Trouble,
  Unreadable,
} from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { type Annotation, addAnnotations } from './pdf-annotations.ts'
import { alternativesOf, wordsOfStamps } from './pdf-drawn-words.ts'
import { readExtras, readFiles, readInfo } from './pdf-extras.ts'
import { guardPdf, PICTURE_CPU_MS, WorkMeter } from './pdf-guard.ts'
import { hasHugePicture, MAX_PICTURE_PIXELS, Scans } from './pdf-scan.ts'
import { stringsIn } from './pdf-strings.ts'
import { earlierEnds, freshPieces } from './pdf-versions.ts'
import { readXfa, type Xfa } from './pdf-xfa.ts'
import { asRecord, propertyPieces } from './properties.ts'

// A page with less than this and a picture is a scan with a page number at most.
const WORDS_OF_A_SCAN = 20

// Nobody makes so many pages; finding each of them takes longer than reading it.
const NO_DOCUMENT = 20_000
const SAMPLE = 20

const open = async (bytes: Buffer): Promise<PDFDocumentProxy> => {
  const { getDocumentProxy } = await import('unpdf')
  try {
    // A copy, since the library keeps the array; system fonts and forms in XML are off, and it says nothing on the console.
    return await getDocumentProxy(new Uint8Array(bytes), {
      verbosity: 0,
      useSystemFonts: false,
      enableXfa: false,
      stopAtErrors: false,
      // A picture of 50,000 by 50,000 white dots is packed into a few kilobytes.
      maxImageSize: MAX_PICTURE_PIXELS,
    })
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') throw new Unreadable('encrypted', 'pdf')
    throw new Unreadable('broken', 'pdf')
  }
}

type Item = Readonly<{ str?: string; hasEOL?: boolean; transform?: readonly number[]; width?: number; height?: number }>

/** Words of one line that stand far apart are cells of a table; a small gap is a space that the producer left out. */
const addItems = (items: readonly Item[], out: TextBuilder): void => {
  let end = Number.NaN
  let line = Number.NaN
  for (const { str = '', hasEOL = false, transform = [], width = 0, height = 0 } of items) {
    const x = transform[4] ?? 0
    const y = transform[5] ?? 0
    const gap = x - end
    if (str.trim() && Math.abs(y - line) < 1) {
      if (gap > Math.max(8, height * 1.5)) out.add('\t')
      else if (gap > height * 0.15 && !str.startsWith(' ')) out.add(' ')
    } else if (str.trim() && !Number.isNaN(line) && Math.abs(y - line) >= 1) out.endLine()
    if (str.trim() || Number.isNaN(end) || str === '') out.add(str)
    if (str.trim()) {
      end = x + width
      line = y
    }
    if (hasEOL) {
      out.endLine()
      line = Number.NaN
      end = Number.NaN
    }
  }
  out.endLine()
}

// Signs that no font of ours can say: a font without a table of its letters. Single ones are bullets and arrows.
const RUBBISH = /[\ue000-\uf8ff\ufffd]{2,}|[\x01-\x08\x0e-\x1f]/g
const MIN_RUBBISH = 8

const isRubbish = (text: string): boolean => {
  const signs = (text.match(RUBBISH) ?? []).join('').length
  return signs >= MIN_RUBBISH && signs * 20 > text.replace(/\s/g, '').length
}

const hasPicture = async (page: PDFPageProxy): Promise<boolean> => {
  const { getResolvedPDFJS } = await import('unpdf')
  const { OPS } = await getResolvedPDFJS()
  const { fnArray } = await page.getOperatorList()
  return fnArray.some(
    (operation) =>
      operation === OPS.paintImageXObject ||
      operation === OPS.paintInlineImageXObject ||
      operation === OPS.paintImageMaskXObject,
  )
}

type Page = Readonly<{ pieces: Piece[]; aside: Piece[]; pinned: Annotation[] }>

/** In pieces as they come, so that a page that never ends gives what it said until then. */
const itemsOf = async (page: PDFPageProxy, meter: WorkMeter): Promise<Item[]> => {
  const items: Item[] = []
  const stream = page.streamTextContent().getReader() as ReadableStreamDefaultReader<{ items: Item[] }>
  for (;;) {
    const chunk = await meter.within(stream.read())
    if (chunk === undefined || meter.over) {
      void stream.cancel(new Error('over')).catch(() => undefined)
      return items
    }
    if (chunk.done) return items
    for (const item of chunk.value.items) items.push(item)
  }
}

const readPage = async (page: PDFPageProxy, out: TextBuilder, beside: TextBuilder, meter: WorkMeter): Promise<Page> => {
  addItems(await itemsOf(page, meter), out)
  const annotations = ((await meter.within(page.getAnnotations())) ?? []) as Annotation[]
  addAnnotations(annotations, out, beside)
  out.add((await meter.within(wordsOfStamps(page, annotations))) ?? '')
  out.endLine()
  for (const said of (await meter.within(alternativesOf(page).catch(() => []))) ?? []) beside.add(`${said}\n`)
  const place = { page: page.pageNumber }
  const pinned = annotations.filter(({ fileId }) => fileId !== undefined)
  return { pieces: out.take(place), aside: beside.take({ ...place, hidden: true }), pinned }
}

const hasWords = (pieces: readonly Piece[]): boolean =>
  pieces.reduce((sum, { text }) => sum + text.trim().length, 0) >= WORDS_OF_A_SCAN

const readPages = async (
  pdf: PDFDocumentProxy,
  bytes: Buffer,
  context: ReaderContext,
): Promise<{ pieces: Piece[]; scanned: Child[]; pinned: Annotation[]; troubles: Trouble[] }> => {
  const out = new TextBuilder(context.maxTextChars)
  const beside = new TextBuilder(context.maxTextChars)
  const pieces: Piece[] = []
  const asides: Piece[] = []
  const pinned: Annotation[] = []
  let rubbish = false
  const drawn = new Scans(context.maxScans)
  let scans = 0
  let brokenPages = 0
  let tooMuch = false
  const pages = Math.min(pdf.numPages, pdf.numPages > NO_DOCUMENT ? SAMPLE : context.maxPages)
  for (let number = 1; number <= pages && !out.full && !tooMuch; number += 1) {
    const meter = new WorkMeter()
    try {
      const page = await pdf.getPage(number)
      const read = await readPage(page, out, beside, meter)
      pieces.push(...read.pieces)
      asides.push(...read.aside)
      for (const one of read.pinned) pinned.push(one)
      rubbish ||= read.pieces.some(({ text }) => isRubbish(text))
      tooMuch = meter.over
      if (!tooMuch && !hasWords(read.pieces)) {
        const looking = new WorkMeter(PICTURE_CPU_MS)
        const pictured = (await looking.within(hasPicture(page))) ?? false
        tooMuch = looking.over
        if (pictured) scans += 1
        if (!tooMuch) await drawn.add(page, pictured)
      }
      page.cleanup()
    } catch {
      // What it said until then is kept.
      pieces.push(...out.take({ page: number }))
      brokenPages += 1
    }
  }
  const troubles: Trouble[] = [...out.troubles(), ...drawn.finish(bytes, scans * 2 > pages)]
  if (tooMuch) troubles.push({ reason: 'limit', detail: 'page' })
  if (pdf.numPages > pages) troubles.push({ reason: 'limit', detail: 'pages' })
  // One page that is a photo is a picture in a flyer; most pages without words are a scanned letter.
  if (scans * 2 > pages) troubles.push({ reason: 'unknown-format', detail: 'scan' })
  if (brokenPages > 0) troubles.push({ reason: 'broken', detail: 'page' })
  // Letters drawn as curves, or a file so damaged that only white pages are left: people may see what we do not.
  if (rubbish || (pieces.length === 0 && troubles.length === 0))
    troubles.push({ reason: 'unknown-format', detail: 'no-text' })
  return { pieces: [...pieces, ...asides], scanned: drawn.pages, pinned, troubles: [...troubles, ...beside.troubles()] }
}

const NO_FORM: Xfa = { lines: [], whole: true }

const readDocument = async (
  pdf: PDFDocumentProxy,
  bytes: Buffer,
  context: ReaderContext,
  strings: ReadonlySet<string>,
): Promise<Content> => {
  const { pieces, scanned, pinned, troubles } = await readPages(pdf, bytes, context)
  if (hasHugePicture(bytes)) troubles.push({ reason: 'limit', detail: 'ocr' })
  const { properties, xfa } = await readInfo(pdf)
  const form = xfa === 'none' ? NO_FORM : readXfa(bytes, context.maxTextChars)
  if (xfa === 'only' || !form.whole) troubles.push({ reason: 'unknown-format', detail: 'xfa' })
  const told = [...pieces, ...propertyPieces(properties, pieces, context.maxTextChars)]
  const shown = [...told, ...(await readExtras(pdf, told, context.maxTextChars))]
  return {
    pieces: [...shown, ...freshPieces([...strings, ...form.lines, ...(await earlierLines(bytes, context))], shown)],
    children: [...scanned, ...(await readFiles(pdf, pinned, context.maxFiles))],
    properties: asRecord(properties),
    troubles,
  }
}

/** What the pages said before they were changed: it still lies in the file, and any editor goes back to it. */
const earlierLines = async (bytes: Buffer, context: ReaderContext): Promise<string[]> => {
  const lines: string[] = []
  for (const end of earlierEnds(bytes))
    try {
      const version = bytes.subarray(0, end)
      const pdf = await open(version)
      try {
        const { pieces } = await readPages(pdf, version, { ...context, maxScans: 0 })
        for (const { text } of pieces) lines.push(...text.split('\n').filter((line) => line.trim() !== ''))
      } finally {
        await pdf.loadingTask.destroy()
      }
    } catch {
      // Half a version is none: nobody can open it.
    }
  return lines
}

export const readPdf: Reader['read'] = async (bytes, context) => {
  const strings = new Set(stringsIn(bytes))
  guardPdf(bytes, (stream) => {
    for (const words of stringsIn(stream)) strings.add(words)
  })
  const pdf = await open(bytes)
  try {
    return await readDocument(pdf, bytes, context, strings)
  } finally {
    await pdf.loadingTask.destroy()
  }
}
