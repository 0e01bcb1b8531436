/** Where office packages can keep words that are not on the page. */
import { afterAll, expect, test } from 'vitest'
import { openReaders, type ReadFiles } from '../../src/attachments/attachments.ts'
import { placeAt } from '../../src/message/message.ts'
import { coreProperties, docx, odf, paragraph, wordPart, xlsx } from './office-files.ts'
import { contents, fileAt, readOne, reasons } from './reading.ts'
import { zipOf } from './zip-writer.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const hiddenOf = (read: ReadFiles): string =>
  read.texts.flatMap(({ place, text }) => (place.hidden ? [text] : [])).join('')

const readClean = async (name: string, bytes: Buffer): Promise<ReadFiles> => {
  const read = await readOne(readers, name, bytes)
  expect(reasons(read)).toEqual([])
  return read
}

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const rels = (...entries: readonly string[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${entries.join('')}</Relationships>`
const external = (target: string): string =>
  `<Relationship Id="rId9" Type="${RELATION}/hyperlink" Target="${target}" TargetMode="External"/>`

test('a title is text to be judged, once', async () => {
  const titled = docx(paragraph('Menu'), {
    'docProps/core.xml': coreProperties('Zorgdossier Noor Peeters', 'An Smets'),
  })
  expect(hiddenOf(await readClean('a.docx', titled))).toBe('Zorgdossier Noor Peeters\n')
  const repeated = docx(paragraph('Menu van mei'), { 'docProps/core.xml': coreProperties('Menu van mei', 'An Smets') })
  expect(contents(await readClean('a.docx', repeated))).toEqual(['Menu van mei\n'])
})

test('properties that people made are read; those of programs are not', async () => {
  const property = (name: string, value: string): string =>
    `<property name="${name}"><vt:lpwstr>${value}</vt:lpwstr></property>`
  const custom = `<Properties xmlns="p" xmlns:vt="v">${property('Wachtwoord', 'Zomer24')}${property('ContentTypeId', '0x0101004F')}${property('MSIP_Label_1_SiteId', 'contoso')}</Properties>`
  expect(hiddenOf(await readClean('a.docx', docx(paragraph('x'), { 'docProps/custom.xml': custom })))).toBe(
    'Wachtwoord: Zomer24\n',
  )
})

test('Word: links, fields, choices, tips, alternative texts, variables', async () => {
  const body = `${paragraph('Brief')}<w:p><w:r><w:instrText> MERGEFIELD Diagnose </w:instrText></w:r></w:p>
<w:sdt><w:sdtPr><w:alias w:val="Zorgvraag"/><w:dropDownList><w:listItem w:displayText="autisme" w:value="2"/></w:dropDownList></w:sdtPr></w:sdt>
<w:p><w:r><w:drawing><wp:docPr xmlns:wp="d" id="1" name="Afbeelding 1" title="klasfoto" descr="Noor en Milan op kamp"/></w:drawing></w:r></w:p>
<w:p><w:r><w:pict><v:shape xmlns:v="v" alt="handtekening van de directeur"><v:textpath string="VERTROUWELIJK"/></v:shape></w:pict></w:r></w:p>
<w:p><w:r><w:fldChar><w:ffData><w:helpText w:val="vul de naam van de leerling in"/><w:textInput><w:default w:val="Lotte"/></w:textInput></w:ffData></w:fldChar></w:r></w:p>`
  const read = await readClean(
    'a.docx',
    docx(body, {
      'word/_rels/document.xml.rels': rels(external('https://dossier.example/leerling?naam=Noor%20Peeters')),
      'word/settings.xml': wordPart(
        'settings',
        '<w:docVars><w:docVar w:name="dossier" w:val="nummer 4711"/></w:docVars>',
      ),
    }),
  )
  expect(contents(read)[0]).toBe('Brief\n')
  for (const words of [
    'MERGEFIELD Diagnose',
    'Zorgvraag\n',
    'autisme: 2\n',
    'klasfoto: Noor en Milan op kamp\n',
    'handtekening van de directeur\n',
    'VERTROUWELIJK\n',
    'vul de naam van de leerling in\n',
    'Lotte\n',
    'https://dossier.example/leerling?naam=Noor Peeters\n',
    'dossier: nummer 4711\n',
  ])
    expect(hiddenOf(read)).toContain(words)
})

test('Word: moved words, symbol fonts, a text box beside its paragraph, what only old programs show', async () => {
  const body = `<w:p><w:moveFrom><w:r><w:t>verplaatst</w:t></w:r></w:moveFrom></w:p>
<w:p><w:r><w:t>\uf04e\uf06f\uf06f\uf072</w:t></w:r><w:r><w:sym w:font="Wingdings" w:char="F041"/></w:r></w:p>
<w:p><w:r><w:t>Peeters</w:t></w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent>${paragraph('kader')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>${paragraph('kader')}${paragraph('alleen oud')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:p>`
  const read = await readClean('a.docx', docx(body))
  expect(contents(read)[0]).toBe('NoorA\nPeeters\nkader\n')
  expect(hiddenOf(read)).toBe('verplaatst\nalleen oud\n')
})

test('a part that no program names, custom data, and another document that is drawn in', async () => {
  const read = await readClean(
    'a.docx',
    docx(paragraph('Brief'), {
      'ander/hoofd.xml': `<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>elders ge</w:t></w:r><w:r><w:t>schreven</w:t></w:r></w:p></w:body></w:document>`,
      'customXml/item1.xml':
        '<leerling naam="Noor Peeters" id="{0A1B2C3D-1111-2222-3333-444455556666}"><nota>epilepsie</nota></leerling>',
      'word/afchunk1.html': '<html><body><p>ingevoegde bladzijde</p></body></html>',
      'word/afchunk2.mht': Buffer.from('MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>uit een webarchief</p>'),
      '_rels/.rels': rels(),
    }),
  )
  expect(hiddenOf(read)).toBe('elders geschreven\nNoor Peeters\nepilepsie\n')
  expect(contents(read).join('')).toContain('ingevoegde bladzijde\n')
  expect(read.files.map(({ path }) => path)).not.toContain('a.docx › _rels/.rels')
})

test('keys and digests that programs keep for themselves are no words', async () => {
  const more = {
    'customXml/item1.xml': `<DataMashup>${'UEsDBBQAAgAIA'.repeat(20)}</DataMashup>`,
    'customXml/item2.xml':
      '<b:Sources xmlns:b="b" SelectedStyle="" Version="6"><id>8f14e45fceea167a5a36dedd4bea2543</id></b:Sources>',
    '_xmlsignatures/sig1.xml': '<Signature><DigestValue>mVvZ2hV2G3u0iWc3nVhY7t0Jd0w=</DigestValue></Signature>',
  }
  expect(contents(await readClean('a.docx', docx(paragraph('Brief'), more)))).toEqual(['Brief\n'])
})

const row = (text: string, more = ''): string =>
  `<row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c>${more}</row>`

test('a workbook: formulas, choices, tips, page headers, names, links, connections', async () => {
  const rows = `${row('Menu', '<c r="B1" t="str"><f>IF(A1="x","wachtwoord: "&amp;A2,"geen")</f><v>geen</v></c>')}</sheetData><dataValidations><dataValidation sqref="C3" prompt="kies de diagnose"><formula1>"ADHD,autisme"</formula1></dataValidation></dataValidations><hyperlinks><hyperlink ref="A1" r:id="rId9" xmlns:r="r" tooltip="dossier van Noor"/></hyperlinks><headerFooter><oddHeader>&amp;C&amp;"Arial,Bold"&amp;14Vertrouwelijk &amp;P</oddHeader></headerFooter><sheetData>`
  const read = await readClean(
    'a.xlsx',
    xlsx([{ name: 'Zorg 3B', rows }], [], {
      'xl/worksheets/_rels/sheet1.xml.rels': rels(external('mailto:ouder@mail.example')),
      'xl/connections.xml':
        '<connections><connection name="leerlingen"><dbPr connection="Server=db;Password=Zomer24" command="select"/></connection></connections>',
    }),
  )
  expect(contents(read)[0]).toBe('Menu\tgeen\n')
  for (const words of [
    'wachtwoord:',
    'kies de diagnose',
    'ADHD,autisme',
    'dossier van Noor',
    'Vertrouwelijk',
    'Zorg 3B',
    'mailto:ouder@mail.example',
    'Server=db;Password=Zomer24',
  ])
    expect(hiddenOf(read)).toContain(words)
  const tip = read.texts.find(({ text }) => text.includes('kies de diagnose'))!
  expect(placeAt(tip, tip.text.indexOf('kies'))).toMatchObject({ sheet: 'Zorg 3B', cell: 'C3', hidden: true })
})

test('the rows that a pivot table copied', async () => {
  const read = await readClean(
    'a.xlsx',
    xlsx([{ name: 'Blad1', rows: row('Totaal') }], [], {
      'xl/pivotCache/pivotCacheDefinition1.xml':
        '<pivotCacheDefinition><cacheFields><cacheField name="Naam"><sharedItems><s v="Noor"/><s v="Milan"/></sharedItems></cacheField><cacheField name="Zorg"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>',
      'xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels': rels(
        `<Relationship Id="rId1" Type="${RELATION}/pivotCacheRecords" Target="pivotCacheRecords1.xml"/>`,
      ),
      'xl/pivotCache/pivotCacheRecords1.xml':
        '<pivotCacheRecords><r><x v="1"/><s v="epilepsie"/></r><r><x v="0"/><s v="geen"/></r></pivotCacheRecords>',
    }),
  )
  expect(hiddenOf(read)).toContain('Naam\tZorg\nMilan\tepilepsie\nNoor\tgeen\n')
})

test('Strict OOXML says the same under other namespaces', async () => {
  const strict = zipOf({
    '[Content_Types].xml': '<Types/>',
    'word/document.xml':
      '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r><w:t>Noor Peeters</w:t></w:r></w:p></w:body></w:document>',
  })
  expect(contents(await readClean('a.docx', strict))).toEqual(['Noor Peeters\n'])
})

test('slides stand where they are shown, whatever their parts are called', async () => {
  const slide = (text: string): string =>
    `<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>`
  const relation = (id: string, target: string): string => `<Relationship Id="${id}" Type="x" Target="${target}"/>`
  const read = await readClean(
    'a.pptx',
    zipOf({
      '[Content_Types].xml': '<Types/>',
      'ppt/presentation.xml':
        '<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>',
      'ppt/_rels/presentation.xml.rels': rels(
        relation('rId1', 'slides/slide1.xml'),
        relation('rId2', 'slides/slide2.xml'),
      ),
      'ppt/slides/slide1.xml': slide('laatste'),
      'ppt/slides/slide2.xml': slide('eerste'),
      'ppt/slides/_rels/slide1.xml.rels': rels(
        relation('rId1', '../notesSlides/notesSlide7.xml'),
        external('https://video.example/kamp'),
      ),
      'ppt/notesSlides/notesSlide7.xml': slide('vergeet Lotte niet'),
      'ppt/slideMasters/slideMaster1.xml': slide('onderaan elke dia'),
    }),
  )
  const pages = read.texts.filter(({ place }) => place.page !== undefined).map(({ text, place }) => [place.page, text])
  expect(pages).toEqual([
    [1, 'eerste\n'],
    [2, 'laatste\n'],
    [2, 'vergeet Lotte niet\n'],
  ])
  expect(hiddenOf(read)).toBe('https://video.example/kamp\nonderaan elke dia\n')
})

test('OpenDocument: tips, alternative texts, a value without a paragraph', async () => {
  const cell = '<table:table-cell office:value-type="string" office:string-value="alleen waarde"/>'
  const read = await readClean(
    'a.ods',
    odf('spreadsheet', `<table:table table:name="Blad1"><table:table-row>${cell}</table:table-row></table:table>`),
  )
  expect(contents(read)).toEqual(['alleen waarde\n'])
})

test('a file dropped into a document comes out of its package', async () => {
  const { utils, write } = (await import('@e965/xlsx')).CFB
  const native = Buffer.concat([
    Buffer.from([0, 0, 0, 0, 2, 0]),
    Buffer.from('attest.txt\0C:\\attest.txt\0\0\0\x03\0', 'latin1'),
    Buffer.from([11, 0, 0, 0]),
    Buffer.from('attest.txt\0', 'latin1'),
    Buffer.from([20, 0, 0, 0]),
    Buffer.from('Noor heeft epilepsie'),
  ])
  const container = utils.cfb_new()
  utils.cfb_add(container, '/\x01Ole10Native', native)
  const object = Buffer.from(write(container, { type: 'buffer' }) as Uint8Array)
  const read = await readClean('a.docx', docx(paragraph('zie bijlage'), { 'word/embeddings/oleObject1.bin': object }))
  expect(fileAt(read, 'a.docx › word/embeddings/oleObject1.bin › attest.txt')?.kind).toBe('text')
  expect(contents(read)).toContain('Noor heeft epilepsie')
})
