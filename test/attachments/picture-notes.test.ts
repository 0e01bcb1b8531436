/** What pictures say of themselves, in every block of every format. */
import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { contents, part, readOne, reasons } from './reading.ts'

const readers = openReaders({ ocr: 'off' })
afterAll(() => readers.close())

type Field = readonly [tag: number, type: number, value: Buffer]
const ascii = (text: string): Buffer => Buffer.from(`${text}\0`)

/** A TIFF header and its directories (TIFF 6.0 §2): the second holds the fields of the Exif directory. */
const exif = (fields: readonly Field[], more: readonly Field[] = []): Buffer => {
  const directory = (list: readonly Field[], at: number): Buffer => {
    let data = at + 2 + list.length * 12 + 4
    const entries = list.map(([tag, type, value]) => {
      const entry = Buffer.alloc(12)
      entry.writeUInt16LE(tag, 0)
      entry.writeUInt16LE(type, 2)
      entry.writeUInt32LE(value.length, 4)
      if (value.length <= 4) value.copy(entry, 8)
      else {
        entry.writeUInt32LE(data, 8)
        data += value.length
      }
      return entry
    })
    const count = Buffer.alloc(2)
    count.writeUInt16LE(list.length)
    const long = list.map(([, , value]) => value).filter((value) => value.length > 4)
    return Buffer.concat([count, ...entries, Buffer.alloc(4), ...long])
  }
  const head = Buffer.from('49492a0008000000', 'hex')
  if (more.length === 0) return Buffer.concat([head, directory(fields, 8)])
  const pointer = (at: number): Field => {
    const value = Buffer.alloc(4)
    value.writeUInt32LE(at)
    return [0x8769, 4, value]
  }
  const length = directory([...fields, pointer(0)], 8).length
  return Buffer.concat([head, directory([...fields, pointer(8 + length)], 8), directory(more, 8 + length)])
}

const segment = (marker: number, data: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}
const jpeg = (...segments: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from('ffd8', 'hex'), ...segments, Buffer.from('ffda', 'hex')])

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
const png = (...chunks: Buffer[]): Buffer => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks])

const riff = (...chunks: readonly (readonly [string, Buffer])[]): Buffer =>
  Buffer.concat([
    Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'),
    ...chunks.flatMap(([type, data]) => {
      const length = Buffer.alloc(4)
      length.writeUInt32LE(data.length)
      return [Buffer.from(type), length, data, Buffer.alloc(data.length % 2)]
    }),
  ])

const CAMERA = exif([
  [0x010f, 2, ascii('Canon')],
  [0x013b, 2, ascii('Jan de Fotograaf')],
  [0x8298, 2, ascii('(c) Beeldbank')],
  [0x8825, 4, Buffer.from([26, 0, 0, 0])],
])
const XMP = Buffer.from(
  '<x:xmpmeta><rdf:Description photoshop:Credit="Beeldbank" tiff:Make="Fuji"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">Noor heeft epilepsie</rdf:li></rdf:Alt></dc:description></rdf:Description></x:xmpmeta>',
)
const OWNED = { cameraMake: 'Canon', artist: 'Jan de Fotograaf', copyright: '(c) Beeldbank', gps: 'yes' }

test.each<[string, Buffer]>([
  ['a.jpg', jpeg(segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), CAMERA])))],
  ['a.png', png(chunk('eXIf', CAMERA))],
  ['a.webp', riff(['EXIF', CAMERA])],
  ['b.webp', riff(['EXIF', Buffer.concat([Buffer.from('Exif\0\0'), CAMERA])])],
  ['a.tiff', CAMERA],
  ['a.heic', Buffer.concat([Buffer.from('0000001866747970686569630000', 'hex'), Buffer.from('Exif\0\0'), CAMERA])],
])('%s tells its camera, place and owner', async (name, bytes) => {
  expect((await readOne(readers, name, bytes)).files[0]?.properties).toEqual(OWNED)
})

const COMMENT = 'Noor heeft epilepsie'
const utf16 = Buffer.from(`${COMMENT}\0`, 'utf16le')
test.each<[string, string, Buffer]>([
  ['comment of a JPEG', 'a.jpg', jpeg(segment(0xfe, Buffer.from(COMMENT)))],
  [
    'EXIF description',
    'a.jpg',
    jpeg(segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif([[270, 2, ascii(COMMENT)]])]))),
  ],
  [
    'EXIF comment',
    'a.tiff',
    exif([], [[0x9286, 7, Buffer.concat([Buffer.from('ASCII\0\0\0'), Buffer.from(COMMENT)])]]),
  ],
  ['EXIF comment in UTF-16', 'a.tiff', exif([], [[0x9286, 7, Buffer.concat([Buffer.from('UNICODE\0'), utf16])]])],
  ['comment by Windows', 'a.tiff', exif([[0x9c9c, 1, utf16]])],
  ['XMP', 'a.webp', riff(['XMP ', XMP])],
  ['tEXt', 'a.png', png(chunk('tEXt', Buffer.from(`Comment\0${COMMENT}`)))],
  ['zTXt', 'a.png', png(chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(COMMENT)])))],
  ['iTXt', 'a.png', png(chunk('iTXt', Buffer.from(`Beschrijving\0\0\0nl\0\0${COMMENT}`)))],
  [
    'iTXt, packed',
    'a.png',
    png(chunk('iTXt', Buffer.concat([Buffer.from('x\0\x01\0\0\0', 'latin1'), deflateSync(COMMENT)]))),
  ],
  [
    'comment of a GIF',
    'a.gif',
    Buffer.concat([Buffer.from('GIF89a'), Buffer.from('0100010000000021fe14', 'hex'), Buffer.from(`${COMMENT}\0;`)]),
  ],
])('%s is text', async (_what, name, bytes) => {
  const read = await readOne(readers, name, bytes)
  expect(contents(read)).toEqual([`${COMMENT}\n`])
  expect(reasons(read)).toEqual([])
})

test('what programs write about themselves is not', async () => {
  const chunks = ['Software\0Paint', 'date:create\x002026-01-01', 'Creation Time\0maandag'].map((text) =>
    chunk('tEXt', Buffer.from(text)),
  )
  expect(contents(await readOne(readers, 'a.png', png(...chunks)))).toEqual([])
})

test('the numbers that a camera keeps in a comment are no words', async () => {
  const numbers = createHash('sha512').update('camera').digest()
  const comment = jpeg(segment(0xfe, Buffer.concat(Array<Buffer>(20).fill(numbers))))
  expect(contents(await readOne(readers, 'a.jpg', comment))).toEqual([])
  expect(contents(await readOne(readers, 'a.jpg', jpeg(segment(0xfe, Buffer.from('Zoë', 'latin1')))))).toEqual([
    'Zoë\n',
  ])
})

test('packed text that unpacks to megabytes, and offsets that lead nowhere, end quietly', async () => {
  const bomb = png(chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.alloc(50_000_000))])))
  const astray = Buffer.from(CAMERA)
  astray.writeUInt32LE(0xfffffff0, 18)
  const looped = exif([], [[0x8769, 4, Buffer.from([8, 0, 0, 0])]])
  const read = await readers.read([part('a.png', bomb), part('b.tiff', astray), part('c.tiff', looped)])
  expect([contents(read), reasons(read)]).toEqual([[], []])
})
