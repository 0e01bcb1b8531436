/** Text that was pasted in an encoding: out of an address, a source, a log, the raw view of a mail. */
import { docx, paragraph, xlsx } from '../../attachments/office-files.ts'
import { letter, text as plain, quotedPrintable, spoken, withFile } from '../mail.ts'
import type { Wrap } from '../wrap.ts'
import { escaped, html } from './hypertext.ts'

type Encode = (text: string) => string

const percent: Encode = encodeURIComponent
const everyByte: Encode = (text) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const form: Encode = (text) => encodeURIComponent(text).replaceAll('%20', '+')
const base64: Encode = (text) => Buffer.from(text).toString('base64')
const quoted: Encode = (text) => quotedPrintable(Buffer.from(text)).toString('latin1')
const entities: Encode = (text) => [...text].map((char) => `&#${char.codePointAt(0)};`).join('')
const unicode: Encode = (text) =>
  [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
const hexadecimal: Encode = (text) => Buffer.from(text).toString('hex')
const hexPairs: Encode = (text) => hexadecimal(text).replace(/..(?=.)/g, '$& ')

const body = (name: string, encode: Encode): Wrap => ({
  name: `encoded ${name}, in a letter`,
  mail: ({ text }) => letter(plain(spoken(encode(text)))),
})
const page = (name: string, encode: Encode): Wrap => ({
  name: `encoded ${name}, in a page`,
  mail: ({ text }) => letter(html(`<p>Zie ${encode(text)}</p>`)),
})
const file = (name: string, encode: Encode): Wrap => ({
  name: `encoded ${name}, in a file`,
  mail: ({ text }) => withFile('nota.txt', `Verslag van maandag.\n\n${encode(text)}\n`, 'text/plain'),
})
const document = (name: string, encode: Encode): Wrap => ({
  name: `encoded ${name}, in a document`,
  mail: ({ text }) => withFile('nota.docx', docx(paragraph('Verslag.') + paragraph(escaped(encode(text))))),
})
const sheet = (name: string, encode: Encode): Wrap => ({
  name: `encoded ${name}, in a sheet`,
  mail: ({ text }) =>
    withFile(
      'nota.xlsx',
      xlsx([
        { name: 'Blad', rows: `<row r="1"><c r="A1" t="inlineStr"><is><t>${escaped(encode(text))}</t></is></c></row>` },
      ]),
    ),
})
const markup = (name: string, encode: Encode): Wrap => ({
  name: `encoded ${name}, in a file of a page`,
  mail: ({ text }) =>
    withFile('nota.html', `<html><body><p>Verslag</p><p>${encode(text)}</p></body></html>`, 'text/html'),
})

export const ENCODED: readonly Wrap[] = [
  body('percent signs', percent),
  file('percent signs', percent),
  body('base64', base64),
  page('base64', base64),
  file('base64', base64),
  document('base64', base64),
  {
    name: 'encoded base64 in lines, in a file',
    mail: ({ text }) => withFile('nota.txt', base64(`${text}\n${text}`).replace(/.{64}/g, '$&\n')),
  },
  {
    name: 'encoded link with words, in a letter',
    mail: ({ text }) => letter(plain(spoken(`https://www.devlonder.example/zoek?q=${percent(text)}&p=1`))),
  },
]

export const HARD_ENCODED: readonly Wrap[] = [
  body('every byte in percent signs', everyByte),
  body('words of a form', form),
  page('percent signs', percent),
  file('words of a form', form),
  document('percent signs', percent),
  sheet('percent signs', percent),
  markup('percent signs', percent),
  body('quoted-printable', quoted),
  file('quoted-printable', quoted),
  document('quoted-printable', quoted),
  sheet('base64', base64),
  markup('base64', base64),
  body('entities', entities),
  file('entities', entities),
  body('Unicode escapes', unicode),
  file('Unicode escapes', unicode),
  file('hexadecimal', hexadecimal),
  body('hexadecimal', hexadecimal),
  body('hexadecimal in pairs', hexPairs),
  {
    name: 'encoded link with words, in a page',
    mail: ({ text }) => letter(html(`<p><a href="https://www.devlonder.example/zoek?q=${percent(text)}">zoek</a></p>`)),
  },
]
