/**
 * HEIC, what iPhones send (ISO/IEC 23008-12): decoded by libheif, compiled to WebAssembly. It is opened anew for each file, so
 * that what one file did to its memory is gone with it, and the memory too.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { luma } from './luma.ts'
import { type Grey, shrink } from './raster.ts'

/** The few of libheif's functions that are used. */
type Pixels = Readonly<{ data: Uint8ClampedArray; width: number; height: number }>
type Picture = Readonly<{
  get_width: () => number
  get_height: () => number
  display: (into: Pixels, done: (pixels: Pixels | null) => void) => void
}>
type Heif = Readonly<{ HeifDecoder: new () => Readonly<{ decode: (bytes: Uint8Array) => readonly Picture[] }> }>
type Open = (options: Readonly<{ wasmBinary: Uint8Array; print: () => void; printErr: () => void }>) => Promise<Heif>

const require = createRequire(import.meta.url)
const CODE = import.meta.resolve('libheif-js/libheif-wasm/libheif.js')
const BINARY = import.meta.resolve('libheif-js/libheif-wasm/libheif.wasm')
const SILENT = (): void => {}
// A page of A4 at 400 dots per inch, as of every other kind.
const MAX_PIXELS = 16_000_000

const greyOf = ({ data, width, height }: Pixels): Grey => {
  const grey = new Uint8Array(width * height)
  for (let i = 0, at = 0; i < grey.length; i += 1, at += 4) grey[i] = luma(data[at]!, data[at + 1]!, data[at + 2]!)
  return shrink({ width, height, data: grey }, Math.ceil(Math.sqrt(grey.length / MAX_PIXELS)))
}

/** Upright, as its own boxes say. Undefined for what libheif does not know or finds broken, or larger than was said. */
const decoded = async (picture: Picture, mostPixels: number): Promise<Grey | undefined> => {
  const [width, height] = [picture.get_width(), picture.get_height()]
  if (width * height === 0 || width * height > mostPixels) return undefined
  const into = { data: new Uint8ClampedArray(width * height * 4), width, height }
  const pixels = await new Promise<Pixels | null>((done) => picture.display(into, done))
  return pixels ? greyOf(pixels) : undefined
}

/** Its pictures, at most so many; those that cannot be decoded are undefined. `mostPixels`: what its header said. */
export const heifPictures = async (
  bytes: Uint8Array,
  most: number,
  mostPixels: number,
): Promise<readonly (Grey | undefined)[]> => {
  const open = require(fileURLToPath(CODE)) as Open
  // What a decoder says about a file may quote it.
  const heif = await open({ wasmBinary: readFileSync(new URL(BINARY)), print: SILENT, printErr: SILENT })
  const found: (Grey | undefined)[] = []
  for (const picture of new heif.HeifDecoder().decode(bytes).slice(0, most))
    found.push(await decoded(picture, mostPixels))
  return found
}
