/** Calendar and contact files, unfolded (RFC 5545 §3.1, RFC 6350 §3.2), with their escapes undone. */
import type { Reader } from '../reading.ts'
import { decodeText } from './charset.ts'

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', N: '\n' }

/** vCard 2.1 still writes quoted-printable, continued with "=" at the end of a line. */
const decodeQuoted = (line: string): string => {
  if (!/^[^:]{0,200};ENCODING=QUOTED-PRINTABLE/i.test(line)) return line
  const bytes = line.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return decodeText(Buffer.from(bytes, 'latin1'))
}

export const calendarReader: Reader = {
  formats: ['calendar', 'contact'],
  where: 'size',
  read: (bytes, { maxTextChars }) => {
    const lines = decodeText(bytes)
      .replace(/\r\n?/g, '\n')
      .replace(/\n[ \t]/g, '')
      .replaceAll('=\n', '')
      .split('\n')
    // Photos stand as base64 in a contact: thousands of letters that are no words.
    const words = lines.filter(
      (line) => !/^(?:PHOTO|LOGO|KEY|SOUND)[;:]/i.test(line) && !/^[A-Za-z0-9+/=]{60,}$/.test(line),
    )
    const text = words
      .map((line) => decodeQuoted(line).replace(/\\([\\;,nN])/g, (_, c: string) => ESCAPES[c] ?? c))
      .join('\n')
    return {
      pieces: [{ text: text.slice(0, maxTextChars) }],
      troubles: text.length > maxTextChars ? [{ reason: 'limit', detail: 'text' }] : [],
    }
  },
}
