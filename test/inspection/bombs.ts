/** Small things that cost much: of each kind one. Made when asked for, since some of them are large. */
import { createGzip, deflateSync, gzipSync } from 'node:zlib'
import { docx, paragraph, xlsx } from '../attachments/office-files.ts'
import { pdfOf, stream } from '../attachments/pdf-writer.ts'
import { writeZip, zipOf } from '../attachments/zip-writer.ts'
import { base64, crlf, letter, multipart, spoken, text, withFile } from './mail.ts'
import { lines, noise } from './sealed.ts'
import { golden } from './wraps/golden.ts'
import { page } from './wraps/hypertext.ts'
import { overlappingZip } from './writers/overlapping-zip.ts'
import { pngOf } from './writers/png.ts'
import { tarOf } from './writers/tar.ts'

export type Bomb = Readonly<{
  name: string
  /** Whether it cannot have been read whole: then it must say so. */
  unread: boolean
  mail: () => Buffer | Promise<Buffer>
}>

const ZEROS = 50_000_000
const zeros = (size = ZEROS): Buffer => Buffer.alloc(size)
const repeated = (text: string, times: number): Buffer => Buffer.from(text.repeat(times))

/** In one stream, never whole in memory. */
const gzipOfZeros = async (megabytes: number): Promise<Buffer> => {
  const gzip = createGzip({ level: 9 })
  const out: Buffer[] = []
  gzip.on('data', (chunk: Buffer) => out.push(chunk))
  const block = zeros(1_000_000)
  for (let i = 0; i < megabytes; i += 1) if (!gzip.write(block)) await new Promise((go) => gzip.once('drain', go))
  gzip.end()
  await new Promise((go) => gzip.once('end', go))
  return Buffer.concat(out)
}

const zips = (levels: number, wide: number, inside: Buffer): Buffer =>
  levels === 0
    ? inside
    : zips(
        levels - 1,
        wide,
        writeZip(Array.from({ length: wide }, (_, i) => ({ name: `${i}.zip`, data: inside, stored: levels > 3 }))),
      )

const ENTITIES = `<!DOCTYPE w [${'<!ENTITY a "lol">'}${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'bcdefghij'[i]} "${`&${'abcdefghi'[i]};`.repeat(10)}">`).join('')}]>`
const xmlBomb = `<?xml version="1.0"?>${ENTITIES}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>`

const cells = (rows: number): string => {
  const out: string[] = []
  for (let row = 1; row <= rows; row += 1) {
    const columns = 'ABCDEFGHIJ'.replace(/./g, (column) => `<c r="${column}${row}"><v>${(row * 7919) % 1000}</v></c>`)
    out.push(`<row r="${row}">${columns}</row>`)
  }
  return out.join('')
}
const sharedCells = (rows: number): string =>
  Array.from({ length: rows }, (_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>0</v></c></row>`).join('')

const onePage = (content: string, objects: readonly string[] = []): Buffer =>
  pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>',
    content,
    ...objects,
  ])

/** Whoever reads it must look for its objects byte by byte. */
const withoutTable = (count: number): Buffer => {
  const head = onePage(stream('BT ET')).toString('latin1').split('xref')[0]!
  const objects = Array.from({ length: count }, (_, i) => `${i + 5} 0 obj<<>>endobj\n`).join('')
  return Buffer.from(`${head}${objects}trailer<</Root 1 0 R>>\n%%EOF\n`, 'latin1')
}

/** A tree of pages in which each branch holds the same ten. */
const pageTree = (levels: number): Buffer =>
  pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    ...Array.from(
      { length: levels },
      (_, i) => `<</Type/Pages/Count ${10 ** (levels - i)}/Kids[${`${i + 3} 0 R `.repeat(10)}]>>`,
    ),
    '<</Type/Page/MediaBox[0 0 9 9]>>',
  ])

const parts = (count: number): Buffer =>
  letter(
    multipart(
      'mixed',
      Array.from({ length: count }, () => text('Dag!')),
    ),
  )
const levels = (count: number): Buffer => {
  const heads = Array.from(
    { length: count },
    (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`,
  )
  const [first = '', ...rest] = heads
  const [header = '', start = ''] = first.split('\r\n\r\n')
  return letter({
    headers: [header],
    body: Buffer.from(
      `${start}${rest.join('')}Content-Type: text/plain\r\n\r\nDag!\r\n${Array.from({ length: count }, (_, i) => `--b${count - 1 - i}--\r\n`).join('')}`,
    ),
  })
}
const fields = (count: number, value: string): readonly string[] =>
  Array.from({ length: count }, (_, i) => `X-Veld-${i}: ${value}`)
const html = (inside: string): Buffer => letter(text(inside, 'text/html; charset=utf-8'))

const file = (name: string, unread: boolean, fileName: string, bytes: () => Buffer | Promise<Buffer>): Bomb => ({
  name: `bomb ${name}`,
  unread,
  mail: async () => withFile(fileName, await bytes()),
})
const mail = (name: string, unread: boolean, raw: () => Buffer): Bomb => ({ name: `bomb ${name}`, unread, mail: raw })

export const BOMBS: readonly Bomb[] = [
  file('zip of zeros', true, 'map.zip', () => zipOf({ 'nul.txt': zeros() })),
  file('zip of many zeros', true, 'map.zip', () =>
    writeZip(Array.from({ length: 20 }, (_, i) => ({ name: `${i}.txt`, data: zeros(10_000_000) }))),
  ),
  file('zip of zips', true, 'map.zip', () => zips(5, 12, zipOf({ 'nul.txt': zeros(20_000_000) }))),
  file('zip two hundred deep', true, 'map.zip', () =>
    Array.from({ length: 200 }).reduce<Buffer>((inside) => zipOf({ 'map.zip': inside }), zipOf({ a: 'a' })),
  ),
  file('zip whose entries are one another', true, 'map.zip', () => overlappingZip(4000, lines(1_000_000))),
  file('zip of sixty thousand names', true, 'map.zip', () =>
    writeZip(Array.from({ length: 60_000 }, (_, i) => ({ name: `${i}`, data: '', stored: true }))),
  ),
  file('zip within every limit but time', false, 'map.zip', () =>
    zipOf(Object.fromEntries([1, 2, 3].map((i) => [`${i}.csv`, lines(1_500_000)]))),
  ),
  file('gzip', true, 'nul.txt.gz', () => gzipOfZeros(1000)),
  file('gzip of gzip', true, 'nul.gz.gz', async () => gzipSync(await gzipOfZeros(1000))),
  file('7z', true, 'map.7z', () => golden('bomb.7z')),
  file('xz', true, 'nul.txt.xz', () => golden('bomb.xz')),
  file('bzip2', true, 'nul.txt.bz2', () => golden('bomb.bz2')),
  file('tar of sixty thousand files', true, 'map.tar', () =>
    tarOf(Array.from({ length: 60_000 }, (_, i) => [`${i}`, Buffer.alloc(0)] as const)),
  ),
  file('tar.gz of a hundred thousand files', true, 'map.tar.gz', () =>
    gzipSync(tarOf(Array.from({ length: 100_000 }, (_, i) => [`${i}`, Buffer.alloc(0)] as const))),
  ),
  file('document of 60 MB', true, 'verslag.docx', () =>
    docx(repeated(paragraph('De bus vertrekt om half negen.'), 800_000).toString()),
  ),
  file('document of 50 MB, not repeated', false, 'verslag.docx', () => docx(paragraph(lines(50_000_000).toString()))),
  file('document of a million paragraphs', false, 'verslag.docx', () =>
    docx(repeated(paragraph('a'), 500_000).toString()),
  ),
  file('document with entities', false, 'verslag.docx', () => docx('', { 'word/document.xml': xmlBomb })),
  file('document a hundred thousand deep', false, 'verslag.docx', () =>
    docx(`${'<w:sdt>'.repeat(100_000)}${'</w:sdt>'.repeat(100_000)}`),
  ),
  file('sheet of a million cells', false, 'notas.xlsx', () => xlsx([{ name: 'A', rows: cells(100_000) }])),
  file('sheet of one long string a hundred thousand times', true, 'notas.xlsx', () =>
    xlsx([{ name: 'A', rows: sharedCells(100_000) }], ['De bus vertrekt. '.repeat(1900)]),
  ),
  file('sheet at the last cell', false, 'notas.xlsx', () =>
    xlsx([{ name: 'A', rows: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' }]),
  ),
  file('pdf of three hundred thousand objects', false, 'verslag.pdf', () =>
    onePage(
      stream('BT ET'),
      Array.from({ length: 300_000 }, () => '<<>>'),
    ),
  ),
  file('pdf of a million objects without a table', false, 'verslag.pdf', () => withoutTable(1_000_000)),
  file('pdf with a huge stream', true, 'verslag.pdf', () =>
    onePage(stream(deflateSync(zeros(200_000_000)), '/Filter/FlateDecode')),
  ),
  file('pdf with a huge stream of text', true, 'verslag.pdf', () =>
    onePage(stream(deflateSync(repeated('BT (a) Tj ET ', 8_000_000)), '/Filter/FlateDecode')),
  ),
  file('pdf packed twice', true, 'verslag.pdf', () =>
    onePage(stream(deflateSync(deflateSync(zeros(200_000_000))), '/Filter[/FlateDecode/FlateDecode]')),
  ),
  file('pdf of pages that hold one another', false, 'verslag.pdf', () => pageTree(8)),
  file('png of 50,000 by 50,000', false, 'foto.png', () => pngOf(50_000, 50_000)),
  file('png of 9,000 by 9,000', false, 'foto.png', () => pngOf(9_000, 9_000)),
  file('png that says it is small', false, 'foto.png', () => pngOf(800, 800, 200_000_000)),
  file('rtf a million deep', false, 'nota.rtf', () => repeated('{\\rtf1 ', 1_000_000)),
  file('xml half a million deep', false, 'nota.xml', () => repeated('<a>', 500_000)),
  file('json a hundred thousand deep', false, 'nota.json', () => repeated('[', 100_000)),
  file('csv of one line', false, 'notas.csv', () => repeated('"a";', 2_500_000)),
  file('appointments by the hundred thousand', false, 'agenda.ics', () =>
    repeated('BEGIN:VEVENT\r\nSUMMARY:les\r\nEND:VEVENT\r\n', 100_000),
  ),
  file('unknown bytes, 18 MB', true, 'map.qxz', () => noise(18_000_000)),
  mail('multiparts 900 deep', true, () => levels(900)),
  mail('three thousand parts', true, () => parts(3000)),
  mail('four thousand header fields', true, () => letter(text(spoken('Dag!')), { extra: fields(4000, 'a') })),
  mail('header of a megabyte', true, () => letter(text(spoken('Dag!')), { extra: fields(1, 'a'.repeat(1_000_000)) })),
  mail('header of brackets', false, () => letter(text(spoken('Dag!')), { extra: [`Cc: ${'('.repeat(200_000)}`] })),
  mail('encoded words by the thousand', false, () =>
    letter(text(spoken('Dag!')), { subject: '=?utf-8?Q?a?= '.repeat(10_000) }),
  ),
  mail('parameters by the thousand', false, () =>
    letter({
      headers: [`Content-Type: text/plain${Array.from({ length: 8000 }, (_, i) => `; name*${i}=a`).join('')}`],
      body: Buffer.from('Dag!'),
    }),
  ),
  mail('html 20,000 deep', false, () => html(`${'<div>'.repeat(20_000)}Dag!`)),
  mail('html of a million tags', false, () => html(page('<b>a</b>'.repeat(1_000_000)))),
  mail('html of styles', false, () =>
    html(`<style>${'.a{color:red}'.repeat(200_000)}</style>${'<p class="a">a</p>'.repeat(20_000)}`),
  ),
  mail('base64 of 25 MB', true, () =>
    letter({
      headers: ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64'],
      body: base64(lines(18_500_000)),
    }),
  ),
  mail('one line of 20 MB', true, () => letter(text('a'.repeat(20_000_000)))),
  mail('two megabytes of words', false, () => letter(text(crlf(lines(2_000_000).toString())))),
  mail('two megabytes of at signs', false, () => letter(text(crlf(`${'a@b.'.repeat(500_000)}`)))),
  mail('two megabytes of digits', false, () => letter(text('1234567890 '.repeat(180_000)))),
  mail('quoted-printable of line ends', false, () =>
    letter({
      headers: ['Content-Type: text/plain', 'Content-Transfer-Encoding: quoted-printable'],
      body: Buffer.from('=\r\n'.repeat(3_000_000)),
    }),
  ),
]
