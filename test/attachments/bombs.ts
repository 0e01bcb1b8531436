/** Bombs: small messages that would cost much. Each is one attack, told in a word. */
import { deflateSync, gzipSync } from 'node:zlib'
import { docx, odf, paragraph, pptx, xlsx } from './office-files.ts'
import { pdfOf, stream } from './pdf-writer.ts'
import { writeZip, zipOf } from './zip-writer.ts'

const HEAD =
  'From: Els Vandenbroeck <els.vandenbroeck@devlonder.example>\r\nTo: ouder@mail.example\r\nSubject: Zwemmen\r\nMIME-Version: 1.0\r\n'

const attached = (name: string, bytes: Buffer | string): string =>
  `${HEAD}Content-Type: multipart/mixed; boundary=grens\r\n\r\n--grens\r\nContent-Type: text/plain\r\n\r\nZie bijlage.\r\n--grens\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n--grens--\r\n`
const text = (body: string, headers = ''): string =>
  `${HEAD}${headers}Content-Type: text/plain; charset=utf-8\r\n\r\n${body}\r\n`
const page = (html: string): string => `${HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>${html}\r\n`

const XML = '<?xml version="1.0" encoding="UTF-8"?>'
const entities = `${XML}<!DOCTYPE x [<!ENTITY a "${'a'.repeat(1000)}">${'bcdefghi'.replace(/./g, (name) => `<!ENTITY ${name} "${`&${String.fromCharCode(name.charCodeAt(0) - 1)};`.repeat(10)}">`)}]><w:document xmlns:w="x"><w:t>&i;</w:t></w:document>`

const zipInZip = (depth: number, copies: number): Buffer => {
  let zip = zipOf({ 'nul.txt': Buffer.alloc(1_000_000) })
  for (let i = 0; i < depth; i += 1) {
    const inner = zip
    zip = writeZip(Array.from({ length: copies }, (_, n) => ({ name: `${n}.zip`, data: inner })))
  }
  return zip
}

const repeated = (rows: number): Buffer => {
  const cells = Array.from({ length: rows }, (_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>0</v></c></row>`)
  return xlsx([{ name: 'B', rows: cells.join('') }], ['Noor '.repeat(6_000)])
}

const sheetOfCells = (rows: number): Buffer => {
  const cells = Array.from({ length: rows }, (_, i) => `<row r="${i + 1}">${'<c><v>1</v></c>'.repeat(20)}</row>`)
  return xlsx([{ name: 'B', rows: cells.join('') }])
}

const BOX = '/MediaBox[0 0 595 842]'
const onePage = (content: string): Buffer =>
  pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    `<</Type/Page/Parent 2 0 R${BOX}/Contents 4 0 R>>`,
    content,
  ])

const packedTimes = (times: number): Buffer => {
  let data: Buffer = Buffer.alloc(4_000_000, 'BT (Noor) Tj ET ')
  for (let n = 0; n < times; n += 1) data = deflateSync(data)
  return onePage(stream(data, `/Filter[${'/FlateDecode'.repeat(times)}]`))
}

/** A picture of 20,000 by 20,000 points in a few kilobytes (PNG §11.2.2). */
const png = (): Buffer => {
  const chunk = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)])
  }
  const size = Buffer.alloc(13)
  size.writeUInt32BE(20_000, 0)
  size.writeUInt32BE(20_000, 4)
  size[8] = 8
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(Buffer.alloc(40_000_000))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const nested = (depth: number): string => {
  const opening = Array.from(
    { length: depth },
    (_, n) => `Content-Type: multipart/mixed; boundary="b${n}"\r\n\r\n--b${n}\r\n`,
  )
  return `${HEAD}${opening.join('')}Content-Type: text/plain\r\n\r\nDag\r\n`
}

/** Made when it is needed: some take a second and some megabytes to make. */
export const BOMBS: Readonly<Record<string, () => string>> = {
  'zip of zeros': () => attached('a.zip', zipOf({ 'nul.txt': Buffer.alloc(60_000_000) })),
  'zip of ten thousand entries': () =>
    attached('a.zip', writeZip(Array.from({ length: 10_000 }, (_, i) => ({ name: `${i}.txt`, data: 'x' })))),
  'zips in zips in zips': () => attached('a.zip', zipInZip(3, 16)),
  'gzip in gzip': () => attached('a.gz', gzipSync(gzipSync(Buffer.alloc(60_000_000)))),
  'one long word in a document': () => attached('a.docx', docx(paragraph('a'.repeat(40_000_000)))),
  'one shared string in every cell': () => attached('a.xlsx', repeated(60_000)),
  'a million cells': () => attached('a.xlsx', sheetOfCells(50_000)),
  'entities in entities': () =>
    attached('a.docx', zipOf({ '[Content_Types].xml': XML, 'word/document.xml': entities })),
  'a deep document': () => attached('a.docx', docx('<w:a>'.repeat(300_000))),
  'ten thousand slides': () => attached('a.pptx', pptx(Array.from({ length: 1_900 }, () => 'x'))),
  'cells that repeat': () =>
    attached(
      'a.ods',
      odf(
        'spreadsheet',
        `<table:table table:name="B">${'<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row>'.repeat(5_000)}</table:table>`,
      ),
    ),
  'a million words of one digit': () => attached('a.txt', '1\t'.repeat(1_000_000)),
  'a deep page attached': () => attached('a.html', `<html><body>${'<div>'.repeat(200_000)}`),
  'a deep page as the text': () => page('<table><tr><td>'.repeat(60_000)),
  'a page of tags': () => page('<b></b><p>'.repeat(150_000)),
  'a page of styles': () =>
    page(
      `<style>${'.a .b > .c{color:#fff}'.repeat(20_000)}</style>${'<p class="a b c" style="color:#fff;display:none">x</p>'.repeat(5_000)}`,
    ),
  'a deep JSON': () => attached('a.json', '['.repeat(5_000_000)),
  'a deep XML': () => attached('a.xml', '<a>'.repeat(1_000_000)),
  'a stream packed four times': () => attached('a.pdf', packedTimes(4)),
  'a page of a million words': () =>
    attached(
      'a.pdf',
      onePage(stream(deflateSync(Buffer.from('BT (a) Tj ET '.repeat(400_000))), '/Filter/FlateDecode')),
    ),
  'a million objects': () =>
    attached(
      'a.pdf',
      pdfOf([
        '<</Type/Catalog/Pages 2 0 R>>',
        '<</Type/Pages/Count 1/Kids[3 0 R]>>',
        `<</Type/Page/Parent 2 0 R${BOX}>>`,
        ...Array.from({ length: 400_000 }, () => 'null'),
      ]),
    ),
  'pages in a ring': () =>
    attached(
      'a.pdf',
      pdfOf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 1000000/Kids[2 0 R 2 0 R 2 0 R]>>']),
    ),
  'a huge picture': () => attached('a.png', png()),
  'a huge picture in a document': () => attached('a.docx', docx(paragraph('foto'), { 'word/media/image1.png': png() })),
  'deep groups in RTF': () => attached('a.rtf', `{\\rtf1 ${'{'.repeat(2_000_000)}`),
  'rows of quotes in a CSV': () => attached('a.csv', `a;b\n${'"'.repeat(3_000_000)}`),
  'a calendar of folded lines': () => attached('a.ics', `BEGIN:VCALENDAR\r\n${'X:\r\n '.repeat(1_000_000)}`),
  'a flood of header fields': () => text('Dag', 'X-Veel: een\r\n'.repeat(100_000)),
  'a header of two megabytes': () => text('Dag', `To: ${'"a" <a@b.example>, '.repeat(100_000)}\r\n`),
  'encoded words in a header': () => text('Dag', `X: ${'=?utf-8?q?=41?= '.repeat(12_000)}\r\n`),
  'three thousand parts': () =>
    `${HEAD}Content-Type: multipart/mixed; boundary=g\r\n\r\n${'--g\r\nContent-Type: text/html\r\n\r\n<b>x\r\n'.repeat(3_000)}--g--\r\n`,
  'nine hundred deep': () => nested(900),
  'three hundred messages in each other': () =>
    `${HEAD}${'Content-Type: message/rfc822\r\n\r\n'.repeat(300)}${HEAD}\r\nDag\r\n`,
  'a line of five megabytes': () => text('zwemmen '.repeat(600_000)),
  'a million lines of one letter': () => text('x\n'.repeat(1_000_000)),
  'nothing but line ends': () => text('\n'.repeat(2_000_000)),
  ...Object.fromEntries(
    ['a@', '1.', '06 ', '<', '"', '(', 'http://', '= ', 'a.a@', '>', '-----', '\u00ad', '{[', 'nl12', ' \t'].map(
      (words) => [`200 KB of ${JSON.stringify(words)}`, () => text(words.repeat(Math.ceil(200_000 / words.length)))],
    ),
  ),
}
