/** Rich text: what hides in its groups, its code pages, and the files inside it. */
import { afterAll, expect, test } from 'vitest'
import { openReaders, type ReadFiles } from '../../src/attachments/attachments.ts'
import { contents, fileAt, readOne, reasons } from './reading.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const read = (body: string): Promise<ReadFiles> =>
  readOne(readers, 'a.rtf', Buffer.from(`{\\rtf1\\ansi\\ansicpg1252 ${body}}`, 'latin1'))
const seenOf = async (body: string): Promise<string> => {
  const found = await read(body)
  expect(reasons(found)).toEqual([])
  return found.texts.flatMap(({ role, place, text }) => (role === 'attachment' && !place.hidden ? [text] : [])).join('')
}
const hiddenOf = async (body: string): Promise<string> =>
  (await read(body)).texts.flatMap(({ place, text }) => (place.hidden ? [text] : [])).join('')

test('a sign and what old readers show in its place: as many as \\uc says', async () => {
  expect(await seenOf("\\uc1\\u8364?5 \\uc2\\u233\\'c3\\'a9t\\uc0\\u233  klaar")).toBe('€5 été klaar')
  expect(await seenOf('{\\uc3\\u945abc}b{\\u-10179?\\u-8704?}')).toBe('αb😀')
})

test('code pages by font, letters of two bytes, raw bytes', async () => {
  const fonts = '{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial;}{\\f2\\fcharset134 SimSun;}}'
  expect(await seenOf(`${fonts}\\f0 Andr\xe9 {\\f1\\'cf\\'f0\\'e8}{\\f2\\'c4\\'e3\\'ba\\'c3} caf\\'e9`)).toBe(
    'André При你好 café',
  )
})

test('hidden and deleted words are apart; pictures and binary data are no words', async () => {
  const body =
    'zicht{\\v verborgen}{\\deleted gewist}baar{\\pict\\wmetafile8 0102ffee}{\\*\\shppict{\\pict\\bin6 }{\\\\}}x}}'
  expect(await seenOf(body)).toBe('zichtbaar')
  expect(await hiddenOf(body)).toBe('verborgengewist')
})

test('notes, headers and text boxes do not run into the words beside them', async () => {
  expect(
    await seenOf(
      '{\\header Kop\\par}Noor{\\footnote Peeters}heeft{\\*\\annotation nota}{\\shp{\\*\\shpinst{\\shptxt kader}}}',
    ),
  ).toBe('Kop\nNoor Peeters heeft nota kader ')
})

test('codes of fields, tips, properties and bookmarks are kept aside', async () => {
  const hidden = await hiddenOf(
    '{\\info{\\title Zorgdossier Noor}{\\author An}}{\\*\\userprops{\\propname Wachtwoord}{\\staticval Zomer24}}{\\field{\\*\\fldinst HYPERLINK "https://x.example"}{\\fldrslt klik}}{\\*\\formfield{\\*\\ffhelptext vul de naam in}}{\\*\\bkmkstart diagnose}',
  )
  expect(hidden).toBe(
    'Zorgdossier Noor\nWachtwoord\nZomer24\nHYPERLINK "https://x.example"\nvul de naam in\ndiagnose\n',
  )
})

const number = (n: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(n)
  return bytes
}
const named = (name: string): Buffer => Buffer.concat([number(name.length + 1), Buffer.from(`${name}\0`)])
const objectOf = (className: string, data: Buffer): string =>
  Buffer.concat([number(0x501), number(2), named(className), number(0), number(0), number(data.length), data]).toString(
    'hex',
  )

test('a file dropped into the text comes out; one that cannot is said', async () => {
  const content = Buffer.from('Noor heeft epilepsie')
  const packed = Buffer.concat([
    Buffer.from('\x02\0attest.txt\0C:\\a\0\0\0\x03\0', 'latin1'),
    named('a'),
    number(content.length),
    content,
  ])
  const found = await read(
    `zie{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata ${objectOf('Package', packed)}}{\\result{\\pict 00}}}`,
  )
  expect(reasons(found)).toEqual([])
  expect(fileAt(found, 'a.rtf › attest.txt')?.kind).toBe('text')
  expect(contents(found)).toContain('Noor heeft epilepsie')
  expect(reasons(await read('{\\object\\objautlink x}'))).toEqual(['a.rtf: unknown-format rtf-object'])
})

test('groups without end are read, and the depth is said', async () => {
  const deep = await readOne(readers, 'a.rtf', `{\\rtf1 ${'{'.repeat(20_000)}Noor${'}'.repeat(20_000)} daarna}`)
  expect(contents(deep)).toEqual(['Noor daarna'])
  expect(reasons(deep)).toEqual(['a.rtf: limit depth'])
  expect(reasons(await readOne(readers, 'b.rtf', `{\\rtf1 ${'{'.repeat(9_999)}Noor${'}'.repeat(10_000)}`))).toEqual([])
  expect(reasons(await readOne(readers, 'c.rtf', '{\\rtf1{\\fonttbl{\\f0 Ar'))).toEqual(['c.rtf: broken rtf'])
})
