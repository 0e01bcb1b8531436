/**
 * A scanned page: the pictures on it, drawn where the page draws them, as one picture in grey.
 * Scanners cut a page into strips, and lay black writing as a stencil over a coarse ground; only together are they a page.
 */
import type { PDFPageProxy } from 'unpdf/pdfjs'
import { writeGreyPng } from '../png.ts'
import type { Child, Trouble } from '../reading.ts'

/** a b c d e f of ISO 32000-1 §8.3.3: x' = ax + cy + e, y' = bx + dy + f. */
type Matrix = readonly [number, number, number, number, number, number]
/** As pdf.js decodes it: kind 1 has one bit for a pixel, 2 three bytes, 3 four. `stencil`: where a bit is 0, ink is. */
type Picture = Readonly<{ width: number; height: number; kind: number; data: Uint8Array; stencil: boolean }>
type Placed = Readonly<{ picture: Picture; at: Matrix }>

// The long side of a page at 300 dots per inch.
const LONGEST_SIDE = 3_500
// Larger pictures are not decoded at all; a page of A3 at 600 dots per inch still is, in black and white.
export const MAX_PICTURE_PIXELS = 70_000_000

const times = (one: Matrix, other: Matrix): Matrix => [
  one[0] * other[0] + one[2] * other[1],
  one[1] * other[0] + one[3] * other[1],
  one[0] * other[2] + one[2] * other[3],
  one[1] * other[2] + one[3] * other[3],
  one[0] * other[4] + one[2] * other[5] + one[4],
  one[1] * other[4] + one[3] * other[5] + one[5],
]

const isMatrix = (value: unknown): value is Matrix => Array.isArray(value) && value.length === 6

type Raw = Readonly<{ width?: number; height?: number; kind?: number; data?: unknown }>

const fetchObject = (page: PDFPageProxy, id: string): Promise<Raw | undefined> =>
  new Promise((done) => {
    const store = id.startsWith('g_') ? page.commonObjs : page.objs
    store.get(id, (found: unknown) => done((found ?? undefined) as Raw | undefined))
  })

const asPicture = async (page: PDFPageProxy, given: unknown, stencil: boolean): Promise<Picture | undefined> => {
  let raw = (typeof given === 'string' ? await fetchObject(page, given) : given) as Raw | undefined
  const { width = 0, height = 0 } = raw ?? {}
  // A stencil that is used twice is kept apart, and only named here.
  if (typeof raw?.data === 'string') raw = { ...(await fetchObject(page, raw.data)), width, height }
  const { kind = 1, data } = raw ?? {}
  if (!(data instanceof Uint8Array || data instanceof Uint8ClampedArray)) return undefined
  return {
    width,
    height,
    kind: stencil ? 1 : kind,
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    stencil,
  }
}

/** Every picture that the page paints, with its place. pdf.js writes a page as operations with arguments. */
const placedOn = async (page: PDFPageProxy): Promise<Placed[]> => {
  const { getResolvedPDFJS } = await import('unpdf')
  const { OPS } = await getResolvedPDFJS()
  const { fnArray, argsArray } = await page.getOperatorList()
  const placed: Placed[] = []
  let now: Matrix = [1, 0, 0, 1, 0, 0]
  const saved: Matrix[] = []
  for (const [i, operation] of fnArray.entries()) {
    const args = (argsArray[i] ?? []) as unknown[]
    if (operation === OPS.save || operation === OPS.paintFormXObjectBegin) saved.push(now)
    if (operation === OPS.restore || operation === OPS.paintFormXObjectEnd) now = saved.pop() ?? now
    if (operation === OPS.transform && isMatrix(args)) now = times(now, args)
    if (operation === OPS.paintFormXObjectBegin && isMatrix(args[0])) now = times(now, args[0])
    const stencil = operation === OPS.paintImageMaskXObject
    if (!stencil && operation !== OPS.paintImageXObject && operation !== OPS.paintInlineImageXObject) continue
    const picture = await asPicture(page, args[0], stencil)
    if (picture && picture.width > 0 && picture.height > 0) placed.push({ picture, at: now })
  }
  return placed
}

/** The grey of a pixel; undefined where a stencil lets the ground through. */
const valueAt = ({ width, kind, data, stencil }: Picture, x: number, y: number): number | undefined => {
  if (kind === 1) {
    const bit = (data[y * ((width + 7) >> 3) + (x >> 3)]! >> (7 - (x & 7))) & 1
    return stencil ? (bit === 0 ? 0 : undefined) : bit * 255
  }
  const at = (y * width + x) * (kind === 2 ? 3 : 4)
  return (data[at]! * 77 + data[at + 1]! * 151 + data[at + 2]! * 28) >> 8
}

type Sheet = Readonly<{ width: number; height: number; data: Uint8Array }>

/** Paints a picture, a unit square by itself (ISO 32000-1 §8.9.5), upside down as PDF counts from below. */
const paint = (sheet: Sheet, picture: Picture, at: Matrix): void => {
  const [a, b, c, d, e, f] = at
  const det = a * d - b * c
  if (Math.abs(det) < 1e-9) return
  const corners = [
    [e, f],
    [a + e, b + f],
    [c + e, d + f],
    [a + c + e, b + d + f],
  ] as const
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)]
  const [left, right] = [Math.max(0, Math.floor(Math.min(...xs))), Math.min(sheet.width, Math.ceil(Math.max(...xs)))]
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(sheet.height, Math.ceil(Math.max(...ys)))]
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const [dx, dy] = [x + 0.5 - e, y + 0.5 - f]
      const u = (d * dx - c * dy) / det
      const v = 1 - (a * dy - b * dx) / det
      if (u < 0 || u >= 1 || v < 0 || v >= 1) continue
      const value = valueAt(picture, Math.floor(u * picture.width), Math.floor(v * picture.height))
      if (value !== undefined) sheet.data[y * sheet.width + x] = value
    }
  }
}

/** Pixels of the picture for each unit of the page, at their finest. */
const fineness = ({ picture, at: [a, b, c, d] }: Placed): number =>
  Math.max(picture.width / Math.max(1, Math.hypot(a, b)), picture.height / Math.max(1, Math.hypot(c, d)))

/** The page as a picture that the walk reads like any other; undefined when it shows none. */
const scanOf = async (page: PDFPageProxy): Promise<Child | undefined> => {
  const placed = await placedOn(page)
  if (placed.length === 0) return undefined
  const plain = page.getViewport({ scale: 1 })
  const finest = placed.reduce((most, one) => Math.max(most, fineness(one)), 0)
  const scale = Math.min(finest, LONGEST_SIDE / Math.max(plain.width, plain.height))
  const view = page.getViewport({ scale })
  const [width, height] = [Math.max(1, Math.round(view.width)), Math.max(1, Math.round(view.height))]
  const sheet = { width, height, data: new Uint8Array(width * height).fill(255) }
  for (const { picture, at } of placed) paint(sheet, picture, times(view.transform as unknown as Matrix, at))
  return { name: `${page.pageNumber}`, type: 'image/png', bytes: writeGreyPng(sheet), page: page.pageNumber }
}

// A picture is a stream, and no stream lies in a compressed object: its size stands in the file as it is.
const SIZE = /\/(Width|Height)\s{0,8}(\d{1,9})/g

/** Whether the file holds a picture that is too large to be decoded. */
export const hasHugePicture = (bytes: Buffer): boolean => {
  const text = bytes.toString('latin1')
  let [last, value] = ['', 0]
  for (const [, key = '', size = ''] of text.matchAll(SIZE)) {
    if (last !== '' && last !== key && value * Number(size) > MAX_PICTURE_PIXELS) return true
    ;[last, value] = [key, Number(size)]
  }
  return false
}

// Unpacking and drawing a page takes a quarter of a second; a thousand of them must not use up the time for the words.
const DRAWING_MS = 5_000

/** What this thread has worked so far: a machine that is busy with other things must not make pages unread. */
const workedMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** The scanned pages of one document, as many as may be read. Where none may be, nothing is drawn and nothing said. */
export class Scans {
  readonly pages: Child[] = []
  readonly #most: number
  readonly #until = workedMs() + DRAWING_MS
  readonly #troubles = new Map<string, Trouble>()

  constructor(most: number) {
    this.#most = most
  }

  async add(page: PDFPageProxy): Promise<void> {
    if (this.#most === 0) return
    const room = this.pages.length < this.#most && workedMs() < this.#until
    const drawn = room ? await scanOf(page) : undefined
    if (drawn) this.pages.push(drawn)
    else if (room) this.#troubles.set('scan', { reason: 'unknown-format', detail: 'scan-picture' })
    else this.#troubles.set('limit', { reason: 'limit', detail: 'ocr' })
  }

  troubles(): Trouble[] {
    return [...this.#troubles.values()]
  }
}
