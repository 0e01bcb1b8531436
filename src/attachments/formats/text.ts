/** Plain text, and what people read as plain text: scripts and link files included. */
import type { Reader } from '../reading.ts'
import { decodeText } from './charset.ts'

const tidy = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll('\r', '\n')

/**
 * Letters beyond ASCII as Java and scripts write them ("r\u00e9union"): left so, every word with an accent has the look of a
 * password. A letter of ASCII that is written so is a disguise, and stays to be looked at as one.
 */
const accented = (text: string): string =>
  text.replace(/\\u(?!00[0-7])([0-9a-f]{4})/gi, (whole, hex: string) => {
    const sign = String.fromCharCode(Number.parseInt(hex, 16))
    return /[\p{L}\p{P}]/u.test(sign) ? sign : whole
  })

export const readPlainText: Reader['read'] = (bytes, { maxTextChars }) => {
  const text = accented(tidy(decodeText(bytes)))
  return {
    pieces: [{ text: text.slice(0, maxTextChars) }],
    troubles: text.length > maxTextChars ? [{ reason: 'limit', detail: 'text' }] : [],
  }
}
