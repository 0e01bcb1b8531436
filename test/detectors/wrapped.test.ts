/** The same words in every wrapping that a mail program undoes: found in each, and told where; a clean twin is clean. */
import { describe, expect, test } from 'vitest'
import { sayPlace } from '../../src/message/message.ts'
import { judge } from './room.ts'

const SECRET = 'Het wachtwoord van de leraarskamer is Kikker2041!'
const CLEAN = 'Het lokaal van de leraarskamer is morgen gesloten!'

const head = (type: string, headers = ''): string =>
  `From: Els <els@school.example>\r\nTo: a@ouder.example\r\nSubject: Morgen\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n${headers}\r\n`
const base64 = (words: string | Buffer): string => Buffer.from(words as string).toString('base64')
const plain = (body: string, charset = 'utf-8'): string => head(`text/plain; charset=${charset}`) + body
const html = (body: string): string => head('text/html; charset=utf-8') + body
const encoded = (bytes: Buffer, type: string): string =>
  head(type, 'Content-Transfer-Encoding: base64\r\n') + base64(bytes)
const apart = (words: string, word: string): string => words.replace(word, [...word].join(' '))

type Wrap = readonly [name: string, wrap: (words: string) => string | Buffer, place: string]

const WRAPS: readonly Wrap[] = [
  ['plain', plain, 'tekst, regel 1'],
  [
    'quoted-printable',
    (w) => head('text/plain', 'Content-Transfer-Encoding: quoted-printable\r\n') + w.replace('oo', '=6f=\r\n=6F'),
    'tekst, regel 1',
  ],
  ['UTF-7', (w) => plain(w.replace('w', '+AHc-').replace('lo', '+AGwAbw-'), 'utf-7'), 'tekst, regel 1'],
  ['UTF-16', (w) => encoded(Buffer.from(w, 'utf16le'), 'text/plain; charset=utf-16'), 'tekst, regel 1'],
  ['UTF-16 that says nothing', (w) => encoded(Buffer.from(`\ufeff${w}`, 'utf16le'), 'text/plain'), 'tekst, regel 1'],
  ['text/enriched', (w) => head('text/enriched') + w.replace('oo', 'o<bold></bold>o'), 'tekst, regel 1'],
  ['tags within a word', (w) => html(w.replace('oo', 'o<b></b><!-- x --><span>o</span>')), 'tekst, regel 1'],
  ['signs of no width', (w) => plain(w.replace('oo', 'o\u200b\u00ado')), 'tekst, regel 1'],
  ['entities', (w) => html(w.replace('oo', '&#111;&#x6f')), 'tekst, regel 1'],
  [
    'a rule of the page',
    (w) => html(`<style>.x{display:none}</style><p>dag</p><p class=x>${w}</p>`),
    'tekst, regel 1, verborgen tekst',
  ],
  [
    'the colour of the page',
    (w) => html(`<p>dag</p><div style="background:#036"><p style="color:#003367">${w}</p></div>`),
    'tekst, regel 1, verborgen tekst',
  ],
  [
    'a page in an address',
    (w) => html(`<p>dag</p><iframe src="data:text/html;base64,${base64(`<p>${w}</p>`)}">`),
    'tekst, regel 1, verborgen tekst',
  ],
  ['a title', (w) => html(`<p title="${w}">dag</p>`), 'tekst, regel 1, verborgen tekst'],
  ['base64 pasted', (w) => plain(`Dag,\r\n\r\n${base64(w)}\r\n`), 'tekst, regel 3, gecodeerd (base64)'],
  ['base64 pasted into a page', (w) => html(`<p>Dag</p><p>${base64(w)}</p>`), 'tekst, regel 2, gecodeerd (base64)'],
  ['letters apart', (w) => plain(apart(apart(w, 'wachtwoord'), 'lokaal')), 'tekst, regel 1'],
  ['Cyrillic letters', (w) => plain(w.replaceAll('a', 'а').replaceAll('o', 'о')), 'tekst, regel 1'],
  ['letters of mathematics', (w) => plain(w.replace('wacht', '𝐰𝐚𝐜𝐡𝐭').replace('lok', '𝐥𝐨𝐤')), 'tekst, regel 1'],
  [
    'figures for letters',
    (w) => plain(w.replace('Het wachtwoord van de leraarskamer is', 'w@chtw00rd:').replace('lokaal', 'l0k@al')),
    'tekst, regel 1',
  ],
]

const ENVELOPE = { mailFrom: 'els@school.example', rcptTo: ['a@ouder.example'] }
const look = (mail: string | Buffer) => judge(Buffer.from(mail as string), ENVELOPE, { rules: ['password'] })

describe.each(WRAPS)('%s', (_, wrap, place) => {
  test('found, at its place', async () => {
    const [finding] = await look(wrap(SECRET))
    expect(finding).toMatchObject({ rule: 'password' })
    expect(sayPlace(finding!.place, 'nl')).toBe(place)
  })

  test('its clean twin is clean', async () => {
    expect(await look(wrap(CLEAN))).toEqual([])
  })
})

describe('figures for letters in words that offend', () => {
  const offends = (text: string) => judge(Buffer.from(plain(text)), ENVELOPE, { rules: ['prohibited-content'] })
  test('are read', async () => {
    expect(await offends('Jij bent een kl00tzak, Jan!')).toMatchObject([{ rule: 'prohibited-content' }])
  })

  test.each(['Breng een a4tje en een mp3speler mee voor groep 3b.', 'Lokaal B1o2a, bestelling k10ot4z.'])(
    'and make none of: %s',
    async (text) => {
      expect(await offends(text)).toEqual([])
    },
  )
})
