/**
 * What goes out is what came in. Thousands of odd messages through the real program, whose pack stops nothing: each arrives
 * with the same bytes below our Received line, or is refused at the door with a clear code.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Talk } from '../smtp/talk.ts'
import { oddMail } from './odd-mail.ts'
import { lookInto, newFolder, openSink, remove, type Sink, type Started, start, until } from './running.ts'

const COUNT = 2_000
const CLIENTS = 6
const TEACHER = 'els.vandenbroeck@devlonder.example'
const TO = 'ouder@mail.example'

const PACK = `title: Alles mag
organisation: Proefschool
language: nl
region: BE
reviewVisibility: full
pupilSystem: leerlingvolgsysteem
contacts: {}
rules:
  uninspectable: {mode: off}
  dangerous-attachment: {mode: off}
  no-contact: {mode: off}
clauses:
  - {id: P-1, section: '1', quote: alles mag, outside: nothing is asked}
`

let sink: Sink
let gateway: Started
beforeAll(async () => {
  const folder = newFolder()
  const packs = join(folder, 'packs')
  mkdirSync(packs)
  writeFileSync(join(packs, 'moretus-ekeren.yaml'), PACK)
  sink = await openSink()
  gateway = await start({ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`, MAILSLUIS_POLICY_FOLDER: packs }, folder)
})
afterAll(async () => {
  await gateway?.kill()
  await sink?.close()
  if (gateway) remove(gateway.folder)
})

/** A dot at the start of a line is doubled; a line starts behind CRLF alone (RFC 5321 §4.5.2). */
const stuffed = (raw: Buffer): Buffer =>
  Buffer.from(raw.toString('latin1').replace(/^\./, '..').replaceAll('\r\n.', '\r\n..'), 'latin1')

const submit = async (talk: Talk, raw: Buffer): Promise<string> => {
  await talk.begin([TO], TEACHER)
  talk.write(Buffer.concat([stuffed(raw), Buffer.from('.\r\n')]))
  return talk.reply()
}

const submitAll = async (): Promise<string[]> => {
  const replies: string[] = []
  let next = 0
  const client = async (): Promise<void> => {
    let talk = await Talk.hello(gateway.smtp)
    for (let n = next++; n < COUNT; n = next++) {
      const { bytes } = oddMail(n)
      replies[n] = await submit(talk, bytes)
      if (talk.ended) talk = await Talk.hello(gateway.smtp)
    }
    talk.hangUp()
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return replies
}

const RECEIVED = /^Received: from [\s\S]*?; [^\r\n]+\r\n/
const ID = /\sid (\S+?)[\s;]/

test(`${COUNT} odd messages: the same bytes below our line, or refused with a clear code`, async () => {
  const replies = await submitAll()
  await until(
    () =>
      lookInto(gateway.folder, async (store) => {
        const { received, waiting } = await store.counts()
        return received + waiting === 0
      }),
    gateway.output,
    120_000,
  )
  const arrived = new Map(
    sink.delivered
      .filter(({ from }) => from === TEACHER)
      .map(({ raw }) => {
        const text = raw.toString('latin1')
        const line = RECEIVED.exec(text)?.[0] ?? ''
        return [ID.exec(line)?.[1] ?? '', text.slice(line.length)] as const
      }),
  )
  const wrong: unknown[] = []
  let refused = 0
  for (const [n, reply] of replies.entries()) {
    const { bytes, allowed } = oddMail(n)
    const id = /^250 .*Safe as (\S+)/.exec(reply)?.[1]
    if (!allowed) {
      refused += 1
      if (!/^55[04] 5\.[4-6]\.\d /.test(reply)) wrong.push({ seed: n, reply, allowed })
    } else if (id === undefined || arrived.get(id) !== bytes.toString('latin1')) {
      wrong.push({ seed: n, reply, allowed, came: id !== undefined && arrived.has(id) })
    }
  }
  expect(wrong).toEqual([])
  expect(refused).toBeGreaterThan(COUNT / 30)
  expect(arrived.size).toBe(COUNT - refused)
  expect(gateway.child.exitCode).toBeNull()
  expect(gateway.output()).not.toMatch(/"event":"(judgeFailed|detectorFailed|taskFailed)"/)
}, 240_000)
