/** Plain text, and what people read as plain text: scripts and link files included. */
import type { Reader } from '../reading.ts'
import { decodeText } from './charset.ts'

const tidy = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll('\r', '\n')

export const readPlainText: Reader['read'] = (bytes, { maxTextChars }) => {
  const text = tidy(decodeText(bytes))
  return {
    pieces: [{ text: text.slice(0, maxTextChars) }],
    troubles: text.length > maxTextChars ? [{ reason: 'limit', detail: 'text' }] : [],
  }
}
