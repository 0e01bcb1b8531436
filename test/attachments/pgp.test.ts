import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { parseMessage } from '../../src/message/message.ts'
import { workedMs } from '../family.ts'
import { contents, readOne, reasons } from './reading.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const armour = (kind: string, packets: string): string =>
  `-----BEGIN PGP ${kind}-----\r\nVersion: x\r\n\r\n${Buffer.from(packets, 'hex').toString('base64')}\r\n=abcd\r\n-----END PGP ${kind}-----\r\n`

const MESSAGE = armour('MESSAGE', '8501 0c03 aabbccdd'.replaceAll(' ', ''))

test.each([
  ['geheim.asc', MESSAGE, ''],
  ['encrypted.asc', MESSAGE, 'application/octet-stream'],
  ['brief.txt', MESSAGE, 'text/plain'],
  ['', MESSAGE, 'application/octet-stream'],
  ['lijst.csv.gpg', Buffer.from('85010c03aabbccdd', 'hex'), ''],
  ['lijst.pgp', Buffer.from('c1c04c03aabbccdd', 'hex'), ''],
  ['met wachtwoord.gpg', Buffer.from('8c0d0409030a', 'hex'), ''],
  ['beschadigd.asc', '-----BEGIN PGP MESSAGE-----\n\n%%%', ''],
])('%s is encrypted', async (name, bytes, type) => {
  const read = await readOne(readers, name, bytes, type)
  expect(reasons(read)).toEqual([`${name || type}: encrypted pgp`])
})

test('a message encrypted as a whole is said once', async () => {
  const raw = `From: a@school.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream; name=encrypted.asc\r\n\r\n${MESSAGE}\r\n--b--\r\n`
  const message = await parseMessage(Buffer.from(raw), { mailFrom: '', rcptTo: [] })
  const read = await readers.read(message.parts)
  expect([message.sealed, message.unread, reasons(read)]).toEqual([true, [], ['encrypted.asc: encrypted pgp']])
})

test('what stands before an encrypted block is read', async () => {
  const read = await readOne(readers, 'a.asc', `Het wachtwoord is Zonnebloem7\n\n${MESSAGE}`)
  expect(reasons(read)).toEqual(['a.asc: encrypted pgp'])
  expect(contents(read)).toEqual(['Het wachtwoord is Zonnebloem7'])
})

test('an encrypted block at the end of a long letter is said', async () => {
  const letter = 'Beste ouder, hierbij het verslag.\n'.repeat(200)
  const read = await readOne(readers, 'brief.txt', `${letter}\n${MESSAGE}Groeten\n${MESSAGE}`)
  expect(reasons(read)).toEqual(['brief.txt: encrypted pgp'])
  expect(contents(read).join()).toMatch(/^Beste ouder[\s\S]*Groeten$/)
})

test('ten thousand blocks cost little', async () => {
  const start = workedMs()
  await readOne(readers, 'brief.txt', armour('PUBLIC KEY BLOCK', '99').repeat(10_000))
  expect(workedMs() - start).toBeLessThan(3_000)
})

test('a signed text is read without its signature', async () => {
  const text = `-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA512\r\n\r\nBeste ouder\r\n- - punt een\r\nNoor is ziek.\r\n${armour('SIGNATURE', '88750400')}`
  const read = await readOne(readers, 'brief.asc', text)
  expect(reasons(read)).toEqual([])
  expect(contents(read).join().trim().split(/\r?\n/)).toEqual(['Beste ouder', '- punt een', 'Noor is ziek.'])
  const more = await readOne(readers, 'brief.asc', `Vooraf\n${text}Achteraf\n${'x '.repeat(9)}`)
  expect(
    contents(more)
      .join()
      .split(/[\r\n]+/),
  ).toEqual(['Vooraf', 'Beste ouder', '- punt een', 'Noor is ziek.', 'Achteraf', 'x x x x x x x x x'])
})

test.each([
  ['sleutel.asc', armour('PUBLIC KEY BLOCK', '99010d04'), 'application/pgp-keys'],
  ['signature.asc', armour('SIGNATURE', '88750400'), 'application/pgp-signature'],
  ['sleutel.gpg', Buffer.from('99010d0461', 'hex'), ''],
  ['brief.pdf.sig', Buffer.from('8875040016', 'hex'), ''],
  ['', 'Version: 1\r\n', 'application/pgp-encrypted'],
])('%s has nothing to read and is no trouble', async (name, bytes, type) => {
  const read = await readOne(readers, name, bytes, type)
  expect([reasons(read), contents(read)]).toEqual([[], []])
})

test('signed or packed in packets is said to be what it is', async () => {
  const read = await readOne(readers, 'brief.gpg', Buffer.from('a30181', 'hex'))
  expect(reasons(read)).toEqual(['brief.gpg: unknown-format pgp'])
})

test('a private key is read: it is a secret for all to see', async () => {
  const read = await readOne(readers, 'a.asc', armour('PRIVATE KEY BLOCK', '95010d04'))
  expect(contents(read).join()).toContain('PRIVATE KEY')
})

test('words under the name of a signature are read', async () => {
  const read = await readOne(readers, 'smime.p7s', 'Wachtwoord: Zonnebloem7')
  expect(contents(read)).toEqual(['Wachtwoord: Zonnebloem7'])
})

test('random bytes under the name of a signature are not passed', async () => {
  const read = await readOne(readers, 'foto.sig', Buffer.from('0102030405ff00fe', 'hex'))
  expect(reasons(read)).toEqual(['foto.sig: unknown-format signature'])
})
