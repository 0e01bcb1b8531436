/** Calendar and contact files (RFC 5545, RFC 6350): every line that says something, and the files that stand in them. */
import { boundPieces } from '../bound-pieces.ts'
import type { Child, Content, Reader, ReaderContext } from '../reading.ts'
import { type ContentLine, contentLines, isBase64, plainText, textOf } from './content-lines.ts'
import { readHtmlFile } from './html.ts'

// A public key says nothing, and no program shows it.
const UNSHOWN = new Set(['KEY', 'X-MS-CERT', 'USERCERTIFICATE'])
const PICTURES = new Set(['PHOTO', 'LOGO', 'X-MS-CARDPICTURE'])
const FILE_NAMES = ['FILENAME', 'X-FILENAME', 'X-APPLE-FILENAME', 'X-EVOLUTION-FILENAME', 'X-LABEL']

const DATA_URI = /^data:([\w.+-]{1,60}\/[\w.+-]{1,100})?((?:;[^;,]{0,200}){0,10}),/i

/** RFC 2397. Undefined for every other address. */
const dataUri = (uri: string): { type: string; bytes: Buffer } | undefined => {
  const head = DATA_URI.exec(uri.slice(0, 2000))
  if (!head) return undefined
  const data = uri.slice(head[0].length)
  const raw = data.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const bytes = /;base64$/i.test(head[2]!) ? Buffer.from(raw, 'base64') : Buffer.from(raw, 'latin1')
  return { type: (head[1] ?? 'text/plain').toLowerCase(), bytes }
}

const typeOf = ({ name, params }: ContentLine): string => {
  const type = (params.get('FMTTYPE') ?? params.get('MEDIATYPE') ?? params.get('TYPE') ?? '').toLowerCase()
  if (type.includes('/')) return type
  return PICTURES.has(name) ? `image/${/^[a-z]{2,10}$/.test(type) ? type : 'jpeg'}` : ''
}

const childOf = (line: ContentLine): Child | undefined => {
  const name = FILE_NAMES.map((key) => line.params.get(key)).find(Boolean)
  const called = name === undefined ? '' : plainText(name)
  if (isBase64(line)) return { name: called, type: typeOf(line), bytes: Buffer.from(line.value, 'base64') }
  const data = dataUri(line.value)
  return data && { name: called, ...data }
}

const isHtml = ({ params }: ContentLine, text: string): boolean =>
  /^text\/html/i.test(params.get('FMTTYPE') ?? '') || /^\s{0,20}<(?:!doctype\s|html[\s>])/i.test(text)

const asHtml = (html: string | Buffer, context: ReaderContext): Content | Promise<Content> =>
  readHtmlFile(Buffer.from(`\ufeff${html}`), { ...context, format: 'html' })

class Card {
  readonly #context: ReaderContext
  readonly #lines: string[] = []
  readonly #pages: (Content | Promise<Content>)[] = []
  readonly #children: Child[] = []
  #chars = 0

  constructor(context: ReaderContext) {
    this.#context = context
  }

  /** Enough is read when more could not be kept; what is too much is cut, and said, at the end. */
  get isFull(): boolean {
    return this.#chars > this.#context.maxTextChars || this.#children.length > this.#context.maxFiles
  }

  take(line: ContentLine): void {
    if (UNSHOWN.has(line.name) && isBase64(line)) return
    const child = line.name === '' ? undefined : childOf(line)
    if (child) this.#children.push(child)
    else this.#say(line)
    this.#alternative(line)
  }

  #say(line: ContentLine): void {
    const text = textOf(line)
    if (isHtml(line, text)) this.#pages.push(asHtml(text, this.#context))
    else {
      const head = plainText(line.head.replace(/;ALTREP="data:[^"]*"/i, ''))
      this.#keep(head === '' ? text : `${head}:${text}`)
      // "CN" of a guest, "LABEL" of an address: programs show these in place of the value.
      for (const value of line.params.values()) if (/\p{L}\s\p{L}/u.test(value)) this.#keep(plainText(value))
    }
  }

  #keep(line: string): void {
    this.#chars += line.length + 1
    this.#lines.push(line)
  }

  /** The same text in another form (RFC 5545 §3.2.1), which programs show instead. */
  #alternative(line: ContentLine): void {
    if (line.params.size === 0) return
    const data = dataUri(line.params.get('ALTREP') ?? '')
    if (data?.type === 'text/html') this.#pages.push(asHtml(data.bytes, this.#context))
    else if (data) this.#children.push({ name: '', ...data })
  }

  async content(): Promise<Content> {
    const pages = await Promise.all(this.#pages)
    const { maxTextChars, maxFiles } = this.#context
    const spoken = [
      { text: this.#lines.map((line) => `${line}\n`).join('') },
      ...pages.flatMap(({ pieces = [] }) => pieces),
    ]
    const { pieces, troubles } = boundPieces(spoken, maxTextChars)
    const more = pages.flatMap((page) => page.children ?? [])
    const children = [...this.#children, ...more]
    return {
      pieces,
      children: children.slice(0, maxFiles),
      troubles: [
        ...pages.flatMap((page) => page.troubles ?? []),
        ...troubles,
        ...(children.length > maxFiles ? [{ reason: 'limit', detail: 'files' } as const] : []),
      ],
    }
  }
}

export const readCalendar: Reader['read'] = async (bytes, context) => {
  const card = new Card(context)
  for (const line of contentLines(bytes)) {
    if (card.isFull) break
    card.take(line)
  }
  return card.content()
}
