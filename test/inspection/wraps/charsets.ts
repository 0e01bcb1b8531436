/** Charsets that mail programs read, rightly labelled, wrongly labelled and not at all. */

import { base64, crlf, letter, spoken } from '../mail.ts'
import { ACCENTED, PLAIN, type Wrap } from '../wrap.ts'
import { encodeAs, utf7, utf16 } from '../writers/charsets.ts'

const body = (type: string, bytes: Buffer): Buffer =>
  letter({
    headers: [...(type ? [`Content-Type: ${type}`] : []), 'Content-Transfer-Encoding: base64'],
    body: base64(bytes),
  })

type Encode = (text: string) => Buffer

const labelled = (name: string, charset: string, encode: Encode, matters?: readonly string[]): Wrap => ({
  name: `charset ${name}`,
  mail: ({ text }) => body(`text/plain; charset=${charset}`, encode(crlf(spoken(text)))),
  ...(matters ? { matters } : {}),
})

const western = (charset: string): Wrap => labelled(charset, charset, (text) => encodeAs(charset, text), ACCENTED)
const foreign = (charset: string, wide = false): Wrap =>
  labelled(charset, charset, (text) => encodeAs(charset, text, wide), PLAIN.slice(0, 2))

const asHtml = (name: string, head: string, encode: Encode): Wrap => ({
  name: `charset ${name}`,
  matters: ACCENTED,
  mail: ({ text }) =>
    body(
      'text/html',
      encode(`<html><head>${head}</head><body><p>${spoken(text).replace(/\n/g, '<br>')}</p></body></html>`),
    ),
})

export const CHARSETS: readonly Wrap[] = [
  ...['windows-1252', 'iso-8859-1', 'iso-8859-15', 'windows-1254', 'macintosh', 'iso-8859-3'].map(western),
  ...['iso-8859-2', 'windows-1250', 'windows-1251', 'windows-1253', 'windows-1257', 'iso-8859-5', 'iso-8859-7'].map(
    (one) => foreign(one),
  ),
  ...['koi8-r', 'koi8-u', 'ibm866'].map((one) => foreign(one)),
  ...['shift_jis', 'euc-jp', 'euc-kr', 'big5', 'gbk', 'gb18030'].map((one) => foreign(one, true)),
  labelled(
    'iso-2022-jp',
    'iso-2022-jp',
    (text) => Buffer.from(text.replace('Beste', '\u001b$B$"\u001b(B')),
    PLAIN.slice(1, 3),
  ),
  labelled('utf-16 with a mark', 'utf-16', (text) => utf16(text, 'le')),
  labelled('utf-16 big-endian with a mark', 'utf-16', (text) => utf16(text, 'be')),
  labelled('utf-16le', 'utf-16le', (text) => utf16(text, 'le', false)),
  labelled('utf-16be', 'utf-16be', (text) => utf16(text, 'be', false)),
  labelled('utf-7', 'utf-7', (text) => Buffer.from(utf7(text)), ACCENTED),
  labelled('utf-7 of every letter', 'utf-7', (text) => Buffer.from(utf7(text, true))),
  labelled('utf-8 with a mark', 'utf-8', (text) => Buffer.from(`\ufeff${text}`)),
  labelled('label in quotes and capitals', '"UTF-8"', (text) => Buffer.from(text), ACCENTED),
  labelled('utf-8 labelled us-ascii', 'us-ascii', (text) => Buffer.from(text), ACCENTED),
  labelled('utf-8 labelled iso-8859-1', 'iso-8859-1', (text) => Buffer.from(text), ACCENTED),
  labelled('windows-1252 labelled utf-8', 'utf-8', (text) => encodeAs('windows-1252', text), ACCENTED),
  labelled('unknown label', 'x-unknown', (text) => encodeAs('windows-1252', text), ACCENTED),
  {
    name: 'charset without a label',
    matters: ACCENTED,
    mail: ({ text }) => body('text/plain', encodeAs('windows-1252', crlf(spoken(text)))),
  },
  asHtml('in a meta tag only', '<meta charset="windows-1252">', (text) => encodeAs('windows-1252', text)),
  asHtml('utf-16 html by its mark', '', (text) => utf16(text, 'le')),
]
