import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { workedMs } from '../family.ts'
import { contents, fileAt, part, readOne, reasons } from './reading.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const event = (...lines: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')
const card = (...lines: readonly string[]): string => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64')
const textOf = async (name: string, file: string | Buffer): Promise<string> => {
  const read = await readOne(readers, name, file)
  expect(reasons(read)).toEqual([])
  return contents(read).join('\n')
}

test('an invitation says what, where, who', async () => {
  const text = await textOf(
    'uitnodiging.ics',
    event(
      'SUMMARY:Zorgoverleg Noor\\, 3B',
      'DESCRIPTION:Eerst de ouders\\;\\ndan het CLB',
      'LOCATION;LANGUAGE=nl:Lokaal 12',
      'ATTENDEE;CN="Peeters; Noor: mama";ROLE=REQ-PARTICIPANT:mailto:ouder@ouder.example',
    ),
  )
  for (const words of [
    'Zorgoverleg Noor, 3B',
    'ouders;\ndan het CLB',
    'Lokaal 12',
    'Peeters; Noor: mama',
    'ouder@ouder',
  ])
    expect(text).toContain(words)
})

test('a fold inside a letter is undone first', async () => {
  const whole = Buffer.from(event('SUMMARY:Gesprek met Zoë en Noor'))
  const at = whole.indexOf('ë') + 1
  const folded = Buffer.concat([whole.subarray(0, at), Buffer.from('\r\n '), whole.subarray(at)])
  expect(await textOf('a.ics', folded)).toContain('Gesprek met Zoë en Noor')
})

test('UTF-16 with its mark', async () => {
  expect(await textOf('a.ics', Buffer.from(`\ufeff${event('SUMMARY:Zoë')}`, 'utf16le'))).toContain('SUMMARY:Zoë')
})

test('the page that calendars show instead of the text', async () => {
  const html = '<html><body><p>Noor heeft <b>ADHD</b></p><!-- niets --></body></html>'
  for (const line of [
    `X-ALT-DESC;FMTTYPE=text/html:${html}`,
    `DESCRIPTION;ALTREP="data:text/html,${encodeURIComponent(html)}":Zie agenda`,
    `DESCRIPTION;ALTREP="data:text/html;base64,${base64(html)}":Zie agenda`,
    `DESCRIPTION:${html}`,
  ]) {
    const text = await textOf('a.ics', event(line))
    expect(text, line).toContain('Noor heeft ADHD')
    expect(text).not.toMatch(/niets|%3C/)
  }
})

test('files inside a calendar are files', async () => {
  const csv = 'Naam;Klas\nMilan;3B'
  const read = await readOne(
    readers,
    'a.ics',
    event(
      `ATTACH;FMTTYPE=text/csv;ENCODING=BASE64;VALUE=BINARY;X-FILENAME="lijst.csv":${base64(csv)}`,
      `ATTACH;FILENAME=brief.rtf:data:application/rtf;base64,${base64('{\\rtf1 Noor is ziek}')}`,
      'ATTACH;FMTTYPE=application/pdf:https://cloud.example/verslag.pdf',
    ),
  )
  expect(reasons(read)).toEqual([])
  expect(fileAt(read, 'a.ics › lijst.csv')?.kind).toBe('csv')
  expect(contents(read).join('\n')).toContain('Milan\t3B')
  expect(contents(read).join('\n')).toContain('Noor is ziek')
  expect(contents(read).join('\n')).toContain('https://cloud.example/verslag.pdf')
})

test('a file that is folded as no rule allows is a file still', async () => {
  const lines = base64('Naam;Klas\n'.repeat(40)).replace(/.{1,60}/g, '$&\r\n')
  const read = await readOne(
    readers,
    'a.ics',
    event(`ATTACH;ENCODING=BASE64;FILENAME=lijst.csv:\r\n${lines}`, 'SUMMARY:Noor'),
  )
  expect(contents(read).join('\n')).toMatch(/SUMMARY:Noor[\s\S]*Naam\tKlas/)
})

test('more files than a message may have are said', async () => {
  const few = openReaders({ maxFiles: 3 })
  const lines = Array.from({ length: 5 }, (_, i) => `ATTACH;ENCODING=BASE64;FILENAME=${i}.txt:${base64('x')}`)
  const read = await few.read([part('a.ics', event(...lines))])
  await few.close()
  expect([read.files.length, read.unread.map(({ detail }) => detail).includes('files')]).toEqual([3, true])
})

test('an old contact: quoted-printable over several lines, in its own charset', async () => {
  const text = await textOf(
    'noor.vcf',
    card(
      'VERSION:2.1',
      'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Peeters;Zo=EB',
      'NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Heeft een aller=',
      'gie voor no=C3=ABn=0D=0Aen pinda=',
      's',
      'TEL;HOME;VOICE:0470 12 34 56',
    ),
  )
  expect(text).toContain('Peeters;Zoë')
  expect(text).toContain('Heeft een allergie voor noën\r\nen pindas')
  expect(text).toContain('0470 12 34 56')
})

const jpeg = Buffer.concat([
  Buffer.from('ffd8ffe000104a464946', 'hex'),
  Buffer.alloc(300, 7),
  Buffer.from('ffd9', 'hex'),
])

test.each([
  ['3.0', `PHOTO;ENCODING=b;TYPE=JPEG:${base64(jpeg)}`],
  ['4.0', `PHOTO:data:image/jpeg;base64,${base64(jpeg)}`],
  [
    '2.1',
    `PHOTO;JPEG;BASE64:\r\n ${base64(jpeg)
      .replace(/.{1,70}/g, '$&\r\n ')
      .trimEnd()}\r\n`,
  ],
])('the photo of a contact of version %s is a picture', async (version, photo) => {
  const read = await readOne(readers, 'noor.vcf', card(`VERSION:${version}`, photo, 'FN:Noor Peeters'))
  expect(reasons(read)).toEqual([])
  expect(read.files.map(({ kind, size }) => [kind, size]).at(1)).toEqual(['picture', jpeg.length])
  expect(contents(read).join('\n')).toContain('FN:Noor Peeters')
  expect(contents(read).join('\n')).toContain('END:VCARD')
})

test('keys have no words, groups and lines of no rule have', async () => {
  const text = await textOf(
    'a.vcf',
    card('VERSION:3.0', `KEY;ENCODING=b:${base64(Buffer.alloc(99, 200))}`, 'item1.X-ABLabel:Oma', 'zomaar een zin'),
  )
  expect(text).toContain('item1.X-ABLabel:Oma')
  expect(text).toContain('zomaar een zin')
  expect(text).not.toContain('yMjI')
})

test('long and broken lines cost little', async () => {
  const start = workedMs()
  for (const file of [
    `DESCRIPTION;${'X="'.repeat(500_000)}:x`,
    `DESCRIPTION;${';'.repeat(1_000_000)}`,
    `A${'\r\n '.repeat(500_000)}`,
    `NOTE;ENCODING=QUOTED-PRINTABLE:${'=\r\n'.repeat(500_000)}`,
    `PHOTO;BASE64:${'AAAA\r\n'.repeat(200_000)}`,
    ':'.repeat(1_000_000),
    `ALTREP="data:${';'.repeat(1_000_000)}":x`,
  ])
    await readOne(readers, 'a.ics', file)
  expect(workedMs() - start).toBeLessThan(8_000)
})
