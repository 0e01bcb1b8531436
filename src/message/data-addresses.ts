/** Content that stands in an address itself (RFC 2397): "data:text/html;base64,…". */
import { decodeCharset } from './charsets.ts'

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
