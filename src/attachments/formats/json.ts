/** JSON (RFC 8259), also one value a line: as it is written, with its escapes undone, so that a word is a word. */
import type { Reader } from '../reading.ts'
import { decodeText } from './charset.ts'

const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\n', t: '\t', b: ' ', f: ' ' }
const ESCAPE = /\\(?:u([0-9a-f]{4})|(["\\/bfnrt]))/gi

const unescaped = (text: string): string =>
  text.replace(ESCAPE, (_, hex?: string, short?: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (SHORT[short!] ?? short!),
  )

export const jsonReader: Reader = {
  formats: ['json'],
  where: 'size',
  read: (bytes, { maxTextChars }) => {
    const text = unescaped(decodeText(bytes).replaceAll('\r\n', '\n').replaceAll('\r', '\n'))
    return {
      pieces: [{ text: text.slice(0, maxTextChars) }],
      troubles: text.length > maxTextChars ? [{ reason: 'limit', detail: 'text' }] : [],
    }
  },
}
