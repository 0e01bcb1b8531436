/** A QR code as SVG, drawn by the server: the key in it goes to no other place. */
import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { Html } from '../shown.ts'

const BINARY = import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')
// Scanners want so many empty modules around it (ISO/IEC 18004).
const QUIET = 4

type WriteCode = typeof import('zxing-wasm/writer')['writeBarcode']
let ready: Promise<WriteCode> | undefined

/** The module is given its binary: left alone it would fetch one. */
const open = async (): Promise<WriteCode> => {
  const { prepareZXingModule, writeBarcode } = await import('zxing-wasm/writer')
  const wasmBinary = readFileSync(new URL(BINARY)).buffer as ArrayBuffer
  prepareZXingModule({ overrides: { wasmBinary } })
  return writeBarcode
}

/** Black on white in both themes: many apps read no code the other way round. */
export const qrCode = async (text: string, name: string): Promise<Html> => {
  ready ??= open()
  const { symbol, error } = await (await ready)(text, { format: 'QRCode' })
  if (error) throw new Error('the QR code could not be drawn')
  const { data, width, height } = symbol
  const dark = [...data.keys()].filter((at) => data[at] === 0)
  const path = dark.map((at) => `M${(at % width) + QUIET} ${Math.floor(at / width) + QUIET}h1v1h-1z`).join('')
  const box = `0 0 ${width + 2 * QUIET} ${height + 2 * QUIET}`
  return html`<svg class="qr" role="img" aria-label="${name}" viewBox="${box}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${width + 2 * QUIET}v${height + 2 * QUIET}H0z"/><path fill="#000" d="${raw(path)}"/></svg>`
}
