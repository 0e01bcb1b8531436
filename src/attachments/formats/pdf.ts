/** PDF: text page by page, what is filled in, notes, and the files inside. A scan has no words: that is said. */
import type { PDFDocumentProxy, PDFPageProxy } from 'unpdf/pdfjs'
import { type Child, type Piece, type Reader, type ReaderContext, type Trouble, Unreadable } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { hasHugePicture, MAX_PICTURE_PIXELS, Scans } from './pdf-scan.ts'

// A page with less than this and a picture is a scan with a page number at most.
const WORDS_OF_A_SCAN = 20

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

type Annotation = Readonly<{
  fieldValue?: unknown
  contentsObj?: { str?: string }
  alternativeText?: string
  hidden?: boolean
}>

const addAnnotations = (annotations: readonly Annotation[], out: TextBuilder): void => {
  for (const { fieldValue, contentsObj } of annotations) {
    const values = Array.isArray(fieldValue) ? fieldValue : [fieldValue]
    for (const value of [...values, contentsObj?.str]) {
      if (typeof value !== 'string' || value === '' || value === 'Off') continue
      out.add(value)
      out.endLine()
    }
  }
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

const readPage = async (page: PDFPageProxy, out: TextBuilder): Promise<Piece[]> => {
  const { items } = await page.getTextContent()
  addItems(items as Item[], out)
  addAnnotations((await page.getAnnotations()) as Annotation[], out)
  return out.take({ page: page.pageNumber })
}

const isScan = async (page: PDFPageProxy, pieces: readonly Piece[]): Promise<boolean> =>
  pieces.reduce((sum, { text }) => sum + text.trim().length, 0) < WORDS_OF_A_SCAN && (await hasPicture(page))

const readPages = async (
  pdf: PDFDocumentProxy,
  context: ReaderContext,
): Promise<{ pieces: Piece[]; scanned: Child[]; troubles: Trouble[] }> => {
  const out = new TextBuilder(context.maxTextChars)
  const pieces: Piece[] = []
  const drawn = new Scans(context.maxScans)
  let scans = 0
  let brokenPages = 0
  const pages = Math.min(pdf.numPages, context.maxPages)
  for (let number = 1; number <= pages && !out.full; number += 1) {
    try {
      const page = await pdf.getPage(number)
      const read = await readPage(page, out)
      pieces.push(...read)
      if (await isScan(page, read)) {
        scans += 1
        await drawn.add(page)
      }
      page.cleanup()
    } catch {
      brokenPages += 1
    }
  }
  const troubles: Trouble[] = [...out.troubles(), ...drawn.troubles()]
  if (pdf.numPages > pages) troubles.push({ reason: 'limit', detail: 'pages' })
  // One page that is a photo is a picture in a flyer; most pages without words are a scanned letter.
  if (scans * 2 > pages) troubles.push({ reason: 'unknown-format', detail: 'scan' })
  if (brokenPages > 0) troubles.push({ reason: 'broken', detail: 'page' })
  // Letters drawn as curves, or a file so damaged that only white pages are left: people may see what we do not.
  if (pieces.length === 0 && troubles.length === 0) troubles.push({ reason: 'unknown-format', detail: 'no-text' })
  return { pieces, scanned: drawn.pages, troubles }
}

const readAttachments = async (pdf: PDFDocumentProxy): Promise<Child[]> => {
  const attachments: unknown = await pdf.getAttachments()
  if (!attachments) return []
  const found = attachments instanceof Map ? [...attachments] : Object.entries(attachments)
  const children: Child[] = []
  for (const [key, about] of found as [string, { filename?: string; content?: Uint8Array }][]) {
    const bytes = about.content ?? (await contentOf(pdf, key))
    const name = about.filename ?? key
    children.push(
      bytes ? { name, type: '', bytes } : { name, type: '', trouble: { reason: 'broken', detail: 'embedded' } },
    )
  }
  return children
}

const contentOf = async (pdf: PDFDocumentProxy, key: string): Promise<Uint8Array | undefined> =>
  (await (pdf as unknown as { getAttachmentContent(name: string): Promise<Uint8Array | null> }).getAttachmentContent(
    key,
  )) ?? undefined

const readProperties = async (pdf: PDFDocumentProxy): Promise<Record<string, string>> => {
  const info = (await pdf.getMetadata()).info as Record<string, unknown>
  const wanted = [
    ['Title', 'title'],
    ['Author', 'creator'],
    ['Subject', 'subject'],
    ['Keywords', 'keywords'],
  ] as const
  return Object.fromEntries(
    wanted.flatMap(([from, to]) =>
      typeof info[from] === 'string' && info[from] ? [[to, info[from].slice(0, 2000)]] : [],
    ),
  )
}

export const pdfReader: Reader = {
  formats: ['pdf'],
  where: 'thread',
  read: async (bytes, context) => {
    const pdf = await open(bytes)
    try {
      const { pieces, scanned, troubles } = await readPages(pdf, context)
      if (hasHugePicture(bytes)) troubles.push({ reason: 'limit', detail: 'ocr' })
      const children = [...scanned, ...(await readAttachments(pdf))]
      return { pieces, children, properties: await readProperties(pdf), troubles }
    } finally {
      await pdf.loadingTask.destroy()
    }
  },
}
