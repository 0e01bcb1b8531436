/** Messages changed as a whole (RFC 2045, 2046, 5322): fields, boundaries, encodings, parts, line ends. */
import type { Chance } from '../../chaos/chance.ts'
import { alone, inserted, type Mutation, mutation } from '../mutation.ts'

const onText =
  (change: (mail: string, chance: Chance) => string | undefined): Mutation['apply'] =>
  (bytes, chance) => {
    const made = change(bytes.toString('latin1'), chance)
    return made === undefined ? undefined : Buffer.from(made, 'latin1')
  }

type Found = readonly [from: number, to: number, text: string]
const allOf = (mail: string, pattern: RegExp): Found[] =>
  [...mail.matchAll(pattern)].map((m) => [m.index, m.index + m[0].length, m[0]])

const FIELD = /^[A-Za-z][\w-]{1,40}: [^\r\n]{0,300}\r\n/gm
const onField = (change: (field: string, chance: Chance) => string, pattern = FIELD): Mutation['apply'] =>
  onText((mail, chance) => {
    const fields = allOf(mail, pattern)
    if (fields.length === 0) return undefined
    const [from, to, text] = chance.pick(fields)
    return mail.slice(0, from) + change(text, chance) + mail.slice(to)
  })

const DELIMITER = /^--[^\r\n]{1,100}\r\n/gm
const onDelimiter = (change: (line: string, chance: Chance) => string): Mutation['apply'] => onField(change, DELIMITER)

const TYPES = [
  'text/plain',
  'text/html',
  'text',
  'TEXT/PLAIN; charset="utf-8',
  'multipart/mixed',
  'multipart/mixed; boundary=""',
  'multipart/alternative; boundary=g; boundary=h',
  'message/rfc822',
  'message/partial; id=x; number=1; total=2',
  'message/external-body; access-type=url',
  'text/rfc822-headers',
  'message/delivery-status',
  'image/png',
  'audio/mpeg',
  'application/octet-stream',
  'application/pgp-signature',
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
  'application/pgp-encrypted',
  'application/pkcs7-mime; smime-type=signed-data',
  'text/calendar',
  'text/vcard',
  'text/csv',
  'application/json',
  'video/mp4',
  'application/ms-tnef',
  'multipart/signed; boundary=g',
  'x',
  '/',
  'a/b/c',
  'text/plain; charset=utf-8; format=flowed; delsp=yes',
  'text/html; charset=utf-8',
  'application/applefile',
  'multipart/digest; boundary=g',
  'text/enriched',
  'text/x-amp-html',
  'multipart/appledouble; boundary=g',
] as const
const NAMES = [
  'a.txt',
  '~$x',
  'Thumbs.db',
  '.DS_Store',
  'x.p7s',
  'x.sig',
  'x.mp3',
  'x.png',
  'x.html',
  'x.eml',
  'winmail.dat',
  'x.docx',
  'x.rtf',
  'x.lnk',
  'x.exe',
  '=?utf-8?B?YS50eHQ=?=',
  '',
  'a'.repeat(3_000),
]
const ENCODINGS = [
  '7bit',
  '8bit',
  'binary',
  'base64',
  'quoted-printable',
  'x-uuencode',
  'BASE64 ',
  '"base64"',
  'base64; x=y',
  'rot13',
  '',
]

/** Body of a leaf without an encoding: what stands between the headers of a part and the next boundary. */
const PLAIN_PART = /Content-Type: text\/plain; charset=utf-8\r\n\r\n([\s\S]{1,2000}?)\r\n--/

export const MIME: readonly Mutation[] = [
  mutation(
    'mime: a field doubled',
    true,
    onField((field) => field + field),
  ),
  mutation(
    'mime: a field again with another value',
    true,
    onField((field, chance) => {
      const other = `${field.slice(0, field.indexOf(':'))}: ${chance.pick([...TYPES, ...ENCODINGS])}\r\n`
      return chance.oneIn(2) ? field + other : other + field
    }),
  ),
  mutation(
    'mime: a field dropped',
    true,
    onField(() => ''),
  ),
  mutation(
    'mime: a field without a colon',
    true,
    onField((field) => field.replace(':', '')),
  ),
  mutation(
    'mime: blanks before the colon',
    true,
    onField((field, chance) => field.replace(':', chance.pick([' :', '\t:', '\r\n :', '::']))),
  ),
  mutation(
    'mime: a field folded',
    true,
    onField((field) => field.replace(/[;:] ?/, (mark) => `${mark}\r\n\t`)),
  ),
  mutation(
    'mime: a line that is none',
    true,
    onField((field, chance) =>
      chance.pick([
        `zomaar woorden\r\n${field}`,
        `\r\n${field}`,
        ` los\r\n${field}`,
        `From x\r\n${field}`,
        `--\r\n${field}`,
      ]),
    ),
  ),
  mutation(
    'mime: capitals',
    true,
    onField(
      (field, chance) => (chance.oneIn(2) ? field.toUpperCase() : field.toLowerCase()),
      /^Content-(?:Type|Transfer-Encoding|Disposition):/gm,
    ),
  ),
  mutation(
    'mime: another type',
    true,
    onField(
      (_, chance) => `Content-Type: ${chance.pick(TYPES)}\r\n`,
      /^Content-Type: (?!multipart)[^\r\n]{0,300}\r\n/gm,
    ),
  ),
  mutation(
    'mime: another type for all parts',
    true,
    onField((_, chance) => `Content-Type: ${chance.pick(TYPES)}\r\n`, /^Content-Type: multipart[^\r\n]{0,300}\r\n/gm),
  ),
  mutation(
    'mime: another encoding',
    true,
    onField(
      (_, chance) => `Content-Transfer-Encoding: ${chance.pick(ENCODINGS)}\r\n`,
      /^Content-Transfer-Encoding: [^\r\n]{0,300}\r\n/gm,
    ),
  ),
  mutation(
    'mime: an encoding that is not so',
    true,
    onField(
      (field, chance) => `${field}Content-Transfer-Encoding: ${chance.pick(ENCODINGS)}\r\n`,
      /^Content-Type: [^\r\n]{0,300}\r\n/gm,
    ),
  ),
  mutation(
    'mime: another charset',
    false,
    onField(
      (_, chance) =>
        `charset=${chance.pick(['utf-16', 'utf-7', 'utf-32', 'us-ascii', 'x-user-defined', 'iso-2022-jp', 'hz-gb-2312', 'ibm037', '""', 'utf-8 utf-16'])}`,
      /charset=[\w-]{1,20}/g,
    ),
  ),
  mutation(
    'mime: another disposition',
    true,
    onField(
      (field, chance) =>
        `${field}Content-Disposition: ${chance.pick(['inline', 'attachment', 'x', 'inline; filename', "attachment; filename*=utf-8''%"])}\r\n`,
      /^Content-Type: [^\r\n]{0,300}\r\n/gm,
    ),
  ),
  mutation(
    'mime: another name',
    true,
    onField(
      (field, chance) =>
        `${field}Content-Disposition: ${chance.pick(['attachment', 'inline'])}; filename="${chance.pick(NAMES)}"\r\n`,
      /^Content-Type: (?!multipart)[^\r\n]{0,300}\r\n/gm,
    ),
  ),
  mutation(
    'mime: a delimiter dropped',
    true,
    onDelimiter(() => ''),
  ),
  mutation(
    'mime: a delimiter doubled',
    true,
    onDelimiter((line) => line + line),
  ),
  mutation(
    'mime: a delimiter changed',
    true,
    onDelimiter((line, chance) =>
      chance.pick([
        `${line.trimEnd()} \t\r\n`,
        `${line.trimEnd()}x\r\n`,
        ` ${line}`,
        line.slice(1),
        `${line.trimEnd()}--\r\n`,
        line.replace(/--\r\n$/, '\r\n'),
        `-${line}`,
        line.toUpperCase(),
        line.replace('\r\n', '\n'),
        line.replace('\r\n', '\r'),
      ]),
    ),
  ),
  mutation(
    'mime: another boundary named',
    true,
    onField(
      (_, chance) =>
        `boundary=${chance.pick(['"g "', 'G', "g'", '"g\\g"', "'g'", 'gg', '(g)', '"', '=g', 'g;x=y', 'x; boundary=g', '*0=g', 'a'.repeat(300)])}`,
      /boundary=[^\s;]{1,80}/g,
    ),
  ),
  mutation(
    'mime: the boundary in pieces',
    true,
    onField((text) => `boundary*0=${text.slice(9, 10)}; boundary*1=${text.slice(10)}`, /boundary=[\w]{1,80}/g),
  ),
  mutation(
    'mime: everything one level deeper',
    true,
    onText((mail, chance) => {
      const head = mail.indexOf('\r\n\r\n')
      if (head < 0) return undefined
      const inner = mail.slice(head + 4)
      const kind = chance.pick(['mixed', 'alternative', 'related', 'signed', 'report', 'digest', 'x'])
      const own = /^Content-Type: [^\r\n]{0,300}\r\n/m.exec(mail.slice(0, head + 2))?.[0] ?? ''
      const boundary = chance.pick(['g', 'gg', 'h', 'g--'])
      return `${mail.slice(0, head + 2).replace(own, '')}Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n--${boundary}\r\n${own}\r\n${inner}\r\n--${boundary}--\r\n`
    }),
  ),
  mutation(
    'mime: as a message inside',
    true,
    onText((mail, chance) => {
      const depth = chance.pick([1, 2, 7, 9, 300])
      return `From: Els Vandenbroeck <els.vandenbroeck@devlonder.example>\r\nSubject: x\r\nMIME-Version: 1.0\r\n${'Content-Type: message/rfc822\r\n\r\n'.repeat(depth)}${mail}`
    }),
  ),
  mutation(
    'mime: parts in another order',
    true,
    onText((mail) => {
      const boundary = /boundary="?([\w=.-]{1,70})/.exec(mail)?.[1]
      if (!boundary) return undefined
      const pieces = mail.split(`--${boundary}\r\n`)
      return pieces.length < 3
        ? undefined
        : [pieces[0], pieces.at(-1), ...pieces.slice(1, -1)].join(`--${boundary}\r\n`)
    }),
  ),
  mutation(
    'mime: no blank line before the body',
    true,
    onText((mail, chance) => {
      const gaps = allOf(mail, /\r\n\r\n/g)
      if (gaps.length === 0) return undefined
      const [from, to] = chance.pick(gaps)
      return `${mail.slice(0, from)}\r\n${mail.slice(to)}`
    }),
  ),
  alone(
    mutation(
      'mime: text as base64',
      true,
      onText((mail, chance) => {
        const found = PLAIN_PART.exec(mail)
        if (!found) return undefined
        const packed = Buffer.from(found[1]!, 'latin1').toString('base64')
        const shaped = chance.pick([
          packed,
          packed.replace(/.{4}/g, '$&\r\n'),
          packed.replace(/=+$/, ''),
          packed.replace(/.{8}/g, '$&=\r\n'),
          packed.replace(/.{9}/g, '$&!'),
          `${packed}\r\nrommel?`,
        ])
        return mail.replace(
          found[0],
          `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${shaped}\r\n--`,
        )
      }),
    ),
  ),
  alone(
    mutation(
      'mime: text as quoted-printable',
      true,
      onText((mail, chance) => {
        const found = PLAIN_PART.exec(mail)
        if (!found) return undefined
        const packed = found[1]!.replace(/[^\r\n]/g, (char) =>
          chance.oneIn(2) ? `=${char.charCodeAt(0).toString(16)}` : chance.oneIn(9) ? `${char}=\r\n` : char,
        )
        return mail.replace(
          found[0],
          `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${packed.replaceAll('==', '=3d=')}\r\n--`,
        )
      }),
    ),
  ),
  mutation(
    'mime: other line ends',
    true,
    onText((mail, chance) =>
      chance.pick([
        mail.replaceAll('\r\n', '\n'),
        mail.replaceAll('\r\n', '\r'),
        mail.replace(/\r\n/g, (end) => chance.pick([end, '\n', '\r', '\r\r\n'])),
      ]),
    ),
  ),
  mutation(
    'mime: a flood of fields',
    true,
    onText(
      (mail, chance) =>
        chance.pick([
          'X-Veel: een\r\n'.repeat(5_000),
          `X-Lang: ${'a'.repeat(400_000)}\r\n`,
          `To: ${'<a@b.example>,'.repeat(20_000)}\r\n`,
          `Received: ${'(a '.repeat(50_000)}\r\n`,
          `X: ${'=?utf-8?q?a?= '.repeat(20_000)}\r\n`,
        ]) + mail,
    ),
  ),
  mutation(
    'mime: three thousand parts',
    true,
    onText((mail) => {
      const boundary = /boundary="?([\w=.-]{1,70})/.exec(mail)?.[1]
      return boundary
        ? mail.replace(`\r\n--${boundary}\r\n`, (line) => `${`${line}\r\nx`.repeat(3_000)}${line}`)
        : undefined
    }),
  ),
  mutation('mime: NULs and high bytes', true, (bytes, chance) => {
    const at = bytes.indexOf('\r\n\r\n', chance.between(0, bytes.length))
    return at < 0
      ? undefined
      : inserted(bytes, at + 4, Buffer.from(chance.pick(['00', 'ff', 'c3', 'efbbbf', '1b2442']), 'hex'))
  }),
  mutation(
    'mime: words before and behind the parts',
    true,
    onText((mail) => `${mail.replace('\r\n\r\n', '\r\n\r\nVoor de delen staat ook iets.\r\n')}En erachter ook.\r\n`),
  ),
]
