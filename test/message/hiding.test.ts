/** Text that a reader would not see but a machine passes on, and files and words that stand encoded in the text. */
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { sayPlace } from '../../src/message/message.ts'
import { htmlMail, parse, plainMail, textsOf } from './mail.ts'

const base64 = (text: string | Buffer): string => Buffer.from(text as string).toString('base64')
const hiddenOf = async (html: string): Promise<(string | undefined)[]> =>
  (await parse(htmlMail(html))).texts.filter(({ place }) => place.hidden).map(({ text }) => text)

describe('hidden by style', () => {
  test.each([
    '<span style="font-size:1px">geheim</span>',
    '<span style="font-size:.05em">geheim</span>',
    '<span style="font:0/0 Arial">geheim</span>',
    '<span style="font: italic 1px/2px Arial">geheim</span>',
    '<span style="opacity:0.01">geheim</span>',
    '<span style="display/* x */:none">geheim</span>',
    '<span style="visibility: collapse">geheim</span>',
    '<span style="mso-hide:all">geheim</span>',
    '<div style="position:absolute; left:-9999px">geheim</div>',
    '<div style="text-indent:-999em">geheim</div>',
    '<div style="position:absolute;clip:rect(0,0,0,0)">geheim</div>',
    '<div style="clip-path:inset(100%)">geheim</div>',
    '<div style="transform:scale(0)">geheim</div>',
    '<div style="height:0;overflow:hidden">geheim</div>',
    '<div style="max-height:0px">geheim</div>',
    '<span style="color:transparent">geheim</span>',
    '<span style="color:rgba(0, 0, 0, 0)">geheim</span>',
    '<span style="color:#fefefe">geheim</span>',
    '<div style="background:#123456"><span style="color:rgb(18,52,86)">geheim</span></div>',
    '<table bgcolor="navy"><tr><td><font color="#000080">geheim</font></td></tr></table>',
    '<style>.weg { display: none }</style><p class="een weg">geheim</p>',
    '<style>#w{visibility:hidden}</style><p id=w>geheim</p>',
    '<style>/* a */ p.x, div > span.x {font-size:0}</style><span class=X>geheim</span>',
    '<style>@media screen{.x{display:none}}</style><p class=x>geheim</p>',
    '<style><!-- em{color:#fff} --></style><em>geheim</em>',
    '<p style="color:red">hallo</p><p style="color:red" hidden>geheim</p>',
    '<p class=x>geheim</p><style>.x{opacity:0}</style>',
    '<template>geheim</template>',
    '<a title="geheim" href="https://school.example">',
    '<iframe srcdoc="<p>geheim</p>"></iframe>',
    `<object data="data:text/html,${encodeURIComponent('<b>geheim</b>')}"></object>`,
    `<a href="data:text/plain;base64,${base64('geheim')}">x</a>`.replace('>x<', '><'),
    '<xml><w:x>geheim</w:x></xml>',
  ])('%s', async (html) => {
    expect(await hiddenOf(`<p>hallo</p>${html}`)).toEqual(['geheim'])
  })

  test.each([
    '<style>@media (max-width: 600px){.x{display:none}}</style><p class=x>zicht</p>',
    '<style>@media print{.x{display:none} .y{color:#fff}}</style><p class=x>zicht</p>',
    '<style>#MessageViewBody .x, .x:hover, [class=x] .x{display:none}</style><p class=x>zicht</p>',
    '<style>.b{background:#07b;color:#fff}</style><a class=b href="https://school.example">zicht</a>',
    '<div style="background:url(foto.png)"><p style="color:#fff">zicht</p></div>',
    '<table background="foto.png"><tr><td style="color:#fff">zicht</td></tr></table>',
    '<div style="background:linear-gradient(#000,#333);color:white">zicht</div>',
    '<p style="color:black;background:none">zicht</p>',
    '<div style="color:#fff"><a href="https://school.example">zicht</a></div>',
    '<p style="font:14px Arial;margin-left:20px;text-indent:-18pt">zicht</p>',
    '<p style="opacity:.9;max-height:20px;overflow:hidden;height:20px">zicht</p>',
    '<details><summary>zicht</summary></details>',
    '<input placeholder="zicht">',
  ])('not hidden: %s', async (html) => {
    const { texts } = await parse(htmlMail(html))
    expect(texts.slice(1).map(({ text, place }) => [text, place.hidden])).toEqual([['zicht', undefined]])
  })

  test('a hidden place is told in each language, and so is what was encoded', () => {
    const place = { in: 'text', line: 3, hidden: true, encoded: true } as const
    expect((['nl', 'fr', 'en'] as const).map((language) => sayPlace(place, language))).toEqual([
      'tekst, regel 3, verborgen tekst, gecodeerd (base64)',
      'texte, ligne 3, texte caché, codé (base64)',
      'text, line 3, hidden text, encoded (base64)',
    ])
  })

  test.each([
    ['split over tags and comments', 'wacht<b></b>w<!-- x --><span>o</span><span style="display:none">zz</span>ord'],
    ['entities', '&#119;&#x61;ch&#116woord'],
    ['signs of no width, and controls', 'wa&shy;ch&#8203;tw&zwj;oo&#8288;r\u0001d'],
  ])('one word: %s', async (_, html) => {
    expect(textsOf(await parse(htmlMail(html)), 'own')[0]).toBe('wachtwoord')
  })

  test('entities are undone once', async () => {
    expect(textsOf(await parse(htmlMail('a &amp;lt; b')), 'own')).toEqual(['a &lt; b'])
  })

  test('a picture in the page is a file; pages without end are cut', async () => {
    const { parts } = await parse(htmlMail('<img src="data:image/png;base64,iVBORw0KGgo=">'))
    expect(parts.map(({ type, disposition, size }) => [type, disposition, size])).toEqual([['image/png', 'inline', 8]])
    const photo = `<p>dag</p><img src="data:image/jpeg;base64,${'A'.repeat(3_000_000)}"><p>tot straks</p>`
    const { parts: photos, texts, unread } = await parse(htmlMail(photo))
    expect([photos[0]?.size, texts[1]?.text, unread]).toEqual([2_250_000, 'dag\ntot straks', []])
    const page = (depth: number): string =>
      depth === 0 ? 'diep' : `<iframe src="data:text/html;base64,${base64(page(depth - 1))}"></iframe>`
    expect((await parse(htmlMail(page(9)))).unread).toMatchObject([{ reason: 'limit' }])
    expect((await parse(htmlMail(page(3)))).unread).toEqual([])
  })
})

describe('files in the text', () => {
  const yenc = (text: string, part = ''): string =>
    `=ybegin ${part}line=128 size=9 name=een brief.txt\r\n${part ? '=ypart begin=1 end=9\r\n' : ''}${[...text]
      .map((letter) => (letter.charCodeAt(0) + 42) & 0xff)
      .map((code) =>
        [0, 10, 13, 61].includes(code) ? `=${String.fromCharCode((code + 64) & 0xff)}` : String.fromCharCode(code),
      )
      .join('')}\r\n=yend size=9\r\n`
  const mail = (body: string): Buffer =>
    Buffer.concat([Buffer.from(plainMail('').replaceAll('\n', '\r\n')), Buffer.from(body, 'latin1')])
  const filesOf = async (body: string | Buffer) => {
    const { parts, unread } = await parse(body)
    return {
      files: parts.map((part) => [part.name, part.content().toString('latin1')]),
      told: unread.map((u) => u.detail),
    }
  }

  test('yEnc, every byte, and in pieces', async () => {
    const all = String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i))
    expect(await filesOf(mail(`kijk\r\n${yenc(all)}klaar\r\n`))).toEqual({ files: [['een brief.txt', all]], told: [] })
    const two = `${yenc('het ge', 'part=1 total=2 ')}\r\n${yenc('heim', 'part=2 total=2 ')}`
    expect(await filesOf(mail(two))).toEqual({ files: [['een brief.txt', 'het geheim']], told: [] })
    expect(textsOf(await parse(mail(`kijk\r\n${yenc('x')}klaar\r\n`)), 'own')).toEqual(['kijk\nklaar'])
  })

  test('yEnc cut short is read as far as it goes, and told', async () => {
    const { files, told } = await filesOf(mail(yenc('het geheim').replace(/=yend.*/s, '')))
    expect([files, told[0]]).toEqual([[['een brief.txt', 'het geheim']], 'yEnc file without end'])
  })

  test('yEnc as a transfer encoding', async () => {
    const raw = mail(yenc('het geheim'))
      .toString('latin1')
      .replace('MIME-Version', 'Content-Transfer-Encoding: x-yenc\r\nMIME-Version')
    expect(textsOf(await parse(Buffer.from(raw, 'latin1')), 'own')).toEqual(['het geheim'])
  })

  test('uuencode, also with base64 lines', async () => {
    expect((await filesOf(plainMail(`begin-base64 644 a.txt\n${base64('het geheim')}\n====\n`))).files).toEqual([
      ['a.txt', 'het geheim'],
    ])
  })

  test('talk about them is no file', async () => {
    expect(await filesOf(plainMail('=ybegin is een regel van yEnc\nbegin 644 is het begin\n'))).toEqual({
      files: [],
      told: [],
    })
  })

  test('BinHex', async () => {
    const name = 'brief.txt'
    const data = Buffer.from('het geheim \x90\x90 aaaaaaaaaa')
    const head = Buffer.concat([
      Buffer.from([name.length]),
      Buffer.from(`${name}\0TEXTttxt\0\0`, 'latin1'),
      Buffer.from([0, 0, 0, data.length, 0, 0, 0, 0, 0, 0]),
    ])
    const packed = Buffer.concat([head, data, Buffer.from([0, 0])])
    const runs = packed.toString('latin1').replaceAll('\x90', '\x90\0').replace('aaaaaaaaaa', 'a\x90\x0a')
    const LETTERS = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr'
    const bits = [...Buffer.from(runs, 'latin1')].map((byte) => byte.toString(2).padStart(8, '0')).join('')
    const text = (bits.match(/.{1,6}/g) ?? []).map((six) => LETTERS[Number.parseInt(six.padEnd(6, '0'), 2)]).join('')
    const lines = `:${text}:`.replace(/.{64}/g, '$&\n')
    const body = `(This file must be converted with BinHex 4.0)\n\n${lines}\nklaar\n`
    expect(await filesOf(plainMail(body))).toEqual({ files: [[name, data.toString('latin1')]], told: [] })
    const alone = plainMail(lines).replace('text/plain; charset=utf-8', 'application/mac-binhex40; name=brief.hqx')
    expect((await filesOf(alone)).files).toEqual([['brief.hqx', data.toString('latin1')]])
    expect((await filesOf(plainMail(body.replace(':\nklaar', '\nklaar')))).told).toEqual([
      'file in the text without end',
    ])
  })
})

describe('base64 pasted into the text', () => {
  const SECRET = 'Het wachtwoord van de leraarskamer is Kikker2041!'
  const encodedOf = async (body: string, make = plainMail) =>
    (await parse(make(body))).texts
      .filter(({ place }) => place.encoded)
      .map(({ text, role, place }) => [text, role, place.line])
  test.each([
    ['on a line of its own', `hallo\n\n${base64(SECRET)}\n\nGroeten`, 3],
    ['in a sentence', `lees "${base64(SECRET)}" maar eens`, 1],
    ['in wrapped lines', `hallo\n${base64(SECRET).replace(/.{32}/g, '$&\n')}\nGroeten\nEls`, 2],
    ['with the alphabet of addresses', Buffer.from(SECRET).toString('base64url'), 1],
    ['twice encoded', base64(base64(SECRET)), 1],
    ['as UTF-16', base64(Buffer.from(SECRET, 'utf16le')), 1],
  ])('%s', async (_, body, line) => {
    expect((await encodedOf(body)).at(-1)).toEqual([SECRET, 'own', line])
  })

  test('in a page, and in a quote', async () => {
    expect(await encodedOf(`<p>${base64(SECRET).replace(/.{32}/g, '$&\n')}</p>`, htmlMail)).toEqual([
      [SECRET, 'own', 1],
    ])
    expect(await encodedOf(`> hallo\n> ${base64(SECRET)}\n`)).toEqual([[SECRET, 'quoted', 2]])
  })

  test('a file, of a kind that is known, whole', async () => {
    const zip = Buffer.concat([
      Buffer.from('PK\x03\x04'),
      Buffer.alloc(60, 7),
      Buffer.from('PK\x05\x06'),
      Buffer.alloc(18),
    ])
    const wrapped = base64(zip).replace(/.{76}/g, '$&\n')
    const { parts } = await parse(plainMail(`zie\n${wrapped}\nGroeten`))
    expect(parts.map((part) => [part.name, part.content()])).toEqual([['base64-1.zip', zip]])
    expect((await parse(plainMail(`zie\n${wrapped.slice(0, 70)}\nGroeten`))).parts).toEqual([])
    expect((await parse(plainMail(base64(gzipSync('hallo'.repeat(50)).subarray(0, 90))))).unread).toEqual([])
  })

  test.each([
    ['a word', 'arbeidsongeschiktheidsverzekeringsmaatschappij en hottentottententententoonstelling'],
    [
      'hashes',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 da39a3ee5e6b4b0d3255bfef95601890afd80709',
    ],
    ['a signature of DKIM', 'b=dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00lszZVoG4ZHRNiYzR'],
    ['a key', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7vbqajDhA0nXq9Jm1oK2X3c'],
    ['an identifier', 'ID 0b5f3f2e-9d5c-4a35-8b1e-6f2c7d9e0a11 ref CAJq8ePrTz_L0Hq7sY+Xw1AaBbCcDdEeFf'],
    ['an address of the web', `https://school.example/nieuws?x=${base64(SECRET)}`],
    ['rules and paths', `${'-'.repeat(60)}\n${'_'.repeat(60)}\n/home/els/documenten/zwemmen/lijsten/klas3b/januari`],
  ])('innocent: %s', async (_, body) => {
    const { texts, parts, unread } = await parse(plainMail(body))
    expect([texts.filter(({ place }) => place.encoded), parts, unread]).toEqual([[], [], []])
  })

  test('no more than so many', async () => {
    const many = Array.from({ length: 60 }, (_, i) => base64(`regel nummer ${i} van de tekst`)).join(' en\n')
    const { texts, unread } = await parse(plainMail(many))
    expect([texts.filter(({ place }) => place.encoded).length, unread]).toMatchObject([50, [{ reason: 'limit' }]])
  })
})
