/** MIME as careless programs and old servers write it, and every mail program still shows it. */
import {
  attachment,
  base64,
  COVER,
  crlf,
  letter,
  multipart,
  text as plain,
  quotedPrintable,
  SIGNATURE,
  spoken,
  withParts,
} from '../mail.ts'
import type { Words, Wrap } from '../wrap.ts'

const wrap = (name: string, mail: (words: Words) => Buffer): Wrap => ({ name: `malformed ${name}`, mail })
const odd = (headers: readonly string[], body: Buffer | string): Buffer =>
  letter({ headers, body: Buffer.from(typeof body === 'string' ? crlf(body) : body) })
const part = (words: string): string => `Content-Type: text/plain; charset=utf-8\n\n${words}\n`
const coded = (text: string): Buffer => base64(Buffer.from(crlf(spoken(text))))
const PLAIN = 'Content-Type: text/plain; charset=utf-8'

export const MALFORMED: readonly Wrap[] = [
  wrap('content type twice, the same', ({ text }) => odd([PLAIN, PLAIN], spoken(text))),
  wrap('transfer encoding twice, the same', ({ text }) =>
    odd([PLAIN, 'Content-Transfer-Encoding: base64', 'Content-Transfer-Encoding: base64'], coded(text)),
  ),
  wrap('transfer encoding in capitals with a comment', ({ text }) =>
    odd([PLAIN, 'Content-Transfer-Encoding: BASE64 (coded)'], coded(text)),
  ),
  wrap('transfer encoding in quotation marks', ({ text }) =>
    odd([PLAIN, 'Content-Transfer-Encoding: "base64"'], coded(text)),
  ),
  wrap('unknown transfer encoding', ({ text }) => odd([PLAIN, 'Content-Transfer-Encoding: utf-8'], spoken(text))),
  wrap('transfer encoding 8-bit with a dash', ({ text }) =>
    odd([PLAIN, 'Content-Transfer-Encoding: 8-bit'], spoken(text)),
  ),
  wrap('content type without a semicolon', ({ text }) => odd(['Content-Type: text/plain charset=utf-8'], spoken(text))),
  wrap('charset twice', ({ text }) => odd(['Content-Type: text/plain; charset=utf-8; charset=utf-8'], spoken(text))),
  wrap('content type that ends in a semicolon', ({ text }) => odd([`${PLAIN};`], spoken(text))),
  wrap('no MIME version', ({ text }) => {
    const mail = letter(multipart('mixed', [plain(COVER), plain(spoken(text))])).toString('latin1')
    return Buffer.from(mail.replace('MIME-Version: 1.0\r\n', ''), 'latin1')
  }),
  wrap('base64 without line ends', ({ text }) =>
    odd([PLAIN, 'Content-Transfer-Encoding: base64'], Buffer.from(Buffer.from(crlf(spoken(text))).toString('base64'))),
  ),
  wrap('base64 without its equals signs', ({ text }) =>
    odd(
      [PLAIN, 'Content-Transfer-Encoding: base64'],
      Buffer.from(
        Buffer.from(crlf(`${spoken(text)}!`))
          .toString('base64')
          .replace(/=+$/, ''),
      ),
    ),
  ),
  wrap('base64 with blank lines', ({ text }) =>
    odd(
      [PLAIN, 'Content-Transfer-Encoding: base64'],
      Buffer.from(coded(text).toString('latin1').replaceAll('\r\n', '\r\n\r\n'), 'latin1'),
    ),
  ),
  wrap('base64 with text of a list behind it', ({ text }) =>
    odd(
      [PLAIN, 'Content-Transfer-Encoding: base64'],
      Buffer.concat([coded(text), Buffer.from('\r\n\r\n_____\r\nDeze lijst: www.devlonder.example/lijst\r\n')]),
    ),
  ),
  wrap('quoted-printable in small letters', ({ text }) =>
    odd(
      [PLAIN, 'Content-Transfer-Encoding: quoted-printable'],
      Buffer.from(
        quotedPrintable(Buffer.from(crlf(spoken(text))))
          .toString('latin1')
          .replace(/=[0-9A-F]{2}/g, (found) => found.toLowerCase()),
        'latin1',
      ),
    ),
  ),
  wrap('quoted-printable with bare equals signs', ({ text }) =>
    odd(
      [PLAIN, 'Content-Transfer-Encoding: quoted-printable'],
      Buffer.concat([quotedPrintable(Buffer.from(crlf(spoken(text)))), Buffer.from('\r\n1 + 1 = 2\r\n')]),
    ),
  ),
  wrap('boundary in single quotation marks', ({ text }) =>
    odd(["Content-Type: multipart/mixed; boundary='abc'"], `--'abc'\n${part(spoken(text))}\n--'abc'--\n`),
  ),
  wrap('boundary with a blank in it', ({ text }) =>
    odd(['Content-Type: multipart/mixed; boundary="ab cd"'], `--ab cd\n${part(spoken(text))}\n--ab cd--\n`),
  ),
  wrap('boundary that begins another', ({ text }) =>
    odd(
      ['Content-Type: multipart/mixed; boundary=abc'],
      `--abc\nContent-Type: multipart/alternative; boundary=abcd\n\n--abcd\n${part(spoken(text))}\n--abcd--\n\n--abc--\n`,
    ),
  ),
  wrap('no blank line before the first boundary', ({ text }) =>
    odd(['Content-Type: multipart/mixed; boundary=abc', '--abc'], `${part(spoken(text))}\n--abc--\n`),
  ),
  wrap('the same boundary inside', ({ text }) =>
    odd(
      ['Content-Type: multipart/mixed; boundary=abc'],
      `--abc\nContent-Type: multipart/alternative; boundary=abc\n\n--abc\n${part(spoken(text))}\n--abc--\n--abc--\n`,
    ),
  ),
  wrap('boundary not found', ({ text }) =>
    odd(['Content-Type: multipart/mixed; boundary=abc'], `--abd\n${part(spoken(text))}\n--abd--\n`),
  ),
  wrap('multipart without boundary', ({ text }) =>
    odd(['Content-Type: multipart/mixed'], `--abc\n${part(spoken(text))}\n--abc--\n`),
  ),
  wrap('parts behind the end', ({ text }) =>
    odd(
      ['Content-Type: multipart/mixed; boundary=abc'],
      `--abc\n${part(COVER)}\n--abc--\n--abc\n${part(text)}\n--abc--\n`,
    ),
  ),
  wrap('base64 on a multipart', ({ text }) =>
    odd(
      ['Content-Type: multipart/mixed; boundary=abc', 'Content-Transfer-Encoding: base64'],
      `--abc\n${part(spoken(text))}\n--abc--\n`,
    ),
  ),
  wrap('8-bit header', ({ title }) => letter(plain(COVER), { subject: Buffer.from(title).toString('latin1') })),
  wrap('encoded word with a blank in it', ({ title }) =>
    letter(plain(COVER), {
      subject: `=?utf-8?Q?${title.replace(/[^ -<>-~]/g, (c) => encodeURIComponent(c).replaceAll('%', '='))}?=`,
    }),
  ),
  wrap('encoded word glued to words', ({ title }) =>
    letter(plain(COVER), { subject: `Re:=?utf-8?B?${Buffer.from(title).toString('base64')}?=nota` }),
  ),
  wrap('two subjects', ({ title }) =>
    letter(plain(COVER), { extra: [`Subject: =?utf-8?B?${Buffer.from(title).toString('base64')}?=`] }),
  ),
  wrap('blank before the colon', ({ text }) => odd(['Content-Type : text/plain; charset=utf-8'], spoken(text))),
  wrap('header without a name', ({ text }) => odd(['X-Scan: goed', 'zonder naam', PLAIN], spoken(text))),
  wrap('file with two names of one kind', ({ text }) => {
    const file = attachment('nota.txt', text, 'text/plain')
    return withParts({
      ...file,
      headers: file.headers.map((line) => line.replace('name="nota.txt"', 'name="brief.txt"')),
    })
  }),
  wrap('disposition of no known kind', ({ text }) =>
    withParts({
      headers: [PLAIN, 'Content-Disposition: bijlage; filename="nota.txt"', 'Content-Transfer-Encoding: 8bit'],
      body: Buffer.from(text),
    }),
  ),
  wrap('HTML called plain text', ({ text }) =>
    odd([PLAIN], `<html><body><p>${text.replaceAll('&', '&amp;')}</p><p>${SIGNATURE}</p></body></html>`),
  ),
  wrap('line of a thousand letters', ({ text }) => odd([PLAIN], `${'De klas gaat op reis. '.repeat(60)}${text}\n`)),
  wrap('html cut off', ({ text }) =>
    odd(
      ['Content-Type: text/html; charset=utf-8'],
      `<html><body><p>Dag</p><p>${text.replaceAll('&', '&amp;')}</p><table><tr><td`,
    ),
  ),
  wrap('nothing but a file', ({ text }) => letter(attachment('nota.txt', text, 'text/plain; charset=utf-8'))),
  wrap('message with a blank first line', ({ text }) =>
    withParts({
      headers: ['Content-Type: message/rfc822'],
      body: Buffer.from(crlf(`\nFrom: a@devlonder.example\nSubject: nota\n\n${text}\n`)),
    }),
  ),
  wrap('apple double', ({ text }) =>
    withParts(
      multipart('appledouble', [
        attachment(
          '._nota.txt',
          Buffer.from([0, 5, 22, 7, 0, 2, 0, 0, ...new Array(24).fill(0)]),
          'application/applefile',
        ),
        attachment('nota.txt', text, 'text/plain'),
      ]),
    ),
  ),
]
