/** What Prometheus reads of a running server, after real mail. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { newFolder, openSink, type Sink, type Started, start } from './running.ts'

const TOKEN = 'prometheus-may-read-this'

let sink: Sink
let server: Started
afterEach(async () => {
  await server.stop()
  await sink.close()
})

const scrape = (token = TOKEN) =>
  fetch(`http://127.0.0.1:${server.console}/metrics`, { headers: { authorization: `Bearer ${token}` } })

const values = async (): Promise<ReadonlyMap<string, number>> => {
  const text = await (await scrape()).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

const letter = (subject: string, text: string): string =>
  `From: Els Vandenbroeck <els.vandenbroeck@devlonder.example>\nTo: Ouder <ouder@mail.example>\nSubject: ${subject}\n` +
  `Message-ID: <${subject.replace(/\W/g, '')}@devlonder.example>\nDate: Mon, 23 Nov 2026 09:00:00 +0100\n` +
  `Content-Type: text/plain; charset=utf-8\n\n${text}\n\nMet vriendelijke groeten\nEls Vandenbroeck\nLerares 3A\nDe Vlonder\n`

const send = (subject: string, text: string) =>
  server.submit({ from: 'els.vandenbroeck@devlonder.example', to: 'ouder@mail.example', raw: letter(subject, text) })

const serve = async (more: Readonly<Record<string, string>> = {}) => {
  sink = await openSink()
  const folder = newFolder()
  const file = join(folder, 'token')
  writeFileSync(file, `${TOKEN}\n`)
  server = await start(
    { MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`, MAILSLUIS_CONSOLE_METRICS_TOKEN_FILE: file, ...more },
    folder,
  )
}

const SEEN = ['forward', 'notify', 'hold', 'bounce']
const judged = (now: ReadonlyMap<string, number>): number =>
  SEEN.reduce((sum, outcome) => sum + (now.get(`mailsluis_messages_total{outcome="${outcome}"}`) ?? 0), 0)

const waiting = async () => (await values()).get('mailsluis_queue_recipients{fate="waiting"}')

describe('/metrics', () => {
  test('says what became of mail, without an address, and only to who knows the secret', async () => {
    await serve()
    await send('Uitstap', 'Morgen gaan we naar het bos.')
    await send('Toegang', 'Dag,\n\nhet wachtwoord is Kikker!2041xz.')
    await expect
      .poll(
        async () => {
          const now = await values()
          return [judged(now), now.get('mailsluis_next_hop_answers_total{class="delivered"}') ?? 0]
        },
        { timeout: 20_000 },
      )
      .toEqual([2, expect.toSatisfy((n: number) => n >= 1)])
    const answer = await scrape()
    expect(answer.headers.get('content-type')).toContain('version=0.0.4')
    const text = await answer.text()
    expect(text).not.toMatch(/[\w.]+@|vlonder|mail\.example|Uitstap|Kikker/)
    const now = await values()
    expect(now.get('mailsluis_rule_hits_total{rule="password",mode="enforce"}')).toBe(1)
    expect(now.get('mailsluis_judging_seconds_count')).toBe(2)
    expect(now.get('mailsluis_events_total{event="mailReceived"}')).toBe(2)
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
    expect([...now.keys()].filter((name) => name.startsWith('mailsluis_route_up'))).toHaveLength(1)
    expect(now.get('process_cpu_seconds_total')).toBeGreaterThan(0)
    expect(now.has('mailsluis_scanner_up')).toBe(false)

    expect((await scrape(`${TOKEN}x`)).status).toBe(401)
    expect((await fetch(`http://127.0.0.1:${server.console}/metrics`)).status).toBe(401)
  })

  test('of several processes it says the same, whichever answers', async () => {
    await serve({ MAILSLUIS_PROCESSES: '2' })
    for (const n of [1, 2, 3, 4, 5, 6]) await send(`Uitstap ${n}`, 'Morgen gaan we naar het bos.')
    await expect
      .poll(async () => (await Promise.all([1, 2, 3, 4].map(async () => judged(await values())))).join(), {
        timeout: 20_000,
      })
      .toBe('6,6,6,6')
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
  })

  test('is not there without a secret', async () => {
    await serve({ MAILSLUIS_CONSOLE_METRICS_TOKEN_FILE: '/dev/null' })
    expect((await scrape('')).status).toBe(404)
  })
})
