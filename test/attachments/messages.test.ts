import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { parseMessage } from '../../src/message/message.ts'
import { contents, fileAt, readOne, reasons } from './reading.ts'
import { zipOf } from './zip-writer.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const mail = [
  'From: An Smets <an.smets@school.example>',
  'To: ouder@ouder.example',
  'Subject: Gesprek over Noor',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Noor heeft ADHD.',
  '--b',
  'Content-Type: text/csv; name=lijst.csv',
  'Content-Disposition: attachment; filename=lijst.csv',
  '',
  'Naam;Klas',
  'Milan;3B',
  '--b--',
  '',
].join('\r\n')

test('a message inside is a message, its words and files are in the attachment', async () => {
  const read = await readOne(readers, 'bericht.eml', mail, 'message/rfc822')
  expect(reasons(read)).toEqual([])
  expect(read.messages.map(({ subject }) => subject)).toEqual(['Gesprek over Noor'])
  expect(fileAt(read, 'bericht.eml')?.kind).toBe('message')
  expect(fileAt(read, 'bericht.eml › lijst.csv')?.kind).toBe('csv')
  expect(contents(read).join('\n')).toContain('Gesprek over Noor')
  expect(contents(read).join('\n')).toContain('Noor heeft ADHD.')
  expect(contents(read)).toContain('Naam\tKlas\nMilan\t3B\n')
  for (const { place } of read.texts)
    expect(place).toMatchObject({ in: 'attachment', file: expect.stringMatching(/^bericht\.eml/) })
})

test('a message in a zip in a message', async () => {
  const read = await readOne(readers, 'map.zip', zipOf({ 'oud.eml': mail }))
  expect(fileAt(read, 'map.zip › oud.eml › lijst.csv')?.kind).toBe('csv')
})

test('messages nested beyond the depth are said', async () => {
  const nest = (inner: string): string =>
    `From: a@school.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n${inner}`
  let deep = mail
  for (let i = 0; i < 12; i += 1) deep = nest(deep)
  const read = await readOne(readers, 'diep.eml', deep, 'message/rfc822')
  expect(read.unread.map(({ reason }) => reason)).toContain('limit')
})

test.each([
  ['message/rfc822', mail],
  ['message/global', mail.replace('over Noor', 'over Noör')],
  ['message/news', mail],
])('%s without a name is a message', async (type, bytes) => {
  const read = await readOne(readers, '', bytes, type)
  expect([reasons(read), read.messages.length]).toEqual([[], 1])
})

test.each(['ID3: x', 'BZh: x', 'GIF89a: x', 'OggS: x'])(
  'a first line that starts as other files do (%s) does not hide it',
  async (line) => {
    for (const [name, type] of [
      ['', 'message/rfc822'],
      ['a.eml', 'application/octet-stream'],
    ] as const) {
      const read = await readOne(readers, name, `${line}\r\n${mail}`, type)
      expect(contents(read).join('\n')).toContain('Noor heeft ADHD.')
    }
  },
)

test('a program is a program, whatever type it is sent as', async () => {
  const program = Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(200)])
  const read = await readOne(readers, 'a.eml', program, 'message/rfc822')
  expect(read.files[0]).toMatchObject({ kind: 'executable', nameLies: true })
})

test.each(['oud.bin', '', 'brief.doc', 'kopie'])(
  'a message under another name ("%s") is known by its fields',
  async (name) => {
    const read = await readOne(readers, name, `Received: from x\r\n by y\r\n${mail}`)
    expect(contents(read)).toContain('Naam\tKlas\nMilan\t3B\n')
  },
)

test('a text that speaks of mail is a text', async () => {
  for (const text of ['Subject: turnen\nFrom: hier\nwe gaan turnen', 'Let op: morgen geen les.\nNota: neem iets mee.'])
    expect((await readOne(readers, 'nota', text)).files[0]?.kind).toBe('text')
})

test('pieces of a message, and one that lies elsewhere, are read and said', async () => {
  const piece = await readOne(readers, '', mail, 'message/partial')
  expect(reasons(piece)).toEqual(['message/partial: unknown-format fragment'])
  expect(contents(piece).join('\n')).toContain('Noor heeft ADHD.')
  const elsewhere = await readOne(
    readers,
    '',
    'Content-Type: application/pdf\r\nContent-ID: <a@b>\r\n\r\n',
    'message/external-body',
  )
  expect(reasons(elsewhere)).toEqual(['message/external-body: unknown-format fragment'])
})

const asMailbox = (messages: readonly string[]): string =>
  messages.map((one, i) => `From an@school.example Mon Jan  ${i + 1} 08:30:00 2026\r\n${one}\r\n`).join('')

test('every message of a mailbox is read', async () => {
  const second = mail.replace('Noor heeft ADHD.', '>From nu af is Milan ziek.\r\nFrom hier tot daar.')
  const read = await readOne(readers, 'archief.mbox', asMailbox([mail, second, mail]))
  expect(reasons(read)).toEqual([])
  expect(read.messages).toHaveLength(3)
  expect(contents(read).join('\n')).toContain('From nu af is Milan ziek.\nFrom hier tot daar.')
  expect(fileAt(read, 'archief.mbox › 3.eml › lijst.csv')?.kind).toBe('csv')
})

test('a mailbox without a name of its own, and with more messages than are read', async () => {
  const read = await readOne(readers, '', asMailbox([mail, mail]))
  expect(read.messages).toHaveLength(2)
  const few = openReaders({ maxFiles: 4 })
  const many = await readOne(few, 'a.mbox', asMailbox(Array.from({ length: 9 }, () => 'Subject: x\r\n\r\ny')))
  await few.close()
  expect(many.messages).toHaveLength(3)
  expect(many.unread.map(({ detail }) => detail)).toContain('files')
})

test('what Apple Mail saves', async () => {
  const plist = '<?xml version="1.0"?><plist><dict><key>subject</key><string>Gesprek</string></dict></plist>'
  const read = await readOne(readers, '12345.emlx', `${Buffer.byteLength(mail)}\n${mail}${plist}`)
  expect(reasons(read)).toEqual([])
  expect(read.messages.map(({ subject }) => subject)).toEqual(['Gesprek over Noor'])
})

test('a web archive is a message of its pages', async () => {
  const archive = [
    'From: <Saved by a browser>',
    'Snapshot-Content-Location: https://school.example/',
    'Subject: Klaslijst',
    'MIME-Version: 1.0',
    'Content-Type: multipart/related; type="text/html"; boundary="b"',
    '',
    '--b',
    'Content-Type: text/html',
    'Content-Transfer-Encoding: quoted-printable',
    'Content-Location: https://school.example/',
    '',
    '<p>Noor heeft =41DHD</p>',
    '--b',
    'Content-Type: image/png',
    'Content-Transfer-Encoding: base64',
    'Content-Location: https://school.example/a.png',
    '',
    'iVBORw0KGgo=',
    '--b--',
    '',
  ].join('\r\n')
  for (const name of ['pagina.mht', 'pagina.mhtml', 'pagina.doc']) {
    const read = await readOne(readers, name, archive, 'application/x-mimearchive')
    expect(contents(read).join('\n'), name).toContain('Noor heeft ADHD')
    expect([read.files.length, reasons(read), read.files[0]?.nameLies]).toEqual([2, [], false])
  }
})

const read = async (raw: string) => {
  const message = await parseMessage(Buffer.from(raw), { mailFrom: '', rcptTo: [] })
  return { message, files: await readers.read(message.parts) }
}

const HEAD = 'From: an@school.example\r\nSubject: overzicht\r\nMIME-Version: 1.0\r\n'

test('a digest is a row of messages, named or not', async () => {
  const { files, message } = await read(
    `${HEAD}Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\n${mail}\r\n--d\r\nContent-Type: message/rfc822\r\n\r\n${mail}\r\n--d--\r\n`,
  )
  expect([message.unread, reasons(files)]).toEqual([[], []])
  expect(files.messages.map(({ subject }) => subject)).toEqual(['Gesprek over Noor', 'Gesprek over Noor'])
  expect(contents(files).filter((text) => text.includes('Noor heeft ADHD.'))).toHaveLength(2)
})

test.each([
  [
    'base64',
    Buffer.from(mail)
      .toString('base64')
      .replace(/.{1,76}/g, '$&\r\n'),
  ],
  ['quoted-printable', mail.replaceAll('=', '=3D').replace('ADHD', '=41DHD')],
])('a message inside that is encoded once more (%s)', async (encoding, body) => {
  const { files } = await read(
    `${HEAD}Content-Type: multipart/mixed; boundary=d\r\n\r\n--d\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n--d--\r\n`,
  )
  expect(reasons(files)).toEqual([])
  expect(contents(files).join('\n')).toContain('Noor heeft ADHD.')
})

test('thousands of messages let other work go on, and end at the limits', async () => {
  const page = `${HEAD}Content-Type: text/html\r\n\r\n${'<p>Beste ouder, tot <b>morgen</b>.</p>\r\n'.repeat(300)}`
  const box = asMailbox(Array.from({ length: 3_000 }, () => page))
  let longest = 0
  let last = performance.now()
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
  // No machine reads so much in so little time, and no other limit comes first on a fast one.
  const impatient = openReaders({ partMs: 200, maxTextChars: 1e9, maxFiles: 1e6 })
  const found = await readOne(impatient, 'a.mbox', box)
  await impatient.close()
  clearInterval(beat)
  expect(found.unread.map(({ reason }) => reason)).toContain('reader-timeout')
  expect(longest).toBeLessThan(1_000)
  const little = openReaders({ maxTextChars: 50_000 })
  const short = await readOne(little, 'a.mbox', box)
  await little.close()
  expect(short.unread.map(({ reason, detail }) => `${reason} ${detail}`)).toContain('limit text')
})
