/** What the mutations start from: whole, ordinary files and messages, written by our writers or by real programs. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openReaders } from '../../src/attachments/attachments.ts'
import { docx, odf, paragraph, pptx, wordPart, xlsx } from '../attachments/office-files.ts'
import { pdfForm, pdfScan, pdfText } from '../attachments/pdf-writer.ts'
import { part } from '../attachments/reading.ts'
import { tarOf } from '../attachments/tape-writer.ts'
import { zipOf } from '../attachments/zip-writer.ts'

export const FAMILIES = [
  'mime',
  'zip',
  'ooxml',
  'pdf',
  'tnef',
  'ole',
  'rtf',
  'csv',
  'html',
  'calendar',
  'tar',
  'gzip',
  'other',
] as const
export type Family = (typeof FAMILIES)[number]

/** `word`: a word that a reader finds in it; '' where there is none. */
export type Seed = Readonly<{ name: string; family: Family; bytes: Buffer; word: string }>

const WORD = 'kwikstaartjes'
const LINE = `De ${WORD} zwemmen morgen mee met de derde klas, breng een handdoek mee.`
const MAX_GOLDEN_BYTES = 300_000

const tar = tarOf({ 'lijst.txt': LINE })

/** TNEF (MS-OXTNEF §2.1.2): signature, key, then attributes of level, id, length, data and the sum of the data. */
const tnef = (): Buffer => {
  const attribute = (level: number, id: number, data: Buffer): Buffer => {
    const head = Buffer.alloc(9)
    head[0] = level
    head.writeUInt32LE(id, 1)
    head.writeUInt32LE(data.length, 5)
    const sum = Buffer.alloc(2)
    sum.writeUInt16LE(data.reduce((total, byte) => (total + byte) & 0xffff, 0))
    return Buffer.concat([head, data, sum])
  }
  return Buffer.concat([
    Buffer.from('789f3e220100', 'hex'),
    attribute(1, 0x00089006, Buffer.from('00000100', 'hex')),
    attribute(1, 0x00018004, Buffer.from('Zwemmen\0')),
    attribute(2, 0x00069002, Buffer.alloc(14)),
    attribute(2, 0x00018010, Buffer.from('lijst.txt\0')),
    attribute(2, 0x0006800f, Buffer.from(LINE)),
  ])
}

const calendar = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Zwemmen\r\nDESCRIPTION:${LINE}\r\nDTSTART:20261116T090000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
const contact = `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zwembad\r\nNOTE:${LINE}\r\nEND:VCARD\r\n`
const html = `<!DOCTYPE html><html><body>${LINE}<table><tr><td>maandag</td><td>dinsdag</td></tr></table></body></html>`
const ole = Buffer.concat([
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.alloc(504),
  Buffer.from(LINE, 'utf16le'),
  Buffer.alloc(512),
])

const WRITTEN: readonly (readonly [name: string, family: Family, bytes: Buffer | string])[] = [
  ['brief.docx', 'ooxml', docx(paragraph(LINE), { 'word/header1.xml': wordPart('hdr', paragraph('Briefpapier')) })],
  [
    'lijst.xlsx',
    'ooxml',
    xlsx([{ name: 'Blad1', rows: '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>4</v></c></row>' }], [LINE]),
  ],
  ['les.pptx', 'ooxml', pptx([LINE], ['Zeg hallo'])],
  ['brief.odt', 'ooxml', odf('text', `<text:p>${LINE}</text:p>`)],
  [
    'lijst.ods',
    'ooxml',
    odf(
      'spreadsheet',
      `<table:table table:name="B"><table:table-row><table:table-cell><text:p>${LINE}</text:p></table:table-cell></table:table-row></table:table>`,
    ),
  ],
  ['brief.pdf', 'pdf', pdfText([[LINE]])],
  ['formulier.pdf', 'pdf', pdfForm('Noor', { name: 'x.txt', data: Buffer.from('bijlage') })],
  ['scan.pdf', 'pdf', pdfScan()],
  ['map.zip', 'zip', zipOf({ 'lijst.txt': LINE, 'map/leeg.txt': '' })],
  ['dossier.zip', 'zip', zipOf({ 'binnen.zip': zipOf({ 'lijst.txt': LINE }), 'brief.docx': docx(paragraph('Dag')) })],
  ['backup.tar', 'tar', tar],
  ['lijst.txt.gz', 'gzip', gzipSync(LINE)],
  ['backup.tgz', 'gzip', gzipSync(tar)],
  ['winmail.dat', 'tnef', tnef()],
  ['oud.doc', 'ole', ole],
  ['brief.rtf', 'rtf', `{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0\\fs24 ${LINE}\\par}`],
  ['lijst.csv', 'csv', `Naam;Zin\r\nLotte;${LINE}\r\nMilan;Dag\r\n`],
  ['pagina.html', 'html', html],
  ['les.ics', 'calendar', calendar],
  ['zwembad.vcf', 'calendar', contact],
  ['tekst.txt', 'other', LINE],
  [
    'doorgestuurd.eml',
    'other',
    `From: an@school.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n${html}\r\n`,
  ],
]

const BY_ENDING: Readonly<Record<string, Family>> = {
  ...{ docx: 'ooxml', docm: 'ooxml', xlsx: 'ooxml', pptx: 'ooxml', odt: 'ooxml', ods: 'ooxml', odp: 'ooxml' },
  ...{ zip: 'zip', pdf: 'pdf', dat: 'tnef', tnef: 'tnef', doc: 'ole', xls: 'ole', ppt: 'ole', msg: 'ole', rtf: 'rtf' },
  ...{
    csv: 'csv',
    tsv: 'csv',
    html: 'html',
    htm: 'html',
    ics: 'calendar',
    vcf: 'calendar',
    tar: 'tar',
    gz: 'gzip',
    tgz: 'gzip',
  },
}

const GOLDEN = join(import.meta.dirname, '../attachments/files')

/** Files of real programs; formats that come later come along by themselves. */
const golden = (): (readonly [string, Family, Buffer])[] => {
  let names: string[] = []
  try {
    names = (readdirSync(GOLDEN, { recursive: true }) as string[]).filter((name) => !name.endsWith('README.md')).sort()
  } catch {}
  return names.flatMap((name) => {
    try {
      const bytes = readFileSync(join(GOLDEN, name))
      const family = BY_ENDING[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'other'
      return bytes.length <= MAX_GOLDEN_BYTES ? [[name.replaceAll('/', '-'), family, bytes] as const] : []
    } catch {
      return [] // a folder
    }
  })
}

/** The longest word that is read from it, or the one we put there. */
const wordIn = (texts: readonly string[]): string => {
  const words = texts.join('\n').match(/\p{L}{7,30}/gu) ?? []
  return words.some((word) => word === WORD)
    ? WORD
    : words.reduce((long, word) => (word.length > long.length ? word : long), '')
}

/** Each is read once as it is, to know which word a changed one must still show. */
export const openSeeds = async (): Promise<readonly Seed[]> => {
  const readers = openReaders({ fileMs: 60_000, partMs: 60_000 })
  const seeds: Seed[] = []
  for (const [name, family, given] of [...WRITTEN, ...golden()]) {
    const bytes = Buffer.from(given)
    const read = await readers.read([part(name, bytes)])
    const shown = read.texts.filter(({ role, place }) => role === 'attachment' && !place.hidden).map(({ text }) => text)
    // Of a PDF with several things to see, one may go unseen by all programs without a sign.
    const asked = read.unread.length === 0 && !(family === 'pdf' && shown.join('').trim().includes('\n'))
    seeds.push({ name, family, bytes, word: asked ? wordIn(shown) : '' })
  }
  await readers.close()
  return seeds
}

export const HEAD =
  'From: Els Vandenbroeck <els.vandenbroeck@devlonder.example>\r\nTo: ouder@mail.example\r\nSubject: Zwemmen\r\nMIME-Version: 1.0\r\n'

/** Messages of every shape a mail program makes; the word stands in the plain text. */
export const MESSAGES: readonly Seed[] = [
  ['tekst.eml', 'Content-Type: text/plain; charset=utf-8\r\n\r\n%\r\n'],
  [
    'delen.eml',
    'Content-Type: multipart/mixed; boundary=g\r\n\r\n--g\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%\r\n--g\r\nContent-Type: text/csv; name=a.csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\nNaam;Klas\r\nLotte;3B\r\n--g--\r\n',
  ],
  [
    'html.eml',
    'Content-Type: multipart/alternative; boundary="=_g"\r\n\r\n--=_g\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%\r\n--=_g\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>%</body></html>\r\n--=_g--\r\n',
  ],
  [
    'nest.eml',
    'Content-Type: multipart/mixed; boundary=g\r\n\r\n--g\r\nContent-Type: multipart/related; boundary=gg\r\n\r\n--gg\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%\r\n--gg--\r\n--g\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@school.example\r\nSubject: x\r\n\r\nDag\r\n--g--\r\n',
  ],
  ['uu.eml', 'Content-Type: text/plain; charset=utf-8\r\n\r\n%\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n'],
].map(([name, body]) => ({
  name: name!,
  family: 'mime',
  word: WORD,
  bytes: Buffer.from(HEAD + body!.replaceAll('%', LINE)),
}))
