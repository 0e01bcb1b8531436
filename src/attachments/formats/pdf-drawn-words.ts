/**
 * Words of a PDF that are no text of the page: those that a stamp or a drawing pinned on it paints (ISO 32000-1 §12.5.5),
 * and those read aloud in place of a picture (§14.9.3).
 */
import type { PDFPageProxy } from 'unpdf/pdfjs'
import type { Annotation } from './pdf-annotations.ts'

type Glyph = Readonly<{ unicode?: string }> | number | null

// Links paint nothing, the words of a field are its value, and a note that opens has its text beside it.
const SAID_OTHERWISE = new Set(['Link', 'Widget', 'Popup'])

const paints = ({ subtype = '', hasAppearance, contentsObj, textContent }: Annotation): boolean =>
  hasAppearance === true &&
  !SAID_OTHERWISE.has(subtype) &&
  (contentsObj?.str ?? '').trim() === '' &&
  (textContent ?? []).join('').trim() === ''

// Thousandths of the height of a letter: more than this between two of them is a space.
const GAP = -200

const spoken = (glyphs: readonly Glyph[]): string =>
  glyphs.map((one) => (typeof one === 'number' ? (one < GAP ? ' ' : '') : (one?.unicode ?? ''))).join('')

/** pdf.js writes what the page and everything pinned to it paint as operations with arguments. */
const wordsOf = async (page: PDFPageProxy): Promise<string> => {
  const { getResolvedPDFJS } = await import('unpdf')
  const { OPS } = await getResolvedPDFJS()
  const { fnArray, argsArray } = await page.getOperatorList()
  let pinned = 0
  let text = ''
  for (const [i, operation] of fnArray.entries()) {
    const args = (argsArray[i] ?? []) as readonly unknown[]
    if (operation === OPS.beginAnnotation) pinned += 1
    else if (operation === OPS.endAnnotation) pinned -= 1
    else if (pinned === 0) continue
    else if (operation === OPS.showText && Array.isArray(args[0])) text += spoken(args[0] as Glyph[])
    else if (operation === OPS.setTextMatrix || operation === OPS.beginText || operation === OPS.nextLine) text += '\n'
    else if (operation === OPS.moveText) text += args[1] === 0 ? ' ' : '\n'
  }
  return text.replace(/\n[\s]*/g, '\n').trim()
}

/** '' where nothing is pinned whose words are not known, which is nearly every page. */
export const wordsOfStamps = async (page: PDFPageProxy, annotations: readonly Annotation[]): Promise<string> =>
  annotations.some(paints) ? wordsOf(page) : ''

type Node = Readonly<{ alt?: string; children?: readonly Node[] }>

const MAX_NODES = 20_000

/** Alternative texts of the pictures on a page, as Word writes them into every document for the blind. */
export const alternativesOf = async (page: PDFPageProxy): Promise<string[]> => {
  const said: string[] = []
  const waiting: Node[] = [((await page.getStructTree()) ?? {}) as Node]
  for (let n = 0; waiting.length > 0 && n < MAX_NODES; n += 1) {
    const { alt = '', children = [] } = waiting.pop()!
    if (alt.trim() !== '') said.push(alt.trim())
    waiting.push(...[...children].reverse())
  }
  return said
}
