/** Subjects: encoded words (RFC 2047), whole, split and in odd charsets. */

import { COVER, text as entity, letter } from '../mail.ts'
import type { Wrap } from '../wrap.ts'
import { encodeAs, utf16 } from '../writers/charsets.ts'

const b = (bytes: Buffer, charset = 'utf-8'): string => `=?${charset}?B?${bytes.toString('base64')}?=`
const q = (bytes: Buffer, charset = 'utf-8'): string =>
  `=?${charset}?Q?${[...bytes]
    .map((byte) => {
      const char = String.fromCharCode(byte)
      return char === ' '
        ? '_'
        : /[A-Za-z0-9]/.test(char)
          ? char
          : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')}?=`

const pieces = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, i * size + size))

const subject = (name: string, encode: (title: string) => string, matters?: readonly string[]): Wrap => ({
  name: `subject ${name}`,
  mail: ({ title }) => letter(entity(COVER), { subject: encode(title) }),
  ...(matters ? { matters } : {}),
})

export const SUBJECTS: readonly Wrap[] = [
  subject('in base64', (title) => b(Buffer.from(title))),
  subject('in quoted-printable', (title) => q(Buffer.from(title))),
  // The first byte of "é" stands in one word, the second in the next.
  subject(
    'split inside a letter, base64',
    (title) =>
      pieces(Buffer.from(title), 1)
        .map((one) => b(one))
        .join('\r\n '),
    ['medical'],
  ),
  subject(
    'split inside a letter, quoted-printable',
    (title) =>
      pieces(Buffer.from(title), 1)
        .map((one) => q(one))
        .join('\r\n '),
    ['medical'],
  ),
  subject('split inside words', (title) =>
    pieces(Buffer.from(title), 5)
      .map((one) => b(one))
      .join('\r\n '),
  ),
  subject('both encodings in turn', (title) =>
    pieces(Buffer.from(title), 6)
      .map((one, i) => (i % 2 ? q : b)(one))
      .join(' '),
  ),
  subject('in iso-8859-1', (title) => q(Buffer.from(title, 'latin1'), 'iso-8859-1')),
  subject('in windows-1252, base64', (title) => b(encodeAs('windows-1252', title), 'windows-1252')),
  subject('in gb18030', (title) => b(encodeAs('gb18030', title, true), 'gb18030'), ['care', 'password']),
  subject('in utf-16', (title) => b(utf16(title, 'be'), 'utf-16')),
  subject('with a language', (title) => b(Buffer.from(title), 'utf-8*nl')),
  subject('in small letters', (title) => b(Buffer.from(title)).replace('utf-8?B', 'utf-8?b')),
  subject('as bare UTF-8', (title) => Buffer.from(title).toString('latin1')),
  subject('folded', (title) => Buffer.from(title).toString('latin1').replaceAll(' ', '\r\n ')),
]
