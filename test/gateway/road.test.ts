/** The road of one message, through the real door of the real program, with the demo school and the real policy. */

import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { crlf, openSink, remove, type Sink, type Started, start, until } from './running.ts'

// The program is started again and again, beside whatever else the machine does.
vi.setConfig({ testTimeout: 120_000 })

const TEACHER = 'els.vandenbroeck@devlonder.example'

const mail = (id: string, to: string, subject: string, text: string): string =>
  `From: Els Vandenbroeck <${TEACHER}>\nTo: ${to}\nSubject: ${subject}\nMessage-ID: <${id}@devlonder.example>\nDate: Mon, 2 Nov 2026 08:15:00 +0100\n\n${text}\n`

let sink: Sink
let gateway: Started

beforeAll(async () => {
  sink = await openSink()
  gateway = await start({ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}` })
})
afterAll(async () => {
  await gateway.kill()
  await sink.close()
  remove(gateway.folder)
})

const withId = (id: string) => sink.delivered.filter((d) => d.raw.toString('latin1').includes(`Message-ID: <${id}@`))

describe('the road', () => {
  test('an ordinary letter arrives once, byte for byte, below our Received line', async () => {
    const raw = mail(
      'one',
      'ouder@mail.example',
      'Zwemmen',
      'Beste ouder,\n\nVrijdag gaan we zwemmen. Vergeet het badpak niet!\n..punt\n\nGroeten\nEls',
    )
    expect(await gateway.submit({ from: TEACHER, to: 'ouder@mail.example', raw })).toMatch(/^250 /)
    await until(() => withId('one').length > 0, gateway.output)
    const [arrived] = withId('one')
    const text = arrived!.raw.toString('latin1')
    const received = /^Received: from [\s\S]*?; [^\r\n]+\r\n(?=\S)/.exec(text)
    expect(received).not.toBeNull()
    expect(text.slice(received![0].length)).toBe(crlf(raw))
    expect(arrived!.to).toEqual(['ouder@mail.example'])
    expect(withId('one')).toHaveLength(1)
  })

  test('a password comes back explained, quotes the clause, and does not repeat the value', async () => {
    const raw = mail('two', 'ouder@mail.example', 'Smartschool', 'Dag,\n\nhet wachtwoord is Kikker!2041xz.\n\nEls')
    await gateway.submit({ from: TEACHER, to: 'ouder@mail.example', raw })
    await until(() => sink.delivered.some((d) => d.from === '' && d.to[0] === TEACHER), gateway.output)
    const dsn = sink.delivered.find((d) => d.from === '' && d.to[0] === TEACHER)!
    expect(withId('two').filter((d) => d.from !== '')).toEqual([])
    const text = dsn.raw.toString('latin1')
    const parsed = await simpleParser(dsn.raw)
    expect(text).not.toContain('Kikker')
    expect(Buffer.from(parsed.text ?? '').toString()).not.toContain('Kikker')
    expect(parsed.text).toContain('Verzend nooit een wachtwoord, voor eender welk platform')
    expect(text).toMatch(/Content-Type: multipart\/report;[\s\S]*report-type="?delivery-status/i)
    expect(text).toMatch(/^Action: failed\r$/m)
    expect(gateway.output()).not.toContain('Kikker')
  })

  test('care data is held, listed, released once, and then arrives unchanged', async () => {
    const raw = mail(
      'three',
      'ouder@mail.example',
      'Overleg',
      'Beste,\n\nLeerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.\n\nEls',
    )
    await gateway.submit({ from: TEACHER, to: 'ouder@mail.example', raw })
    await until(async () => (await gateway.held()).length === 1, gateway.output)
    const [item] = await gateway.held()
    expect(item!.rules).toContain('sensitive-pupil-data')
    expect(withId('three').filter((d) => d.from !== '')).toEqual([])
    expect((await gateway.cli('held', 'show', item!.id)).out).toContain('sensitive-pupil-data')
    expect((await gateway.cli('held', 'release', item!.id)).code).toBe(0)
    await until(() => withId('three').some((d) => d.from === TEACHER), gateway.output)
    const again = await gateway.cli('held', 'release', item!.id)
    expect(again.code).toBe(1)
    expect(again.err).toMatch(/already released/)
    expect(withId('three').filter((d) => d.from === TEACHER)).toHaveLength(1)
  })

  test('a held message that is returned reaches its sender with the reviewer’s words', async () => {
    const raw = mail(
      'four',
      'ouder@mail.example',
      'Thuis',
      'Beste,\n\nLeerling Adam uit 3A werd thuis geslagen door zijn stiefvader, het VK is verwittigd.\n\nEls',
    )
    await gateway.submit({ from: TEACHER, to: 'ouder@mail.example', raw })
    await until(async () => (await gateway.held()).length === 1, gateway.output)
    const [item] = await gateway.held()
    const words = 'Zet dit in Smartschool, dan kan het CLB erbij.'
    expect((await gateway.cli('held', 'return', item!.id, '--words', words)).code).toBe(0)
    const texts = async (): Promise<string[]> =>
      Promise.all(sink.delivered.filter((d) => d.from === '').map(async (d) => (await simpleParser(d.raw)).text ?? ''))
    await until(async () => (await texts()).some((t) => t.replace(/\s+/g, ' ').includes(words)), gateway.output)
    expect(await gateway.held()).toEqual([])
    expect(withId('four').filter((d) => d.from !== '')).toEqual([])
  })

  test('a group in To is returned; in BCC it goes', async () => {
    const to = 'leerkrachten@devlonder.example'
    await gateway.submit({
      from: TEACHER,
      to,
      raw: mail('five', to, 'Koffie', 'Dag allemaal, er is taart in de lerarenkamer.\n\nEls'),
    })
    await gateway.submit({
      from: TEACHER,
      to,
      raw: mail('six', TEACHER, 'Koffie', 'Dag allemaal, er is taart in de lerarenkamer.\n\nEls'),
    })
    await until(() => withId('six').some((d) => d.from === TEACHER), gateway.output)
    expect(withId('five').filter((d) => d.from === TEACHER)).toEqual([])
    expect(withId('six').find((d) => d.from === TEACHER)!.to).toEqual([to])
  })

  test('the audit log proves itself, and ready says so', async () => {
    expect((await gateway.cli('audit', 'verify')).out).toMatch(/is whole/)
    const ready = await fetch(`http://127.0.0.1:${gateway.console}/readyz`)
    expect(ready.status).toBe(200)
  })

  test('SIGTERM drains and exits 0; held mail is still there after a start', async () => {
    const raw = mail(
      'seven',
      'ouder@mail.example',
      'Overleg',
      'Beste,\n\nLeerling Noor uit 3A heeft epilepsie en krijgt Depakine.\n\nEls',
    )
    await gateway.submit({ from: TEACHER, to: 'ouder@mail.example', raw })
    await until(async () => (await gateway.held()).length === 1, gateway.output)
    expect(await gateway.stop()).toBe(0)
    gateway = await start({ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}` }, gateway.folder)
    expect(await gateway.held()).toHaveLength(1)
    expect(withId('seven').filter((d) => d.from !== '')).toEqual([])
  })
})
