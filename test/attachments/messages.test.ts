import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
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
