/** Where a PDF can keep words that are not on its pages. */
import { deflateSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
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

const TEMPLATE =
  '<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><field name="zorg"><caption><value><text>Wat wij moeten weten</text></value></caption></field></template>'
const DATA =
  '<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><zorg>Noor heeft epilepsie</zorg></xfa:data></xfa:datasets>'
const packed = (xml: string, more = ''): string => stream(deflateSync(Buffer.from(xml)), `/Filter/FlateDecode${more}`)
const FIELD = '<</Type/Annot/Subtype/Widget/FT/Tx/T(naam)/TU(vul de naam in)/V(Lotte De Smet)/Rect[50 700 200 720]>>'
/** Fields that every program shows, and beside them the value of `/XFA` with its objects, counted from 7. */
const formOf = (xfa: string, objects: readonly string[]): Buffer =>
  onePage({
    catalog: `/AcroForm<</Fields[6 0 R]/XFA ${xfa}>>`,
    page: '/Annots[6 0 R]',
    objects: [FIELD, ...objects],
  })

/** The list as object 13 in a stream of objects, found by a table that is a stream itself (ISO 32000-1 §7.5.8.4). */
const packedList = (list: string, streams: readonly string[]): Buffer => {
  const pack = packed(`13 0 ${list}`, '/Type/ObjStm/N 1/First 5')
  const table = stream(Buffer.from([2, 0, 11, 0]), '/Type/XRef/Size 14/Index[13 1]/W[1 2 1]/Root 1 0 R')
  const parts: Extra = {
    catalog: '/AcroForm<</Fields[6 0 R]/XFA 13 0 R>>',
    page: '/Annots[6 0 R]',
    objects: [FIELD, ...streams, pack, table],
  }
  return onePage({ ...parts, trailer: `/XRefStm ${onePage(parts).indexOf('12 0 obj')}` })
}

describe('a form in XML beside fields', () => {
  const LIST = '[(preamble) 7 0 R(template) 8 0 R(datasets) 9 0 R(postamble) 10 0 R]'
  const OUTER = '<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">'
  test.each([
    ['one stream', formOf('7 0 R', [packed(`${OUTER}${TEMPLATE}${DATA}</xdp:xdp>`)])],
    ['a list', formOf(LIST, [packed(OUTER), packed(TEMPLATE), packed(DATA), packed('</xdp:xdp>')])],
    [
      'a list that is an object',
      formOf('11 0 R', [stream(OUTER), stream(TEMPLATE), stream(DATA), stream('</xdp:xdp>'), LIST]),
    ],
    [
      'a packet in two halves',
      formOf('[(a) 7 0 R(b) 8 0 R]', [packed(`${OUTER}${TEMPLATE}${DATA.slice(0, 105)}`), packed(DATA.slice(105))]),
    ],
    [
      'a list in a stream of objects',
      packedList(LIST, [stream(OUTER), packed(TEMPLATE), packed(DATA), stream('</xdp:xdp>')]),
    ],
  ])('%s is read', async (_, bytes) => {
    const hidden = await hiddenOf('a.pdf', bytes)
    expect(hidden).toContain('Noor heeft epilepsie\n')
    expect(hidden).toContain('Wat wij moeten weten\n')
  })

  test.each([
    [
      'packed in another way',
      formOf('7 0 R', [stream(`${Buffer.from(DATA).toString('hex')}>`, '/Filter/ASCIIHexDecode')]),
    ],
    [
      'packed in a way whose name is disguised',
      formOf('7 0 R', [stream(deflateSync(Buffer.from(DATA)), '/Filter/Fl#61teDecode')]),
    ],
    ['one stream of a list missing', formOf('[(template) 7 0 R(datasets) 99 0 R]', [packed(TEMPLATE)])],
    [
      'one stream of a list damaged',
      formOf('[(template) 7 0 R(datasets) 8 0 R]', [packed(TEMPLATE), stream('rubbish', '/Filter/FlateDecode')]),
    ],
    [
      'a name that is disguised, beside another form',
      Buffer.from(
        formOf('7 0 R', [packed(DATA), `<</XFA 9 0 R>>`, packed(TEMPLATE)])
          .toString('latin1')
          .replace('/XFA 7', '/X#46A 7'),
        'latin1',
      ),
    ],
    ['an entity', formOf('7 0 R', [packed(`<!DOCTYPE a [<!ENTITY b "c">]>${DATA}`)])],
  ])('%s is said to be unread', async (_, bytes) => {
    expect(reasons(await readOne(readers, 'a.pdf', bytes))).toEqual(['a.pdf: unknown-format xfa'])
  })
})

/** A string in UTF-16, as programs write it when it has more than Latin letters. */
const wide = (text: string): string => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return `<${bytes.swap16().toString('hex')}>`
}

describe('strings that are read aloud or opened, and not shown', () => {
  const span = (said: string): Buffer =>
    onePage({ content: `/Span <</ActualText ${said}>> BDC BT /F1 12 Tf 50 700 Td (Nota) Tj ET EMC` })

  test.each([
    ['in UTF-16', wide('Noor heeft épilepsie'), 'Noor heeft épilepsie'],
    ['in letters', '(Noor heeft epilepsie)', 'Noor heeft epilepsie'],
    ['with pairs and signs', '(Noor \\(3B\\) heeft (nu) \\351pilepsie)', 'Noor (3B) heeft (nu) épilepsie'],
    ['over two lines', '(Noor heeft \\\nepilepsie)', 'Noor heeft epilepsie'],
  ])('read aloud, %s', async (_, said, words) => expect(await hiddenOf('a.pdf', span(said))).toContain(words))

  test.each([
    ['a hyphen', '(-)'],
    ['a ligature', '(ffi)'],
    ['signs that are no words', '<8100a2c3ff00>'],
  ])('%s tells nothing', async (_, said) => expect(await hiddenOf('a.pdf', span(said))).toBe(''))

  test('what has no end is read so far, and the page all the same', async () => {
    const read = await readOne(readers, 'a.pdf', span(`(${'x '.repeat(10_000)}`))
    expect(contents(read).join('')).toContain('Menu van de week voor iedereen')
    for (const { text } of read.texts) expect(text.length).toBeLessThan(6_000)
  })

  test('the rich text of a note and of a field, without its marks', async () => {
    const rich = '<?xml version="1.0"?><body><p><b>Noor</b> heeft epilepsie</p></body>'
    const bytes = onePage({
      catalog: '/AcroForm<</Fields[7 0 R]>>',
      page: '/Annots[6 0 R 7 0 R]',
      objects: [
        `<</Type/Annot/Subtype/FreeText/DA(/F1 12 Tf)/Contents(Nota)/Rect[50 700 200 720]/RC(${rich})>>`,
        `<</Type/Annot/Subtype/Widget/FT/Tx/T(nota)/Ff 33554432/V(Nota)/RV(${rich.replace('epilepsie', 'astma')})/Rect[50 600 200 620]>>`,
      ],
    })
    const said = (await readOne(readers, 'a.pdf', bytes)).texts.map(({ text }) => text).join('')
    expect(said).toContain('Noor heeft epilepsie')
    expect(said).toContain('Noor heeft astma')
    expect(said).not.toContain('<b>')
  })
})

describe('what an earlier version said', () => {
  /** The page of `first` written anew behind it (ISO 32000-1 §7.5.6). */
  const revised = (first: Buffer, line: string): Buffer => {
    const object = `5 0 obj\n${stream(`BT /F1 12 Tf 50 800 Td (${line}) Tj ET`)}\nendobj\n`
    const start = [...first.toString('latin1').matchAll(/startxref\n(\d+)/g)].at(-1)![1]
    const at = String(first.length).padStart(10, '0')
    const table = `xref\n5 1\n${at} 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev ${start}>>\nstartxref\n${first.length + object.length}\n%%EOF\n`
    return Buffer.concat([first, Buffer.from(object + table, 'latin1')])
  }
  const once = onePage({ content: 'BT /F1 12 Tf 50 700 Td (Noor heeft epilepsie) Tj ET' })

  test('is read, and said to be hidden', async () => {
    const read = await readOne(readers, 'a.pdf', revised(once, 'Menu van de week voor iedereen'))
    expect(reasons(read)).toEqual([])
    expect(contents(read)[0]).not.toContain('epilepsie')
    const before = read.texts.find(({ text }) => text.includes('Noor heeft epilepsie'))
    expect(before?.place.hidden).toBe(true)
  })

  test('is not said twice where it still stands', async () => {
    const twice = revised(onePage({}), 'Menu van de week voor iedereen')
    expect(await hiddenOf('a.pdf', twice)).toBe('')
  })

  test('of many versions the last ones', async () => {
    let bytes = once
    for (let version = 1; version <= 5; version++) bytes = revised(bytes, `Versie nummer ${version} van het menu`)
    const hidden = await hiddenOf('a.pdf', bytes)
    expect(hidden).toContain('Versie nummer 4')
    expect(hidden).toContain('Versie nummer 2')
    expect(hidden).not.toContain('Noor')
  })
})
