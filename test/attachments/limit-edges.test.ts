/** Each limit of `options.ts`: what just fits is read, one more is said. What a file declares of itself changes nothing. */
import { deflateRawSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { AttachmentOptions, openReaders } from '../../src/attachments/attachments.ts'
import { chanceOf } from '../chaos/chance.ts'
import { residentBytes } from '../family.ts'
import { docx, odf, paragraph, pptx, xlsx } from './office-files.ts'
import { pdfText } from './pdf-writer.ts'
import { contents, part, readOne, reasons } from './reading.ts'
import { tarOf } from './tape-writer.ts'
import { writeZip, zipOf } from './zip-writer.ts'

type Edge = Readonly<{
  what: string
  options: Partial<AttachmentOptions>
  name: string
  fits: () => Buffer | string
  over: () => Buffer | string
  says: string
}>

const MB = 1_000_000
const files = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}.txt`, 'x']))
const nested = (depth: number): Buffer => {
  let zip = zipOf({ 'a.txt': 'x' })
  for (let i = 0; i < depth; i += 1) zip = zipOf({ 'z.zip': zip })
  return zip
}
/** Bytes that do not pack: each of them counts in the file too. */
const noise = (length: number): Buffer => {
  const chance = chanceOf(7)
  return Buffer.from(Array.from({ length }, () => chance.between(0, 255)))
}
const sheet = (strings: readonly string[]): Buffer =>
  xlsx(
    [
      {
        name: 'B',
        rows: strings.map((_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>${i}</v></c></row>`).join(''),
      },
    ],
    strings,
  )
const text = (length: number): string => 'a'.repeat(length)

const CHARS = { maxTextChars: 100 }
const EDGES: readonly Edge[] = [
  {
    what: 'size of a file',
    options: { maxFileBytes: 100 },
    name: 'a.txt',
    fits: () => text(100),
    over: () => text(101),
    says: 'a.txt: limit size',
  },
  {
    what: 'size of a file inside',
    options: { maxFileBytes: 400 },
    name: 'a.zip',
    fits: () => zipOf({ 'b.txt': text(400) }),
    over: () => zipOf({ 'b.txt': text(401) }),
    says: 'a.zip › b.txt: limit size',
  },
  {
    what: 'bytes unpacked',
    options: { maxUnpackedBytes: 2_000 },
    name: 'a.zip',
    fits: () => zipOf({ 'b.txt': text(1_000), 'c.txt': text(1_000) }),
    over: () => zipOf({ 'b.txt': text(1_000), 'c.txt': text(1_001) }),
    says: 'a.zip › c.txt: limit unpacked',
  },
  {
    what: 'bytes unpacked by gzip',
    options: { maxUnpackedBytes: 2_000 },
    name: 'a.gz',
    fits: () => gzipSync(text(2_000)),
    over: () => gzipSync(text(2_001)),
    says: 'a.gz: limit unpacked',
  },
  {
    what: 'bytes unpacked by a document',
    options: { maxUnpackedBytes: 5_000 },
    name: 'a.docx',
    fits: () => docx(paragraph(text(2_000))),
    over: () => docx(paragraph(text(6_000))),
    says: 'a.docx: limit unpacked',
  },
  {
    what: 'ratio',
    options: { maxRatio: 2 },
    name: 'a.zip',
    fits: () => zipOf({ 'b.txt': text(MB) }),
    over: () => zipOf({ 'b.txt': text(MB + 1) }),
    says: 'a.zip › b.txt: limit ratio',
  },
  {
    what: 'ratio of gzip',
    options: { maxRatio: 2 },
    name: 'a.gz',
    fits: () => gzipSync(text(MB)),
    over: () => gzipSync(text(MB + 1)),
    says: 'a.gz: limit ratio',
  },
  {
    what: 'ratio of what packs badly',
    options: { maxRatio: 3 },
    name: 'a.zip',
    fits: () => zipOf({ 'b.txt': Buffer.from(noise(700_000).toString('hex')) }),
    over: () => zipOf({ 'b.txt': Buffer.from(`${noise(50_000).toString('hex')}${text(3 * MB)}`) }),
    says: 'a.zip › b.txt: limit ratio',
  },
  {
    what: 'number of files',
    options: { maxFiles: 5 },
    name: 'a.zip',
    fits: () => zipOf(files(4)),
    over: () => zipOf(files(5)),
    says: 'a.zip › 4.txt: limit files',
  },
  {
    what: 'number of files in a tar',
    options: { maxFiles: 3 },
    name: 'a.tar',
    fits: () => tarOf(files(2)),
    over: () => tarOf(files(3)),
    says: 'a.tar › 2.txt: limit files',
  },
  {
    what: 'depth',
    options: { maxDepth: 4 },
    name: 'z.zip',
    fits: () => nested(2),
    over: () => nested(3),
    says: 'z.zip › z.zip › z.zip › z.zip › a.txt: limit depth',
  },
  {
    what: 'characters of a text',
    options: CHARS,
    name: 'a.txt',
    fits: () => text(100),
    over: () => text(101),
    says: 'a.txt: limit text',
  },
  {
    what: 'characters of a CSV',
    options: CHARS,
    name: 'a.csv',
    fits: () => text(99),
    over: () => text(100),
    says: 'a.csv: limit text',
  },
  {
    what: 'cells of one row of a CSV',
    options: CHARS,
    name: 'a.csv',
    fits: () => 'a;'.repeat(49),
    over: () => 'a;'.repeat(50),
    says: 'a.csv: limit text',
  },
  {
    what: 'characters of a page',
    options: CHARS,
    name: 'a.html',
    fits: () => `<html>${text(100)}`,
    over: () => `<html>${text(101)}`,
    says: 'a.html: limit text',
  },
  {
    what: 'characters of rich text',
    options: CHARS,
    name: 'a.rtf',
    fits: () => `{\\rtf1 ${text(100)}}`,
    over: () => `{\\rtf1 ${text(101)}}`,
    says: 'a.rtf: limit text',
  },
  {
    what: 'characters of a calendar',
    options: CHARS,
    name: 'a.ics',
    fits: () => text(60),
    over: () => `BEGIN:VCALENDAR\n${'x:y '.repeat(30)}`,
    says: 'a.ics: limit text',
  },
  {
    what: 'characters of a document',
    options: CHARS,
    name: 'a.docx',
    fits: () => docx(paragraph(text(99))),
    over: () => docx(paragraph(text(101))),
    says: 'a.docx: limit text',
  },
  {
    what: 'characters of a workbook',
    options: CHARS,
    name: 'a.xlsx',
    fits: () => sheet([text(49), text(49)]),
    over: () => sheet([text(51), text(51)]),
    says: 'a.xlsx: limit text',
  },
  {
    what: 'characters of slides',
    options: CHARS,
    name: 'a.pptx',
    fits: () => pptx([text(90)]),
    over: () => pptx([text(110)]),
    says: 'a.pptx: limit text',
  },
  {
    what: 'characters of an open document',
    options: CHARS,
    name: 'a.odt',
    fits: () => odf('text', `<text:p>${text(90)}</text:p>`),
    over: () => odf('text', `<text:p>${text(110)}</text:p>`),
    says: 'a.odt: limit text',
  },
  {
    what: 'characters of a PDF',
    options: CHARS,
    name: 'a.pdf',
    fits: () => pdfText([[text(45), text(45)]]),
    over: () => pdfText([[text(55), text(55)]]),
    says: 'a.pdf: limit text',
  },
  {
    what: 'pages',
    options: { maxPages: 2 },
    name: 'a.pdf',
    fits: () => pdfText([['een'], ['twee']]),
    over: () => pdfText([['een'], ['twee'], ['drie']]),
    says: 'a.pdf: limit pages',
  },
]

test.each(EDGES)('$what', async ({ options, name, fits, over, says }) => {
  const readers = openReaders({ fileMs: 30_000, partMs: 60_000, workers: 1, ...options })
  try {
    expect(reasons(await readOne(readers, name, fits()))).toEqual([])
    expect(reasons(await readOne(readers, name, over()))).toContain(says)
  } finally {
    await readers.close()
  }
})

test('a small declared size does not unpack more than is allowed', async () => {
  const readers = openReaders({ workers: 1 })
  const packed = deflateRawSync(Buffer.alloc(50 * MB))
  const zip = writeZip([{ name: 'b.txt', data: Buffer.alloc(50 * MB), declaredSize: 11 }])
  expect(zip.length).toBeLessThan(packed.length + 300)
  await readOne(readers, 'a.docx', docx(paragraph('Noor')))
  const before = residentBytes()
  expect(reasons(await readOne(readers, 'a.zip', zip))).toEqual(['a.zip › b.txt: limit ratio'])
  expect(residentBytes() - before).toBeLessThan(150 * MB)
  await readers.close()
})

test('all attachments of one message share its time', async () => {
  const rows = Array.from(
    { length: 40_000 },
    (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>${i}</v></c></row>`,
  ).join('')
  const heavy = (n: number): Buffer => xlsx([{ name: `B${n}`, rows }])
  const readers = openReaders({ workers: 1, fileMs: 30_000, partMs: 30_000, messageMs: 20 })
  const read = await readers.read([part('a.xlsx', heavy(1)), part('b.xlsx', heavy(2)), part('c.txt', 'kort')])
  expect(reasons(read)).toContain('b.xlsx: reader-timeout')
  expect(contents(read)).toContain('kort')
  await readers.close()
})

test('a text over the size for reading at once is read in a process of its own, and says the same', async () => {
  const readers = openReaders({ workers: 1, inlineBytes: 10 })
  const read = await readers.read([part('a.txt', text(10)), part('b.txt', text(11))])
  expect(contents(read)).toEqual([text(10), text(11)])
  await readers.close()
  // Without processes only the first can be read.
  const after = await readers.read([part('c.txt', text(10)), part('d.txt', 'b'.repeat(11))])
  expect(reasons(after)).toEqual(['d.txt: reader-crashed'])
})

test('no option may be zero, and none is unknown', () => {
  for (const name of Object.keys(AttachmentOptions.shape))
    if (name !== 'idleMs' && name !== 'inlineBytes') expect(() => openReaders({ [name]: 0 })).toThrow()
  expect(() => openReaders({ maxFile: 3 } as never)).toThrow()
})
