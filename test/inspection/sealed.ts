/** What nobody can read, on purpose: each must be `uninspectable` for the right reason, with the names it still shows. */
import { gzipSync } from 'node:zlib'
import type { UnreadReason } from '../../src/message/message.ts'
import { docx, odf, paragraph, xlsx } from '../attachments/office-files.ts'
import { pdfText } from '../attachments/pdf-writer.ts'
import { zipOf } from '../attachments/zip-writer.ts'
import { type Judge, STOPPED, type Verdict } from './judging.ts'
import { attachment, COVER, leaf, letter, multipart, SIGNATURE, text, withFile, withParts } from './mail.ts'
import { failed, type Scored, said } from './score.ts'
import { golden } from './wraps/golden.ts'
import { forwarded } from './wraps/structures.ts'
import { documentOf } from './wraps/word.ts'
import { envelopedData } from './writers/cms.ts'
import { compound } from './writers/ole.ts'
import { rar5Sealed } from './writers/rar.ts'
import { tarOf } from './writers/tar.ts'

type Sealed = Readonly<{
  name: string
  reason: UnreadReason
  /** A file whose name shows although its content does not. */
  shows?: string
  mail: () => Buffer | Promise<Buffer>
}>

const NOTE = 'Tot volgende week op de vergadering.\n'
const PGP =
  '-----BEGIN PGP MESSAGE-----\n\njA0ECQMCv1Yx0yZb3Zfx0kUBq3n0nJ1b2Yf5c0w1w3m9bQ==\n=4Xz1\n-----END PGP MESSAGE-----'
const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length >> 1)
/** Numbers without a pattern, the same at each run. */
export const noise = (size: number, seed = 1): Buffer => {
  const bytes = Buffer.allocUnsafe(size)
  let state = seed
  for (let i = 0; i < size; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}
const deep = (levels: number, inside: Buffer): Buffer =>
  levels === 0 ? inside : deep(levels - 1, zipOf({ 'map.zip': inside }))
const deepMail = (levels: number): Buffer =>
  levels === 0
    ? forwarded('Tot morgen!')
    : letter(
        multipart('mixed', [text(COVER), leaf('message/rfc822', deepMail(levels - 1))], { boundary: `=_${levels}` }),
      )

/** Lines that differ a little: about a fortieth of it when packed. */
export const lines = (size: number): Buffer => {
  const random = noise(Math.ceil(size / 100) * 2)
  const line = (i: number): string =>
    `${random.toString('hex', i * 2, i * 2 + 2)} ${'De bus vertrekt om half negen aan de poort van de school. '.repeat(2).slice(0, 94)}\n`
  return Buffer.concat(Array.from({ length: Math.ceil(size / 100) }, (_, i) => Buffer.from(line(i)))).subarray(0, size)
}

const ENCRYPTED_ODT =
  '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'

const file = (
  name: string,
  reason: UnreadReason,
  fileName: string,
  bytes: () => Buffer | Promise<Buffer>,
  shows?: string,
): Sealed => ({
  name,
  reason,
  mail: async () => withFile(fileName, await bytes()),
  ...(shows ? { shows } : {}),
})
const sealed = (name: string, fileName: string, bytes: () => Buffer | Promise<Buffer>, shows?: string): Sealed =>
  file(`encrypted ${name}`, 'encrypted', fileName, bytes, shows)
const broken = (name: string, fileName: string, bytes: () => Buffer): Sealed =>
  file(`broken ${name}`, 'broken', fileName, bytes)
const over = (name: string, fileName: string, bytes: () => Buffer): Sealed =>
  file(`limit ${name}`, 'limit', fileName, bytes)

export const SEALED: readonly Sealed[] = [
  sealed('zip, classic', 'map.zip', () => golden('sealed-classic.zip'), 'nota.txt'),
  sealed('zip, AES', 'map.zip', () => golden('sealed-aes.zip'), 'nota.txt'),
  sealed('zip in a zip', 'map.zip', () => zipOf({ 'binnen.zip': golden('sealed-aes.zip') }), 'nota.txt'),
  sealed('7z', 'map.7z', () => golden('sealed.7z'), 'nota.txt'),
  sealed('7z with its names', 'map.7z', () => golden('sealed-names.7z')),
  sealed('rar', 'map.rar', () => rar5Sealed('nota.txt', noise(64)), 'nota.txt'),
  sealed('rar with its names', 'map.rar', () => rar5Sealed(undefined, noise(128))),
  sealed('pdf, 256 bits', 'verslag.pdf', () => golden('sealed-256.pdf')),
  sealed('pdf, 40 bits', 'verslag.pdf', () => golden('sealed-40.pdf')),
  sealed('pdf in a zip', 'map.zip', () => zipOf({ 'verslag.pdf': golden('sealed-256.pdf') }), 'verslag.pdf'),
  sealed('docx', 'verslag.docx', () =>
    compound({
      EncryptionInfo: Buffer.concat([Buffer.from('0400040040000000', 'hex'), Buffer.from('<encryption/>')]),
      EncryptedPackage: noise(9000),
    }),
  ),
  sealed('odt', 'verslag.odt', () => odf('text', '', ENCRYPTED_ODT)),
  sealed('S/MIME as a file', 'smime.p7m', () => golden('sealed.p7m')),
  sealed('PGP file', 'nota.txt.asc', () => golden('sealed.asc')),
  sealed('PGP file, binary', 'nota.txt.gpg', () => golden('sealed.gpg')),
  {
    name: 'encrypted S/MIME message',
    reason: 'encrypted',
    mail: () =>
      letter({
        headers: [
          'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m',
          'Content-Transfer-Encoding: base64',
        ],
        body: Buffer.from(envelopedData(noise(400)).toString('base64').replace(/.{76}/g, '$&\r\n')),
      }),
  },
  {
    name: 'encrypted PGP message',
    reason: 'encrypted',
    mail: () =>
      letter(
        multipart(
          'encrypted',
          [
            text('Version: 1', 'application/pgp-encrypted'),
            text(PGP, 'application/octet-stream; name="encrypted.asc"'),
          ],
          {
            boundary: '=_pgp',
            type: 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="=_pgp"',
          },
        ),
      ),
  },
  {
    name: 'encrypted PGP in the text',
    reason: 'encrypted',
    mail: () => letter(text(`Beste,\n\n${PGP}\n\n${SIGNATURE}\n`)),
  },
  broken('zip', 'map.zip', () => half(zipOf({ 'nota.txt': noise(900).toString('hex') }))),
  broken('docx', 'verslag.docx', () => half(documentOf(noise(900).toString('hex')))),
  broken('xlsx', 'notas.xlsx', () => half(xlsx([{ name: 'A', rows: '<row r="1"><c r="A1"><v>1</v></c></row>' }]))),
  broken('markup of a docx', 'verslag.docx', () => docx(`${paragraph('Verslag')}<w:p><w:r><w:t>de rest`)),
  broken('pdf', 'verslag.pdf', () =>
    half(pdfText([['Verslag van onze vergadering'], ['De bus vertrekt om half negen']])),
  ),
  broken('gzip', 'nota.txt.gz', () => half(gzipSync(noise(900).toString('hex')))),
  broken('tar', 'map.tar', () => tarOf([['nota.txt', Buffer.from(NOTE.repeat(90))]]).subarray(0, 1024)),
  broken('7z', 'map.7z', () => half(golden('sealed.7z'))),
  broken('content of a pdf', 'verslag.pdf', () => noise(2000)),
  file('unknown bytes', 'unknown-format', 'map.qxz', () => noise(3000)),
  file('unknown bytes without a name', 'unknown-format', '', () => noise(3000)),
  file('unknown bytes in a zip', 'unknown-format', 'map.zip', () => zipOf({ 'data.qxz': noise(3000) }), 'data.qxz'),
  {
    name: 'unknown a piece of a message',
    reason: 'unknown-format',
    mail: () =>
      letter({
        headers: ['Content-Type: message/partial; id="4711@devlonder.example"; number=1; total=2'],
        body: forwarded('Tot morgen!'),
      }),
  },
  {
    name: 'unknown a body elsewhere',
    reason: 'unknown-format',
    mail: () =>
      withParts({
        headers: [
          'Content-Type: message/external-body; access-type=URL; URL="https://www.devlonder.example/nota.docx"',
        ],
        body: Buffer.from('Content-Type: application/octet-stream\r\n\r\n'),
      }),
  },
  over('zips too deep', 'map.zip', () => deep(12, zipOf({ 'nota.txt': NOTE }))),
  { name: 'limit messages too deep', reason: 'limit', mail: () => deepMail(12) },
  over('too many files', 'map.zip', () =>
    zipOf(Object.fromEntries(Array.from({ length: 2500 }, (_, i) => [`${i}.txt`, NOTE]))),
  ),
  over('too many pages', 'verslag.pdf', () =>
    pdfText(Array.from({ length: 1200 }, () => ['De bus vertrekt om half negen'])),
  ),
  over('a file too large', 'nota.txt.gz', () => gzipSync(lines(65_000_000), { level: 1 })),
  over('too much in all', 'map.zip', () =>
    zipOf(
      Object.fromEntries([1, 2, 3].map((i) => [`${i}.mp3`, Buffer.concat([Buffer.from('ID3'), lines(45_000_000)])])),
    ),
  ),
  over('too much text', 'map.zip', () =>
    zipOf({
      'a.txt': `${noise(40_000).toString('hex')}\n`.repeat(50),
      'b.txt': `${noise(40_000).toString('hex')}\n`.repeat(50),
    }),
  ),
  {
    name: 'limit too many parts',
    reason: 'limit',
    mail: () => withParts(...Array.from({ length: 1200 }, (_, i) => attachment(`${i}.txt`, NOTE, 'text/plain'))),
  },
]

const wrongOf = ({ reason, shows }: Sealed, verdict: Verdict): string | undefined => {
  const { outcome, rules, unread, files } = verdict
  if (!STOPPED.includes(outcome)) return `LET THROUGH: ${said(verdict)}`
  if (!rules.includes('uninspectable') || !unread.some((one) => one.startsWith(reason)))
    return `not ${reason}: ${said(verdict)}`
  if (shows && !files.some((path) => path.endsWith(shows))) return `does not name the file inside: ${said(verdict)}`
  return undefined
}

export const scoreSealed = async (cases: readonly Sealed[], judge: Judge): Promise<readonly Scored[]> => {
  const scored: Scored[] = []
  for (const one of cases) {
    const { name } = one
    try {
      const verdict = await judge.judge(await one.mail())
      scored.push({ name, group: 'uninspectable', verdict, wrong: wrongOf(one, verdict) })
    } catch (error) {
      scored.push({ name, group: 'uninspectable', verdict: undefined, wrong: failed(error) })
    }
  }
  return scored
}
