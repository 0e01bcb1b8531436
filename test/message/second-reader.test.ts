/** Odd messages: nothing that another reader shows is missing here, and where readers disagree it is told. */
import { simpleParser } from 'mailparser'
import PostalMime from 'postal-mime'
import { describe, expect, test, vi } from 'vitest'
import { parse, plainMail, raw } from './mail.ts'
import { TORTURE, WORDS } from './torture.ts'

const flat = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}|<[^>]{0,200}>/gu, '')
    .replace(/\s+/g, ' ')

const says = (...texts: readonly (string | undefined | false)[]): boolean =>
  texts.some((text) => text && flat(text).includes(WORDS))

const ours = async (mail: Buffer) => {
  const { texts, parts, unread } = await parse(mail)
  const found = says(texts.map(({ text }) => text).join('\n'), ...parts.map((part) => part.content().toString()))
  return { found, told: unread.length > 0 }
}

const postalMime = async (mail: Buffer): Promise<boolean> => {
  const { subject, text, html, attachments } = await PostalMime.parse(mail)
  return says(subject, text, html, ...attachments.map(({ content }) => Buffer.from(content as ArrayBuffer).toString()))
}

const mailparser = async (mail: Buffer): Promise<boolean> => {
  const options = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true }
  const { subject, text, html, attachments } = await simpleParser(mail, options)
  return says(subject, text, html, ...attachments.map(({ content }) => content.toString()))
}

describe('torture', () => {
  test.each(TORTURE)('%s', async (_, mail) => {
    expect((await ours(mail)).found).toBe(true)
  })

  test('each of the other two misses what one of us shows; neither makes the other needless', async () => {
    const seen = await Promise.all(
      TORTURE.map(async ([name, mail]) => ({ name, postal: await postalMime(mail), parser: await mailparser(mail) })),
    )
    expect(seen.filter(({ postal, parser }) => postal && !parser).map(({ name }) => name)).toEqual([
      'a quoted encoding',
      'an encoding with a semicolon',
    ])
    expect(seen.filter(({ postal, parser }) => parser && !postal).map(({ name }) => name)).toEqual([
      'a quoted boundary with a blank at its end',
      'quoted-printable with blanks behind the break',
      'utf-32',
    ])
  })

  test('told where structure or headers leave it open what the message is', async () => {
    const open = TORTURE.filter(([name]) => /boundar|^two |rubbish|encoded multipart|no field|no headers/.test(name))
    expect(open.length).toBeGreaterThan(20)
    const silent = await Promise.all(open.map(async ([name, mail]) => ((await ours(mail)).told ? '' : name)))
    // All readers take these alike, or show no more than we read.
    expect(silent.filter(Boolean).sort()).toEqual([
      'a boundary in two sections',
      'a boundary with a comment',
      'a boundary with padding',
      'a quoted boundary with a blank at its end',
      'before the first boundary',
      'behind the last boundary',
      'blanks before a boundary',
      'boundaries that begin alike',
      'no last boundary',
    ])
  })
})

describe('what only another reader shows', () => {
  test('is read too, and the disagreement is told', async () => {
    vi.resetModules()
    vi.doMock('postal-mime', () => ({
      default: { parse: async () => ({ text: 'iets anders', html: undefined, attachments: [] }) },
    }))
    const { parseMessage } = await import('../../src/message/message.ts')
    const mail = raw(plainMail('hallo', 'Content-Type: text/plain; charset=utf-8\n'))
    const { texts, unread } = await parseMessage(mail, { mailFrom: 'a@b.example', rcptTo: [] })
    vi.doUnmock('postal-mime')
    expect(texts.map(({ text }) => text)).toContain('iets anders')
    expect(unread).toMatchObject([{ reason: 'disputed', detail: 'two readers see different messages' }])
  })

  test('is not read when it is a file: then the message is not read whole', async () => {
    vi.resetModules()
    const read = {
      text: 'hallo',
      html: undefined,
      attachments: [{ content: new TextEncoder().encode('het geheim').buffer }],
    }
    vi.doMock('postal-mime', () => ({ default: { parse: async () => read } }))
    const { parseMessage } = await import('../../src/message/message.ts')
    const mail = raw(plainMail('hallo', 'Content-Type: text/plain; charset=utf-8\n'))
    const { unread } = await parseMessage(mail, { mailFrom: 'a@b.example', rcptTo: [] })
    vi.doUnmock('postal-mime')
    expect(unread).toMatchObject([{ reason: 'broken', detail: 'a file that another reader sees' }])
  })

  test('an ordinary message is read once; the others are not even asked', async () => {
    vi.resetModules()
    const fail = () => {
      throw new Error('asked')
    }
    vi.doMock('postal-mime', () => ({ default: { parse: fail } }))
    vi.doMock('mailparser', () => ({ simpleParser: fail }))
    const { parseMessage } = await import('../../src/message/message.ts')
    const read = async (mail: Buffer) => (await parseMessage(mail, { mailFrom: 'a@b.example', rcptTo: [] })).unread
    expect(await read(raw(plainMail('hallo')))).toEqual([])
    expect(await read(raw(plainMail('hallo', 'Content-Type: text/plain; charset=utf-8\n')))).toHaveLength(1)
    vi.doUnmock('postal-mime')
    vi.doUnmock('mailparser')
  })
})
