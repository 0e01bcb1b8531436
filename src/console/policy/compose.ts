/** A message from the fields of a form, as a mail program would write it. What somebody typed stays in its own field. */
import { randomBytes } from 'node:crypto'
import { parseAddressList } from '../../message/message.ts'

export type Typed = Readonly<{
  from: string
  to: string
  cc: string
  bcc: string
  subject: string
  text: string
  file?: Readonly<{ name: string; bytes: Buffer }> | undefined
}>

// Encoded words are at most 75 characters (RFC 2047 §2); these leave room for a character of four bytes.
const WORD_BYTES = 42
const LINE = 76

/** Always encoded: then no line end, bracket or comma of a name can begin a field or an address. */
const encoded = (text: string): string => {
  const words: string[] = []
  let word = ''
  for (const char of text.toWellFormed().replace(/[\u0000-\u001f\u007f]+/g, ' ')) {
    if (Buffer.byteLength(word + char) > WORD_BYTES) {
      words.push(word)
      word = ''
    }
    word += char
  }
  return [...words, word].map((one) => `=?utf-8?B?${Buffer.from(one).toString('base64')}?=`).join('\r\n ')
}

const base64 = (bytes: Buffer): string =>
  (bytes.toString('base64').match(new RegExp(`.{1,${LINE}}`, 'g')) ?? []).join('\r\n')

const ADDRESS = /^[^\s<>"(),:;[\]@]{1,64}@[^\s<>"(),:;[\]@]{1,255}$/

/** People separate addresses by commas, semicolons or lines. */
export const addressesIn = (typed: string): ReturnType<typeof parseAddressList> =>
  parseAddressList(typed.replace(/[;\r\n]+/g, ',')).filter(({ address }) => ADDRESS.test(address))

const listed = (typed: string): string =>
  addressesIn(typed)
    .map(({ address, name }) => (name === '' ? address : `${encoded(name)} <${address}>`))
    .join(',\r\n ')

/** The whole name as RFC 2231 writes it: every byte that is no letter or digit as %XX. */
const fileName = (name: string): string =>
  [...Buffer.from(name.toWellFormed())]
    .map((byte) =>
      /[\w.-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`,
    )
    .join('')

const TEXT = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64']

const attached = ({ name, bytes }: NonNullable<Typed['file']>): readonly string[] => [
  'Content-Type: application/octet-stream',
  `Content-Disposition: attachment; filename*=utf-8''${fileName(name.slice(0, 200)) || 'file'}`,
  'Content-Transfer-Encoding: base64',
  '',
  base64(bytes),
]

const bodyOf = ({ text, file }: Typed): readonly string[] => {
  const own = [...TEXT, '', base64(Buffer.from(text.replace(/\r?\n/g, '\r\n')))]
  if (!file) return own
  const mark = `=_trial_${randomBytes(12).toString('hex')}`
  const parts = [own, attached(file)].flatMap((part) => [`--${mark}`, ...part])
  return [`Content-Type: multipart/mixed; boundary="${mark}"`, '', ...parts, `--${mark}--`]
}

/** BCC stands in no header field, as it travels. */
export const compose = (typed: Typed, now: number): Buffer =>
  Buffer.from(
    [
      `From: ${listed(typed.from)}`,
      `To: ${listed(typed.to) || 'undisclosed-recipients:;'}`,
      ...(addressesIn(typed.cc).length > 0 ? [`Cc: ${listed(typed.cc)}`] : []),
      `Subject: ${encoded(typed.subject)}`,
      `Date: ${new Date(now).toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: <${randomBytes(12).toString('hex')}@trial.invalid>`,
      'MIME-Version: 1.0',
      ...bodyOf(typed),
      '',
    ].join('\r\n'),
  )
