/**
 * The engine that decodes pictures and reads letters: Tesseract with Leptonica, compiled to WebAssembly.
 * It is taken from its package without the layer that would download a language; everything it needs lies on the disk.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { luma } from './luma.ts'
import { type Grey, shrink } from './raster.ts'

/** The few of Leptonica's and Tesseract's functions that are used; pointers are numbers. */
type Core = Readonly<{
  _malloc: (size: number) => number
  _free: (at: number) => void
  _pixReadMem: (at: number, size: number) => number
  _pixDestroy: (reference: number) => void
  wrapPointer: (at: number, type: unknown) => Pix
  getPointer: (object: unknown) => number
  Pix: unknown
  TessBaseAPI: new () => Tesseract
  FS: { writeFile: (name: string, bytes: Uint8Array) => void }
}>
type Pix = Readonly<{
  get_w: () => number
  get_h: () => number
  get_d: () => number
  get_spp: () => number
  get_wpl: () => number
  get_data: () => number
  get_colormap: () => unknown
}>
type Tesseract = Readonly<{
  Init: (path: null, languages: string, mode: number) => number
  SetVariable: (name: string, value: string) => boolean
  SetPageSegMode: (mode: number) => void
  SetImage: (pix: Pix) => void
  SetSourceResolution: (perInch: number) => void
  Recognize: (monitor: null) => number
  GetTSVText: (page: number) => string
  Clear: () => void
}>

/** What is used of WebAssembly, which the library of types for Node leaves to that for browsers. */
type Memory = Readonly<{ buffer: ArrayBuffer }>
type Instance = Readonly<{ exports: Readonly<Record<string, unknown>> }>
type Wasm = Readonly<{
  Memory: new () => Memory
  Module: new (binary: Uint8Array) => object
  Instance: new (module: object, imports: object) => Instance
}>
const { WebAssembly } = globalThis as unknown as Readonly<{ WebAssembly: Wasm }>

const require = createRequire(import.meta.url)
const LANGUAGES: Readonly<Record<string, string>> = {
  nld: import.meta.resolve('@tesseract.js-data/nld/4.0.0_best_int/nld.traineddata.gz'),
  fra: import.meta.resolve('@tesseract.js-data/fra/4.0.0_best_int/fra.traineddata.gz'),
  eng: import.meta.resolve('@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz'),
}
const LSTM_ONLY = 1
// A page of A4 at 400 dots per inch.
const MAX_PIXELS = 16_000_000
// Not the variant with relaxed arithmetic: the same picture must give the same words on every machine.
const CODE = import.meta.resolve('tesseract.js-core/tesseract-core-simd-lstm.js')
const BINARY = import.meta.resolve('tesseract.js-core/tesseract-core-simd-lstm.wasm')

const openCore = async (): Promise<{ core: Core; memory: Memory }> => {
  const create = require(fileURLToPath(CODE)) as (options: object) => Promise<Core>
  let memory: Memory | undefined
  const core = await create({
    // What a decoder says about a file may quote it.
    print: () => {},
    printErr: () => {},
    // We start the module ourselves, to look at its memory: pixels of a picture are read there.
    instantiateWasm: (imports: object, ready: (instance: Instance) => void) => {
      const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(new URL(BINARY))), imports)
      memory = Object.values(instance.exports).find((one): one is Memory => one instanceof WebAssembly.Memory)
      ready(instance)
      return instance.exports
    },
  })
  if (!memory) throw new Error('the engine shows no memory')
  return { core, memory }
}

export class Engine {
  readonly #core: Core
  readonly #memory: Memory
  #tesseract: Tesseract | undefined

  private constructor(core: Core, memory: Memory) {
    this.#core = core
    this.#memory = memory
  }

  static async open(): Promise<Engine> {
    const { core, memory } = await openCore()
    return new Engine(core, memory)
  }

  /** Undefined for what the decoder does not know or finds broken. The size must have been judged before. */
  decode(bytes: Uint8Array): Grey | undefined {
    return this.#withPix(bytes, (pix) => this.#greyOf(pix))
  }

  /** The words of a greymap with their places and certainty, in Tesseract's table form. `mode`: how it is divided. */
  recognise(greymap: Uint8Array, mode: number): string {
    const tesseract = this.#tesseractReady()
    return (
      this.#withPix(greymap, (pix) => {
        tesseract.SetPageSegMode(mode)
        tesseract.SetImage(pix)
        tesseract.SetSourceResolution(300)
        tesseract.Recognize(null)
        const table = tesseract.GetTSVText(0)
        tesseract.Clear()
        return table
      }) ?? ''
    )
  }

  #withPix<T>(bytes: Uint8Array, use: (pix: Pix) => T): T | undefined {
    const at = this.#core._malloc(bytes.length)
    if (at === 0) return undefined
    new Uint8Array(this.#memory.buffer).set(bytes, at)
    const pointer = this.#core._pixReadMem(at, bytes.length)
    this.#core._free(at)
    if (pointer === 0) return undefined
    try {
      return use(this.#core.wrapPointer(pointer, this.#core.Pix))
    } finally {
      const reference = this.#core._malloc(4)
      new DataView(this.#memory.buffer).setUint32(reference, pointer, true)
      this.#core._pixDestroy(reference)
      this.#core._free(reference)
    }
  }

  /** Grey values, of a large picture the means of small squares: what is larger has no finer letters. */
  #greyOf(pix: Pix): Grey {
    const row = this.#rowsOf(pix)
    const [fullWidth, fullHeight] = [pix.get_w(), pix.get_h()]
    const factor = Math.ceil(Math.sqrt((fullWidth * fullHeight) / MAX_PIXELS))
    const [width, height] = [Math.floor(fullWidth / factor), Math.floor(fullHeight / factor)]
    const data = new Uint8Array(width * height)
    if (factor === 1) {
      for (let y = 0; y < height; y += 1) row(y, data.subarray(y * width))
      return { width, height, data }
    }
    const band = { width: fullWidth, height: factor, data: new Uint8Array(fullWidth * factor) }
    for (let y = 0; y < height; y += 1) {
      for (let i = 0; i < factor; i += 1) row(y * factor + i, band.data.subarray(i * fullWidth))
      data.set(shrink(band, factor).data, y * width)
    }
    return { width, height, data }
  }

  /** Writes one row in grey. Leptonica packs pixels into words of 32 bits, the first in the highest; colours are RRGGBBAA. */
  #rowsOf(pix: Pix): (y: number, into: Uint8Array) => void {
    const [width, depth, perLine] = [pix.get_w(), pix.get_d(), pix.get_wpl()]
    const words = new Uint32Array(this.#memory.buffer, pix.get_data(), perLine * pix.get_h())
    if (depth === 32) {
      const opaque = pix.get_spp() !== 4
      return (y, into) => {
        for (let x = 0; x < width; x += 1) {
          const word = words[y * perLine + x]!
          const value = luma(word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255)
          // Mail programs show what is transparent on white.
          into[x] = opaque ? value : 255 - (((255 - value) * (word & 255)) >> 8)
        }
      }
    }
    const values = depth <= 8 ? this.#valuesOf(pix, depth) : undefined
    const perWord = 32 / depth
    const mask = (1 << depth) - 1
    return (y, into) => {
      for (let x = 0; x < width; x += 1) {
        const word = words[y * perLine + Math.floor(x / perWord)]!
        const value = (word >>> (32 - depth * ((x % perWord) + 1))) & mask
        into[x] = values ? values[value]! : value >> 8
      }
    }
  }

  /** The grey of each value of a picture with few colours: by its colour table, or evenly; one bit alone is ink. */
  #valuesOf(pix: Pix, depth: number): Uint8Array {
    const values = new Uint8Array(1 << depth)
    const table = this.#core.getPointer(pix.get_colormap())
    if (table === 0) {
      for (let i = 0; i < values.length; i += 1) values[i] = (i * 255) / (values.length - 1)
      return depth === 1 ? values.reverse() : values
    }
    const view = new DataView(this.#memory.buffer)
    const [colours, count] = [view.getUint32(table, true), view.getInt32(table + 12, true)]
    for (let i = 0; i < Math.min(count, values.length); i += 1) {
      const at = colours + i * 4
      values[i] = luma(view.getUint8(at + 2), view.getUint8(at + 1), view.getUint8(at))
    }
    return values
  }

  /** Languages are loaded with the first picture that has words: most have none, and they take a hundred megabytes. */
  #tesseractReady(): Tesseract {
    if (this.#tesseract) return this.#tesseract
    for (const [language, packed] of Object.entries(LANGUAGES))
      this.#core.FS.writeFile(`${language}.traineddata`, gunzipSync(readFileSync(new URL(packed))))
    const tesseract = new this.#core.TessBaseAPI()
    if (tesseract.Init(null, Object.keys(LANGUAGES).join('+'), LSTM_ONLY) !== 0)
      throw new Error('the languages were not loaded')
    this.#tesseract = tesseract
    return tesseract
  }
}
