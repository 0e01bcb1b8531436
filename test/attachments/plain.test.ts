import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { placeAt } from '../../src/message/message.ts'
import { contents, part, readOne, reasons } from './reading.ts'

const readers = openReaders()
afterAll(() => readers.close())

test('text in UTF-8, UTF-16 and Windows-1252', async () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('André is ziek', 'utf16le')])
  const read = await readers.read([
    part('a.txt', 'André is ziek\r\nmorgen'),
    part('b.txt', utf16),
    part('c.txt', Buffer.from('André is ziek', 'latin1')),
  ])
  expect(contents(read)).toEqual(['André is ziek\nmorgen', 'André is ziek', 'André is ziek'])
  expect(read.texts.filter(({ role }) => role === 'file-name').map(({ text }) => text)).toEqual([
    'a.txt',
    'b.txt',
    'c.txt',
  ])
})

test('letters beyond ASCII in the spelling of programs; other signs stay as they are written', async () => {
  const escaped = String.raw`nota=r\u00e9union de l\u2019\u00C9cole, \u0064yslexie, \u0000, \u00e`
  expect(contents(await readOne(readers, 'a.properties', escaped))).toEqual([
    String.raw`nota=réunion de l’École, \u0064yslexie, \u0000, \u00e`,
  ])
})

test('a class list keeps its rows, whatever the separator', async () => {
  const text = 'Naam;Klas;Opmerking\r\n"Peeters; Noor";3B;"dyslexie\nen ""ADHD"""\r\nJanssens;3B;\r\n'
  const read = await readOne(readers, 'klaslijst.csv', text, 'text/csv')
  const list = read.texts.find(({ role }) => role === 'attachment')!
  expect(list.text).toBe('Naam\tKlas\tOpmerking\nPeeters; Noor\t3B\tdyslexie en "ADHD"\nJanssens\t3B\t\n')
  expect(placeAt(list, list.text.indexOf('Naam'))).toMatchObject({ file: 'klaslijst.csv', row: 1 })
  expect(placeAt(list, list.text.indexOf('Noor'))).toMatchObject({ row: 2 })
  expect(placeAt(list, list.text.indexOf('Janssens'))).toMatchObject({ row: 3 })
  expect(contents(await readOne(readers, 'a.tsv', 'a\tb\n1\t2'))).toEqual(['a\tb\n1\t2\n'])
  expect(contents(await readOne(readers, 'a.csv', 'a,b\n1,2'))).toEqual(['a\tb\n1\t2\n'])
})

test('HTML: tables, hidden text apart, no scripts', async () => {
  const html =
    '<html><head><style>p{}</style></head><body><h1>Lijst</h1><table><tr><td>Noor</td><td><p>3B</p></td></tr><tr><td>Milan</td><td>3C</td></tr></table><p style="display: none">geheim <b>woord</b></p><script>var x</script><img alt="klasfoto"></body></html>'
  const read = await readOne(readers, 'a.html', html)
  const spoken = read.texts.filter(({ role }) => role === 'attachment')
  expect(spoken.map(({ text, place }) => [text.replace(/ +/g, ' '), place.hidden])).toEqual([
    ['Lijst\nNoor\t3B\nMilan\t3C\nklasfoto\n', undefined],
    ['geheim woord\n', true],
  ])
})

test('twenty thousand nested elements are read', async () => {
  const read = await readOne(readers, 'a.html', `${'<b>'.repeat(20_000)}Noor`)
  expect(contents(read)).toEqual(['Noor\n'])
})

test('RTF: code page, Unicode, tables, comments; no font names', async () => {
  const rtf =
    "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator Word;}Andr\\'e9 \\u8364?5\\par\\trowd Noor\\cell 3B\\cell\\row {\\*\\annotation let op}\\{x\\}}"
  const read = await readOne(readers, 'a.rtf', rtf)
  expect(contents(read)).toEqual(['André €5\nNoor\t3B\nlet op {x}'])
})

test('an appointment and a contact are unfolded', async () => {
  const ics =
    'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Oudercontact Noor Peet\r\n ers\\, 3B\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
  expect(contents(await readOne(readers, 'a.ics', ics))[0]).toContain('SUMMARY:Oudercontact Noor Peeters, 3B\n')
  const vcf = 'BEGIN:VCARD\r\nNOTE;ENCODING=QUOTED-PRINTABLE:Andr=C3=A9\r\nPHOTO;BASE64:AAAA\r\nEND:VCARD\r\n'
  expect(contents(await readOne(readers, 'a.vcf', vcf))[0]).toBe(
    'BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:André\nEND:VCARD\n',
  )
})

test('large plain text is read in a process of its own, with the same answer', async () => {
  const text = 'Noor Peeters heeft een gesprek.\n'.repeat(20_000)
  const inline = openReaders({ inlineBytes: 10_000_000 })
  const [a, b] = [await readOne(readers, 'a.txt', text), await readOne(inline, 'a.txt', text)]
  await inline.close()
  expect(a).toEqual(b)
  expect(contents(a)).toEqual([text])
})

test('an empty file is nothing', async () => {
  const read = await readOne(readers, 'leeg.pdf', '')
  expect(reasons(read)).toEqual([])
  expect(read.files[0]).toMatchObject({ size: 0, nameLies: false })
})

test('an object embedded in RTF is said to be unread', async () => {
  expect(reasons(await readOne(readers, 'a.rtf', '{\\rtf1 tekst{\\object{\\*\\objdata 0105}}}'))).toEqual([
    'a.rtf: unknown-format rtf-object',
  ])
})
