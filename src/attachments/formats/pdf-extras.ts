/** What a PDF says beside its pages: bookmarks, metadata, layers, fields on no page, scripts, and the files inside. */
import type { PDFDocumentProxy } from 'unpdf/pdfjs'
import type { Child, Piece } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { addLooseWords } from './loose-words.ts'
import type { Annotation } from './pdf-annotations.ts'
import type { Property } from './properties.ts'

type Node = Readonly<{ title?: string; url?: string | null; items?: readonly Node[] }>

const MAX_NODES = 50_000

const addOutline = (nodes: readonly Node[], out: TextBuilder): void => {
  const waiting = [...nodes].reverse()
  for (let said = 0; waiting.length > 0 && said < MAX_NODES; said += 1) {
    const node = waiting.pop()!
    out.add(`${[node.title, node.url].filter(Boolean).join(' ')}\n`)
    waiting.push(...[...(node.items ?? [])].reverse())
  }
}

const addFields = (
  fields: Readonly<Record<string, readonly Readonly<{ value?: unknown }>[]>>,
  out: TextBuilder,
): void => {
  for (const { value } of Object.values(fields).flat())
    if (typeof value === 'string' && value !== 'Off') out.add(`${value}\n`)
}

const addScripts = (scripts: unknown, out: TextBuilder): void => {
  const found: unknown[] = scripts instanceof Map ? [...scripts.values()] : Object.values((scripts ?? {}) as object)
  for (const script of found.flat(1)) if (typeof script === 'string') out.add(`${script}\n`)
}

/** A part of the file that breaks takes nothing else with it; the pages tell when the file as a whole is damaged. */
const attempt = async <T>(ask: () => Promise<T>, use: (answer: T) => void): Promise<void> => {
  try {
    use(await ask())
  } catch {}
}

/** Lines that stand on no page. */
export const readExtras = async (
  pdf: PDFDocumentProxy,
  pieces: readonly Piece[],
  maxChars: number,
): Promise<Piece[]> => {
  const out = new TextBuilder(maxChars)
  await attempt(
    () => pdf.getOutline() as Promise<readonly Node[] | null>,
    (outline) => addOutline(outline ?? [], out),
  )
  await attempt(
    () => pdf.getFieldObjects() as Promise<Record<string, { value?: unknown }[]> | null>,
    (fields) => addFields(fields ?? {}, out),
  )
  await attempt(
    () => pdf.getJSActions() as Promise<unknown>,
    (scripts) => addScripts(scripts, out),
  )
  await attempt(
    () => pdf.getOptionalContentConfig(),
    (layers) => {
      for (const [, { name }] of layers as unknown as Iterable<[string, { name?: string | null }]>)
        if (name) out.add(`${name}\n`)
    },
  )
  await attempt(
    () => pdf.getPageLabels(),
    (labels) => {
      // "iv" and "A-12" are numbers.
      for (const label of (labels ?? []).filter((one) => /\p{L}\s\p{L}/u.test(one))) out.add(`${label}\n`)
    },
  )
  await attempt(
    () => pdf.getMetadata(),
    ({ metadata }) => {
      const raw = (metadata as { getRaw?: () => string } | null)?.getRaw?.()
      if (raw) addLooseWords(raw, out)
    },
  )
  const known = new Set(pieces.flatMap(({ text }) => text.split(/[\t\n]/).map((line) => line.trim())))
  const lines = out
    .take()
    .flatMap(({ text }) => text.split('\n'))
    .map((line) => line.trim())
  const fresh = [...new Set(lines)].filter(
    (line) => /\p{L}{2}|\d{4}/u.test(line) && !known.has(line) && !OF_PROGRAMS.test(line),
  )
  return fresh.length > 0 ? [{ text: fresh.map((line) => `${line}\n`).join(''), place: { hidden: true } }] : []
}

// Identifiers, dates and names of programs in XMP.
const OF_PROGRAMS =
  /^(?:uuid:|xmp\.|urn:|\d{4}-\d\d-\d\dT|application\/pdf|[a-z]{2}-[A-Z]{2}$|(?:Microsoft|Adobe|Acrobat|LibreOffice|Skia|macOS|Mac OS|Canva|Chromium|Ghostscript|iText|PDFium|Quartz|Writer$|Calc$|Impress$|PScript|PDF))/

const GIVEN: Readonly<Record<string, string>> = {
  Title: 'title',
  Author: 'creator',
  Subject: 'subject',
  Keywords: 'keywords',
}

export type Info = Readonly<{ properties: Property[]; xfa: 'none' | 'beside' | 'only' }>

/**
 * `xfa`: a form in XML, beside fields that every program shows, or alone: then programs other than Adobe's show "please
 * wait", and its words are not on its pages.
 */
export const readInfo = async (pdf: PDFDocumentProxy): Promise<Info> => {
  const info = (await pdf.getMetadata()).info as Record<string, unknown>
  const named = Object.entries(GIVEN).map(([from, name]) => ({ name, value: info[from] }))
  const own = Object.entries((info.Custom ?? {}) as object).map(([name, value]) => ({ name: `custom:${name}`, value }))
  const properties = [...named, ...own].filter(
    (one): one is Property => typeof one.value === 'string' && one.value !== '',
  )
  const xfa = info.IsXFAPresent !== true ? 'none' : info.IsAcroFormPresent === true ? 'beside' : 'only'
  return { properties, xfa }
}

const contentOf = async (pdf: PDFDocumentProxy, key: string): Promise<Uint8Array | undefined> => {
  const files = pdf as unknown as { getAttachmentContent(name: string): Promise<Uint8Array | null> }
  try {
    return (await files.getAttachmentContent(key)) ?? undefined
  } catch {
    return undefined
  }
}

type About = Readonly<{ filename?: string; content?: Uint8Array }>

/** Files of the document and those pinned to a page; one that is both is one. */
export const readFiles = async (
  pdf: PDFDocumentProxy,
  pinned: readonly Annotation[],
  maxFiles: number,
): Promise<Child[]> => {
  const attachments: unknown = (await pdf.getAttachments()) ?? {}
  const found = new Map<string, About>(
    (attachments instanceof Map ? [...attachments] : Object.entries(attachments as object)) as [string, About][],
  )
  for (const { fileId, file } of pinned) if (fileId && !found.has(fileId)) found.set(fileId, file ?? {})
  const children: Child[] = []
  for (const [key, about] of [...found].slice(0, maxFiles)) {
    const bytes = about.content ?? (await contentOf(pdf, key))
    const name = about.filename ?? key
    children.push(
      bytes ? { name, type: '', bytes } : { name, type: '', trouble: { reason: 'broken', detail: 'embedded' } },
    )
  }
  return children
}
