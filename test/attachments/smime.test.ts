import { deflateSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { contents, fileAt, readOne, reasons } from './reading.ts'
import { openSmime } from './smime-files.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
const smime = openSmime()
afterAll(() => readers.close())
afterAll(smime.remove)

const TYPE = 'application/pkcs7-mime'
const entity = [
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Noor heeft een gesprek over ADHD=2E',
  '--b',
  'Content-Type: text/csv; name=lijst.csv',
  'Content-Disposition: attachment; filename=lijst.csv',
  '',
  'Naam;Klas',
  'Milan;3B',
  '--b--',
  '',
].join('\r\n')

const forms: Record<string, Buffer> = {
  'in one piece': smime.signed(entity, '-outform', 'DER'),
  'in pieces without lengths': smime.signed(entity, '-outform', 'DER', '-stream'),
  'as PEM': smime.signed(entity, '-outform', 'PEM'),
  'signed twice': smime.signed(smime.signed(entity, '-outform', 'SMIME'), '-outform', 'DER', '-stream'),
}

test.each(Object.keys(forms))('signed %s: the message inside is read, with its files', async (form) => {
  const read = await readOne(readers, 'smime.p7m', forms[form]!, TYPE)
  expect(reasons(read)).toEqual([])
  expect(contents(read).join('\n')).toContain('Noor heeft een gesprek over ADHD.')
  expect(contents(read).join('\n')).toContain('Milan\t3B')
})

test('known by content under any name', async () => {
  for (const name of ['bericht.dat', '', 'smime.p7s', 'lijst.csv']) {
    const read = await readOne(readers, name, forms['in one piece']!)
    expect(contents(read).join('\n'), name).toContain('ADHD.')
  }
})

test('a signed document is a document', async () => {
  const read = await readOne(readers, 'verslag.rtf.p7m', smime.signed('{\\rtf1 Noor is ziek}', '-outform', 'DER'))
  expect(fileAt(read, 'verslag.rtf.p7m › verslag.rtf')?.kind).toBe('rtf')
  expect(contents(read)).toEqual(['Noor is ziek'])
})

test('encrypted is said, authenticated encryption too', async () => {
  for (const cipher of ['-aes256', '-aes-256-gcm']) {
    const read = await readOne(readers, 'smime.p7m', smime.encrypted(entity, cipher, '-outform', 'DER'), TYPE)
    expect(reasons(read)).toEqual(['smime.p7m: encrypted smime'])
  }
})

test('a signature apart, and a chain of certificates, are silent', async () => {
  const apart = smime.apart(entity)
  expect(reasons(await readOne(readers, 'smime.p7s', apart, 'application/pkcs7-signature'))).toEqual([])
  const read = await readOne(readers, 'handtekening.p7m', apart, TYPE)
  expect([reasons(read), contents(read)]).toEqual([[], []])
})

/** CompressedData (RFC 3274 §1.1) around these bytes; this openssl may have been made without zlib. */
const compressed = (packed: Buffer): Buffer => {
  const der = (tag: number, ...content: Buffer[]): Buffer => {
    const body = Buffer.concat(content)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(body.length)
    return Buffer.concat([Buffer.from([tag, 0x84]), length, body])
  }
  const oid = (tail: string): Buffer => Buffer.from(`060${tail.length === 4 ? '9' : 'b'}2a864886f70d01${tail}`, 'hex')
  return der(
    0x30,
    oid('09100109'),
    der(
      0xa0,
      der(
        0x30,
        Buffer.from('020100', 'hex'),
        der(0x30, oid('09100308')),
        der(0x30, oid('0701'), der(0xa0, der(0x04, packed))),
      ),
    ),
  )
}

test('compressed is inflated, up to the limit', async () => {
  const read = await readOne(readers, 'smime.p7m', compressed(deflateSync(entity)), TYPE)
  expect(reasons(read)).toEqual([])
  expect(contents(read).join('\n')).toContain('ADHD.')
  const bomb = await readOne(readers, 'smime.p7m', compressed(deflateSync(Buffer.alloc(50_000_000))), TYPE)
  expect(reasons(bomb)).toEqual(['smime.p7m: limit unpacked'])
  const damaged = await readOne(readers, 'smime.p7m', compressed(Buffer.from('geen zlib')), TYPE)
  expect(reasons(damaged)).toEqual(['smime.p7m: broken smime'])
})

test('cut short: what came through is read, and it is said', async () => {
  for (const form of ['in one piece', 'in pieces without lengths']) {
    const whole = forms[form]!
    const at = whole.indexOf('Milan')
    const read = await readOne(readers, 'smime.p7m', whole.subarray(0, at), TYPE)
    expect(reasons(read), form).toContain('smime.p7m: broken cut short')
    expect(contents(read).join('\n')).toContain('ADHD.')
  }
})

test('content in pieces of one byte ends at the number of them', async () => {
  const head = Buffer.from('308006092a864886f70d010702a08030800201013100308006092a864886f70d010701a0802480', 'hex')
  const pieces = (n: number): Buffer => Buffer.concat([head, Buffer.alloc(n * 3, Buffer.from('040141', 'hex'))])
  const many = await readOne(readers, 'smime.p7m', pieces(1_000_000), TYPE)
  expect(reasons(many)).toEqual(['smime.p7m: limit elements'])
  const some = await readOne(readers, 'smime.p7m', pieces(100_000), TYPE)
  expect([contents(some).join().length, reasons(some)]).toEqual([100_000, ['smime.p7m: broken cut short']])
})

test('damaged anywhere it never hangs, and is read or said', async () => {
  const whole = forms['in pieces without lengths']!
  for (let at = 0; at < 90; at += 1) {
    for (const byte of [0, 0x80, 0xff, 0x24, 0x30]) {
      const bytes = Buffer.from(whole)
      bytes[at] = byte
      const read = await readOne(readers, 'smime.p7m', bytes, TYPE)
      expect(contents(read).length + read.unread.length, `${at} ${byte}`).toBeGreaterThan(0)
    }
  }
  const deep = Buffer.concat([whole.subarray(0, 19), Buffer.from('3080'.repeat(100_000), 'hex')])
  expect((await readOne(readers, 'smime.p7m', deep, TYPE)).unread).toHaveLength(1)
})
