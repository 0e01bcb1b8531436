import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { placeAt } from '../../src/message/message.ts'
import { cell, coreProperties, docx, odf, paragraph, pptx, wordPart, xlsx } from './office-files.ts'
import { contents, fileAt, part, readOne, reasons } from './reading.ts'
import { zipOf } from './zip-writer.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

test('a Word document: body, table, header, notes, comments', async () => {
  const bytes = docx(
    `${paragraph('Beste ouders')}<w:tbl><w:tr>${cell('Naam')}${cell('Klas')}</w:tr><w:tr>${cell('Noor', 'Peeters')}${cell('3B')}</w:tr></w:tbl>${paragraph('Groeten')}`,
    {
      'word/header1.xml': wordPart('hdr', paragraph('Vertrouwelijk')),
      'word/footnotes.xml': wordPart('footnotes', paragraph('Zie het zorgplan')),
      'word/comments.xml': wordPart('comments', paragraph('Dit mag niet naar buiten')),
      'docProps/core.xml': coreProperties('Verslag', 'An Smets'),
    },
  )
  const read = await readOne(readers, 'verslag.docx', bytes)
  expect(reasons(read)).toEqual([])
  const text = contents(read).join('')
  expect(text).toContain('Beste ouders\nNaam\tKlas\nNoor Peeters\t3B\nGroeten\n')
  expect(text).toContain('Vertrouwelijk\n')
  expect(text).toContain('Zie het zorgplan\n')
  expect(text).toContain('Dit mag niet naar buiten\n')
  expect(fileAt(read, 'verslag.docx')).toMatchObject({
    kind: 'document',
    macros: false,
    nameLies: false,
    properties: { title: 'Verslag', creator: 'An Smets' },
  })
})

test('deleted and hidden words of Word are read, and said to be hidden', async () => {
  const body = `${paragraph('Zichtbaar')}<w:p><w:del><w:r><w:delText>gescheiden ouders</w:delText></w:r></w:del></w:p><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>wachtwoord Zomer24</w:t></w:r></w:p>`
  const read = await readOne(readers, 'a.docx', docx(body))
  const hidden = read.texts.filter(({ place }) => place.hidden)
  expect(hidden.map(({ text }) => text)).toEqual(['gescheiden ouders\nwachtwoord Zomer24\n'])
  expect(contents(read)[0]).toBe('Zichtbaar\n')
})

test('a workbook inside a Word document is a file of its own', async () => {
  const sheet = xlsx([{ name: 'Blad1', rows: '<row r="1"><c r="A1" t="inlineStr"><is><t>Milan</t></is></c></row>' }])
  const read = await readOne(readers, 'a.docx', docx(paragraph('x'), { 'word/embeddings/lijst.xlsx': sheet }))
  expect(fileAt(read, 'a.docx › word/embeddings/lijst.xlsx')).toMatchObject({ kind: 'sheet', name: 'lijst.xlsx' })
  expect(contents(read)).toContain('Milan\n')
})

test('a workbook keeps sheet and row; dates and leading zeros are as people see them', async () => {
  const rows =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>' +
    '<row r="4"><c r="A4" t="inlineStr"><is><t>Noor</t></is></c><c r="B4" s="1"><v>40179</v></c><c r="D4" s="2"><v>1234</v></c></row>'
  const styles =
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="170" formatCode="000000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>'
  const read = await readOne(
    readers,
    'lijst.xlsx',
    xlsx([{ name: 'Klas 3B', rows }], ['Naam', 'Geboren'], { 'xl/styles.xml': styles }),
  )
  expect(reasons(read)).toEqual([])
  const text = read.texts.find(({ role }) => role === 'attachment')!
  expect(text.text).toBe('Naam\tGeboren\nNoor\t01/01/2010\t\t001234\n')
  expect(placeAt(text, text.text.indexOf('Noor'))).toEqual({
    in: 'attachment',
    file: 'lijst.xlsx',
    sheet: 'Klas 3B',
    row: 4,
  })
})

test('a hidden sheet and the note on a cell are read', async () => {
  const row = (text: string): string => `<row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row>`
  const sheets = [
    { name: 'Menu', rows: row('spaghetti') },
    { name: 'Zorg', state: 'veryHidden', rows: row('ADHD') },
  ]
  const comments =
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><commentList><comment ref="B2"><text><r><t>krijgt medicatie</t></r></text></comment></commentList></comments>'
  const read = await readOne(readers, 'menu.xlsx', xlsx(sheets, [], { 'xl/comments1.xml': comments }))
  const hidden = read.texts.find(({ place }) => place.sheet === 'Zorg')!
  expect(hidden).toMatchObject({ text: 'ADHD\n', place: { hidden: true } })
  expect(placeAt(hidden, 0)).toMatchObject({ sheet: 'Zorg', row: 1 })
  expect(read.texts.find(({ place }) => place.sheet === 'Menu')?.place.hidden).toBeUndefined()
  const note = read.texts.find(({ text }) => text.includes('medicatie'))!
  expect(placeAt(note, 0)).toMatchObject({ cell: 'B2' })
})

test('slides come in order with their notes', async () => {
  const read = await readOne(readers, 'a.pptx', pptx(['Welkom', 'Afspraken'], ['vergeet Lotte niet']))
  const spoken = read.texts.filter(({ role }) => role === 'attachment')
  expect(spoken.map(({ text, place }) => [place.page, text])).toEqual([
    [1, 'Welkom\n'],
    [1, 'vergeet Lotte niet\n'],
    [2, 'Afspraken\n'],
  ])
})

test('OpenDocument text, sheet and slides', async () => {
  const table =
    '<table:table table:name="Leden"><table:table-row><table:table-cell><text:p>Naam</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>Gsm</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row><table:table-row><table:table-cell><text:p>Noor</text:p></table:table-cell></table:table-row></table:table>'
  const read = await readers.read([
    part(
      'a.odt',
      odf(
        'text',
        '<text:p>Beste<text:s/>An</text:p><text:tracked-changes><text:changed-region><text:deletion><text:p>weg</text:p></text:deletion></text:changed-region></text:tracked-changes>',
      ),
    ),
    part('b.ods', odf('spreadsheet', table)),
    part(
      'c.odp',
      odf(
        'presentation',
        '<draw:page draw:name="1"><text:p>Een</text:p></draw:page><draw:page draw:name="2"><text:p>Twee</text:p></draw:page>',
      ),
    ),
  ])
  expect(reasons(read)).toEqual([])
  expect(read.files.map(({ kind }) => kind)).toEqual(['document', 'sheet', 'slides'])
  expect(contents(read)).toEqual(['Beste An\n', 'weg\n', 'Naam\t\t\tGsm\nNoor\n', 'Leden\n', 'Een\n', 'Twee\n'])
  const sheet = read.texts.find(({ place }) => place.sheet === 'Leden')!
  expect(placeAt(sheet, sheet.text.indexOf('Noor'))).toMatchObject({ row: 5 })
  expect(read.texts.find(({ text }) => text === 'Twee\n')?.place.page).toBe(2)
})

test('macros are seen in the content and in the name', async () => {
  const withMacro = docx(paragraph('x'), { 'word/vbaProject.bin': Buffer.from('macro') })
  const read = await readers.read([part('brief.docx', withMacro), part('brief.docm', docx(paragraph('x')))])
  expect(read.files.map(({ macros }) => macros)).toEqual([true, true])
})

test('a sensitivity label becomes a property', async () => {
  const custom =
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property name="MSIP_Label_1234_Name"><vt:lpwstr>Vertrouwelijk</vt:lpwstr></property></Properties>'
  const read = await readOne(readers, 'a.docx', docx(paragraph('x'), { 'docProps/custom.xml': custom }))
  expect(read.files[0]?.properties).toMatchObject({ sensitivity: 'Vertrouwelijk' })
})

test('a document type in an office part is never expanded, and said', async () => {
  const bomb =
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="x"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
  const read = await readOne(readers, 'a.docx', docx('', { 'word/document.xml': bomb }))
  expect(reasons(read)).toEqual(['a.docx: broken doctype'])
  expect(contents(read)).toEqual([])
})

test('a document with a password is encrypted', async () => {
  const ole = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(1024),
    Buffer.from('EncryptedPackage', 'utf16le'),
    Buffer.alloc(512),
  ])
  const odfEncrypted = odf(
    'text',
    '',
    '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>',
  )
  const read = await readers.read([part('a.docx', ole), part('b.odt', odfEncrypted)])
  expect(reasons(read)).toEqual(['a.docx: encrypted office', 'b.odt: encrypted odf'])
})

test('an old Word file gives its words; its macros show', async () => {
  const words = Buffer.from('Verslag van de klassenraad over Noor Peeters', 'utf16le')
  const ole = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(1023),
    words,
    Buffer.alloc(512),
    Buffer.from('_VBA_PROJECT', 'utf16le'),
    Buffer.alloc(64),
  ])
  const read = await readOne(readers, 'verslag.doc', ole)
  expect(reasons(read)).toEqual([])
  expect(read.files[0]).toMatchObject({ kind: 'legacy-office', macros: true, nameLies: false })
  expect(contents(read).join()).toContain('Verslag van de klassenraad over Noor Peeters')
  const empty = await readOne(
    readers,
    'leeg.doc',
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]),
  )
  expect(reasons(empty)).toEqual(['leeg.doc: unknown-format ole'])
})

test('a hidden slide is read and said to be hidden', async () => {
  const slide =
    '<p:sld xmlns:p="p" xmlns:a="a" show="0"><p:cSld><a:p><a:r><a:t>interne nota</a:t></a:r></a:p></p:cSld></p:sld>'
  const read = await readOne(
    readers,
    'a.pptx',
    zipOf({ '[Content_Types].xml': '<Types/>', 'ppt/presentation.xml': '<x/>', 'ppt/slides/slide2.xml': slide }),
  )
  expect(read.texts.at(-1)).toMatchObject({ text: 'interne nota\n', place: { page: 2, hidden: true } })
})

test('one broken part leaves the others readable', async () => {
  const read = await readOne(readers, 'a.docx', docx(paragraph('Noor'), { 'word/footer1.xml': '<w:ftr><w:p>' }))
  expect(contents(read)).toEqual(['Noor\n'])
  expect(reasons(read)).toEqual(['a.docx: broken xml'])
})
