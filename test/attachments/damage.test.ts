import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { ATT, attached, list, msg, tnef } from './mapi-writer.ts'
import { docx, odf, paragraph, xlsx } from './office-files.ts'
import { pdfForm, pdfText } from './pdf-writer.ts'
import { part } from './reading.ts'
import { zipOf } from './zip-writer.ts'

const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const WORDS = 'Noor Peeters heeft een gesprek'
const whole: Record<string, Buffer> = {
  'a.docx': docx(paragraph(WORDS)),
  'a.xlsx': xlsx([{ name: 'B', rows: '<row r="1"><c r="A1" t="s"><v>0</v></c></row>' }], [WORDS]),
  'a.odt': odf('text', `<text:p>${WORDS}</text:p>`),
  'a.pdf': pdfText([[WORDS]]),
  'b.pdf': pdfForm(WORDS, { name: 'x.txt', data: Buffer.from(WORDS) }),
  'a.zip': zipOf({ 'a.txt': WORDS }),
  'a.gz': gzipSync(WORDS),
  'a.rtf': Buffer.from(`{\\rtf1 ${WORDS}}`),
  'a.doc': Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), Buffer.from(WORDS, 'utf16le')]),
}

const properties = [
  { id: 0x37, text: WORDS },
  { id: 0x1000, text: WORDS },
]
const attachment = [
  { id: 0x3707, text: 'a.txt' },
  { id: 0x3701, binary: Buffer.from(WORDS) },
]
whole['winmail.dat'] = tnef([[1, ATT.properties, list(properties)], ...attached('a.txt', Buffer.from(WORDS))])
whole['a.msg'] = msg({ values: properties, attachments: [attachment], embedded: { x: { values: properties } } })
whole['a.mbox'] = Buffer.from(`From a@b.example Mon Jan  1 08:30:00 2026\nSubject: x\n\n${WORDS}\n`.repeat(2))
whole['a.ics'] = Buffer.from(`BEGIN:VCALENDAR\r\nSUMMARY:${WORDS}\r\nATTACH;ENCODING=BASE64:SGFsbG8=\r\nEND:VCALENDAR`)

const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 12 })

test.each(Object.keys(whole))('%s, damaged anywhere, is read, or said to be unread', async (name) => {
  const property = fc.asyncProperty(damage, fc.double({ min: 0.3, max: 1, noNaN: true }), async (flips, kept) => {
    const bytes = Buffer.from(whole[name]!)
    for (const [at, value] of flips) bytes[at % bytes.length] = value
    const read = await readers.read([part(name, bytes.subarray(0, Math.ceil(bytes.length * kept)))])
    const words = read.texts.filter(({ role }) => role === 'attachment')
    const known = ['executable', 'picture', 'audio', 'video'].includes(read.files[0]!.kind)
    expect(words.length + read.unread.length + read.messages.length > 0 || known).toBe(true)
  })
  await fc.assert(property, { numRuns: 60, seed: 7 })
})
