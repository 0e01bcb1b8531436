/**
 * The form in XML that may stand in a PDF beside its pages (ISO 32000-1 §12.7.8). Acrobat shows it in place of the fields; the
 * library shows it only where there are no fields, so it is taken from the file as it lies: one stream, or a list of them
 * that are one document when put together.
 */
import { constants, inflateSync } from 'node:zlib'
import { TextBuilder } from '../text-builder.ts'
import { decodeMarkup } from './charset.ts'
import { addLooseWords } from './loose-words.ts'
import { guardPdf, streamAt } from './pdf-guard.ts'

/** `whole`: every stream that the file names as its form was found and opened. */
export type Xfa = Readonly<{ lines: readonly string[]; whole: boolean }>

// A list of a form names some ten streams.
const MAX_VALUE = 4_000
const MAX_XML = 24_000_000
const MAX_STREAMS = 200
// Each time the form is filled in, its values are written once more.
const MAX_VALUES = 1_000

type Reference = Readonly<{ number: string; generation: string }>
type Source = Readonly<{ bytes: Buffer; first?: number }>

const REFERENCE = /(\d{1,9})\s{1,4}(\d{1,5})\s{1,4}R\b/
const LIST = /^\s{0,20}\[((?:\([^()]{0,200}\)|[^\]()])*)\]/

/** The streams that a value names; undefined for a value of no known form. */
const referencesOf = (value: string): Reference[] | undefined => {
  const list = LIST.exec(value)?.[1]?.replace(/\([^()]*\)/g, ' ')
  const one = /^\s{0,20}\d{1,9}\s{1,4}\d{1,5}\s{1,4}R\b/.exec(value)?.[0]
  const named = list ?? one
  return named === undefined
    ? undefined
    : [...named.matchAll(new RegExp(REFERENCE, 'g'))].map(([, number = '', generation = '']) => ({
        number,
        generation,
      }))
}

const startsOf = function* (bytes: Buffer, mark: string): Generator<number> {
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) yield at
}

const isDigit = (byte = 0): boolean => byte >= 0x30 && byte <= 0x39

/** Where an object's value begins, in each version of it that lies in the file. */
const valuesInFile = (bytes: Buffer, { number, generation }: Reference): number[] => {
  const mark = `${number} ${generation} obj`
  return [...startsOf(bytes, mark)].filter((at) => !isDigit(bytes[at - 1])).map((at) => at + mark.length)
}

/** An object inside a stream of objects (§7.5.7): pairs of number and offset stand in front. */
const valuesInPacks = (packs: readonly Source[], { number }: Reference): string[] =>
  packs.flatMap(({ bytes, first = 0 }) => {
    const pairs = bytes.toString('latin1', 0, first).trim().split(/\s+/)
    const at = pairs.findIndex((one, i) => i % 2 === 0 && one === number)
    const offset = first + Number(pairs[at + 1] ?? 0)
    return at < 0 ? [] : [bytes.toString('latin1', offset, offset + MAX_VALUE)]
  })

// Packed once by deflate without a predictor, or not at all. Other packings are nobody's for a form, and not opened here.
const FLATE = /\/Filter\s{0,4}(?:\/(?:FlateDecode|Fl)\b|\[\s{0,4}\/(?:FlateDecode|Fl)\s{0,4}\])/

const opened = (bytes: Buffer, keyword: number, dictionary: string): Buffer | undefined => {
  const packed = streamAt(bytes, keyword, dictionary)
  if (/#|\/DecodeParms|\/DP\b|\/FFilter|\/F\b/.test(dictionary)) return undefined
  if (!FLATE.test(dictionary)) return /\/Filter/.test(dictionary) ? undefined : packed
  try {
    return inflateSync(packed, { maxOutputLength: MAX_XML, finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return undefined
  }
}

/** The streams of a form, in their order. */
class Streams {
  readonly #file: Buffer
  readonly #packs: readonly Source[]
  readonly #seen = new Set<string>()
  readonly bodies: Buffer[] = []
  #size = 0
  #values = 0
  whole = true

  constructor(file: Buffer, packs: readonly Source[]) {
    this.#file = file
    this.#packs = packs
  }

  addValue(value: string): void {
    this.#values += 1
    const references = this.#values > MAX_VALUES || this.#size > MAX_XML ? undefined : referencesOf(value)
    if (references === undefined) this.whole = false
    for (const one of references ?? []) this.#addObject(one)
  }

  #addObject(reference: Reference): void {
    const key = `${reference.number} ${reference.generation}`
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    const places = valuesInFile(this.#file, reference)
    const packed = valuesInPacks(this.#packs, reference)
    if (places.length + packed.length === 0 || this.#seen.size > MAX_STREAMS) this.whole = false
    else {
      if (places.length > MAX_VALUES) this.whole = false
      for (const at of places.slice(-MAX_VALUES)) this.#addPlace(at)
      for (const value of packed) this.addValue(value)
    }
  }

  #addPlace(at: number): void {
    const value = this.#file.toString('latin1', at, at + MAX_VALUE)
    const keyword = /^\s{0,20}<</.test(value) ? value.indexOf('stream') : -1
    if (keyword < 0) this.addValue(value)
    else this.#addBody(this.#size > MAX_XML ? undefined : opened(this.#file, at + keyword, value.slice(0, keyword)))
  }

  #addBody(body: Buffer | undefined): void {
    this.#size += body?.length ?? 0
    if (body && body.length > 0 && this.#size <= MAX_XML) this.bodies.push(body)
    else this.whole = false
  }
}

// The name of the form written with the numbers of its letters (§7.3.5), so that a search goes past it.
const DISGUISED = ['/#58', '/X#46', '/XF#41'] as const

/** What programs would make of an entity is not known (CWE-776). */
const isPlain = (xml: string): boolean => !xml.includes('<!ENTITY')

export const readXfa = (bytes: Buffer, maxTextChars: number): Xfa => {
  const packs: Source[] = []
  guardPdf(bytes, (stream, dictionary) => {
    if (/\/ObjStm\b/.test(dictionary))
      packs.push({ bytes: stream, first: Number(/\/First\s{1,4}(\d{1,9})/.exec(dictionary)?.[1] ?? 0) })
  })
  const streams = new Streams(bytes, packs)
  const sources = [{ bytes }, ...packs]
  for (const { bytes: source } of sources)
    for (const at of startsOf(source, '/XFA')) {
      const value = source.toString('latin1', at + 4, at + 4 + MAX_VALUE)
      // A longer name begins so too.
      if (!/^\w/.test(value)) streams.addValue(value)
    }
  if (sources.some(({ bytes: source }) => DISGUISED.some((name) => source.includes(name)))) streams.whole = false
  const xml = decodeMarkup(Buffer.concat(streams.bodies))
  const out = new TextBuilder(maxTextChars)
  addLooseWords(xml, out)
  const whole = streams.whole && streams.bodies.length > 0 && isPlain(xml) && !out.full
  const lines = out.take().flatMap(({ text }) => text.split('\n'))
  return { lines: lines.filter((line) => line.trim() !== ''), whole }
}
