/** XML, JSON, HTML and separated text: entities, attributes, escapes, and tables under the names of Excel files. */
import { afterAll, expect, test } from 'vitest'
import { openReaders, type ReadFiles } from '../../src/attachments/attachments.ts'
import { contents, fileAt, readOne, reasons } from './reading.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const hiddenOf = (read: ReadFiles): string =>
  read.texts.flatMap(({ place, text }) => (place.hidden ? [text] : [])).join('')

test('XML: names before values, attributes, entities, CDATA; comments apart', async () => {
  const xml =
    '<?xml version="1.0"?><lijst><!-- niet mailen --><leerling naam="Noor Peeters" nr="3"><zorg>dys&#108;exie</zorg><nota><![CDATA[<b> & meer]]></nota></leerling></lijst>'
  const read = await readOne(readers, 'a.xml', xml)
  expect(reasons(read)).toEqual([])
  expect(contents(read)[0]).toBe('naam: Noor Peeters\nzorg: dyslexie\nnota: <b> & meer\n')
  expect(hiddenOf(read)).toBe('niet mailen\n')
})

test('XML with entities of its own is shown as it is, and said; a plain document type is harmless', async () => {
  const bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "wacht"><!ENTITY b "&a;woord">]><x>&b;</x>'
  expect(reasons(await readOne(readers, 'a.xml', bomb))).toEqual(['a.xml: broken doctype'])
  const list =
    '<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist><string>Menu</string></plist>'
  const read = await readOne(readers, 'a.xml', list)
  expect(reasons(read)).toEqual([])
  expect(contents(read)).toEqual(['string: Menu\n'])
})

test('XML that is damaged still gives its words', async () => {
  expect(contents(await readOne(readers, 'a.xml', '<a><b>Noor</c> Peeters & co'))[0]).toContain('Noor')
})

test('a drawing: its words, no coordinates', async () => {
  const svg =
    '<?xml version="1.0"?><svg viewBox="0 0 9 9"><style>.a{fill:red}</style><title>plan</title><path d="M0 0 L9 9" fill="#ff0000"/><text x="1" y="2">Noor <tspan>Peeters</tspan></text></svg>'
  expect(contents(await readOne(readers, 'a.svg', svg))).toEqual(['title: plan\ntext: Noor Peeters\n'])
})

test('JSON: escapes are undone, also one value a line', async () => {
  const json = '{"wacht\\u0077oord": "Zomer\\u00322\\u0034", "nota": "een\\ntwee \\"drie\\""}\n{"a": 1}'
  expect(contents(await readOne(readers, 'a.json', json))).toEqual([
    'wachtwoord: Zomer224\nnota: een\ntwee "drie"\na: 1\n',
  ])
})

test('HTML: addresses, keywords and what styles hide stand apart; a file carried inside is a file', async () => {
  const html = `<html><head><meta name="keywords" content="zorg, Noor"><style>p{color:red}</style></head><body><p>Me<b>nu</b> &amp; m&eacute;&eacute;r<!-- niets --></p><p style="display:none">verborgen</p><a href="https://x.example/noor">klik</a><a download="a" href="data:application/octet-stream;base64,${Buffer.from('Noor heeft epilepsie en medicatie').toString('base64')}">hier</a></body></html>`
  const read = await readOne(readers, 'a.html', html)
  expect(contents(read)[0]).toBe('Menu & méér\nklikhier\n')
  expect(hiddenOf(read)).toBe('zorg, Noor\nverborgen\nhttps://x.example/noor\n')
  expect(fileAt(read, 'a.html › octet-stream1')?.kind).toBe('text')
  expect(contents(read)).toContain('Noor heeft epilepsie en medicatie')
})

test('tables of school software under the name of an Excel file', async () => {
  const html = await readOne(readers, 'klas.xls', '<table><tr><td>Noor</td><td>3B</td></tr></table>')
  expect(contents(html)).toEqual(['Noor\t3B\n'])
  const text = await readOne(readers, 'klas.xls', 'Naam;Wachtwoord\r\nNoor;Zomer24\r\n')
  expect(contents(text)).toEqual(['Naam\tWachtwoord\nNoor\tZomer24\n'])
  for (const read of [html, text]) expect(read.files[0]?.nameLies).toBe(false)
})

test('separated text in UTF-16 with a quoted line break', async () => {
  const bytes = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from('Naam\tNota\r\nNoor\t"een\r\ntwee"\r\n', 'utf16le'),
  ])
  expect(contents(await readOne(readers, 'a.csv', bytes))).toEqual(['Naam\tNota\nNoor\teen twee\n'])
})
