/** MIME structure (RFC 2046): nested, attached, nameless, and malformed in the ways that mail programs forgive. */
import {
  attachment,
  base64,
  bytesOf,
  COVER,
  crlf,
  type Entity,
  FROM,
  leaf,
  letter,
  multipart,
  named,
  text as plain,
  SIGNATURE,
  spoken,
  withFile,
  withParts,
} from '../mail.ts'
import type { Words, Wrap } from '../wrap.ts'
import { html } from './hypertext.ts'

/** A mail of somebody else with the text in it. */
export const forwarded = (text: string, encoding: '8bit' | 'base64' = 'base64'): Buffer => {
  const body = Buffer.from(crlf(`Dag Annelies,\n\n${text}\n\nGroet,\nGreet\n`))
  return bytesOf({
    headers: [
      'From: Greet Van Looy <greet.vanlooy@devlonder.example>',
      `To: ${FROM}`,
      'Subject: Nota',
      'Date: Fri, 13 Nov 2026 09:12:44 +0100',
      'Message-ID: <4710.1@devlonder.example>',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Transfer-Encoding: ${encoding}`,
    ],
    body: encoding === 'base64' ? base64(body) : body,
  })
}

const rfc822 = (bytes: Buffer, encoding = '7bit', type = 'message/rfc822'): Entity => ({
  headers: [`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`],
  body: encoding === 'base64' ? base64(bytes) : bytes,
})

const wrap = (name: string, mail: (words: Words) => Buffer): Wrap => ({ name: `structure ${name}`, mail })
/** Programs differ in what they show of it. */
const disputed = (name: string, mail: (words: Words) => Buffer): Wrap => ({
  ...wrap(name, mail),
  reported: 'disagreement',
})
const nested = (entity: Entity, levels: number): Entity =>
  levels === 0 ? entity : multipart('mixed', [nested(entity, levels - 1)], { boundary: `=_level${levels}` })

/** Typed by hand: header lines and body of the whole mail. */
const odd = (headers: readonly string[], body: string): Buffer => letter({ headers, body: Buffer.from(crlf(body)) })
const part = (words: string, type = 'text/plain; charset=utf-8'): string => `Content-Type: ${type}\n\n${words}\n`

export const STRUCTURES: readonly Wrap[] = [
  wrap('attached message', ({ text }) => withParts(rfc822(forwarded(text)))),
  wrap('attached message in base64', ({ text }) => withParts(rfc822(forwarded(text), 'base64'))),
  wrap('attached message as a file', ({ text }) => withFile('nota.eml', forwarded(text))),
  wrap('attached message called text', ({ text }) =>
    withParts(rfc822(forwarded(text, '8bit'), '8bit', 'text/plain; charset=utf-8')),
  ),
  wrap('attached message without a name or type', ({ text }) =>
    withParts(leaf('application/octet-stream', forwarded(text))),
  ),
  wrap('message in a message in a message', ({ text }) =>
    withParts(
      rfc822(
        letter(
          multipart(
            'mixed',
            [
              plain(COVER),
              rfc822(letter(multipart('mixed', [plain(COVER), rfc822(forwarded(text))], { boundary: '=_c' }))),
            ],
            { boundary: '=_b' },
          ),
        ),
      ),
    ),
  ),
  wrap('digest', ({ text }) =>
    withParts(
      multipart('digest', [
        { headers: [], body: forwarded('Tot morgen!') },
        { headers: [], body: forwarded(text) },
      ]),
    ),
  ),
  wrap('mailbox file', ({ text }) =>
    withFile(
      'archief.mbox',
      Buffer.concat([
        Buffer.from('From greet@devlonder.example Fri Nov 13 09:12:44 2026\r\n'),
        forwarded(text),
        Buffer.from('\r\n'),
      ]),
      'application/mbox',
    ),
  ),
  wrap('ten multiparts deep', ({ text }) => letter(nested(plain(spoken(text)), 10))),
  wrap('related in alternative in mixed', ({ text }) =>
    letter(
      multipart('mixed', [
        multipart('alternative', [
          plain(spoken('Zie hieronder.')),
          multipart('related', [html(`<p>${text.replaceAll('&', '&amp;')}</p>`)]),
        ]),
      ]),
    ),
  ),
  wrap('signed', ({ text }) =>
    letter(
      multipart(
        'signed',
        [
          plain(spoken(text)),
          leaf(
            'application/pgp-signature; name="signature.asc"',
            '-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n=abcd\n-----END PGP SIGNATURE-----\n',
          ),
        ],
        {
          boundary: '=_signed',
          type: 'multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"; boundary="=_signed"',
        },
      ),
    ),
  ),
  wrap('unknown kind of multipart', ({ text }) => letter(multipart('x-school', [plain(spoken(text))]))),
  wrap('second text part', ({ text }) => letter(multipart('mixed', [plain(COVER), plain(crlf(`${text}\n`))]))),
  wrap('first of three alternatives', ({ text }) =>
    letter(multipart('alternative', [plain(spoken(text)), html('<p>Dag!</p>'), html('<p>Dag iedereen!</p>')])),
  ),
  wrap('preamble', ({ text }) => letter(multipart('mixed', [plain(COVER)], { preamble: text }))),
  wrap('epilogue', ({ text }) => letter(multipart('mixed', [plain(COVER)], { epilogue: `${text}\r\n` }))),
  wrap('missing final boundary', ({ text }) =>
    letter(multipart('mixed', [plain(COVER), plain(spoken(text))], { unclosed: true })),
  ),
  wrap('missing final boundary, in a file', ({ text }) =>
    letter(
      multipart('mixed', [plain(COVER), attachment('nota.txt', text, 'text/plain; charset=utf-8')], { unclosed: true }),
    ),
  ),
  wrap('boundary with spaces behind', ({ text }) =>
    odd(['Content-Type: multipart/mixed; boundary=abc'], `--abc  \n${part(spoken(text))}\n--abc--  \n`),
  ),
  wrap('boundary of odd characters', ({ text }) =>
    odd(
      ['Content-Type: multipart/mixed; boundary="=_(a)\'+,-./:=?b"'],
      `--=_(a)'+,-./:=?b\n${part(spoken(text))}\n--=_(a)'+,-./:=?b--\n`,
    ),
  ),
  wrap('boundary in two pieces', ({ text }) =>
    odd(['Content-Type: multipart/mixed; boundary*0=ab; boundary*1=cd'], `--abcd\n${part(spoken(text))}\n--abcd--\n`),
  ),
  wrap('parts without headers', ({ text }) =>
    odd(['Content-Type: multipart/mixed; boundary=abc'], `--abc\n\n${text}\n\n${SIGNATURE}\n--abc--\n`),
  ),
  wrap('no content type at all', ({ text }) => odd([], spoken(text))),
  wrap('unknown kind of text', ({ text }) => letter(plain(spoken(text), 'text/x-nota; charset=utf-8'))),
  wrap('a bare word as content type', ({ text }) => letter(plain(spoken(text), 'text'))),
  wrap('folded content type', ({ text }) => letter(plain(spoken(text), 'text/plain;\r\n\tcharset\r\n =\r\n utf-8'))),
  wrap('two content types, the first plain', ({ text }) =>
    odd(['Content-Type: text/plain; charset=utf-8', 'Content-Type: text/html; charset=utf-8'], spoken(text)),
  ),
  disputed('two content types, the second with parts', ({ text }) =>
    odd(
      ['Content-Type: text/plain; charset=utf-8', 'Content-Type: multipart/mixed; boundary=abc'],
      `--abc\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${base64(Buffer.from(crlf(spoken(text))))}\n--abc--\n`,
    ),
  ),
  disputed('two transfer encodings', ({ text }) =>
    odd(
      [
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: 8bit',
        'Content-Transfer-Encoding: base64',
      ],
      base64(Buffer.from(crlf(spoken(text)))).toString('latin1'),
    ),
  ),
  disputed('two boundaries', ({ text }) =>
    odd(
      ['Content-Type: multipart/mixed; boundary=een; boundary=twee'],
      `--een\n${part('Dag!')}\n--een--\n--twee\n${part(spoken(text))}\n--twee--\n`,
    ),
  ),
  wrap('file without a name or type', ({ text }) =>
    withParts({ headers: ['Content-Disposition: attachment'], body: Buffer.from(crlf(`${text}\n`)) }),
  ),
  wrap('binary file without a name or type', ({ text }) =>
    withParts({
      headers: ['Content-Disposition: attachment', 'Content-Transfer-Encoding: base64'],
      body: base64(Buffer.from(text)),
    }),
  ),
  wrap('inline file', ({ text }) =>
    withParts(
      leaf('text/plain; charset=utf-8; name="nota.txt"', text, ['Content-Disposition: inline; filename="nota.txt"']),
    ),
  ),
  wrap('file of an unknown type', ({ text }) => withFile('nota.qxz', text, 'application/x-qxz')),
  wrap('file name', ({ title }) => withFile(`${title}.txt`, 'Dag!', 'text/plain')),
  wrap('file name in pieces', ({ title }) => {
    const coded = encodeURIComponent(`${title}.txt`)
    const pieces = coded.match(/(?:%..|[^%]){1,9}/g) ?? []
    return withParts(
      leaf('text/plain', 'Dag!', [
        'Content-Disposition: attachment;',
        ...pieces.map(
          (piece, i) =>
            `  filename*${i}*=${i === 0 ? "utf-8''" : ''}${piece.replace(/[!'()*#]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)}${i < pieces.length - 1 ? ';' : ''}`,
        ),
      ]),
    )
  }),
  wrap('file name as an encoded word', ({ title }) =>
    withParts(
      leaf('text/plain', 'Dag!', [
        `Content-Disposition: attachment; filename="=?utf-8?B?${Buffer.from(`${title}.txt`).toString('base64')}?="`,
      ]),
    ),
  ),
  wrap('file name in the content type only', ({ title }) =>
    withParts(leaf(`text/plain; ${named('name', `${title}.txt`)}`, 'Dag!')),
  ),
]

export const HARD_STRUCTURES: readonly Wrap[] = [
  wrap('description of a file', ({ title }) =>
    withParts(
      leaf('text/plain; name="a.txt"', 'Dag!', [
        `Content-Description: =?utf-8?B?${Buffer.from(title).toString('base64')}?=`,
        'Content-Disposition: attachment; filename="a.txt"',
      ]),
    ),
  ),
]
