/**
 * Odd messages, as many as wanted, the same for the same seed: built as mail is built, each part now and then wrong. Bytes are
 * written one a character (latin1), line ends as CRLF; what breaks the rules of the door is put in at the end.
 */

export type OddMail = Readonly<{
  bytes: Buffer
  /** Whether RFC 5321 lets a door take it: if not, it is refused. */
  allowed: boolean
}>

type Random = () => number

/** Mulberry32: small, and good enough for choosing. */
const randomFrom = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

class Odd {
  readonly #random: Random
  #boundaries = 0

  constructor(seed: number) {
    this.#random = randomFrom(seed)
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  chance(share: number): boolean {
    return this.#random() < share
  }

  one<T>(all: readonly T[]): T {
    return all[this.below(all.length)]!
  }

  many(most: number, make: () => string): string {
    return Array.from({ length: this.below(most + 1) }, make).join('')
  }

  letters(most: number): string {
    return this.many(most, () => this.one([...' abcdefghijklmnopqrstuvwxyz.-_=?"(<>;:,\\\t\xc3\xab\xe9\xff\x80']))
  }

  controls(): string {
    return this.many(8, () => String.fromCharCode(this.one([1, 7, 8, 11, 12, 14, 26, 27, 31, 127, 0x85, 0x9b])))
  }

  boundary(): string {
    this.#boundaries += 1
    return this.one([
      'b',
      `b${this.#boundaries}`,
      `=_${this.#boundaries}.x`,
      'b b',
      '',
      '--',
      "'()+_,-./:=?",
      'x'.repeat(75),
    ])
  }

  words(): string {
    return this.one([
      'Morgen zwemmen we.',
      'Zo\xc3\xab neemt een handdoek mee',
      'Caf\xe9 \x80 5',
      '.',
      '..',
      '. .',
      '...x',
      '.\t',
      '',
      '',
      ' ',
      '\t ',
      'From jan ma 3 mrt',
      '>From jan',
      '--b',
      '--b--',
      '-- ',
      '=C3=AB=\t',
      '=',
      'V2FjaHR3b29yZA==',
      '=?utf-8?Q?=C3?= =?utf-8?Q?=AB?=',
      '<p style="display:none">x<!--[if mso]>',
      'begin 644 a.txt',
      '=ybegin line=128 size=3 name=a',
      'Content-Type: text/html',
      'MAIL FROM:<iemand@mail.example>',
      'DATA',
      'QUIT',
      this.letters(200),
      this.controls(),
    ])
  }

  text(): string {
    if (this.chance(0.01)) return `${this.letters(20).repeat(this.below(5_000))}\r\n`
    return this.many(12, () => `${this.words()}\r\n`)
  }

  /** One field, folded or not; now and then none at all. */
  field(): string {
    const name = this.one([
      'X-Iets',
      'Subject',
      'To',
      'Cc',
      'Date',
      'Message-ID',
      'References',
      'x-\xe9',
      'List-Id',
      'Sender',
    ])
    const value = this.one([
      this.letters(60),
      '=?utf-8?B?w6s=?=',
      '',
      'Zo\xc3\xab',
      '"on\\"af',
      '(open',
      this.letters(20).repeat(80),
    ])
    const fold = this.one(['', '', '', '\r\n ', '\r\n\t', '\r\n \t \r\n '])
    if (this.chance(0.03)) return `${this.one(['zomaar een regel', ': leeg', 'X-Zonder', this.controls()])}\r\n`
    return `${name}${this.one([':', ': ', ' :', '\t: '])}${fold}${value.replace(/^[ \t]+$/, '')}\r\n`
  }

  typeFields(type: string, encoding: string): string {
    const fields = [`${this.one(['Content-Type', 'content-type', 'Content-Type '])}: ${type}\r\n`]
    if (encoding) fields.push(`Content-Transfer-Encoding: ${encoding}\r\n`)
    if (this.chance(0.1))
      fields.push(
        `Content-Disposition: ${this.one(['inline', 'attachment; filename="a;b.txt"', "attachment; filename*0*=utf-8''%C3; filename*1*=%AB"])}\r\n`,
      )
    if (this.chance(0.06)) fields.push(this.one(fields))
    if (this.chance(0.04))
      fields.push(`Content-Type: ${this.one(['text/html', 'multipart/mixed; boundary=b', 'text'])}\r\n`)
    return fields.join('')
  }

  leaf(): string {
    const charset = this.one([
      '',
      '; charset=utf-8',
      '; charset=iso-8859-1',
      '; charset=utf-7',
      '; charset="klingon"',
      '; format=flowed',
    ])
    const type = this.one([
      'text/plain',
      'text/html',
      'text',
      'application/pdf; name="a.pdf"',
      'message/rfc822',
      'image/png',
      'text/enriched',
    ])
    const encoding = this.one(['', '', '7bit', '8bit', 'base64', 'quoted-printable', 'x-uuencode', 'rot13', '"base64"'])
    const blank = this.chance(0.05) ? '' : '\r\n'
    return `${this.typeFields(type + charset, encoding)}${blank}${this.text()}`
  }

  multipart(depth: number): string {
    const mark = this.boundary()
    const written = this.one([
      `"${mark}"`,
      `"${mark}"`,
      `"${mark}"`,
      mark,
      `"${mark} "`,
      `${mark} (zo)`,
      `${mark}; boundary=c`,
    ])
    const type = `multipart/${this.one(['mixed', 'alternative', 'related', 'digest', 'signed', 'x-eigen'])}; boundary=${written}`
    const pad = this.chance(0.1) ? ' \t' : ''
    const parts = this.many(4, () => `--${mark}${pad}\r\n${this.entity(depth + 1)}`)
    const end = this.chance(0.85) ? `--${mark}--${pad}\r\n` : ''
    return `${this.typeFields(type, this.chance(0.05) ? 'base64' : '')}\r\n${this.chance(0.2) ? this.text() : ''}${parts}${end}${this.chance(0.2) ? this.text() : ''}`
  }

  entity(depth: number): string {
    return depth < 6 && this.chance(0.45) ? this.multipart(depth) : this.leaf()
  }

  head(): string {
    const from = 'From: Els Vandenbroeck <els.vandenbroeck@devlonder.example>\r\n'
    const received = this.chance(0.02) ? this.one([49, 50, 51, 60, 1_000]) : this.below(4)
    const lines = 'Received: from a (b [192.0.2.1]) by c;\r\n\tMon, 3 Mar 2025 09:15:00 +0100\r\n'.repeat(received)
    const mailbox = this.chance(0.03) ? 'From els Mon Mar  3 09:15:00 2025\r\n' : ''
    const huge = this.chance(0.01) ? `X-Lang: ${'a'.repeat(this.below(200_000))}\r\n` : ''
    const fields = this.chance(0.005) ? 'X-Veel: 1\r\n'.repeat(4_000) : this.many(6, () => this.field())
    return `${mailbox}${lines}${from}${fields}${huge}MIME-Version: 1.0\r\n`
  }

  whole(): string {
    if (this.chance(0.01))
      return this.one(['', '\r\n', '\r\n\r\n', '.\r\n', '..\r\n', 'X: y\r\n', 'zomaar\r\n', '\r\n.\r\n\r\n'])
    if (this.chance(0.03)) return `\r\n${this.text()}`
    if (this.chance(0.03)) return this.head()
    if (this.chance(0.03)) return this.text()
    return this.head() + this.entity(0)
  }

  /** What no door may take, and what ours does not since its own line comes on top. */
  spoiled(mail: string): string {
    const at = this.below(mail.length + 1)
    const put = (what: string): string => mail.slice(0, at) + what + mail.slice(at)
    return this.one([
      () => put('\0'),
      () => put('\r'),
      () => put('\n'),
      () => put('\n.\n'),
      () => put('\n.\r\n'),
      () => put('\r.\r\n'),
      () => mail.replace('\r\n', '\n'),
      () => mail.replaceAll('\r\n', '\n'),
      () => ` ${mail}`,
      () => `\xef\xbb\xbf${mail}`,
    ])()
  }
}

const MOST_RECEIVED = 50

/** What RFC 5321 §2.3.8 and §6.3 and RFC 5322 §2.2 forbid, told without the code that is tested. */
const isAllowed = (mail: string): boolean => {
  const head = mail.startsWith('\r\n') ? '' : (mail.split('\r\n\r\n')[0] ?? '')
  const received = head.split('\r\n').filter((line) => /^received[ \t]*:/i.test(line)).length
  return !/\0|\r(?!\n)|(?<!\r)\n|^[ \t]|^\xef\xbb\xbf/.test(mail) && received <= MOST_RECEIVED
}

export const oddMail = (seed: number): OddMail => {
  const odd = new Odd(seed)
  const whole = odd.whole()
  // A message on the wire ends with a line end.
  const ended = whole === '' || whole.endsWith('\r\n') ? whole : `${whole}\r\n`
  const mail = odd.chance(0.06) ? `${odd.spoiled(ended)}\r\n` : ended
  return { bytes: Buffer.from(mail, 'latin1'), allowed: isAllowed(mail) }
}
