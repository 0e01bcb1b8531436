/** Where a PDF can keep words that are not on its pages. */
import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { BOX, FONT, pdfOf, stream } from './pdf-writer.ts'
import { contents, fileAt, readOne, reasons } from './reading.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

type Extra = Readonly<{
  catalog?: string
  page?: string
  content?: string
  objects?: readonly string[]
  trailer?: string
}>

/** One page with a line of text; further objects count from 6. */
const onePage = ({ catalog = '', page = '', content = '', objects = [], trailer = '' }: Extra): Buffer =>
  pdfOf(
    [
      `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
      '<</Type/Pages/Count 1/Kids[4 0 R]>>',
      FONT,
      `<</Type/Page/Parent 2 0 R${BOX}/Resources<</Font<</F1 3 0 R>>${page.startsWith('/Properties') ? page : ''}>>/Contents 5 0 R${page.startsWith('/Properties') ? '' : page}>>`,
      stream(`BT /F1 12 Tf 50 800 Td (Menu van de week voor iedereen) Tj ET ${content}`),
      ...objects,
    ],
    trailer,
  )

const hiddenOf = async (name: string, bytes: Buffer): Promise<string> => {
  const read = await readOne(readers, name, bytes)
  expect(reasons(read)).toEqual([])
  return read.texts.flatMap(({ place, text }) => (place.hidden ? [text] : [])).join('')
}

test('notes, typed text and the addresses of links', async () => {
  const bytes = onePage({
    page: '/Annots[6 0 R 7 0 R 8 0 R 9 0 R]',
    objects: [
      '<</Type/Annot/Subtype/FreeText/Rect[50 600 200 620]/Contents(getypt op de pagina)/DA(/F1 12 Tf)>>',
      '<</Type/Annot/Subtype/Text/Rect[50 600 70 620]/Contents(gele briefje)/T(An)>>',
      '<</Type/Annot/Subtype/Link/Rect[50 790 200 810]/A<</S/URI/URI(https://dossier.example/noor)>>>>',
      '<</Type/Annot/Subtype/Highlight/Rect[50 790 200 810]/QuadPoints[50 810 200 810 50 790 200 790]/Contents(bij de markering)>>',
    ],
  })
  const read = await readOne(readers, 'a.pdf', bytes)
  expect(reasons(read)).toEqual([])
  expect(contents(read)[0]).toContain('getypt op de pagina\ngele briefje\nbij de markering\n')
  const link = read.texts.find(({ text }) => text.includes('dossier.example'))
  expect(link?.place).toMatchObject({ page: 1, hidden: true })
})

test('a field: its value, its tip, its choices, and what it was before', async () => {
  const bytes = onePage({
    catalog: '/AcroForm<</Fields[6 0 R 7 0 R]>>',
    page: '/Annots[6 0 R 7 0 R]',
    objects: [
      '<</Type/Annot/Subtype/Widget/FT/Tx/T(naam)/TU(vul de naam in)/V(Lotte De Smet)/DV(Milan Aerts)/Rect[50 700 200 720]>>',
      '<</Type/Annot/Subtype/Widget/FT/Ch/Ff 131072/T(zorg)/V(geen)/Opt[(geen)(dyslexie)(autisme)]/Rect[50 660 200 680]>>',
    ],
  })
  const read = await readOne(readers, 'a.pdf', bytes)
  expect(contents(read)[0]).toContain('Lotte De Smet\ngeen\n')
  expect(await hiddenOf('a.pdf', bytes)).toContain('Milan Aerts\nvul de naam in\ndyslexie\nautisme\n')
})

test('a file pinned to a page is a file of its own', async () => {
  const bytes = onePage({
    page: '/Annots[6 0 R]',
    objects: [
      '<</Type/Annot/Subtype/FileAttachment/Rect[50 600 70 620]/FS 7 0 R/Contents(zie bijlage)>>',
      '<</Type/Filespec/F(attest.txt)/UF(attest.txt)/EF<</F 8 0 R>>>>',
      stream('Noor heeft epilepsie', '/Type/EmbeddedFile'),
    ],
  })
  const read = await readOne(readers, 'a.pdf', bytes)
  expect(reasons(read)).toEqual([])
  expect(fileAt(read, 'a.pdf › attest.txt')?.kind).toBe('text')
  expect(contents(read)).toContain('Noor heeft epilepsie')
})

test('bookmarks, properties, metadata, layers and scripts', async () => {
  const xmp =
    '<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt><rdf:li xml:lang="nl">nota over de thuissituatie</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>'
  const bytes = onePage({
    catalog:
      '/Outlines 6 0 R/Metadata 8 0 R/OCProperties<</OCGs[9 0 R]/D<</OFF[9 0 R]>>>>/OpenAction<</S/JavaScript/JS(app.alert\\("in het script"\\))>>',
    page: '/Properties<</L 9 0 R>>',
    content: '/OC /L BDC BT /F1 12 Tf 50 700 Td (onder een laag) Tj ET EMC',
    objects: [
      '<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>',
      '<</Title(gesprek met ouders van Noor)/Parent 6 0 R/Dest[4 0 R/Fit]>>',
      stream(xmp, '/Type/Metadata/Subtype/XML'),
      '<</Type/OCG/Name(laag voor de directie)>>',
      '<</Title(Zorgdossier Noor Peeters)/Dossier(nummer 4711)>>',
    ],
    trailer: '/Info 10 0 R',
  })
  const read = await readOne(readers, 'a.pdf', bytes)
  expect(contents(read)[0]).toContain('onder een laag')
  const hidden = await hiddenOf('a.pdf', bytes)
  for (const words of [
    'gesprek met ouders van Noor',
    'nota over de thuissituatie',
    'laag voor de directie',
    'Zorgdossier Noor Peeters',
    'Dossier: nummer 4711',
    'in het script',
  ])
    expect(hidden).toContain(words)
  expect(read.files[0]?.properties).toMatchObject({ title: 'Zorgdossier Noor Peeters' })
})

/** A font whose glyphs nobody can name: what comes out are numbers of glyphs. */
const glyphs = (line: string): Buffer => {
  const hex = [...line].map((letter) => (letter.charCodeAt(0) - 29).toString(16).padStart(4, '0')).join('')
  return pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[4 0 R]>>',
    '<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Garamond/Encoding/Identity-H/DescendantFonts[6 0 R]>>',
    `<</Type/Page/Parent 2 0 R${BOX}/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>`,
    stream(`BT /F1 4 Tf 50 800 Td <${hex}> Tj ET`),
    '<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Garamond/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R>>',
    '<</Type/FontDescriptor/FontName/ABCDEF+Garamond/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>',
  ])
}

test('letters that no table explains are not passed as text', async () => {
  const line = 'Noor Peeters is op school gevallen en de ouders zijn gebeld door het secretariaat van de school. '
  expect(reasons(await readOne(readers, 'a.pdf', glyphs(line)))).toEqual(['a.pdf: unknown-format no-text'])
})

test('bullets and arrows of a symbol font are no rubbish', async () => {
  const read = await readOne(
    readers,
    'a.pdf',
    onePage({ content: 'BT /F1 12 Tf 50 600 Td (\\267 brood) Tj 0 -20 Td (\\267 melk) Tj ET' }),
  )
  expect(reasons(read)).toEqual([])
})

test('a form that only one program can show is said to be unread', async () => {
  const read = await readOne(
    readers,
    'a.pdf',
    onePage({ catalog: '/AcroForm<</XFA 6 0 R/Fields[]>>', objects: [stream('<xdp/>')] }),
  )
  expect(reasons(read)).toEqual(['a.pdf: unknown-format xfa'])
})
