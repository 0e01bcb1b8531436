/** QR and other square codes on a picture: what a telephone would show who points at them. */
import { readFileSync } from 'node:fs'
import { type Grey, shrink, writeGreymap } from './raster.ts'

const BINARY = import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')
const MAX_CODES = 10
// A code is found by its corners: more pixels cost time and find no more.
const LONGEST_SIDE = 1_200

type ReadCodes = typeof import('zxing-wasm/reader')['readBarcodes']
let ready: Promise<ReadCodes> | undefined

/** The module is given its binary: left alone it would fetch one. */
const open = async (): Promise<ReadCodes> => {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader')
  const wasmBinary = readFileSync(new URL(BINARY)).buffer as ArrayBuffer
  prepareZXingModule({ overrides: { wasmBinary } })
  return readBarcodes
}

/** The value of a field of a Wi-Fi code; a backslash takes the meaning from the sign behind it. */
const fieldOf = (code: string, key: string): string | undefined =>
  new RegExp(`[:;]${key}:((?:\\\\.|[^;\\\\]){1,200})`).exec(code.slice(0, 1_000))?.[1]?.replace(/\\(.)/g, '$1')

/** A Wi-Fi code in words, as telephones show it. Everything else is its own text. */
const inWords = (code: string): string => {
  if (!/^WIFI:/i.test(code)) return code
  const [network, password] = [fieldOf(code, 'S'), fieldOf(code, 'P')]
  return [network && `Wifi: ${network}`, password && `Wachtwoord: ${password}`].filter(Boolean).join('\n') || code
}

export const codesOn = async (grey: Grey): Promise<string[]> => {
  ready ??= open()
  const readCodes = await ready
  const small = shrink(grey, Math.ceil(Math.max(grey.width, grey.height) / LONGEST_SIDE))
  const found = await readCodes(new Uint8Array(writeGreymap(small)), {
    formats: ['QRCode', 'MicroQRCode', 'DataMatrix', 'Aztec'],
    maxNumberOfSymbols: MAX_CODES,
    tryHarder: true,
    tryInvert: true,
    tryDownscale: true,
  })
  return [...new Set(found.filter(({ isValid }) => isValid).map(({ text }) => inWords(text)))].filter(Boolean)
}
