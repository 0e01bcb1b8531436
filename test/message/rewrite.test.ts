/** What a remedy may change, on raw mail as programs write it: that much, and not one byte more. */
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { appendText, moveToBcc, withoutFields } from '../../src/message/message.ts'
import { allText, parse, raw } from './mail.ts'

const GROUP = 'leerkrachten@school.example'
const REST = `Subject: =?utf-8?Q?Uitstap_naar_zee?=
Message-ID: <1@school.example>
X-Odd:   two  spaces\t
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Tot morgen.
..punt
`
const FROM = 'Received: from pc by mail; Mon, 2 Mar 2026 09:00:00 +0100\nFrom: Jan <jan@school.example>\n'

const moved = (headers: string, ...gone: string[]): string =>
  moveToBcc(raw(`${FROM}${headers}\n${REST}`), gone.length > 0 ? gone : [GROUP]).toString('utf8')
const whole = (headers: string): string => raw(`${FROM}${headers === '' ? '' : `${headers}\n`}${REST}`).toString('utf8')

describe('moving recipients to BCC', () => {
  test.each([
    ['one of two', `To: ${GROUP}, els@school.example`, 'To: els@school.example'],
    ['the last one', `To: els@school.example, ${GROUP}`, 'To: els@school.example'],
    ['angles and a name', `To: Leerkrachten <${GROUP}>, Els <els@school.example>`, 'To: Els <els@school.example>'],
    ['capitals', 'To: Leerkrachten@School.Example, els@school.example', 'To: els@school.example'],
    [
      'a name with a comma in quotes',
      `To: "Claes, Els" <els@school.example>, "Team, het" <${GROUP}>`,
      'To: "Claes, Els" <els@school.example>',
    ],
    [
      'an encoded name',
      `To: =?utf-8?Q?J=C3=B6rg?= <jorg@school.example>,\n =?utf-8?B?TGVlcmtyYWNodGVu?= <${GROUP}>`,
      'To: =?utf-8?Q?J=C3=B6rg?= <jorg@school.example>',
    ],
    [
      'comments with commas, and with the address in one',
      `To: els@school.example (Els, niet ${GROUP}), (iedereen) ${GROUP} (team, (diep))`,
      `To: els@school.example (Els, niet ${GROUP})`,
    ],
    ['a quoted local part', `To: "an, els"@school.example, ${GROUP}`, 'To: "an, els"@school.example'],
    ['an address literal', `To: jan@[IPv6:2001:db8::1], ${GROUP}`, 'To: jan@[IPv6:2001:db8::1]'],
    [
      'a folded list, its folds kept',
      `To: a@school.example,\n\tb@school.example,\n  ${GROUP},\n c@school.example`,
      'To: a@school.example,\n\tb@school.example,\n c@school.example',
    ],
    [
      'a member of a named group',
      `To: Team 3A: a@school.example, ${GROUP}, "b, c" <b@school.example>;, d@school.example`,
      'To: Team 3A: a@school.example, "b, c" <b@school.example>;, d@school.example',
    ],
    ['all members of a named group', `To: Allen: ${GROUP};, d@school.example`, 'To: d@school.example'],
    [
      'semicolons between addresses, as Outlook shows them',
      `To: ${GROUP}; els@school.example`,
      'To: els@school.example',
    ],
    ['Cc, while To stays', `To: els@school.example\nCc: ${GROUP}`, 'To: els@school.example'],
    ['one of several To headers', `To: ${GROUP}\nTo: els@school.example`, 'To: els@school.example'],
    [
      'Resent-To and Resent-Cc as well',
      `To: els@school.example\nResent-To: ${GROUP}, a@school.example\nResent-Cc: ${GROUP}`,
      'To: els@school.example\nResent-To: a@school.example',
    ],
    [
      'nobody left in To',
      `To: ${GROUP}\nCc: els@school.example`,
      'To: undisclosed-recipients:;\nCc: els@school.example',
    ],
    ['nobody left at all', `Cc: ${GROUP}`, 'To: undisclosed-recipients:;'],
    ['the name of the header stays as it was', `TO:${GROUP},els@school.example`, 'TO: els@school.example'],
  ])('%s', (_, before, after) => {
    expect(moved(before)).toBe(whole(after))
  })

  test('a list without the address is not touched, however it is written', () => {
    const odd = 'To:   Team : a@school.example ,b@school.example ; ,\n\t"x"   <c@school.example>'
    expect(moved(`${odd}\nCc: ${GROUP}`)).toBe(whole(odd))
    expect(moved(odd)).toBe(whole(odd))
  })

  test('a signature over the old list goes, and a Bcc line that was left in', () => {
    const dkim = 'DKIM-Signature: v=1; a=rsa-sha256; d=school.example;\n h=from:to; bh=abc=;\n b=def='
    const before = `${dkim}\nTo: ${GROUP}, els@school.example\nBcc: geheim@ouder.example\nResent-Bcc: x@ouder.example`
    expect(moved(before)).toBe(whole('To: els@school.example'))
  })

  test('8-bit names stay as the bytes they were, in UTF-8 and in Latin-1', () => {
    const latin = Buffer.from(
      `To: J\xf6rg <jorg@school.example>, ${GROUP}\r\nSubject: caf\xe9\r\n\r\nna\xefef\r\n`,
      'latin1',
    )
    const kept = Buffer.from('To: J\xf6rg <jorg@school.example>\r\nSubject: caf\xe9\r\n\r\nna\xefef\r\n', 'latin1')
    expect(moveToBcc(latin, [GROUP]).equals(kept)).toBe(true)
    expect(moved(`To: ouders@école.example, Jörg <j@school.example>`, 'ouders@école.example')).toBe(
      whole('To: Jörg <j@school.example>'),
    )
  })

  test('what is left in the headers is everybody but those who moved, as our own reader sees it', async () => {
    const before = `To: Team: a@school.example, ${GROUP};,\n "X, Y" <b@school.example>\nCc: c@school.example, ouders-3a@school.example`
    const message = await parse(Buffer.from(moved(before, GROUP, 'ouders-3a@school.example')))
    expect(message.visible.map((box) => box.address)).toEqual([
      'a@school.example',
      'b@school.example',
      'c@school.example',
    ])
  })

  test.each(['To: (((((', 'To: "', 'To: <', 'To: a@b,,,;;;:::', `To: ${'a@school.example,'.repeat(5000)}${GROUP}`])(
    'a broken or very long list is no reason to fail: %.20s',
    (list) => {
      expect(() => moved(list)).not.toThrow()
    },
  )
})

describe('taking fields away', () => {
  test('every one of them with its folds, nothing else; the very same buffer when there is none', () => {
    const bytes = raw(
      `${FROM}Bcc: a@ouder.example,\n b@ouder.example\nTo: els@school.example\nBCC : c@ouder.example\n${REST}`,
    )
    expect(withoutFields(bytes, ['bcc']).toString()).toBe(whole('To: els@school.example'))
    const clean = raw(`${FROM}${REST}Bcc: in the body\n`)
    expect(withoutFields(clean, ['bcc'])).toBe(clean)
  })
})

const SIGNATURE = '-- \r\nJan Peeters\r\nleraar économie\r\nDe Vlonder\r\n'
const sign = (text: string | Buffer): Buffer =>
  appendText(typeof text === 'string' ? raw(text) : text, SIGNATURE, 'snede')
const read = async (bytes: Buffer) => ({ theirs: await simpleParser(bytes), ours: await parse(bytes) })

describe('a signature put behind', () => {
  const HEAD = `${FROM}To: els@school.example\nSubject: Uitstap\nDKIM-Signature: v=1; b=abc\n`

  test('plain text', async () => {
    const { theirs, ours } = await read(
      sign(`${HEAD}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nTot morgen.\n`),
    )
    expect(theirs.text).toContain('Tot morgen.')
    expect(theirs.text).toContain('leraar économie')
    expect(allText(ours)).toContain('Tot morgen.')
    expect(allText(ours)).toContain('leraar économie')
    expect(ours.parts).toEqual([])
    expect(ours.unread).toEqual([])
    expect(theirs.headers.has('dkim-signature')).toBe(false)
    expect(theirs.subject).toBe('Uitstap')
  })

  test('a message without any MIME header', async () => {
    const { theirs, ours } = await read(sign(`${HEAD}\nTot morgen.\n`))
    expect(theirs.text).toMatch(/Tot morgen\.[\s\S]*Jan Peeters/)
    expect(ours.unread).toEqual([])
  })

  test('HTML', async () => {
    const { theirs, ours } = await read(
      sign(
        `${HEAD}MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>Tot <b>morgen</b> =C3=A9n later.</p>\n`,
      ),
    )
    expect(theirs.html).toContain('<b>morgen</b> én later.')
    expect(allText(ours)).toContain('Tot morgen én later.')
    expect(allText(ours)).toContain('De Vlonder')
    expect(ours.unread).toEqual([])
  })

  test('alternatives with a picture and a file: the old parts byte for byte', async () => {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    const body = `--buiten
Content-Type: multipart/alternative; boundary=binnen

--binnen
Content-Type: text/plain; charset=utf-8

Zie bijlage.
--binnen
Content-Type: text/html; charset=utf-8

<p>Zie bijlage. <img src="cid:logo"></p>
--binnen--
--buiten
Content-Type: image/png; name="logo.png"
Content-ID: <logo>
Content-Transfer-Encoding: base64

${png}
--buiten--
`
    const before = raw(`${HEAD}MIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary=buiten\n\n${body}`)
    const after = sign(before)
    expect(after.includes(raw(body))).toBe(true)
    const { theirs, ours } = await read(after)
    const old = await simpleParser(before)
    expect(theirs.attachments.map((a) => [a.filename, a.checksum])).toEqual(
      old.attachments.map((a) => [a.filename, a.checksum]),
    )
    expect(ours.parts.map((part) => [part.name, part.content().toString('base64')])).toEqual([['logo.png', png]])
    expect(theirs.text).toMatch(/Zie bijlage\.[\s\S]*Jan Peeters/)
    expect(ours.unread).toEqual([])
  })

  test('8-bit text says so on the outside too (RFC 2045 §6.4), and keeps its bytes', async () => {
    const body = Buffer.from('na\xefef caf\xe9\r\n', 'latin1')
    const head = raw(
      `${HEAD}MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n`,
    )
    const after = sign(Buffer.concat([head, body]))
    expect(after.includes(body)).toBe(true)
    const top = after.subarray(0, after.indexOf('\r\n\r\n')).toString('latin1')
    expect(top).toMatch(/^Content-Transfer-Encoding: 8bit$/im)
    const { theirs } = await read(after)
    expect(theirs.text).toContain('naïef café')
    expect(theirs.text).toContain('leraar économie')
  })

  test('base64 without a line end behind it', async () => {
    const coded = Buffer.from('Tot morgen, één keer.').toString('base64')
    const { theirs, ours } = await read(
      sign(
        Buffer.from(
          raw(`${HEAD}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${coded}`),
        ),
      ),
    )
    expect(theirs.text).toMatch(/Tot morgen, één keer\.[\s\S]*Jan Peeters/)
    expect(allText(ours)).toContain('Tot morgen, één keer.')
  })

  test('headers of the message stay, each as it stood', () => {
    const after = sign(
      `${FROM}Subject: =?utf-8?Q?Uit=73tap?=\nX-Odd:  a\n  b\nContent-Language: nl\nContent-Type: text/plain\n\nDag.\n`,
    ).toString()
    const top = after.slice(0, after.indexOf('\r\n\r\n'))
    expect(top).toContain(raw(`${FROM}Subject: =?utf-8?Q?Uit=73tap?=\nX-Odd:  a\n  b`).toString())
    expect(top.match(/^Content-Type:/gim)).toHaveLength(1)
  })
})
