import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { docx, paragraph } from './office-files.ts'
import { pdfAt, pdfEncrypted, pdfForm, pdfScan, pdfText } from './pdf-writer.ts'
import { contents, fileAt, readOne, reasons } from './reading.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

test('text with its pages and lines', async () => {
  const read = await readOne(
    readers,
    'brief.pdf',
    pdfText([['Beste ouders,', 'Noor is vandaag gevallen.'], ['Met vriendelijke groeten']]),
    'application/pdf',
  )
  expect(reasons(read)).toEqual([])
  const pages = read.texts.filter(({ role }) => role === 'attachment')
  expect(pages.map(({ text, place }) => [place.page, text])).toEqual([
    [1, 'Beste ouders,\nNoor is vandaag gevallen.\n'],
    [2, 'Met vriendelijke groeten\n'],
  ])
})

test('columns of a table are cells', async () => {
  const read = await readOne(
    readers,
    'lijst.pdf',
    pdfAt([
      [50, 800, 'Naam'],
      [250, 800, 'Klas'],
      [50, 780, 'Noor Peeters'],
      [250, 780, '3B'],
    ]),
  )
  expect(contents(read)).toEqual(['Naam\tKlas\nNoor Peeters\t3B\n'])
})

test('what is filled in, and the file inside', async () => {
  const inner = docx(paragraph('medisch attest'))
  const read = await readOne(readers, 'formulier.pdf', pdfForm('Lotte De Smet', { name: 'attest.docx', data: inner }))
  expect(reasons(read)).toEqual([])
  expect(contents(read)[0]).toContain('Lotte De Smet\n')
  expect(fileAt(read, 'formulier.pdf › attest.docx')?.kind).toBe('document')
  expect(contents(read)).toContain('medisch attest\n')
})

test('a scan says that it is one', async () => {
  expect(reasons(await readOne(readers, 'scan.pdf', pdfScan()))).toEqual(['scan.pdf: unknown-format scan'])
})

test('a document without a single word is not taken for read', async () => {
  expect(reasons(await readOne(readers, 'wit.pdf', pdfText([[]])))).toEqual(['wit.pdf: unknown-format no-text'])
})

test('a password is encrypted, half a file is broken or read, never silent', async () => {
  expect(reasons(await readOne(readers, 'dossier.pdf', pdfEncrypted()))).toEqual(['dossier.pdf: encrypted pdf'])
  expect(reasons(await readOne(readers, 'x.pdf', '%PDF-1.7\nnothing here'))).toEqual(['x.pdf: broken pdf'])
})

test('pages over the limit are said', async () => {
  const short = openReaders({ maxPages: 1, fileMs: 30_000, partMs: 60_000 })
  const read = await readOne(short, 'a.pdf', pdfText([['Een woord of twintig in totaal'], ['Twee']]))
  await short.close()
  expect(reasons(read)).toEqual(['a.pdf: limit pages'])
})
