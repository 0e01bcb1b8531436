/** A school's Postfix sends one message to 180 people in parts of 50: one item, one notice, each person once. */
import { simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import {
  crlf,
  events,
  lookInto,
  newFolder,
  openSink,
  remove,
  type Sink,
  type Started,
  start,
  until,
} from '../gateway/running.ts'
import { type Postfix, startPostfix } from './postfix.ts'

const TEACHER = 'hilde.vercruysse@devlonder.example'
const CARE = 'Beste,\n\nLeerling Noor uit 3A heeft epilepsie en neemt sinds maandag Depakine.\n\nHilde'
const TRIP = 'Beste ouders,\n\nDe uitstap naar het bos gaat door. We vertrekken om 9 uur.\n\nHilde'

const parents = (name: string): string[] => Array.from({ length: 180 }, (_, n) => `${name}${n}@mail${n % 9}.example`)
const mine = process.getuid?.() === 0 && has('postfix')

describe.skipIf(!mine)('behind a Postfix that splits', () => {
  const folder = newFolder()
  let sink: Sink
  let postfix: Postfix
  let gateway: Started

  beforeAll(async () => {
    sink = await openSink()
    gateway = await start({ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}` }, folder)
    postfix = await startPostfix({ relayPort: gateway.smtp })
  })
  afterAll(async () => {
    await gateway?.kill()
    postfix?.stop()
    await sink?.close()
    remove(folder)
  })

  const submit = async (id: string, text: string, to: readonly string[], visible: readonly string[]): Promise<void> => {
    const transport = createTransport({ host: '127.0.0.1', port: postfix.port, secure: false, ignoreTLS: true })
    const head = `From: Hilde Vercruysse <${TEACHER}>\nTo: ${visible.length > 0 ? visible.join(',\n ') : 'ouders:;'}\nSubject: Bericht\nMessage-ID: <${id}@devlonder.example>\nDate: Mon, 2 Nov 2026 08:15:00 +0100\n`
    await transport.sendMail({ envelope: { from: TEACHER, to: [...to] }, raw: crlf(`${head}\n${text}\n`) })
    transport.close()
  }
  const delivered = (id: string): string[] =>
    sink.delivered.filter((d) => d.from === TEACHER && d.raw.includes(`<${id}@`)).flatMap((d) => [...d.to])
  const notices = (id: string): Promise<string[]> =>
    Promise.all(
      sink.delivered
        .filter((d) => d.from === '' && d.raw.includes(`${id}@devlonder`))
        .map(async (d) => `${(await simpleParser(d.raw)).text}\n${d.raw.toString('latin1')}`),
    )
  const heldNow = () => lookInto(folder, async (store) => (await store.counts()).held)
  const tookAll = (): boolean => postfix.waiting() === 0

  test('180 who see each other: one notice, that counts 180 and names each once', async () => {
    const all = parents('zichtbaar')
    await submit('seen', TRIP, all, all)
    await until(async () => tookAll() && (await notices('seen')).length > 0, gateway.output, 40_000)
    const told = await notices('seen')
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('180 mensen van buiten de school')
    expect(new Set(told[0]!.match(/^Final-Recipient: rfc822; ?\S+/gm)).size).toBe(180)
    expect(delivered('seen')).toEqual([])
    // More than one transaction it was indeed.
    expect(events(gateway, 'mailJoined').length).toBeGreaterThanOrEqual(3)
  }, 120_000)

  test('180 in BCC, held: one item, one notice, released to each once', async () => {
    const all = parents('verborgen')
    await submit('care', CARE, all, [])
    await until(async () => tookAll() && (await heldNow()) === 180, gateway.output, 40_000)
    const items = await gateway.held()
    expect(items).toHaveLength(1)
    expect(items[0]!.recipients.toSorted()).toEqual(all.toSorted())
    await until(async () => (await notices('care')).length > 0, gateway.output)
    expect(await notices('care')).toHaveLength(1)
    expect((await gateway.cli('held', 'release', items[0]!.id)).code).toBe(0)
    await until(async () => delivered('care').length >= 180 && (await notices('care')).length > 1, gateway.output)
    expect(delivered('care').toSorted()).toEqual(all.toSorted())
    expect(await notices('care')).toHaveLength(2)
    expect(await gateway.held()).toEqual([])
  }, 120_000)

  test('180 in BCC that simply go on: each once, and nobody is told', async () => {
    const all = parents('gewoon')
    await submit('plain', TRIP, all, [])
    await until(() => tookAll() && delivered('plain').length >= 180, gateway.output, 40_000)
    expect(delivered('plain').toSorted()).toEqual(all.toSorted())
    expect(await notices('plain')).toEqual([])
  }, 120_000)
})
