/** Documents made to cost more than they weigh: each ends, and says where reading stopped. */
import { deflateSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { docx, paragraph, xlsx } from './office-files.ts'
import { BOX, FONT, pdfOf, stream } from './pdf-writer.ts'
import { contents, readOne, reasons } from './reading.ts'

const readers = openReaders({ fileMs: 60_000, partMs: 90_000 })
afterAll(() => readers.close())

const page = `<</Type/Page/Parent 2 0 R${BOX}/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>`
const words = 'BT /F1 12 Tf 50 800 Td (Menu van de week voor iedereen) Tj ET '
const pages = (tree: string, content = stream(words), ...more: string[]): Buffer =>
  pdfOf(['<</Type/Catalog/Pages 2 0 R>>', `<</Type/Pages${tree}>>`, FONT, page, content, ...more])
const packed = (data: Buffer, dictionary = ''): string => stream(deflateSync(data), `/Filter/FlateDecode${dictionary}`)

test('a stream that unpacks to more than any page of words has is not unpacked', async () => {
  const spaces = (length: number): string => packed(Buffer.concat([Buffer.from(words), Buffer.alloc(length, ' ')]))
  const below = await readOne(readers, 'a.pdf', pages('/Count 1/Kids[4 0 R]', spaces(2_000_000)))
  expect(reasons(below)).toEqual([])
  expect(contents(below)).toEqual(['Menu van de week voor iedereen\n'])
  const over = pages('/Count 1/Kids[4 0 R]', spaces(25_000_000))
  expect(over.length).toBeLessThan(100_000)
  expect(reasons(await readOne(readers, 'b.pdf', over))).toEqual(['b.pdf: limit unpacked'])
})

test('nor is one that is packed twice, whose first layer is small', async () => {
  const twice = (data: Buffer): string => stream(deflateSync(deflateSync(data)), '/Filter[/FlateDecode/FlateDecode]')
  const read = await readOne(readers, 'a.pdf', pages('/Count 1/Kids[4 0 R]', twice(Buffer.from(words))))
  expect(contents(read)).toEqual(['Menu van de week voor iedereen\n'])
  const over = pages('/Count 1/Kids[4 0 R]', twice(Buffer.alloc(25_000_000, ' ')))
  expect(reasons(await readOne(readers, 'b.pdf', over))).toEqual(['b.pdf: limit unpacked'])
})

test('a page of words that calls itself a picture is no way around', async () => {
  const bomb = packed(Buffer.alloc(70_000_000, ' '), '/Subtype/Image')
  expect(reasons(await readOne(readers, 'a.pdf', pages('/Count 1/Kids[4 0 R]', bomb)))).toEqual([
    'a.pdf: limit unpacked',
  ])
})

test('half a million objects', async () => {
  const marks = (count: number): Buffer =>
    Buffer.concat([pages('/Count 1/Kids[4 0 R]'), Buffer.from(' obj'.repeat(count))])
  expect(reasons(await readOne(readers, 'a.pdf', marks(500_000)))).toEqual(['a.pdf: limit objects'])
})

test('a page tree that contains itself, is a thousand deep, or lies about its size', async () => {
  expect(reasons(await readOne(readers, 'a.pdf', pages('/Count 1000000/Kids[2 0 R 4 0 R]')))).not.toEqual([])
  const deep = Array.from({ length: 1_000 }, (_, i) => `<</Type/Pages/Count 1/Kids[${i === 999 ? 4 : i + 7} 0 R]>>`)
  expect(contents(await readOne(readers, 'b.pdf', pages('/Count 1/Kids[6 0 R]', stream(words), ...deep)))).toHaveLength(
    1,
  )
  const many = await readOne(readers, 'c.pdf', pages(`/Count 30000/Kids[${'4 0 R '.repeat(30_000)}]`))
  expect(contents(many)).toHaveLength(20)
  expect(reasons(many)).toEqual(['c.pdf: limit pages'])
})

test('forms that draw each other a million million times', async () => {
  const form = (next: number): string =>
    stream(
      `${'/X Do '.repeat(10)}${words}`,
      `/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>/XObject<</X ${next} 0 R>>>>`,
    )
  const forms = Array.from({ length: 12 }, (_, i) => form(Math.min(i + 7, 17)))
  const bytes = pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[4 0 R]>>',
    FONT,
    `<</Type/Page/Parent 2 0 R${BOX}/Resources<</Font<</F1 3 0 R>>/XObject<</X 6 0 R>>>>/Contents 5 0 R>>`,
    stream('/X Do'),
    ...forms,
  ])
  const read = await readOne(readers, 'a.pdf', bytes)
  expect(reasons(read)).toEqual(['a.pdf: limit page'])
  expect(contents(read)[0]).toContain('Menu van de week')
})

test('a bookmark that is its own child', async () => {
  const bytes = pdfOf([
    '<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>',
    '<</Type/Pages/Count 1/Kids[4 0 R]>>',
    FONT,
    page,
    stream(words),
    '<</First 7 0 R>>',
    '<</Title(Menu)/Next 7 0 R/First 7 0 R>>',
  ])
  expect(reasons(await readOne(readers, 'a.pdf', bytes))).toEqual([])
})

test('columns hidden fifty thousand times, and one formula in each row', async () => {
  const columns = '<col min="1" max="16384" hidden="1"/>'.repeat(5_000)
  const rows = Array.from(
    { length: 2_000 },
    (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><f>"som: "&amp;A1</f><v>${i}</v></c></row>`,
  )
  const read = await readOne(
    readers,
    'a.xlsx',
    xlsx([{ name: 'Blad1', rows: `</sheetData><cols>${columns}</cols><sheetData>${rows.join('')}` }]),
  )
  expect(reasons(read)).toEqual([])
  expect(read.texts.filter(({ text }) => text === 'som:\n')).toHaveLength(1)
})

test('markup a hundred thousand deep is read, its rest without structure', async () => {
  const deep = `${'<a>'.repeat(100_000)}Noor Peeters`
  expect(contents(await readOne(readers, 'a.xml', `<?xml version="1.0"?>${deep}`)).join('')).toContain('Noor Peeters')
  const part = await readOne(readers, 'a.docx', docx(paragraph('x'), { 'customXml/item1.xml': deep.slice(-60_000) }))
  expect(contents(part).join('')).toContain('Noor Peeters')
})
