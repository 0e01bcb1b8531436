/** Every transfer encoding (RFC 2045 §6, and the older ones), well-formed and not. */
import { base64, crlf, type Entity, letter, quotedPrintable, SIGNATURE, spoken } from '../mail.ts'
import { PLAIN, type Wrap } from '../wrap.ts'

const body = (encoding: string, bytes: Buffer, charset = 'utf-8'): Entity => ({
  headers: [`Content-Type: text/plain; charset=${charset}`, `Content-Transfer-Encoding: ${encoding}`],
  body: bytes,
})

const coded = (name: string, encoding: string, encode: (bytes: Buffer) => Buffer): Wrap => ({
  name: `transfer ${name}`,
  mail: ({ text }) => letter(body(encoding, encode(Buffer.from(crlf(spoken(text)))))),
})

const inText = (bytes: Buffer, change: (text: string) => string): Buffer =>
  Buffer.from(change(bytes.toString('latin1')), 'latin1')

const everyByte = (bytes: Buffer): Buffer =>
  Buffer.from(
    [...bytes]
      .map((byte, i) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}${i % 24 === 23 ? '=\r\n' : ''}`)
      .join(''),
  )

const brokenWords = (bytes: Buffer): Buffer =>
  inText(quotedPrintable(bytes), (text) => text.replace(/([a-z]{3})(?=[a-z])/g, '$1=\r\n'))

const uuLine = (bytes: Buffer): string => {
  const char = (value: number): string => (value === 0 ? '`' : String.fromCharCode(value + 32))
  let line = char(bytes.length)
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3)
    line += char(a >> 2) + char(((a & 3) << 4) | (b >> 4)) + char(((b & 15) << 2) | (c >> 6)) + char(c & 63)
  }
  return line
}

export const uuencode = (name: string, bytes: Buffer): string => {
  const lines = Array.from({ length: Math.ceil(bytes.length / 45) }, (_, i) =>
    uuLine(bytes.subarray(i * 45, i * 45 + 45)),
  )
  return [`begin 644 ${name}`, ...lines, '`', 'end', ''].join('\r\n')
}

/** yEnc 1.3: each byte plus 42; NUL, CR, LF and `=` escaped. */
const yencode = (name: string, bytes: Buffer): Buffer => {
  const out = [...bytes].flatMap((byte) => {
    const value = (byte + 42) & 255
    return [0, 10, 13, 61].includes(value) ? [61, (value + 64) & 255] : [value]
  })
  return Buffer.concat([
    Buffer.from(`=ybegin line=256 size=${bytes.length} name=${name}\r\n`),
    Buffer.from(out),
    Buffer.from(`\r\n=yend size=${bytes.length}\r\n`),
  ])
}

export const TRANSFER: readonly Wrap[] = [
  { ...coded('7bit', '7bit', (bytes) => bytes), matters: PLAIN },
  coded('8bit', '8bit', (bytes) => bytes),
  coded('binary', 'binary', (bytes) => bytes),
  coded('quoted-printable', 'quoted-printable', quotedPrintable),
  coded('quoted-printable of every byte', 'quoted-printable', everyByte),
  coded('quoted-printable in small letters', 'quoted-printable', (bytes) =>
    inText(everyByte(bytes), (text) => text.toLowerCase()),
  ),
  coded('quoted-printable broken in words', 'quoted-printable', brokenWords),
  coded('base64', 'base64', base64),
  coded('base64 in one line', 'base64', (bytes) => inText(base64(bytes), (text) => text.replace(/\r\n/g, ''))),
  coded('base64 without padding', 'base64', (bytes) => inText(base64(bytes), (text) => text.replace(/=+$/, ''))),
  coded('base64 cut short', 'base64', (bytes) => inText(base64(bytes), (text) => text.slice(0, -3))),
  coded('base64 in capitals and spaces', '  BASE64  ', base64),
  coded('base64 with a comment', 'base64 (RFC 2045)', base64),
  coded('uuencode', 'x-uuencode', (bytes) => Buffer.from(uuencode('brief.txt', bytes))),
  {
    name: 'transfer uuencode in the text',
    mail: ({ text }) =>
      letter(body('7bit', Buffer.from(crlf(`Beste,\n\n${uuencode('nota.txt', Buffer.from(text))}\n${SIGNATURE}\n`)))),
  },
  {
    name: 'transfer yEnc in the text',
    mail: ({ text }) =>
      letter(
        body(
          '8bit',
          Buffer.concat([
            Buffer.from('Beste,\r\n\r\n'),
            yencode('nota.txt', Buffer.from(text)),
            Buffer.from(crlf(`\n${SIGNATURE}\n`)),
          ]),
          'iso-8859-1',
        ),
      ),
  },
]
