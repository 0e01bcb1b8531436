import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { docx, paragraph } from './office-files.ts'
import { part, reasons } from './reading.ts'
import { zipOf } from './zip-writer.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const bytes = (hex: string, length = 600): Buffer => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(length)])

/** A DOS header of 64 bytes that points to "PE" (PE/COFF §3.1). */
const windowsProgram = (): Buffer => {
  const program = Buffer.alloc(200)
  program.write('MZ')
  program.writeUInt32LE(64, 60)
  program.write('PE\0\0', 64)
  return program
}

const iso = (): Buffer => {
  const image = Buffer.alloc(40_000)
  image.write('CD001', 32_769)
  return image
}

const cases: [name: string, content: Buffer | string, type: string, kind: string, lies: boolean][] = [
  ['setup.exe', windowsProgram(), '', 'executable', false],
  ['factuur.pdf', windowsProgram(), 'application/pdf', 'executable', true],
  ['foto.jpg.exe', windowsProgram(), '', 'executable', true],
  ['beveiliging.scr', windowsProgram(), '', 'executable', false],
  ['tool', bytes('7f454c46'), '', 'executable', false],
  ['tool', bytes('cffaedfe'), '', 'executable', false],
  ['Main.class', bytes('cafebabe00000034'), '', 'executable', false],
  ['app.jar', zipOf({ 'META-INF/MANIFEST.MF': 'x' }), '', 'executable', false],
  ['start.js', 'WScript.Echo(1)', '', 'script', false],
  ['start.ps1', 'Get-Item', '', 'script', false],
  ['opgave.txt.vbs', 'x = 1', '', 'script', true],
  ['doe', '#!/bin/sh\necho', '', 'script', false],
  ['link.url', '[InternetShortcut]\nURL=https://x.example', '', 'shortcut', false],
  ['verslag.pdf.lnk', bytes('4c0000000114020000000000c000000000000046'), '', 'shortcut', true],
  ['disk.iso', iso(), '', 'disk-image', false],
  ['dia.vhdx', bytes('7668647866696c65'), '', 'disk-image', false],
  ['foto.jpg', bytes('ffd8ffe0'), 'image/jpeg', 'picture', false],
  ['foto.png', bytes('ffd8ffe0'), 'image/png', 'picture', false],
  ['foto.heic', bytes('0000001866747970686569630000'), '', 'picture', false],
  ['film.mp4', bytes('000000186674797069736f6d0000'), '', 'video', false],
  ['lied.mp3', bytes('494433'), '', 'audio', false],
  ['smime.p7s', bytes('3080'), 'application/pkcs7-signature', 'signature', false],
  ['lijst.csv', 'a;b', 'application/vnd.ms-excel', 'csv', false],
  ['export.xls', '<html><table><tr><td>x</td></tr></table></html>', 'application/vnd.ms-excel', 'html', false],
  ['brief.doc', '{\\rtf1 x}', 'application/msword', 'rtf', false],
  ['brief.docx', docx(paragraph('x')), '', 'document', false],
  ['brief.pdf', docx(paragraph('x')), '', 'document', true],
  ['', 'gewoon', 'text/plain', 'text', false],
  ['brief', '%PDF-1.4', '', 'pdf', false],
  ['verslag\u202etxt.txt', 'gewoon', '', 'text', true],
]

test.each(cases)('%s is known by its content', async (name, content, type, kind, lies) => {
  const read = await readers.read([part(name, content, type)])
  expect([read.files[0]?.kind, read.files[0]?.nameLies]).toEqual([kind, lies])
})

test('pictures, sound, film and signatures have no words and are not unread', async () => {
  const silent = cases.filter(([, , , kind]) => ['picture', 'audio', 'video', 'signature', 'executable'].includes(kind))
  const read = await readers.read(silent.map(([name, content, type]) => part(name, content, type)))
  expect(reasons(read)).toEqual([])
})

test('sealed mail and disk images are unread', async () => {
  const enveloped = bytes('30800609 2a864886f70d010703'.replace(' ', ''))
  const signed = bytes('30800609 2a864886f70d010702'.replace(' ', ''))
  const read = await readers.read([
    part('smime.p7m', enveloped, 'application/pkcs7-mime'),
    part('smime.p7m', signed, 'application/pkcs7-mime'),
    part(
      'encrypted.asc',
      '-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----',
      'application/octet-stream',
    ),
    part('', 'Version: 1', 'application/pgp-encrypted'),
    part('', 'Subject: part 2', 'message/partial'),
    part('a.iso', iso()),
  ])
  expect(reasons(read)).toEqual([
    'smime.p7m: encrypted smime',
    'smime.p7m: broken smime',
    'encrypted.asc: encrypted pgp',
    'message/partial: unknown-format fragment',
    'a.iso: broken iso',
  ])
})

test('a stock photo names its owner; a telephone tells where it was', async () => {
  const ascii = (tag: number, at: number, length: number): Buffer => {
    const field = Buffer.alloc(12)
    field.writeUInt16LE(tag, 0)
    field.writeUInt16LE(2, 2)
    field.writeUInt32LE(length, 4)
    field.writeUInt32LE(at, 8)
    return field
  }
  const gps = Buffer.from('258804000100000020000000', 'hex')
  const values = Buffer.from('Canon\0\0\0(c) Beeldbank\0')
  const count = Buffer.from([3, 0])
  const start = 8 + 2 + 36 + 4
  const tiff = Buffer.concat([
    Buffer.from('49492a0008000000', 'hex'),
    count,
    ascii(0x010f, start, 6),
    ascii(0x8298, start + 8, 14),
    gps,
    Buffer.alloc(4),
    values,
  ])
  const segment = (marker: number, data: Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(data.length + 2, 2)
    return Buffer.concat([head, data])
  }
  const iptc = Buffer.concat([
    Buffer.from('Photoshop 3.0\x008BIM'),
    Buffer.from('1c026e0009', 'hex'),
    Buffer.from('Stockfoto'),
  ])
  const jpeg = Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff])),
    segment(0xed, iptc),
    Buffer.from('ffda', 'hex'),
  ])
  const read = await readers.read([part('a.jpg', jpeg)])
  expect(read.files[0]?.properties).toEqual({
    cameraMake: 'Canon',
    copyright: '(c) Beeldbank',
    gps: 'yes',
    credit: 'Stockfoto',
  })
})
