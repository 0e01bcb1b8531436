/** A disk that fills up under the running server: new mail is put off with 452, what is kept is safe, and it recovers by itself. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Talk } from '../smtp/talk.ts'
import {
  lookInto,
  newFolder,
  openSink,
  readiness,
  remove,
  runCommand,
  type Sink,
  type Started,
  start,
  until,
} from './running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const TO = 'ouder@mail.example'
const root = process.getuid?.() === 0 && process.platform === 'linux'

const folder = newFolder()
const disk = join(folder, 'var')
const ballast = join(disk, 'ballast')
let sink: Sink
let gateway: Started

const settings = () => ({
  MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`,
  MAILSLUIS_STORE_MIN_FREE_BYTES: '1000000',
  MAILSLUIS_QUEUE_RETRY_AFTER_SECONDS: '0.5',
})

beforeAll(async () => {
  if (!root) return
  mkdirSync(disk)
  execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=700', 'tmpfs', disk])
  sink = await openSink()
  gateway = await start(settings(), folder)
})
afterAll(async () => {
  if (!root) return
  await gateway?.kill()
  await sink?.close()
  execFileSync('/bin/umount', ['--lazy', disk])
  remove(folder)
})

const free = (): number => {
  const { bavail, bsize } = statfsSync(disk)
  return bavail * bsize
}

/** Fills the disk until so many bytes are left. */
const fill = (left: number): void => {
  const file = openSync(ballast, 'a')
  try {
    while (free() > left) writeSync(file, Buffer.alloc(Math.min(65_536, Math.max(1, free() - left))))
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' })
  } finally {
    closeSync(file)
  }
}

const letter = (id: string, text: string, size = 0): string =>
  `From: Els Vandenbroeck <${TEACHER}>\r\nTo: ${TO}\r\nSubject: Bericht\r\nMessage-ID: <${id}@devlonder.example>\r\n\r\n${text}\r\n${'Nog een gewone regel.\r\n'.repeat(size / 23)}`

const submit = async (raw: string): Promise<string> => {
  const talk = await Talk.hello(gateway.smtp)
  await talk.begin([TO], TEACHER)
  talk.write(`${raw}.\r\n`)
  const reply = await talk.reply()
  talk.hangUp()
  return reply
}

const held = (): Promise<number> => lookInto(folder, async (store) => (await store.counts()).held)

const CARE = 'Leerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.'
const PLAIN = 'Morgen zwemmen we.'
const arrived = (id: string): number =>
  sink.delivered.filter((d) => d.from === TEACHER && d.raw.includes(`Message-ID: <${id}@`)).length

test.skipIf(!root)(
  'a full disk (mounting a small one needs root): 452, nothing lost, and all is well again with room',
  async () => {
    expect(await submit(letter('before', CARE))).toMatch(/^250 /)
    expect(await submit(letter('before-large', CARE, 200_000))).toMatch(/^250 /)
    await until(async () => (await held()) === 2, gateway.output)

    // Below the reserve: small and large are put off, readyz says why, the process lives.
    fill(900_000)
    await until(async () => !(await readiness(gateway)).ready, gateway.output)
    expect(await submit(letter('reserve', PLAIN))).toMatch(/^452 4\.3\.1 /)
    expect(await submit(letter('reserve-large', PLAIN, 3_000_000))).toMatch(/^452 4\.3\.1 /)
    const ready = await readiness(gateway)
    expect(ready).toMatchObject({ ready: false, reasons: [expect.stringMatching(/too little free disk space/)] })
    // What is kept can still be handled: that is what the reserve is for.
    const [first] = await lookInto(folder, (store) => store.list({ fate: 'held', limit: 1 }))
    expect((await gateway.cli('held', 'release', first!.id)).code).toBe(0)
    await until(() => arrived('before') + arrived('before-large') === 1, gateway.output)

    // Not one byte left: a message under way when it happens, and the next.
    const talk = await Talk.hello(gateway.smtp)
    rmSync(ballast)
    await talk.begin([TO], TEACHER)
    talk.write(letter('under-way', PLAIN, 2_000_000))
    await new Promise((resolve) => setTimeout(resolve, 200))
    fill(0)
    talk.write(`${'Nog veel meer regels.\r\n'.repeat(60_000)}.\r\n`)
    expect(await talk.reply()).toMatch(/^452 4\.3\.1 /)
    talk.hangUp()
    // What it had written is gone again and gave room; a small one may still fit into what the store has of its own.
    fill(0)
    // One that must be kept: what may simply go on needs no disk.
    expect(await submit(letter('none', CARE, 500_000))).toMatch(/^452 4\.3\.1 /)
    expect(await held()).toBe(1)
    expect(gateway.child.exitCode).toBeNull()

    // Room again: without a restart.
    rmSync(ballast)
    await until(async () => (await submit(letter('after', PLAIN))).startsWith('250 '), gateway.output)
    expect(await submit(letter('after-large', PLAIN, 2_000_000))).toMatch(/^250 /)
    await until(() => arrived('after') === 1 && arrived('after-large') === 1, gateway.output)
    expect(await readiness(gateway)).toEqual({ ready: true })
    expect(await held()).toBe(1)
    for (const id of ['reserve', 'reserve-large', 'under-way', 'none'])
      expect({ id, n: arrived(id) }).toEqual({ id, n: 0 })
  },
  60_000,
)

test.skipIf(!root)(
  'accepted just before the disk was full: judged as soon as there is room, and not held for want of a verdict',
  async () => {
    const before = await held()
    const talk = await Talk.hello(gateway.smtp)
    const replies: string[] = []
    fill(1_050_000)
    for (let n = 0; n < 40 && !replies.at(-1)?.startsWith('452'); n++) {
      await talk.begin([TO], TEACHER)
      talk.write(`${letter(`edge-${n}`, CARE, 30_000)}.\r\n`)
      replies.push(await talk.reply())
      // Behind the door's back, as another program would: between the 250 and the verdict.
      fill(0)
    }
    talk.hangUp()
    expect(replies.at(-1)).toMatch(/^452 4\.3\.1 /)
    const safe = replies.filter((reply) => reply.startsWith('250 ')).length
    expect(safe).toBeGreaterThan(0)
    rmSync(ballast)
    await until(async () => (await held()) === before + safe, gateway.output, 20_000)
    for (const { rules } of await gateway.held()) expect(rules).toContain('sensitive-pupil-data')
  },
  60_000,
)

test.skipIf(!root)(
  'a command on a full disk says so in words; a start with room has all that was kept',
  async () => {
    const kept = await held()
    await gateway.kill()
    fill(0)
    const ended = await runCommand(folder, settings(), 'held', 'list')
    rmSync(ballast)
    // It works as long as the database has room of its own, else it says what is the matter.
    expect(ended.err).toMatch(/^(?:|There is no room left on the disk[^\n]*\n)$/)
    expect(ended.code).toBe(ended.err === '' ? 0 : 1)
    gateway = await start(settings(), folder)
    expect(await held()).toBe(kept)
  },
  60_000,
)
