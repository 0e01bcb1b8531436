/** Parts, encodings and everything malformed: read what can be read, say what could not. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMessage } from '../../src/message/message.ts'
import { allText, ENVELOPE, htmlMail, parse, plainMail, raw, textsOf } from './mail.ts'

const multipart = (body: string, type = 'multipart/mixed; boundary=b'): string =>
  plainMail(body).replace('text/plain; charset=utf-8', type)

const TEXT = '--b\nContent-Type: text/plain; charset=utf-8\n\nhet geheim\n'
const FILE = '--b\nContent-Type: application/pdf; name=lijst.pdf\nContent-Transfer-Encoding: base64\n\nSGFsbG8=\n'
const TWO = `${TEXT}${FILE}--b--\n`

const troubles = async (mail: string | Buffer): Promise<(string | undefined)[]> =>
  (await parse(mail)).unread.map(({ reason, detail }) => `${reason}: ${detail}`)

describe('parts', () => {
  test('a text and a file', async () => {
    const { parts, texts, unread } = await parse(multipart(TWO))
    expect(texts.map((text) => text.text)).toEqual(['Bericht', 'het geheim'])
    expect(parts).toHaveLength(1)
    expect(parts[0]).toMatchObject({ name: 'lijst.pdf', type: 'application/pdf', disposition: 'none', size: 8 })
    expect(parts[0]?.content().toString()).toBe('Hallo')
    expect(unread).toEqual([])
  })

  const LONG = Buffer.from(Array.from({ length: 400_000 }, (_, i) => (Math.imul(i, 0x9e3779b1) >>> 24) ^ (i >>> 12)))
  const linesOf = (letters: number, end: string): string =>
    LONG.toString('base64')
      .match(new RegExp(`.{1,${letters}}`, 'g'))!
      .join(end)
  const behind = (letters: string, at: number, more: string): string => letters.slice(0, at) + more + letters.slice(at)

  test.each([
    ['lines of 76', linesOf(76, '\r\n')],
    ['lines without CR', linesOf(76, '\n')],
    ['lines that end within four letters', linesOf(75, '\r\n')],
    ['lines of a thousand', linesOf(1000, '\r\n')],
    ['one line', LONG.toString('base64')],
    ['a blank in the middle', behind(linesOf(76, '\r\n'), 300_007, ' ')],
    ['a line end in the middle', behind(linesOf(76, '\r\n'), 300_007, '\r\n')],
    ['a line end less', linesOf(76, '\r\n').replace(/(?<=^[\s\S]{234000,234080})\r\n/, '')],
    ['other signs in the middle', behind(linesOf(76, '\r\n'), 300_007, '!?')],
  ])('a large file in base64: %s', async (_, letters) => {
    const head = raw(multipart(`${TEXT}${FILE.replace('SGFsbG8=\n', '')}`))
    const { parts } = await parse(Buffer.concat([head, Buffer.from(`${letters}\r\n--b--\r\n`)]))
    expect(parts[0]!.content().equals(LONG)).toBe(true)
  })

  test('padding in a large file hides nothing behind it', async () => {
    const half = LONG.subarray(0, 300_001)
      .toString('base64')
      .match(/.{1,76}/g)!
      .join('\n')
    const mail = multipart(`${TEXT}${FILE.replace('SGFsbG8=', `${half}\n${half}`)}--b--\n`)
    const { parts } = await parse(mail)
    expect(parts[0]!.content()).toHaveLength(2 * 300_001)
  })

  test('a text with a file name, or sent as attachment, is a file', async () => {
    const part = (headers: string) => `--b\nContent-Type: text/plain${headers}\n\ninhoud\n`
    const message = await parse(
      multipart(
        `${part('; name=a.txt')}${part('\nContent-Disposition: attachment')}${part('\nContent-Disposition: inline')}--b--\n`,
      ),
    )
    expect(message.parts.map((one) => [one.name, one.disposition])).toEqual([
      ['a.txt', 'none'],
      ['', 'attachment'],
    ])
    expect(textsOf(message, 'own')).toEqual(['inhoud'])
  })

  test('a nested message is one part, also when it is encoded', async () => {
    const inner = 'Subject: binnen\n\nhallo'
    const encoded = Buffer.from(inner).toString('base64')
    const { parts } = await parse(
      multipart(
        `--b\nContent-Type: message/rfc822\n\n${inner}\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n${encoded}\n--b--\n`,
      ),
    )
    expect(parts.map((part) => [part.type, part.content().toString().replaceAll('\r', '')])).toEqual([
      ['message/rfc822', inner],
      ['message/rfc822', inner],
    ])
  })

  test.each([
    [`filename*=utf-8''pri%C3%A9.pdf; filename=prie.pdf`, 'prié.pdf', ['prie.pdf']],
    [`filename*0="heel lange "; filename*1*=na%61m; filename*2=.pdf`, 'heel lange naam.pdf', undefined],
    ['filename="=?utf-8?Q?pri=C3=A9.pdf?="', 'prié.pdf', undefined],
    ['filename="a\\"b;c.pdf"', 'a"b;c.pdf', undefined],
  ])('file name %s', async (disposition, name, aliases) => {
    const message = await parse(
      multipart(`--b\nContent-Type: application/pdf\nContent-Disposition: attachment; ${disposition}\n\nx\n--b--\n`),
    )
    expect([message.parts[0]?.name, message.parts[0]?.aliases, message.unread]).toEqual([name, aliases, []])
  })

  test.each([
    ['name=a.pdf; name=b.pdf', '', ['b.pdf']],
    ['name=a.pdf', '; filename=b.pdf', ['a.pdf']],
    ["name=a.pdf; name*=utf-8''c.pdf", '; filename="=?utf-8?Q?b=2Epdf?="', ['c.pdf', 'a.pdf']],
    ['name=a.pdf', "; filename*1*=%C3%AB.pdf; filename*0*=utf-8'nl'Zo", ['a.pdf']],
  ])('every name counts: %s %s', async (type, disposition, aliases) => {
    const mail = multipart(
      `--b\nContent-Type: application/pdf; ${type}\nContent-Disposition: attachment${disposition}\n\nx\n--b--\n`,
    )
    expect((await parse(mail)).parts[0]?.aliases).toEqual(aliases)
  })

  test.each([
    ['utf-16', Buffer.from('Zoë', 'utf16le'), 'Zoë'],
    ['utf-7', Buffer.from('Zo+AOs-'), 'Zoë'],
    ['koi8-r', Buffer.from('f0d2c9', 'hex'), 'При'],
    ['iso-8859-1', Buffer.from('Zoë'), 'Zoë'],
    ['utf-8', Buffer.from([0x50, 0x4b, 3, 4, 0, 0xff]), 'PK\x03\x04\0\ufffd'],
    ['utf-16', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xd8]), 'PK\x03\x04\0\0\ufffd\ufffd'],
  ])('text in a file is given as its label tells: %s', async (charset, bytes, text) => {
    const part = `--b\nContent-Type: text/csv; name=a.csv; charset=${charset}\nContent-Transfer-Encoding: base64\n\n${bytes.toString('base64')}\n`
    expect((await parse(multipart(`${part}--b--\n`))).parts[0]?.content().toString('utf8')).toBe(text)
  })

  test('repeated fields are obeyed both ways', async () => {
    const inner = `Content-Type: text/plain\n\n${TWO}`
    const message = await parse(multipart(inner, 'multipart/mixed; boundary=b\nContent-Type: text/plain'))
    expect(allText(message)).toContain('het geheim')
    expect(message.parts.map((part) => part.name)).toEqual(['lijst.pdf'])
  })

  test('two names of different kinds are told', async () => {
    const mail = multipart(
      '--b\nContent-Type: application/x; name=foto.exe\nContent-Disposition: attachment; filename=foto.jpg\n\nx\n--b--\n',
    )
    expect((await parse(mail)).unread).toEqual([
      { place: { in: 'attachment', file: 'foto.jpg' }, reason: 'broken', detail: 'file names of different kinds' },
    ])
  })

  test.each([
    ['access-type=URL; URL="https://cloud.example/\n map/verslag.pdf"', 'https://cloud.example/map/verslag.pdf'],
    ['access-type=anon-ftp; site=ftp.example; directory=pub; name=a.pdf', 'ftp://ftp.example/pub/a.pdf'],
  ])('what lies elsewhere is a link (%s)', async (where, href) => {
    const message = await parse(
      plainMail('Content-Type: application/pdf\nContent-ID: <a@b>\n\n').replace(
        'text/plain; charset=utf-8',
        `message/external-body; ${where}`,
      ),
    )
    expect(message.links.map((link) => link.href)).toEqual([href])
    expect(message.unread.map(({ detail }) => detail)).toEqual(['message/external-body'])
  })

  test.each(['message/partial; id=x; number=1', 'message/external-body; access-type=URL'])(
    '%s is unknown',
    async (type) => {
      expect((await troubles(multipart(`--b\nContent-Type: ${type}\n\nx\n--b--\n`)))[0]).toMatch(/^unknown-format/)
    },
  )

  test('a uuencoded file in the text is a part', async () => {
    const message = await parse(plainMail('kijk\nbegin 644 a.txt\n#0V%T\n`\nend\nklaar\n'))
    expect(message.parts.map((part) => [part.name, part.content().toString()])).toEqual([['a.txt', 'Cat']])
    expect(textsOf(message, 'own')).toEqual(['kijk\nklaar'])
    expect(message.unread).toEqual([])
  })

  test('a boundary that begins like another one', async () => {
    const inner =
      '--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\nContent-Type: text/plain\n\neen\n--bb--\n'
    const message = await parse(multipart(`${inner}--b\nContent-Type: text/plain\n\ntwee\n--b--\n`))
    expect([textsOf(message, 'own'), message.unread]).toEqual([['een', 'twee'], []])
  })

  test('base64 in pieces, each with its own end, is read whole', async () => {
    const mail = multipart(FILE.replace('SGFsbG8=', 'aGV0\nIA==\nZ2VoZWlt'))
    expect((await parse(mail)).parts[0]?.content().toString()).toBe('het geheim')
  })

  test('what programs always write before the first part is no text', async () => {
    expect(await troubles(multipart(`This is a multi-part message in MIME format.\n${TWO}`))).toEqual([])
    for (const words of ['This is an S/MIME signed message', 'Dit is een meerdelig bericht in MIME-indeling.'])
      expect(await troubles(multipart(`${words}\n\n${TWO}`))).toEqual([])
  })
})

describe('odd or malformed', () => {
  const encoding = (value: string, body: string) => plainMail(body, `Content-Transfer-Encoding: ${value}\n`)
  test.each<[string, string | Buffer, string]>([
    ['no boundary', multipart(TWO, 'multipart/mixed'), 'het geheim'],
    ['another boundary', multipart(TWO, 'multipart/mixed; boundary=c'), 'het geheim'],
    ['two boundaries', multipart(TWO, 'multipart/mixed; boundary=a; boundary=b'), 'het geheim'],
    [
      'an encoded multipart',
      multipart(TWO, 'multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64'),
      'het geheim',
    ],
    ['two types', plainMail('het geheim', 'Content-Type: text/html\n'), 'het geheim'],
    ['two encodings', encoding('base64\nContent-Transfer-Encoding: 7bit', 'aGV0IGdlaGVpbQ==\n'), 'het geheim'],
    ['a quoted encoding', encoding('"base64"', 'aGV0IGdlaGVpbQ==\n'), 'het geheim'],
    ['letters outside base64', encoding('base64', 'aGV0*IGdlaGVpbQ==\n'), 'het geheim'],
    ['base64 that goes on behind its end', encoding('base64', 'aGV0\nIA==\nZ2VoZWlt\n'), 'het geheim'],
    ['no headers', 'zomaar\nhet geheim\n', 'het geheim'],
    ['a continuation as first line', ` verder\n${plainMail('het geheim')}`, 'het geheim'],
  ])('programs differ, each reading is read: %s', async (_, mail, words) => {
    const message = await parse(mail)
    expect(allText(message)).toContain(words)
    expect(new Set(message.unread.map((unread) => unread.reason))).toEqual(new Set(['disputed']))
  })

  test.each<[string, string | Buffer, string]>([
    ['an unknown encoding', encoding('rot13', 'het geheim'), 'het geheim'],
    ['an unknown charset', plainMail('het geheim').replace('utf-8', 'ibm037'), 'het geheim'],
    ['only line ends of an old Mac', Buffer.from(multipart(TWO).replaceAll('\n', '\r')), 'het geheim'],
    [
      'a bare CR before a boundary',
      Buffer.from(raw(multipart(TWO)).toString().replace('geheim\r\n', 'geheim\r')),
      'het geheim',
    ],
  ])('what was read may not be all: %s', async (_, mail, words) => {
    const message = await parse(mail)
    expect(allText(message)).toContain(words)
    expect(message.unread.map((unread) => unread.reason)).toContain('broken')
  })

  const PART = 'Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\naGV0IGdlaGVpbQ==\n'
  test.each<[string, string]>([
    [
      'a line without a name before an encoding',
      plainMail('aGV0IGdlaGVpbQ==', 'zomaar iets\nContent-Transfer-Encoding: base64\n'),
    ],
    [
      'a line without a name before the first boundary',
      multipart('', 'multipart/mixed; boundary=b').replace('\n\n', `\n--b\n${PART}--b--\n`),
    ],
    ['a part before the first boundary', multipart(`${PART}--b--\n`)],
    ['headers behind a blank line', `\n${plainMail('aGV0IGdlaGVpbQ==', 'Content-Transfer-Encoding: base64\n')}`],
  ])('also what is encoded: %s', async (_, mail) => {
    expect(allText(await parse(mail))).toContain('het geheim')
  })

  test.each<[string, string]>([
    ['three types', plainMail('het geheim', 'Content-Type: text/html\nContent-Type: text/enriched\n')],
    [
      'two types and two encodings',
      plainMail(
        'het geheim',
        'Content-Type: text/html\nContent-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n',
      ),
    ],
    [
      'parts in an encoded multipart',
      multipart(Buffer.from(TWO).toString('base64'), 'multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64'),
    ],
  ])('more readings than are read: %s', async (_, mail) => {
    expect((await parse(mail)).unread.map((unread) => unread.reason)).toContain('broken')
  })

  test.each<[string, string | Buffer, string]>([
    ['white space behind a boundary', multipart(TWO.replace('--b\n', '--b  \n')), 'het geheim'],
    ['a comment in the type', plainMail('het geheim').replace('text/plain;', 'text/plain (a comment);'), 'het geheim'],
    ['never closed', multipart(`${FILE}${TEXT}`), 'het geheim'],
    ['text before the first part', multipart(`het wachtwoord\n${TWO}`), 'het wachtwoord'],
    ['text behind the last part', multipart(`${TWO}het wachtwoord\n`), 'het wachtwoord'],
    ['a part without headers or blank line', multipart('--b\nwachtwoord: Zomer24\n--b--\n'), 'wachtwoord: Zomer24'],
    ['utf-7', plainMail('wacht+AHc-oord').replace('utf-8', 'utf-7'), 'wachtwoord'],
    ['8-bit as an encoding', encoding('8-bit', 'het geheim'), 'het geheim'],
    ['a charset as an encoding', encoding('utf-8', 'het geheim'), 'het geheim'],
    ['half a type', plainMail('het geheim').replace('text/plain; charset=utf-8', 'text'), 'het geheim'],
  ])('all of it is read, and nothing is said: %s', async (_, mail, words) => {
    const message = await parse(mail)
    expect(allText(message)).toContain(words)
    expect(message.unread).toEqual([])
  })

  test('parts that no boundary leads to may be encoded', async () => {
    const lost = '--c\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\naGV0IGdlaGVpbQ==\n'
    expect(await troubles(multipart(`${TWO}${lost}`))).toEqual(['broken: parts outside the boundaries'])
  })

  test.each<[string, string | Buffer]>([
    ['bare line feeds', Buffer.from(multipart(TWO))],
    ['no charset, UTF-8', multipart(TWO.replace('; charset=utf-8', '').replace('geheim', 'geheim é'))],
    ['the same type twice', plainMail('het geheim', 'Content-Type: text/plain; charset=utf-8\n')],
    ['a mailbox line first', `From jan Mon Mar  3 09:15:00 2025\n${plainMail('het geheim')}`],
    ['no body', plainMail('')],
    ['no closing line end', raw(multipart(TWO.trimEnd()))],
  ])('not held: %s', async (_, mail) => {
    expect((await parse(mail)).unread).toEqual([])
  })

  test('limits', async () => {
    expect(await troubles(plainMail('x', 'X-Y: z\n'.repeat(1_001)))).toContain('limit: header block too large')
    expect(await troubles(multipart(`${'--b\n\nx\n'.repeat(1_001)}--b--\n`))).toContain('limit: too many parts')
    expect(await troubles(multipart(`${FILE.repeat(999)}--b--\n`))).toEqual([])
    expect(await troubles(plainMail('woord '.repeat(360_000)))).toContain('limit: text too long')
    const nest = (deep: number): string =>
      deep === 0
        ? 'Content-Type: text/plain\n\ndiep'
        : `Content-Type: multipart/mixed; boundary=b${deep}x\n\n--b${deep}x\n${nest(deep - 1)}\n--b${deep}x--\n`
    expect(await troubles(nest(900))).toContain('limit: nested too deeply')
    expect(textsOf(await parse(nest(90)), 'own')).toEqual(['diep'])
  })

  test('an empty message and noise are told, never thrown', async () => {
    expect(await troubles(Buffer.alloc(0))).toEqual(['broken: no headers'])
    expect((await parse(Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 251)))).unread).not.toEqual([])
  })

  test('pgp in the text is encrypted', async () => {
    const message = await parse(plainMail('-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n'))
    const html = await parse(htmlMail('<pre>-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----</pre>'))
    expect(html.unread).toEqual(message.unread)
    expect([message.unread[0]?.reason, message.sealed]).toEqual(['encrypted', true])
  })
})

describe('for any input', () => {
  const token = fc.constantFrom(
    'Content-Type: multipart/mixed; boundary=b\r\n',
    'Content-Type: text/html\r\n',
    'Content-Transfer-Encoding: base64\r\n',
    '\r\n',
    '\n',
    '\r',
    '--b\r\n',
    '--b--\r\n',
    '"',
    '(',
    '<',
    '>',
    ':',
    ';',
    '=?utf-8?q?',
    '=',
    'begin 644 a\n',
    '<table><td>',
    '-- \n',
    'Van: a\n',
    'Op 3 mrt 09:15 schreef a@b:\n',
    '> x\n',
    'To: ',
    'é',
    '\0',
  )
  test('never throws', async () => {
    const pieces = fc.array(fc.oneof(token, fc.string({ maxLength: 10 })), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(pieces, async (all) => {
        const bytes = Buffer.from(all.join(''))
        expect((await parseMessage(bytes, ENVELOPE)).size).toBe(bytes.length)
      }),
      { numRuns: 300 },
    )
  })

  test('the transfer encoding does not change what is read', async () => {
    const quoted = (text: string) =>
      [...Buffer.from(text)]
        .map((byte) => (byte === 10 ? '\n' : `=${byte.toString(16).toUpperCase().padStart(2, '0')}=\n`))
        .join('')
    const line = fc.string({ unit: fc.constantFrom(...'abc =.é<>-:€'), maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 10 }), async (lines) => {
        const body = lines.join('\n')
        const read = async (encoding: string, encoded: string) =>
          (await parse(plainMail(encoded, `Content-Transfer-Encoding: ${encoding}\n`))).texts
        const plain = await read('8bit', body)
        expect(await read('quoted-printable', quoted(body))).toEqual(plain)
        expect(await read('base64', raw(body).toString('base64').replace(/.{20}/g, '$&\n'))).toEqual(plain)
      }),
      { numRuns: 100 },
    )
  })
})
