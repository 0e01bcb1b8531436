import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CFB } from '@e965/xlsx'
import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { msg, type OutlookItem, packRtf } from './mapi-writer.ts'
import { contents, fileAt, readOne, reasons } from './reading.ts'

const readers = openReaders({ fileMs: 5_000, partMs: 60_000 })
afterAll(() => readers.close())

const CODES = 'Naam;Klas\r\nMilan;3B\r\n'
const letter: OutlookItem = {
  values: [
    { id: 0x001a, text: 'IPM.Note' },
    { id: 0x0037, text: 'Gesprek over Noor' },
    { id: 0x0c1a, text: 'André Smets' },
    { id: 0x0c1f, text: 'andre@school.example' },
    { id: 0x0e04, text: 'Mama van Noor' },
    { id: 0x1000, text: 'Noor krijgt logopedie.\r\nTot morgen' },
    { id: 0x007d, text: 'Received: from spoor12' },
    { id: 0x3fde, long: 65001 },
  ],
  recipients: [
    [
      { id: 0x3001, text: 'Papa van Noor' },
      { id: 0x39fe, text: 'papa@ouder.example' },
    ],
  ],
  attachments: [
    [
      { id: 0x3704, text: 'LIJST~1.CSV' },
      { id: 0x3707, text: 'lijst van 3B.csv' },
      { id: 0x3701, binary: Buffer.from(CODES) },
    ],
  ],
}

test('words, people and files of an Outlook message are read', async () => {
  const found = await readOne(readers, 'bericht.msg', msg(letter))
  expect(reasons(found)).toEqual([])
  const text = contents(found).join('\n')
  for (const words of ['Gesprek over Noor', 'André Smets', 'Mama van Noor', 'Papa van Noor', 'krijgt logopedie.\nTot'])
    expect(text).toContain(words)
  expect(text).not.toContain('spoor12')
  expect(fileAt(found, 'bericht.msg')).toMatchObject({ kind: 'message', nameLies: false })
  expect(text).toContain('Milan\t3B')
})

test('a template, with words in HTML and in packed RTF', async () => {
  const values = [
    { id: 0x0037, text: 'Sjabloon' },
    { id: 0x1013, binary: Buffer.from('<p>Beste <i>ouder</i></p>') },
    { id: 0x1009, binary: packRtf('{\\rtf1 Wachtwoord: Zonnebloem7}') },
  ]
  const found = await readOne(readers, 'brief.oft', msg({ values }))
  expect(reasons(found)).toEqual([])
  expect(fileAt(found, 'brief.oft')?.nameLies).toBe(false)
  expect(contents(found).join('\n')).toMatch(/Sjabloon\nBeste ouder\s+Wachtwoord: Zonnebloem7/)
})

test('eight-bit strings in the code page of the message', async () => {
  const found = await readOne(
    readers,
    'oud.msg',
    msg({
      values: [
        { id: 0x3ffd, long: 1251 },
        { id: 0x1000, ansi: Buffer.from('cff0e8e2e5f2', 'hex') },
      ],
    }),
  )
  expect(contents(found)).toEqual(['Привет'])
})

test('messages inside messages, and the files in them', async () => {
  const outer: OutlookItem = {
    values: [{ id: 0x0037, text: 'Fwd' }],
    embedded: { 'Eerste bericht': { values: [{ id: 0x0037, text: 'Tussen' }], embedded: { Oudste: letter } } },
  }
  const found = await readOne(readers, 'a.msg', msg(outer))
  expect(reasons(found)).toEqual([])
  expect(fileAt(found, 'a.msg › Eerste bericht.msg › Oudste.msg › lijst van 3B.csv')?.kind).toBe('csv')
  expect(fileAt(found, 'a.msg › Eerste bericht.msg')).toMatchObject({ kind: 'message', nameLies: false })
  expect(contents(found).join('\n')).toContain('krijgt logopedie')
})

test('messages nested beyond the depth are said', async () => {
  let deep = letter
  for (let i = 0; i < 12; i += 1) deep = { values: [{ id: 0x0037, text: `${i}` }], embedded: { x: deep } }
  const found = await readOne(readers, 'diep.msg', msg(deep))
  expect(found.unread.map(({ reason, detail }) => `${reason} ${detail}`)).toContain('limit depth')
})

test('a signed message: its one attachment is the message', async () => {
  const mime =
    'Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nNoor is ziek.\r\n--b--\r\n'
  const signed: OutlookItem = {
    values: [{ id: 0x001a, text: 'IPM.Note.SMIME.MultipartSigned' }],
    attachments: [
      [
        { id: 0x3707, text: 'smime.p7m' },
        { id: 0x370e, text: 'multipart/signed' },
        { id: 0x3701, binary: Buffer.from(mime) },
      ],
    ],
  }
  const found = await readOne(readers, 'a.msg', msg(signed))
  expect(reasons(found)).toEqual([])
  expect(contents(found).join('\n')).toContain('Noor is ziek.')
})

test('a file that another program wrote', async () => {
  const found = await readOne(readers, 'inside.msg', readFileSync(join(import.meta.dirname, 'files/inside.msg')))
  expect(reasons(found)).toEqual([])
  expect(contents(found)).toEqual(['Binnen', 'tekst binnen', 'hallo'])
})

const sectorsOf = (bytes: Buffer): number => bytes.readUInt32LE(76)

test('chains and branches that come back to themselves end at once, and are said', async () => {
  const whole = msg({
    ...letter,
    attachments: [
      [
        { id: 0x3707, text: 'a.txt' },
        { id: 0x3701, binary: Buffer.alloc(9_000, 'x') },
      ],
    ],
  })
  const table = (sectorsOf(whole) + 1) * 512
  const loop = Buffer.from(whole)
  // Every sector says that the next one is itself.
  for (let i = 0; i < 128; i += 1) loop.writeUInt32LE(i, table + i * 4)
  const chained = await readOne(readers, 'a.msg', loop)
  expect(reasons(chained)).toEqual(['a.msg: broken compound file: loop in a chain'])

  const tree = Buffer.from(whole)
  const directory = (whole.readUInt32LE(48) + 1) * 512
  tree.writeUInt32LE(0, directory + 128 + 68)
  expect(reasons(await readOne(readers, 'a.msg', tree))).toEqual(['a.msg: broken compound file: loop in the directory'])

  const tables = Buffer.from(whole)
  tables.writeUInt32LE(0, 68)
  tables.writeUInt32LE(0, 512 + 508)
  expect(reasons(await readOne(readers, 'a.msg', tables))).toEqual([
    'a.msg: broken compound file: loop in the table of tables',
  ])
})

test('cut short, each length is said', async () => {
  const whole = msg(letter)
  for (let length = 600; length < whole.length - 512; length += 700) {
    const found = await readOne(readers, 'a.msg', whole.subarray(0, length))
    expect(found.unread, `${length}`).not.toEqual([])
  }
})

test('many streams of one chain stop at what may be unpacked', async () => {
  const small = openReaders({ maxUnpackedBytes: 30_000 })
  const attachments = Array.from({ length: 4 }, (_, i) => [
    { id: 0x3707, text: `${i}.txt` },
    { id: 0x3701, binary: Buffer.alloc(9_000, `${i}`) },
  ])
  const read = await readOne(small, 'a.msg', msg({ values: [], attachments }))
  await small.close()
  expect(reasons(read)).toContain('a.msg: limit unpacked')
  expect(contents(read).filter(({ length }) => length === 9_000)).toHaveLength(3)
})

test('a document with the mark of a message in it is read as a document too', async () => {
  const words = Buffer.from('Noor Peeters heeft een gesprek over het rapport. '.repeat(200), 'utf16le')
  const container = CFB.utils.cfb_new({ root: 'Root Entry' })
  CFB.utils.cfb_add(container, '/WordDocument', words)
  CFB.utils.cfb_add(container, '/__properties_version1.0', Buffer.alloc(32))
  const found = await readOne(readers, 'a.doc', Buffer.from(CFB.write(container, { type: 'buffer' }) as Buffer))
  expect(contents(found).join('\n')).toContain('Noor Peeters heeft een gesprek')
})

test('a compound file that is no message is not passed for an empty one', async () => {
  const container = CFB.utils.cfb_new({ root: 'Root Entry' })
  CFB.utils.cfb_add(container, '/iets', Buffer.alloc(5_000))
  const found = await readOne(readers, 'a.msg', Buffer.from(CFB.write(container, { type: 'buffer' }) as Buffer))
  expect(found.unread).not.toEqual([])
})
