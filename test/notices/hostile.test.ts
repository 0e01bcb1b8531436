/** Subjects, names, excerpts and answers come from outside: none of them may break out of its place. */
import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { fieldLines, mailbox, quotedPrintable, textEntity } from '../../src/notices/mime.ts'
import {
  bounceNotice,
  failureNotice,
  heldNotice,
  type Notice,
  returnedNotice,
  reviewAlert,
} from '../../src/notices/notices.ts'
import { finding } from '../policy/seen.ts'
import { aboutOf, read, undeliveredOf } from './about.ts'

const EVIL = `</p><script>alert(1)</script><img src=x onerror="a()">'"&<a href="https://kwaad.example">`
const evil = finding('unexpected-recipient', {
  excerpt: EVIL,
  place: { in: 'attachment', file: `${EVIL}.pdf` },
  because: { nl: EVIL, fr: EVIL, en: EVIL },
  remedy: [EVIL],
})
const about = aboutOf(
  { findings: [evil, { ...evil, rule: 'send-as' }, { ...evil, rule: 'private-account', category: 'recipient' }] },
  { subject: EVIL, from: `${EVIL}@school.example`, sentTo: [EVIL] },
)
const NOTICES: readonly (readonly [string, Notice])[] = [
  ['bounce', bounceNotice(about)],
  ['held', heldNotice(about, about.now)],
  ['alert', reviewAlert(about, 'directie@school.example', about.now)],
  ['returned', returnedNotice(about, { words: EVIL, by: EVIL, expired: false })],
  ['failure', failureNotice(undeliveredOf({ subject: EVIL, recipients: [{ address: EVIL, reply: `550 ${EVIL}` }] }))],
]

describe.each(NOTICES)('%s', (_, notice) => {
  test('no word of it becomes a tag or an attribute', async () => {
    const { html } = await read(notice)
    expect(html).not.toMatch(/<script|<img|onerror="|href="https:\/\/kwaad/)
    expect(html).toContain('&lt;script&gt;')
  })
  test('7-bit, CRLF, lines of at most 76', () => {
    const text = notice.raw.toString('latin1')
    expect(text).toMatch(/^[\x20-\x7e\t\r\n]*$/)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const long = text.split('\r\n').filter((line) => line.length > 76)
    // A machine's field holds an address whole.
    expect(long.filter((line) => !line.startsWith(' </p>'))).toEqual([])
  })
})

test('a subject or a Message-ID writes no header field', async () => {
  const { mail, raw } = await read(
    bounceNotice(aboutOf({}, { subject: 'a\r\nBcc: x@kwaad.example\r\n\r\nb', messageId: 'a@b>\r\nX-Evil: 1' })),
  )
  expect(mail.subject).toBe('Niet verzonden: a Bcc: x@kwaad.example b')
  expect(raw).not.toMatch(/^(?:Bcc|X-Evil):/m)
  expect(mail.inReplyTo).toBeUndefined()
})

test('a mark that turns the direction of reading is taken out', async () => {
  const { mail, html } = await read(bounceNotice(aboutOf({}, { subject: 'factuur\u202Efdp.exe' })))
  expect(mail.subject).toBe('Niet verzonden: factuurfdp.exe')
  expect(html).not.toContain('\u202E')
})

describe('bytes', () => {
  const headers = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
  const text = fc.string({ unit: 'grapheme', maxLength: 400 }).map((s) => `${s.replace(/[\r\0]/g, '')}.`)

  test('quoted-printable gives back what went in', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (given) => {
        const { body } = textEntity('plain', given, 'nl')
        expect(body.split('\r\n').every((line) => /^[\x20-\x7e\t]{0,76}$/.test(line))).toBe(true)
        const mail = await simpleParser(Buffer.from(headers + body), { skipTextToHtml: true })
        expect(mail.text).toBe(given.toWellFormed())
      }),
      { numRuns: 200 },
    )
  })

  test('blanks before a line end, an equals sign, an escape at the edge', () => {
    expect(quotedPrintable(Buffer.from('a \r\nb=c\t\r\n'))).toBe('a=20\r\nb=3Dc=09\r\n')
    for (let n = 70; n < 80; n++) {
      const lines = quotedPrintable(Buffer.from(`${'x'.repeat(n)}éé`)).split('\r\n')
      expect(lines.every((line) => line.length <= 76 && !/=.$/.test(line))).toBe(true)
    }
  })

  test.each([
    ['an@school.example', '', 'an@school.example'],
    ['an@school.example', 'De "Boom", school', '"De \\"Boom\\", school" <an@school.example>'],
    ['an@school.example', 'Één', '=?utf-8?B?w4nDqW4=?= <an@school.example>'],
    ['an claes@school.example', '', '"an claes"@school.example'],
    ['zoë@school.example', '', '=?utf-8?B?em/Dq0BzY2hvb2wuZXhhbXBsZQ==?= :;'],
    ['"x"> , <y@kwaad.example>, "z"@school.example', '', '"\\"x\\"> , <y@kwaad.example>, \\"z\\""@school.example'],
  ])('mailbox %s', (address, name, expected) => {
    expect(mailbox(address, name)).toBe(expected)
  })

  test('a line end inside a value begins no field', () => {
    expect(fieldLines([['X', 'a\r\nBcc: b@kwaad.example']])).toBe('X: a Bcc: b@kwaad.example\r\n')
  })

  test('a long subject beyond ASCII comes back whole, characters unsplit', async () => {
    const subject = '🌳é'.repeat(35)
    const { mail } = await read(bounceNotice(aboutOf({}, { subject })))
    expect(mail.subject).toBe(`Niet verzonden: ${subject}`)
  })
})
