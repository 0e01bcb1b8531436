/** Content that stands in an address itself (RFC 2397): "data:text/html;base64,…". */
import { decodeCharset } from './charsets.ts'
import type { EmbeddedFile } from './embedded-file.ts'

/** `text`: decoded, for what is text; else `bytes`. */
export type DataContent = Readonly<{ type: string; text?: string; bytes: Buffer }>

const HEAD = /^\s{0,9}data:([^,;\s]{0,100})((?:;[^,;]{0,100}){0,8}),/i

const percentDecoded = (text: string): Buffer =>
  Buffer.from(
    encodeURI(text)
      .replaceAll('%25', '%')
      .replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

const wellFormed = (text: string): string => text.toWellFormed()

export const readDataAddress = (address: string): DataContent | undefined => {
  const head = HEAD.exec(address)
  if (!head) return undefined
  const type = head[1] === '' ? 'text/plain' : head[1]!.toLowerCase()
  const rest = address.slice(head[0].length)
  const bytes = /;\s{0,9}base64$/i.test(head[2]!)
    ? Buffer.from(rest.includes('%') ? percentDecoded(wellFormed(rest)).toString('latin1') : rest, 'base64')
    : percentDecoded(wellFormed(rest))
  if (!type.startsWith('text/')) return { type, bytes }
  const charset = /;\s{0,9}charset=([^;]{1,40})/i.exec(head[2]!)?.[1] ?? ''
  return { type, bytes, text: decodeCharset(bytes, charset).text }
}

const PICTURE = /data:(image\/[a-z.+-]{1,20});base64,([A-Za-z0-9+/=\s]{1000,})/gi

/** Photos that were pasted into a page are most of it: taken out, what is left is no longer than what people write. */
export const takePictures = (html: string): { html: string; files: readonly EmbeddedFile[] } => {
  const files: EmbeddedFile[] = []
  const rest = html.replace(PICTURE, (_, type: string, data: string) => {
    files.push({ name: '', type: type.toLowerCase(), bytes: Buffer.from(data, 'base64'), inline: true })
    return ''
  })
  return { html: rest, files }
}
