import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { unpackRtf } from '../../src/attachments/formats/compressed-rtf.ts'
import { workedMs } from '../family.ts'
import { ATT, type Attribute, attached, attribute, list, packRtf, rows, tnef } from './mapi-writer.ts'
import { contents, fileAt, readOne, reasons } from './reading.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const TYPE = 'application/ms-tnef'
const ascii = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1')
const read = (attributes: readonly Attribute[]) => readOne(readers, 'winmail.dat', tnef(attributes), TYPE)

const letter: readonly Attribute[] = [
  [1, ATT.codePage, Buffer.from('e4040000e4040000', 'hex')],
  [1, ATT.subject, ascii('Gesprek over Noor')],
  [1, ATT.messageClass, ascii('IPM.Microsoft Mail.Note')],
  [
    1,
    ATT.recipients,
    rows([
      [
        { id: 0x3001, text: 'Mama van Noor' },
        { id: 0x3003, text: 'ouder@ouder.example' },
      ],
    ]),
  ],
  [
    1,
    ATT.properties,
    list([
      { id: 0x001a, ansi: Buffer.from('IPM.Note') },
      { id: 0x0c1a, ansi: Buffer.from('Andr\xe9 Smets', 'latin1') },
      { id: 0x1009, binary: packRtf('{\\rtf1\\ansi Noor krijgt {\\b logopedie}.\\par}') },
      { id: 0x8001, named: 'x-header', text: 'spoor 12 van de server' },
    ]),
  ],
  ...attached('LIJST~1.CSV', Buffer.from('Naam;Klas\nMilan;3B'), [{ id: 0x3707, text: 'lijst van 3B.csv' }]),
]

test('words, people and files of a winmail.dat are read', async () => {
  const found = await read(letter)
  expect(reasons(found)).toEqual([])
  const text = contents(found).join('\n')
  for (const words of ['Gesprek over Noor', 'André Smets', 'Mama van Noor', 'Noor krijgt logopedie.'])
    expect(text).toContain(words)
  expect(text).not.toContain('spoor 12')
  expect(fileAt(found, 'winmail.dat')).toMatchObject({ kind: 'message', nameLies: false })
  expect(fileAt(found, 'winmail.dat › lijst van 3B.csv')?.kind).toBe('csv')
  expect(text).toContain('Milan\t3B')
})

test('the same words in three forms are read once; what differs, in each', async () => {
  const bodies = (html: string) =>
    list([
      { id: 0x1000, text: 'Noor is ziek.' },
      { id: 0x1013, binary: Buffer.from(html) },
      { id: 0x1009, binary: packRtf('{\\rtf1 Noor is ziek.}') },
    ])
  const same = await read([[1, ATT.properties, bodies('<p>Noor is <b>ziek</b>.</p>')]])
  expect(contents(same)).toEqual(['Noor is ziek.'])
  const other = await read([[1, ATT.properties, bodies('<p>Noor is <b>thuis</b>.</p>')]])
  expect(contents(other).map((text) => text.trim())).toEqual(['Noor is ziek.', 'Noor is thuis.'])
})

test('HTML in the code page of the item', async () => {
  const found = await read([
    [
      1,
      ATT.properties,
      list([
        { id: 0x3fde, long: 1251 },
        { id: 0x1013, binary: Buffer.from('<p>\xcf\xf0\xe8\xe2\xe5\xf2</p>', 'latin1') },
      ]),
    ],
  ])
  expect(contents(found).join()).toContain('Привет')
})

test('a plain body, a sender and a subject of old programs', async () => {
  const from = Buffer.concat([Buffer.from('04001a000a000c00', 'hex'), Buffer.from('An Smets\0\0SMTP:a@b.x\0')])
  const found = await read([
    [1, ATT.from, from],
    [1, ATT.body, ascii('Wachtwoord: Zonnebloem7')],
  ])
  expect(contents(found).join('\n')).toContain('An Smets')
  expect(contents(found).join('\n')).toContain('Zonnebloem7')
})

test('a message inside is opened, its files too', async () => {
  const inner = tnef(letter)
  const found = await read([
    ...attached('', Buffer.alloc(0), [
      { id: 0x3001, text: 'Oud bericht' },
      { id: 0x3701, object: inner },
    ]),
  ])
  expect(reasons(found)).toEqual([])
  expect(fileAt(found, 'winmail.dat › Oud bericht › lijst van 3B.csv')?.kind).toBe('csv')
  expect(contents(found).join('\n')).toContain('logopedie')
})

test('an appointment says where', async () => {
  const found = await read([
    [
      1,
      ATT.properties,
      list([
        { id: 0x001a, text: 'IPM.Appointment' },
        { id: 0x8208, named: 'plaats', text: 'Lokaal 12' },
      ]),
    ],
  ])
  expect(contents(found).join('\n')).toContain('Lokaal 12')
})

test('a file that lies elsewhere is named with its place', async () => {
  const found = await read([
    ...attached('verslag.docx', Buffer.alloc(0), [{ id: 0x370d, text: '\\\\server\\map\\verslag.docx' }]),
  ])
  expect(contents(found).join('\n')).toContain('\\\\server\\map\\verslag.docx')
})

test('a wrong checksum is read, and said', async () => {
  const bytes = Buffer.concat([
    tnef([]),
    attribute([1, ATT.subject, ascii('Noor')], 1),
    attribute([1, ATT.body, ascii('ziek')]),
  ])
  const found = await readOne(readers, 'winmail.dat', bytes, TYPE)
  expect(reasons(found)).toEqual(['winmail.dat: broken checksum'])
  expect(contents(found)).toEqual(['Noor', 'ziek'])
})

test('cut short: what was read stays, and it is said', async () => {
  const whole = tnef(letter)
  const cut = await readOne(readers, 'winmail.dat', whole.subarray(0, whole.length - 12), TYPE)
  expect(reasons(cut)).toContain('winmail.dat: broken cut short')
  expect(contents(cut).join('\n')).toContain('logopedie')
  for (let length = 8; length < whole.length; length += 7)
    expect((await readOne(readers, 'winmail.dat', whole.subarray(0, length), TYPE)).unread, `${length}`).not.toEqual([])
})

test('a line end or zeros behind it are no damage', async () => {
  for (const end of ['\r\n', '\0\0\0', '\0'.repeat(30)]) {
    const found = await readOne(readers, 'winmail.dat', Buffer.concat([tnef(letter), Buffer.from(end)]), TYPE)
    expect(reasons(found)).toEqual([])
  }
})

test('counts that are not there end at once', async () => {
  const huge = Buffer.from('ffffffff', 'hex')
  const cases: Attribute[] = [
    [1, ATT.properties, huge],
    [1, ATT.recipients, huge],
    [1, ATT.properties, Buffer.concat([Buffer.from('01000000', 'hex'), Buffer.from('02010010', 'hex'), huge])],
    [1, ATT.properties, Buffer.concat([Buffer.from('01000000', 'hex'), Buffer.from('0110aa00', 'hex'), huge])],
    [1, ATT.properties, Buffer.concat([Buffer.from('01000000', 'hex'), Buffer.from('0310aa00', 'hex'), huge])],
  ]
  for (const one of cases) {
    const start = workedMs()
    expect((await read([one])).unread).toHaveLength(1)
    expect(workedMs() - start).toBeLessThan(2_000)
  }
})

test('twenty thousand properties are read, more are a limit', async () => {
  const many = (n: number) =>
    Buffer.concat([
      Buffer.from([n & 255, (n >> 8) & 255, n >> 16, 0]),
      Buffer.alloc(n * 8, Buffer.from('0300aa0000000000', 'hex')),
    ])
  expect(reasons(await read([[1, ATT.properties, many(19_999)]]))).toEqual([])
  expect(reasons(await read([[1, ATT.properties, many(20_000)]]))).toEqual(['winmail.dat: limit properties'])
})

test('files beyond the limit are said', async () => {
  const few = openReaders({ maxFiles: 5 })
  const files = Array.from({ length: 9 }, (_, i) => attached(`${i}.txt`, Buffer.from('x'))).flat()
  const found = await few.read([
    { name: 'winmail.dat', type: TYPE, disposition: 'attachment', contentId: '', size: 9, content: () => tnef(files) },
  ])
  await few.close()
  expect(found.files).toHaveLength(5)
  expect(found.unread.map(({ reason, detail }) => `${reason} ${detail}`)).toContain('limit files')
})

test('compressed RTF by the example of its description', () => {
  const packed = Buffer.from(
    '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af3 2068656c090020627705b06c647d0a800fa0'.replace(
      ' ',
      '',
    ),
    'hex',
  )
  expect(unpackRtf(packed, 1000)).toEqual({
    rtf: Buffer.from('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n'),
    troubles: [],
  })
  packed[12] = 0
  expect(unpackRtf(packed, 1000).troubles).toEqual([{ reason: 'broken', detail: 'compressed-rtf' }])
  expect(() => unpackRtf(packed, 42)).toThrow('limit')
  expect(unpackRtf(packed, 43).rtf).toHaveLength(43)
  expect(() => unpackRtf(Buffer.from('kort'), 1000)).toThrow('broken')
})

test('compressed RTF that refers to itself, and a long one', () => {
  const long = `{\\rtf1 ${'Noor en Milan. '.repeat(1_000)}}`
  expect(unpackRtf(packRtf(long), 100_000)).toEqual({ rtf: Buffer.from(long), troubles: [] })
})
