/** Binary Office formats: workbooks of each age, passwords, and what stands outside the known streams. */

import * as sheets from '@e965/xlsx'
import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { placeAt } from '../../src/message/message.ts'
import { workedMs } from '../family.ts'
import { contents, fileAt, readOne, reasons } from './reading.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

type Kind = 'biff8' | 'biff5' | 'xlsb'

const book = (kind: Kind, rows: readonly unknown[][]): Buffer => {
  const list = sheets.utils.aoa_to_sheet(rows as unknown[][], { cellDates: false })
  list.B2!.c = [{ a: 'An', t: 'krijgt medicatie' }]
  const made = sheets.utils.book_new()
  sheets.utils.book_append_sheet(made, list, 'Klas 3B')
  sheets.utils.book_append_sheet(made, sheets.utils.aoa_to_sheet([['ADHD']]), 'Zorg')
  made.Workbook = { Sheets: [{}, { Hidden: 2 }] }
  return Buffer.from(sheets.write(made, { type: 'buffer', bookType: kind }))
}

const ROWS = [
  ['Naam', 'Wachtwoord', 'Nummer'],
  ['Noor Peeters', 'Zomer24', 850101],
]

test.each<[Kind, string]>([
  ['biff8', 'a.xls'],
  ['biff5', 'a.xls'],
  ['xlsb', 'a.xlsb'],
])('a workbook as %s: rows, hidden sheet, note on a cell', async (kind, name) => {
  const read = await readOne(readers, name, book(kind, ROWS))
  expect(reasons(read)).toEqual([])
  const list = read.texts.find(({ place }) => place.sheet === 'Klas 3B')!
  expect(list.text).toBe('Naam\tWachtwoord\tNummer\nNoor Peeters\tZomer24\t850101\n')
  expect(placeAt(list, list.text.indexOf('Zomer24'))).toMatchObject({ sheet: 'Klas 3B', row: 2 })
  expect(read.texts.find(({ place }) => place.sheet === 'Zorg')).toMatchObject({
    text: 'ADHD\n',
    place: { hidden: true },
  })
  const note = read.texts.find(({ text }) => text.includes('medicatie'))!
  expect(placeAt(note, 0)).toMatchObject({ sheet: 'Klas 3B', cell: 'B2' })
})

/** A compound file with streams of these names. */
const compound = (streams: Readonly<Record<string, Buffer>>): Buffer => {
  const made = sheets.CFB.utils.cfb_new()
  for (const [name, bytes] of Object.entries(streams)) sheets.CFB.utils.cfb_add(made, `/${name}`, bytes)
  return Buffer.from(sheets.CFB.write(made, { type: 'buffer' }) as Uint8Array)
}

const record = (type: number, data: Buffer): Buffer => {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(type, 0)
  head.writeUInt16LE(data.length, 2)
  return Buffer.concat([head, data])
}

test('a password shows, whatever the program encrypted with', async () => {
  const begin = record(0x809, Buffer.alloc(16))
  const xor = compound({
    Workbook: Buffer.concat([begin, record(0x2f, Buffer.from([0, 0, 1, 2, 3, 4])), Buffer.alloc(5000)]),
  })
  const user = Buffer.alloc(32)
  user.writeUInt32LE(0xf3d1c4df, 12)
  const slides = compound({ 'Current User': user, 'PowerPoint Document': Buffer.alloc(5000) })
  const word = Buffer.alloc(5000)
  word.writeUInt16LE(0xa5ec, 0)
  word.writeUInt16LE(0x100, 10)
  const files = { 'a.xls': xor, 'b.ppt': slides, 'c.doc': compound({ WordDocument: word }) }
  for (const [name, bytes] of Object.entries(files))
    expect(reasons(await readOne(readers, name, bytes))).toEqual([`${name}: encrypted office`])
})

test('a record that looks like a password inside the text of a workbook is none', async () => {
  const rows = [...ROWS, ['/\u00006\u0000\u0001 gewoon', 'x', 1]]
  expect(reasons(await readOne(readers, 'a.xls', book('biff8', rows)))).toEqual([])
})

test('a workbook that would cost too much memory gives its words, and says what is missing', async () => {
  const begin = record(0x809, Buffer.alloc(16))
  const filler = Array.from({ length: 1_600 }, () => record(0x3c, Buffer.alloc(8_000, 'Noor Peeters heeft dyslexie\0')))
  const read = await readOne(readers, 'a.xls', compound({ Workbook: Buffer.concat([begin, ...filler]) }))
  expect(reasons(read)).toContain('a.xls: limit cells')
  expect(contents(read).join('')).toContain('Noor Peeters heeft dyslexie')
})

test('slides: records in records, words in both codes, a hidden one marked', async () => {
  const atom = (type: number, data: Buffer, instance = 0): Buffer => {
    const head = Buffer.alloc(8)
    head.writeUInt16LE(instance, 0)
    head.writeUInt16LE(type, 2)
    head.writeUInt32LE(data.length, 4)
    return Buffer.concat([head, data])
  }
  const box = (type: number, ...inside: Buffer[]): Buffer => atom(type, Buffer.concat(inside), 15)
  const info = Buffer.alloc(16)
  info[10] = 4
  const persist = atom(1011, Buffer.alloc(20))
  const document = Buffer.concat([
    box(1000, box(4080, persist, atom(4008, Buffer.from('Titel')), persist)),
    box(1006, atom(4008, Buffer.from('caf\xe9', 'latin1'))),
    box(1006, atom(1017, info), box(4000 + 500, atom(4000, Buffer.from('Noor heeft autisme', 'utf16le')))),
    box(1008, atom(4000, Buffer.from('nota van de juf', 'utf16le'))),
    Buffer.alloc(4096),
  ])
  const read = await readOne(readers, 'a.ppt', compound({ 'PowerPoint Document': document }))
  expect(reasons(read)).toEqual([])
  const spoken = read.texts.filter(({ role, place }) => role === 'attachment' && place.page !== undefined)
  expect(spoken.map(({ text, place }) => [text, place.page, place.hidden])).toEqual([
    ['Titel\n', 1, undefined],
    ['café\n', 1, undefined],
    ['Noor heeft autisme\n', 2, true],
  ])
  expect(contents(read)).toContain('nota van de juf\n')
})

test('slides nested without an end, and a chain that bites its tail, come to an end', async () => {
  const head = Buffer.from('0f00e80300000000', 'hex')
  const deep = Buffer.concat(Array.from({ length: 200_000 }, () => head))
  for (let at = 0; at < deep.length; at += 8) deep.writeUInt32LE(deep.length - at - 8, at + 4)
  expect((await readOne(readers, 'a.ppt', compound({ 'PowerPoint Document': deep }))).unread.length).toBeLessThan(2)
  const looped = book('biff8', ROWS)
  // The first sector of the allocation table: every sector follows itself.
  const table = (looped.readUInt32LE(76) + 1) * 512
  for (let i = 0; i < 128; i += 1) looped.writeUInt32LE(i, table + i * 4)
  const started = workedMs()
  const read = await readOne(readers, 'b.xls', looped)
  expect(workedMs() - started).toBeLessThan(5_000)
  expect(contents(read).join('')).toContain('Noor Peeters')
})

test('a document that an old program embedded whole', async () => {
  const read = await readOne(
    readers,
    'a.doc',
    compound({
      WordDocument: Buffer.alloc(5000),
      Package: book('xlsb', ROWS),
      CONTENTS: Buffer.from('%PDF-1.7 kapot'),
    }),
  )
  expect(fileAt(read, 'a.doc › Package')?.kind).toBe('sheet')
  expect(reasons(read)).toEqual(['a.doc › CONTENTS.pdf: broken pdf'])
})
