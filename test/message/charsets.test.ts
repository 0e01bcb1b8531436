/** Every charset a mail program decodes; and where a label is wrong or missing, all that programs may show. */
import { describe, expect, test } from 'vitest'
import { allText, parse, plainMail, textsOf } from './mail.ts'

const body = (bytes: Buffer | string, type = 'text/plain', headers = ''): Buffer =>
  Buffer.concat([
    Buffer.from(
      `From: jan.peeters@school.example\r\nTo: an@ouder.example\r\nSubject: Bericht\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n${headers}\r\n`,
    ),
    Buffer.from(bytes as string),
  ])
const base64 = (bytes: Buffer, type: string): Buffer =>
  body(bytes.toString('base64'), type, 'Content-Transfer-Encoding: base64\r\n')
const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex')

describe('labelled', () => {
  test.each<[charset: string, bytes: Buffer, text: string]>([
    ['utf-7', Buffer.from('wacht+AHc-oord Zo+AOs 1 +- 1'), 'wachtwoord Zoë 1 + 1'],
    ['unicode-1-1-utf-7', Buffer.from('Zo+AOs-'), 'Zoë'],
    ['utf-16', hex('feff 005a 006f 00eb'), 'Zoë'],
    ['utf-16', hex('5a00 6f00 eb00'), 'Zoë'],
    ['utf-16', hex('005a 006f 00eb'), 'Zoë'],
    ['utf-16be', hex('005a 006f 00eb'), 'Zoë'],
    ['UTF-32LE', hex('5a000000 6f000000 eb000000'), 'Zoë'],
    ['utf-32', hex('0000feff 0000005a 0000006f 000000eb'), 'Zoë'],
    ['utf-8', hex('efbbbf 5a 6f c3ab'), 'Zoë'],
    ['iso-8859-1', hex('5a6feb'), 'Zoë'],
    ['ISO_8859-1:1987', hex('5a6feb'), 'Zoë'],
    ['latin-1', hex('5a6feb'), 'Zoë'],
    ['iso-8859-2', hex('a36f64bc'), 'Łodź'],
    ['iso-8859-3', hex('e6'), 'ĉ'],
    ['iso-8859-4', hex('e0'), 'ā'],
    ['iso-8859-5', hex('bfe0d8d2d5e2'), 'Привет'],
    ['iso-8859-6', hex('c7'), 'ا'],
    ['iso-8859-7', hex('e1'), 'α'],
    ['iso-8859-8', hex('e0'), 'א'],
    ['iso-8859-9', hex('feff'), 'şÿ'],
    ['iso-8859-10', hex('e0'), 'ā'],
    ['iso-8859-11', hex('a1'), 'ก'],
    ['iso-8859-13', hex('e2'), 'ā'],
    ['iso-8859-14', hex('de'), 'Ŷ'],
    ['iso-8859-15', hex('a4'), '€'],
    ['iso-8859-16', hex('a4'), '€'],
    ['windows-1250', hex('8c'), 'Ś'],
    ['win-1251', hex('cff0e8e2e5f2'), 'Привет'],
    ['cp1252', hex('80'), '€'],
    ['windows-1253', hex('e1'), 'α'],
    ['windows-1254', hex('fe'), 'ş'],
    ['windows-1257', hex('e2'), 'ā'],
    ['windows-1258', hex('fe'), '₫'],
    ['koi8-r', hex('f0d2c9d7c5d4'), 'Привет'],
    ['koi8-u', hex('a4'), 'є'],
    ['gb18030', hex('d6d0 81308137'), '中\u0087'],
    ['gbk', hex('d6d0'), '中'],
    ['gb2312', hex('d6d0'), '中'],
    ['hz-gb-2312', Buffer.from('a~~b ~{VPND~} c'), 'a~b 中文 c'],
    ['big5', hex('a4a4'), '中'],
    ['euc-kr', hex('c7d1'), '한'],
    ['iso-2022-kr', hex('1b242943 61 0e 4751 0f 62'), 'a한b'],
    ['euc-jp', hex('a5d1a5b9'), 'パス'],
    ['iso-2022-jp', Buffer.from('\x1b$B%Q%9\x1b(B'), 'パス'],
    ['shift_jis', hex('8370'), 'パ'],
    ['macintosh', hex('5a6f91'), 'Zoë'],
    ['x-mac-roman', hex('5a6f91'), 'Zoë'],
    ['ibm437', hex('5a6f89'), 'Zoë'],
    ['cp-850', hex('5a6f89'), 'Zoë'],
    ['IBM00858', hex('d5'), '€'],
    ['cp852', hex('9d'), 'Ł'],
    ['"\'utf-8\'"', Buffer.from('Zoë'), 'Zoë'],
    ['"utf 8"', Buffer.from('Zoë'), 'Zoë'],
    ['UTF8', Buffer.from('Zoë'), 'Zoë'],
    ['unknown-8bit', Buffer.from('Zoë'), 'Zoë'],
    ['ansi_x3.110-1983', hex('5a6feb'), 'Zoë'],
  ])('%s', async (charset, bytes, text) => {
    const own = textsOf(await parse(base64(bytes, `text/plain; charset=${charset}`)), 'own')
    expect(own[0]).toBe(text)
  })

  test('EBCDIC and invented ones are said to be unknown', async () => {
    for (const charset of ['ibm037', 'x-ebcdic-us', 'klingon']) {
      const { unread } = await parse(base64(hex('c1c2'), `text/plain; charset=${charset}`))
      expect(unread.map(({ detail }) => detail)).toContain('unknown charset')
    }
  })

  test('also in encoded words and file names', async () => {
    const { subject } = await parse(plainMail('x').replace('Bericht', '=?utf-7?Q?wacht+AHc-oord?='))
    expect(subject).toBe('wachtwoord')
  })
})

describe('a wrong label: what each program would show is read', () => {
  const WORD = 'Zoë kiest'
  const utf8 = Buffer.from(WORD)
  const latin = Buffer.from(WORD, 'latin1')
  test.each<[string, Buffer]>([
    ['UTF-8 as iso-8859-1', body(utf8, 'text/plain; charset=iso-8859-1')],
    ['UTF-8 as us-ascii', body(utf8, 'text/plain; charset=us-ascii')],
    ['UTF-8 without a label', body(utf8, 'text/plain')],
    ['UTF-8 as koi8-r', body(utf8, 'text/plain; charset=koi8-r')],
    ['UTF-8 as an unknown one', body(utf8, 'text/plain; charset=klingon')],
    ['Latin-1 as UTF-8', body(latin, 'text/plain; charset=utf-8')],
    ['Latin-1 as us-ascii', body(latin, 'text/plain; charset=us-ascii')],
    ['Latin-1 without a label', body(latin, 'text/plain')],
    ['UTF-8 as UTF-16', base64(utf8, 'text/plain; charset=utf-16')],
    ['ASCII as UTF-16', base64(Buffer.from('Zoë kiest'.replace('ë', 'e')), 'text/plain; charset=utf-16le')],
    ['UTF-16 without a label', base64(Buffer.from(WORD, 'utf16le'), 'text/plain')],
    ['UTF-16 with a mark as UTF-8', base64(Buffer.from(`\ufeff${WORD}`, 'utf16le'), 'text/plain; charset=utf-8')],
    ['UTF-7 that is not obeyed', body('Zoe kiest', 'text/plain; charset=utf-7')],
    ['a page says it itself', body(Buffer.from(`<meta charset="koi8-r"><p>${WORD}`), 'text/html')],
    [
      'a page says something else',
      body(Buffer.from(`<meta charset=utf-8><p>${WORD}`), 'text/html; charset=windows-1251'),
    ],
  ])('%s', async (_, mail) => {
    expect(
      allText(await parse(mail))
        .normalize('NFD')
        .replaceAll('\u0308', ''),
    ).toContain('Zoe kiest')
  })

  test('one damaged byte does not spoil the rest', async () => {
    const [first] = textsOf(
      await parse(
        body(Buffer.concat([Buffer.from('Zoë, café, één, ideeën '), hex('ff')]), 'text/plain; charset=utf-8'),
      ),
      'own',
    )
    expect(first).toContain('één, ideeën')
  })

  test.each<[string, Buffer]>([
    ['UTF-8', body(utf8, 'text/plain; charset=utf-8')],
    ['Latin-1', body(latin, 'text/plain; charset=iso-8859-1')],
    ['no label, UTF-8', body(utf8, 'text/plain')],
    [
      'a page that was written anew by a server',
      body(
        Buffer.from(`<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>${WORD}`),
        'text/html; charset=utf-8',
      ),
    ],
  ])('an honest one is read once: %s', async (_, mail) => {
    const message = await parse(mail)
    expect([textsOf(message, 'own'), message.unread]).toEqual([[WORD], []])
  })

  test('only lines that differ are read again, in their own roles', async () => {
    const mail = body(Buffer.from('eerste\r\nZoë\r\n\r\n-- \r\nEls Dubré\r\n'), 'text/plain; charset=iso-8859-1')
    const message = await parse(mail)
    expect(message.texts.slice(1).map(({ role, text }) => [role, text])).toEqual([
      ['own', 'eerste\nZoÃ«'],
      ['signature', '-- \nEls DubrÃ©'],
      ['own', 'Zoë'],
      ['signature', 'Els Dubré'],
    ])
  })
})
