/**
 * Odd messages whose words some mail program shows: each says "het geheim", in a way that readers of mail disagree about.
 * For comparing readers, and for telling that ours misses none.
 */
import { plainMail, raw } from './mail.ts'

export const WORDS = 'het geheim'
const ENCODED = Buffer.from(WORDS).toString('base64')

export type Torture = readonly [name: string, mail: Buffer]

const multi = (body: string, type = 'multipart/mixed; boundary=b', headers = ''): Buffer =>
  raw(plainMail(body, headers).replace('text/plain; charset=utf-8', type))
const plain = (body: string, headers = '', type = 'text/plain; charset=utf-8'): Buffer =>
  raw(plainMail(body, headers).replace('text/plain; charset=utf-8', type))
const bytes = (type: string, body: Buffer): Buffer => Buffer.concat([plain('', '', type), body])
const base64 = (type: string, body: Buffer): Buffer =>
  plain(body.toString('base64'), 'Content-Transfer-Encoding: base64\n', type)
const html = (body: string): Buffer => plain(body, '', 'text/html; charset=utf-8')
const hex = (digits: string): Buffer => Buffer.from(digits, 'hex')

const PART = `--b\nContent-Type: text/plain; charset=utf-8\n\n${WORDS}\n`
const B64 = `--b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${ENCODED}\n`
const OTHER = '--b\nContent-Type: text/plain\n\nhallo\n'
const END = '--b--\n'

const yenc = (text: string): string =>
  `=ybegin line=128 size=${text.length} name=brief.txt\n${[...Buffer.from(text, 'latin1')]
    .map((byte) => (byte + 42) & 0xff)
    .map((byte) =>
      [0, 10, 13, 61].includes(byte) ? `=${String.fromCharCode((byte + 64) & 0xff)}` : String.fromCharCode(byte),
    )
    .join('')}\n=yend size=${text.length}\n`

const uu = (text: string): string => {
  const value = (n: number): string => String.fromCharCode(n === 0 ? 96 : n + 32)
  const data = Buffer.from(text)
  let line = value(data.length)
  for (let at = 0; at < data.length; at += 3) {
    const bits = (data[at]! << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0)
    line += [18, 12, 6, 0].map((shift) => value((bits >> shift) & 63)).join('')
  }
  return `begin 644 brief.txt\n${line}\n\`\nend\n`
}

export const TORTURE: readonly Torture[] = [
  // Structure.
  ['multipart without boundary', multi(`${PART}${END}`, 'multipart/mixed')],
  ['multipart without boundary, base64', multi(`${OTHER}${B64}${END}`, 'multipart/mixed')],
  ['another boundary than announced', multi(`${PART}${END}`, 'multipart/mixed; boundary=c')],
  ['an empty boundary', multi(`--\nContent-Type: text/plain\n\n${WORDS}\n----\n`, 'multipart/mixed; boundary=""')],
  ['two boundaries, the first is right', multi(`${OTHER}${B64}${END}`, 'multipart/mixed; boundary=b; boundary=c')],
  ['two boundaries, the last is right', multi(`${OTHER}${B64}${END}`, 'multipart/mixed; boundary=c; boundary=b')],
  ['a boundary in two sections', multi(`${B64}${END}`, 'multipart/mixed; boundary*0=b')],
  ['a boundary with a comment', multi(`${B64}${END}`, 'multipart/mixed; boundary=b (zo)')],
  ['a quoted boundary with a blank at its end', multi(`${B64}${END}`, 'multipart/mixed; boundary="b "')],
  ['a boundary with padding', multi(`${B64.replace('--b\n', '--b \t\n')}${END}`)],
  ['blanks before a boundary', multi(`${OTHER} ${PART}${END}`)],
  ['no last boundary', multi(`${OTHER}${B64}`)],
  ['behind the last boundary', multi(`${OTHER}${END}${WORDS}\n`)],
  ['another part behind the last boundary', multi(`${OTHER}${END}${B64}${END}`)],
  ['before the first boundary', multi(`${WORDS}\n${OTHER}${END}`)],
  [
    'boundaries that begin alike',
    multi(`--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\n${WORDS}\n--bb--\n${OTHER}${END}`),
  ],
  [
    'one boundary for two levels',
    multi(`--b\nContent-Type: multipart/mixed; boundary=b\n\n${B64}${END}${OTHER}${END}`),
  ],
  [
    'an encoded multipart',
    multi(
      Buffer.from(`${PART}${END}`).toString('base64'),
      'multipart/mixed; boundary=b',
      'Content-Transfer-Encoding: base64\n',
    ),
  ],
  [
    'a multipart said to be encoded that is not',
    multi(`${PART}${END}`, 'multipart/mixed; boundary=b', 'Content-Transfer-Encoding: base64\n'),
  ],
  ['a part that is all headers', multi(`--b\n${WORDS}: ja\n${END}`)],
  ['a part without headers', multi(`--b\n\n${WORDS}\n${END}`)],
  ['a part of nothing but a type', multi(`--b\nContent-Type: text/plain\n${END}--b\n\n${WORDS}\n${END}`)],
  ['digest', multi(`--b\n\nSubject: x\n\n${WORDS}\n${END}`, 'multipart/digest; boundary=b')],
  ['related without a root', multi(`${OTHER}${B64}${END}`, 'multipart/related; boundary=b; start="<weg>"')],
  [
    'a hidden alternative',
    multi(`${B64}--b\nContent-Type: text/html\n\n<p>hallo</p>\n${END}`, 'multipart/alternative; boundary=b'),
  ],
  ['an unknown kind of multipart', multi(`${B64}${END}`, 'multipart/x-eigen; boundary=b')],
  ['a bare CR before a boundary', Buffer.from(multi(`${PART}${END}`).toString().replace('geheim\r\n', 'geheim\r'))],
  ['only line ends of a Mac', Buffer.from(multi(`${B64}${END}`).toString().replaceAll('\r\n', '\r'))],
  ['only line feeds', Buffer.from(multi(`${B64}${END}`).toString().replaceAll('\r\n', '\n'))],
  ['a nested message', multi(`--b\nContent-Type: message/rfc822\n\nSubject: x\n\n${WORDS}\n${END}`)],
  [
    'an encoded nested message',
    multi(
      `--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n${Buffer.from(`Subject: x\n\n${WORDS}\n`).toString('base64')}\n${END}`,
    ),
  ],
  // Headers.
  ['two types, the first is right', plain(`<p>het <!-- x -->ge<b></b>heim</p>`, 'Content-Type: text/html\n')],
  [
    'two types, the last is a multipart',
    multi(`${B64}${END}`, 'multipart/mixed; boundary=b', 'Content-Type: text/plain\n'),
  ],
  ['two types, the first is a multipart', plain(`${B64}${END}`, 'Content-Type: multipart/mixed; boundary=b\n')],
  [
    'two encodings, the first is right',
    plain(ENCODED, 'Content-Transfer-Encoding: base64\nContent-Transfer-Encoding: 7bit\n'),
  ],
  [
    'two encodings, the last is right',
    plain(ENCODED, 'Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n'),
  ],
  ['blanks before the colon', plain(ENCODED, 'Content-Transfer-Encoding \t: base64\n')],
  ['folded in the middle', plain(ENCODED, 'Content-Transfer-Encoding:\n base64\n')],
  ['a comment in the encoding', plain(ENCODED, 'Content-Transfer-Encoding: (zo) base64\n')],
  ['a quoted encoding', plain(ENCODED, 'Content-Transfer-Encoding: "base64"\n')],
  ['an encoding with a semicolon', plain(ENCODED, 'Content-Transfer-Encoding: base64;\n')],
  ['an unknown encoding', plain(WORDS, 'Content-Transfer-Encoding: geheimschrift\n')],
  ['a comment in the type', plain(ENCODED, 'Content-Transfer-Encoding: base64\n', 'text/plain (zo); charset=utf-8')],
  ['half a type', plain(WORDS, '', 'text')],
  ['an empty type', plain(WORDS, '', ';charset=utf-8')],
  ['no headers', Buffer.from(`${WORDS}\r\n`)],
  ['a first line that is a continuation', raw(` verder\n${plainMail(WORDS)}`)],
  ['a line that is no field', plain(WORDS, 'zomaar iets\n')],
  ['a subject that says it', raw(plainMail('hallo').replace('Bericht', `=?utf-8?B?${ENCODED}?=`))],
  [
    'a subject cut inside a letter',
    raw(plainMail('hallo').replace('Bericht', '=?utf-8?Q?het=C2?= =?utf-8?B?oGdlaGVpbQ==?=')),
  ],
  // Encodings.
  ['base64 with rubbish', plain(`${ENCODED.slice(0, 4)}*!${ENCODED.slice(4)}`, 'Content-Transfer-Encoding: base64\n')],
  ['base64 in pieces', plain('aGV0\nIA==\nZ2VoZWlt\n', 'Content-Transfer-Encoding: base64\n')],
  [
    'base64 without padding',
    plain(Buffer.from(`${WORDS}!`).toString('base64').replace(/=+$/, ''), 'Content-Transfer-Encoding: base64\n'),
  ],
  ['base64 cut short', plain(`${ENCODED}Z`, 'Content-Transfer-Encoding: base64\n')],
  [
    'base64 with text behind it',
    plain(
      `${Buffer.from(`${WORDS}.`).toString('base64')}\n\n-- \nverzonden via de lijst\n`,
      'Content-Transfer-Encoding: base64\n',
    ),
  ],
  ['quoted-printable in lower case', plain('het=20gehe=\n=69m', 'Content-Transfer-Encoding: quoted-printable\n')],
  [
    'quoted-printable with blanks behind the break',
    plain('het ge= \t\nheim=', 'Content-Transfer-Encoding: quoted-printable\n'),
  ],
  ['uuencode as encoding', plain(uu(WORDS), 'Content-Transfer-Encoding: x-uuencode\n')],
  ['uuencode in the text', plain(`zie\n${uu(WORDS)}`)],
  ['uuencode that never ends', plain(`zie\n${uu(WORDS).replace('end\n', '')}`)],
  ['begin-base64 in the text', plain(`zie\nbegin-base64 644 a.txt\n${ENCODED}\n====\n`)],
  [
    'yEnc in the text',
    bytes('text/plain; charset=iso-8859-1', Buffer.from(yenc(WORDS).replaceAll('\n', '\r\n'), 'latin1')),
  ],
  ['base64 pasted into the text', plain(`lees dit eens: ${Buffer.from(`${WORDS} van de school`).toString('base64')}`)],
  // Charsets.
  ['utf-7', plain('het +AGcAZQBoAGUAaQBt-', '', 'text/plain; charset=utf-7')],
  ['utf-16 without a mark', base64('text/plain; charset=utf-16', Buffer.from(WORDS, 'utf16le'))],
  ['utf-16 without a label', base64('text/plain', Buffer.from(`\ufeff${WORDS}`, 'utf16le'))],
  [
    'utf-32',
    base64(
      'text/plain; charset=utf-32be',
      hex([...WORDS].map((letter) => letter.charCodeAt(0).toString(16).padStart(8, '0')).join('')),
    ),
  ],
  ['plain text called utf-16', base64('text/plain; charset=utf-16be', Buffer.from(WORDS))],
  ['a charset of DOS', base64('text/plain; charset=ibm850', Buffer.from(WORDS))],
  ['EBCDIC that is none', plain(WORDS, '', 'text/plain; charset=ibm037')],
  // Text.
  ['flowed', plain('het \ngeheim', '', 'text/plain; charset=utf-8; format=flowed')],
  ['flowed and put together', plain('het ge \nheim', '', 'text/plain; charset=utf-8; format=flowed; delsp=yes')],
  ['enriched', plain('het <bold>ge</bold>heim', '', 'text/enriched')],
  ['richtext', plain('het ge<bold></bold>heim', '', 'text/richtext')],
  ['markdown', plain(WORDS, '', 'text/markdown')],
  ['split over tags', html('het <span>g</span><span>e</span><b></b>heim')],
  ['entities', html('het&#32;&#x67;&#101heim')],
  ['soft hyphens and blanks of no width', html('het ge&shy;h&#8203;e&zwnj;im')],
  ['hidden by style', html('<p>hallo</p><p style="display:none">het geheim</p>')],
  ['only for Outlook', html('<p>hallo</p><!--[if mso]><p>het geheim</p><![endif]-->')],
  [
    'a page in an address',
    html(
      `<p>hallo</p><iframe src="data:text/html;base64,${Buffer.from(`<p>${WORDS}</p>`).toString('base64')}"></iframe>`,
    ),
  ],
  ['a page in an attribute', html(`<p>hallo</p><iframe srcdoc="&lt;p&gt;het geheim&lt;/p&gt;"></iframe>`)],
]
