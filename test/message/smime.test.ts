/** A message that is as a whole signed in one piece: its words are the message's words. */
import { afterAll, expect, test } from 'vitest'
import { parseMessage } from '../../src/message/message.ts'
import { openSmime } from '../attachments/smime-files.ts'

const smime = openSmime()
afterAll(smime.remove)

const ENVELOPE = { mailFrom: 'an.smets@school.example', rcptTo: ['ouder@ouder.example'] }
const HEAD =
  'From: An Smets <an.smets@school.example>\r\nTo: ouder@ouder.example\r\nSubject: Gesprek\r\nMIME-Version: 1.0\r\n'
const html = '<p>Zie <a href="https://elders.example/x">de website</a></p>'
const entity = [
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'Noor is ziek.',
  '',
  '-- ',
  'An Smets',
  '--b',
  'Content-Type: text/html',
  '',
  html,
  '--b',
  'Content-Type: text/csv; name=lijst.csv',
  'Content-Disposition: attachment; filename=lijst.csv',
  '',
  'Naam;Klas',
  '--b--',
  '',
].join('\r\n')

const mailOf = (p7m: Buffer, type = 'application/pkcs7-mime; smime-type=signed-data; name=smime.p7m'): Buffer =>
  Buffer.from(
    `${HEAD}Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${p7m.toString('base64').replace(/.{1,76}/g, '$&\r\n')}`,
  )

const types = [
  'application/pkcs7-mime; smime-type=signed-data; name=smime.p7m',
  'application/x-pkcs7-mime',
  'application/octet-stream; name=smime.p7m',
]

test.each(types)('as %s its text, links and files are the message’s own', async (type) => {
  const p7m = smime.signed(entity, '-outform', 'DER', '-stream')
  const message = await parseMessage(mailOf(p7m, type), ENVELOPE)
  expect(message.unread).toEqual([])
  expect(message.texts.map(({ role, text }) => [role, text])).toEqual([
    ['subject', 'Gesprek'],
    ['own', 'Noor is ziek.'],
    ['signature', '-- \nAn Smets'],
    ['own', 'Zie de website'],
  ])
  expect(message.links.map(({ href }) => href)).toEqual(['https://elders.example/x'])
  expect(message.parts.map(({ name, content }) => [name, content().toString()])).toEqual([['lijst.csv', 'Naam;Klas']])
  expect(message.sealed).toBe(true)
})

test('the subject under the signature is read beside the one outside', async () => {
  const inner = 'Subject: Noor heeft ADHD\r\nContent-Type: text/plain; hp=clear\r\n\r\nZie onderwerp.'
  const message = await parseMessage(mailOf(smime.signed(inner, '-outform', 'DER')), ENVELOPE)
  expect(message.texts.map(({ role, text }) => `${role} ${text}`)).toEqual([
    'subject Gesprek',
    'subject Noor heeft ADHD',
    'own Zie onderwerp.',
  ])
})

test('signed in signed is read, up to the limit', async () => {
  let inner: Buffer | string = entity
  for (let level = 1; level <= 7; level += 1) {
    const message = await parseMessage(mailOf(smime.signed(inner, '-outform', 'DER')), ENVELOPE)
    const read = message.texts.some(({ text }) => text === 'Noor is ziek.')
    expect([level, read, message.unread.length]).toEqual([level, level <= 6, level <= 6 ? 0 : 1])
    inner = smime.signed(inner, '-outform', 'SMIME')
  }
})

test('what is encrypted hangs on the message as a file', async () => {
  const message = await parseMessage(mailOf(smime.encrypted(entity, '-aes256', '-outform', 'DER')), ENVELOPE)
  expect(message.parts.map(({ type }) => type)).toEqual(['application/pkcs7-mime'])
  expect(message.sealed).toBe(true)
})

test('cut short is read as far as it goes, and said', async () => {
  const p7m = smime.signed(entity, '-outform', 'DER')
  const message = await parseMessage(mailOf(p7m.subarray(0, p7m.indexOf('lijst.csv'))), ENVELOPE)
  expect(message.texts.map(({ text }) => text)).toContain('Noor is ziek.')
  expect(message.unread.map(({ detail }) => detail)).toContain('signed content cut short')
})

test('a part beside others stays a file', async () => {
  const p7m = smime.signed(entity, '-outform', 'DER').toString('base64')
  const raw = `${HEAD}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nZie bijlage\r\n--x\r\nContent-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n${p7m}\r\n--x--\r\n`
  const message = await parseMessage(Buffer.from(raw), ENVELOPE)
  expect(message.parts.map(({ type }) => type)).toEqual(['application/pkcs7-mime'])
  expect(message.sealed).toBe(true)
})

test('two content types are told even when one of them is signed', async () => {
  const raw = mailOf(smime.signed(entity, '-outform', 'DER'))
    .toString()
    .replace('Content-Type:', 'Content-Type: text/plain\r\nContent-Type:')
  const message = await parseMessage(Buffer.from(raw), ENVELOPE)
  expect(message.unread.map(({ detail }) => detail)).toContain('repeated Content-Type')
})
