/** Header fields: bytes, folding, encoded words, and what they tell about the message. */
import { describe, expect, test } from 'vitest'
import { parseHeaders, rawFields } from '../../src/message/message.ts'
import { ENVELOPE, parse, plainMail, raw } from './mail.ts'

describe('rawFields', () => {
  test('gives each field as it stands in the bytes', () => {
    const bytes = raw('Received: from a\n by b\nTo : x@y.example\n\nbody: no field\n')
    const { fields, bodyStart, cut } = rawFields(bytes)
    expect(fields.map(({ name, start, end }) => [name, bytes.toString('latin1', start, end)])).toEqual([
      ['received', 'Received: from a\r\n by b\r\n'],
      ['to', 'To : x@y.example\r\n'],
    ])
    expect([bytes.toString('latin1', bodyStart), cut]).toEqual(['body: no field\r\n', false])
  })

  test('bare line feeds, no body, nothing at all', () => {
    expect(rawFields(Buffer.from('A: b\n\nc')).bodyStart).toBe(6)
    expect(rawFields(Buffer.from('A: b')).bodyStart).toBe(4)
    expect(rawFields(Buffer.alloc(0))).toEqual({ fields: [], bodyStart: 0, cut: false })
  })

  test('a line that is no field has no name', () => {
    expect(rawFields(raw(' verder\nA: b\nzomaar iets\n\n')).fields.map((field) => field.name)).toEqual(['', 'a', ''])
  })

  test('a block over the limit still knows where the body starts', () => {
    const bytes = raw(`${'X: y\n'.repeat(1_001)}\nhallo`)
    expect(rawFields(bytes).cut).toBe(true)
    expect(bytes.toString('latin1', rawFields(bytes).bodyStart)).toBe('hallo')
    expect(rawFields(raw(`${'X: y\n'.repeat(1_000)}\nhallo`)).cut).toBe(false)
  })
})

const subjectOf = (value: string | Buffer): string | undefined =>
  parseHeaders(Buffer.concat([Buffer.from('Subject: '), Buffer.from(value), Buffer.from('\r\n\r\n')])).headers[0]?.value

describe('encoded words', () => {
  test.each([
    ['=?utf-8?Q?Caf=C3=A9_Zo=C3=AB?=', 'Café Zoë'],
    ['=?iso-8859-1?q?Caf=E9?= gewoon', 'Café gewoon'],
    ['a =?utf-8?B?YmM=?= =?utf-8?B?ZGU=?= f', 'a bcde f'],
    ['=?utf-8?B?ww==?= =?utf-8?B?qQ==?=', 'é'],
    ['=?utf-8?Q?=C3?=\r\n =?utf-8?Q?=A9?=', 'é'],
    ['=?utf-8?Q?wacht?==?utf-8?Q?woord?=', 'wachtwoord'],
    ['=?utf-8*nl?Q?taal?=', 'taal'],
    ['=?utf-8?Q?=C3?= =?utf-8?B?qQ==?=', 'é'],
    ['=?utf-8?Q?is het waar??=', 'is het waar?'],
    ['"=?utf-8?Q?Zo=c3=ab?=" (=?utf-8?Q?ja?=)', '"Zoë" (ja)'],
    ['=?utf-7?Q?Zo+AOs-?=', 'Zoë'],
    ['=?us-ascii?Q?Zo=C3=AB?=', 'Zoë'],
    ['=?klingon?Q?Zo=EB?=', 'Zoë'],
    ['=?"utf-8"?B?WmZvw6s?=', 'Zfoë'],
    [`=?utf-8?Q?${'lang_'.repeat(200)}x?=`, `${'lang '.repeat(200)}x`],
    ['Zoë', 'Zoë'],
    ['=?utf-8?X?nee?=', '=?utf-8?X?nee?='],
  ])('%s', (value, expected) => {
    expect(subjectOf(value)).toBe(expected)
  })

  test('bytes of a western charset without a label', () => {
    expect(subjectOf(Buffer.from('Zo\xeb', 'latin1'))).toBe('Zoë')
  })
})

describe('what kind of message', () => {
  test('all subjects count: programs show the first or the last', async () => {
    const message = await parse(plainMail('x', 'Subject: wachtwoord Zomer24\n'))
    expect(message.subject).toBe('Bericht\nwachtwoord Zomer24')
    expect(message.texts[0]).toEqual({ role: 'subject', place: { in: 'subject' }, text: 'Bericht\nwachtwoord Zomer24' })
  })

  test('identifiers and date', async () => {
    const message = await parse(
      plainMail('x', 'Message-ID: <abc@school.example>\nDate: Mon, 3 Mar 2025 09:15:00 +0100 (CET)\n'),
    )
    expect([message.messageId, message.date]).toEqual(['abc@school.example', Date.UTC(2025, 2, 3, 8, 15)])
    expect(await parse(plainMail('x', 'Date: morgen\n'))).toMatchObject({ messageId: '', date: undefined })
  })

  test.each(['Auto-Submitted: auto-replied\n', 'X-Autoreply: yes\n', 'X-Autorespond: x\n', 'Precedence: auto_reply\n'])(
    'automatic: %s',
    async (header) => {
      expect((await parse(plainMail('x', header))).automatic).toBe(true)
    },
  )

  test('automatic by envelope or content', async () => {
    expect((await parse(plainMail('x'), { ...ENVELOPE, mailFrom: '' })).automatic).toBe(true)
    expect((await parse(plainMail('x', 'Auto-Submitted: no\n'))).automatic).toBe(false)
    const type = (value: string) => plainMail('x').replace('text/plain', value)
    expect((await parse(type('text/calendar; method=REPLY'))).automatic).toBe(true)
    expect(await parse(type('text/calendar; method=REQUEST'))).toMatchObject({ automatic: false, sealed: true })
    expect((await parse(type('multipart/report; report-type=delivery-status; boundary=b'))).automatic).toBe(true)
  })

  test.each([
    ['List-Unsubscribe: <https://x.example>\n', { bulk: true }],
    ['Precedence: bulk\n', { bulk: true }],
    ['In-Reply-To: <a@b>\n', { reply: true, forwarded: false, bulk: false }],
    ['Subject: [EXT] Antw: RE[2]: vraag\n', { reply: true, forwarded: false }],
    ['Subject: Doorst: vraag\n', { reply: false, forwarded: true }],
    ['Subject: TR\u00a0: vraag\n', { reply: false, forwarded: true }],
    ['Subject: Regeling van morgen\n', { reply: false, forwarded: false }],
  ])('%s', async (header, expected) => {
    expect(await parse(plainMail('x', header).replace('Subject: Bericht\n', ''))).toMatchObject(expected)
  })
})
