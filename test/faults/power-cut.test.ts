/**
 * The power fails at any moment: every message whose 250 a client could have seen is there afterwards, once and whole.
 * The real program runs under strace; from what it wrote and synced, the disk is built as a power cut would have left it.
 */
import { once } from 'node:events'
import { globSync, mkdirSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { verifyAudit } from '../../src/review/review.ts'
import type { Store, StoredMail } from '../../src/store/store.ts'
import {
  crlf,
  lookInto,
  newFolder,
  openSink,
  remove,
  type Sink,
  type Started,
  start,
  until,
} from '../gateway/running.ts'
import { Talk } from '../smtp/talk.ts'
import { chanceFrom, Disk, type Mood } from './disk.ts'
import { type Event, readTrace, tracedTo } from './trace.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const TO = 'ouder@mail.example'
const COUNT = 120
const CLIENTS = 8
const CUTS = 50
const SEED = Number(process.env.SEED ?? Date.now() % 1e9)

// A third each: goes, is held, comes back.
const WORDS = [
  'Morgen zwemmen we.',
  'Leerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.',
  'Dag, het wachtwoord is Kikker!2041xz.',
] as const
// Some stand in the database as large rows, so that its log is copied and begun anew meanwhile; some are files.
const LINES = [1, 1, 4000, 1, 10_000] as const
const letter = (n: number): string =>
  crlf(
    `From: Els Vandenbroeck <${TEACHER}>\nTo: ${TO}\nSubject: Bericht\nMessage-ID: <m${n}@devlonder.example>\n\n${WORDS[n % 3]}\n${'Nog een gewone regel.\n'.repeat(LINES[n % 5]!)}`,
  )
const numberIn = (text: string): number => Number(/Message-ID: <m(\d+)@/i.exec(text)?.[1] ?? Number.NaN)

const can = has('strace')
const root = newFolder()
const recorded = join(root, 'recorded')
let sink: Sink
let events: readonly Event[] = []
/** Id by which the door promised each message. */
const ids = new Map<string, number>()
const settings = (port: number) => ({
  MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${port}`,
  MAILSLUIS_STORE_INLINE_BYTES: '150000',
  MAILSLUIS_STORE_MIN_FREE_BYTES: '0',
  MAILSLUIS_QUEUE_RETRY_AFTER_SECONDS: '1',
  UV_USE_IO_URING: '0',
})

const client = async (port: number, numbers: readonly number[]): Promise<void> => {
  const talk = await Talk.hello(port)
  for (const n of numbers) {
    expect(await talk.begin([TO], TEACHER)).toMatch(/^354/)
    talk.write(`${letter(n)}.\r\n`)
    const [, id = ''] = /^250 .* (\w{26})/.exec(await talk.reply()) ?? []
    ids.set(id, n)
  }
  talk.hangUp()
}

/** SIGTERM goes to the program, not to what it runs under. */
const stopUnder = async (gateway: Started): Promise<void> => {
  const gone = once(gateway.child, 'exit')
  process.kill(Number.parseInt(readFileSync(join(gateway.folder, 'var/server.pid'), 'utf8'), 10), 'SIGTERM')
  await gone
}

beforeAll(async () => {
  if (!can) return
  sink = await openSink()
  mkdirSync(recorded)
  const gateway = await start(settings(sink.port), recorded, tracedTo(join(root, 'trace')))
  const numbers = Array.from({ length: COUNT }, (_, n) => n)
  await Promise.all(
    Array.from({ length: CLIENTS }, (_, c) =>
      client(
        gateway.smtp,
        numbers.filter((n) => n % CLIENTS === c),
      ),
    ),
  )
  // Two thirds reach the next hop: the message itself, or that it came back; a third with word that it is held.
  await until(() => sink.delivered.length === COUNT, gateway.output, 60_000)
  await stopUnder(gateway)
  events = await readTrace(join(root, 'trace'))
  told = promisesIn(events)
}, 120_000)
afterAll(async () => {
  await sink?.close()
  remove(root)
})

type Promised = Readonly<{ id: string; at: number }>
let told: readonly Promised[] = []
const promisesIn = (trace: readonly Event[]): readonly Promised[] =>
  trace.flatMap((event) =>
    event.kind === 'said'
      ? [...event.text.matchAll(/^250 .* (\w{26})\r$/gm)].map(([, id]) => ({ id: id!, at: event.begun }))
      : [],
  )

type Cut = Readonly<{ at: number; mood: Mood; seed: number }>

/** Half of them at the moment of a promise, when nothing has had time to follow. */
const chooseCuts = (count: number): readonly Cut[] => {
  const random = chanceFrom(SEED)
  const [first, last] = [
    events.find((event) => 'path' in event && event.path.startsWith(recorded))!.at,
    events.at(-1)!.at,
  ]
  const cuts = Array.from({ length: count }, (_, n): Cut => {
    const at =
      n % 2 === 0 ? told[Math.floor(random() * told.length)]!.at : first + Math.floor(random() * (last - first))
    return { at, mood: (['lost', 'mixed', 'kept', 'mixed'] as const)[n % 4]!, seed: Math.floor(random() * 1e9) }
  })
  return cuts.toSorted((a, b) => a.at - b.at)
}

/** Plays the disk from cut to cut; `see` gets the folder each would have left. */
const eachCut = async (cuts: readonly Cut[], see: (folder: string, cut: Cut) => Promise<void>): Promise<void> => {
  const disk = new Disk(recorded)
  let played = 0
  for (const cut of cuts) {
    for (; (events[played]?.at ?? Number.POSITIVE_INFINITY) <= cut.at; played++) disk.happen(events[played]!)
    const folder = mkdtempSync(join(root, 'cut-'))
    disk.cut(folder, { mood: cut.mood, random: chanceFrom(cut.seed) })
    await see(folder, cut)
    remove(folder)
  }
}

const promisedBy = (at: number): ReadonlySet<string> => new Set(told.flatMap((p) => (p.at <= at ? [p.id] : [])))

/** Which of ours a next hop has. */
const reached = ({ delivered }: Sink): readonly number[] =>
  delivered.filter(({ from }) => from === TEACHER).map(({ raw }) => numberIn(raw.toString('latin1', 0, 2000)))

/** The bytes are the sender's; what has gone out is destroyed, and then the next hop has it. */
const checkWhole = async (store: Store, mail: StoredMail, gone: readonly number[]): Promise<number> => {
  if (!mail.hasBody) {
    expect(mail.recipients.map(({ fate }) => fate)).toEqual(['delivered'])
    expect(gone).toContain(ids.get(mail.id))
    return ids.get(mail.id)!
  }
  const text = (await store.body(mail.id)).toString('latin1')
  const n = numberIn(text)
  expect(text === letter(n)).toBe(true)
  return n
}

const checkStore = async (store: Store, promised: ReadonlySet<string>): Promise<number> => {
  const mails = await store.list({ kind: 'mail', limit: 10_000 })
  const found = new Set(mails.map(({ id }) => id))
  expect([...promised].filter((id) => !found.has(id))).toEqual([])
  const numbers: number[] = []
  const gone = reached(sink)
  for (const mail of mails) numbers.push(await checkWhole(store, mail, gone))
  expect(new Set(numbers).size).toBe(numbers.length)
  // Each hold and each return stands there with the word to its sender, or neither does.
  const { held, stopped } = await store.counts()
  expect((await store.list({ kind: 'notice', limit: 10_000 })).length).toBe(held + stopped)
  expect((await verifyAudit(store)).ok).toBe(true)
  return mails.length
}

const title = can ? '' : ' (not run: strace is missing)'

test.skipIf(!can)(`what the disk model plays is what really happened${title}`, () => {
  expect(ids.size).toBe(COUNT)
  expect(told).toHaveLength(COUNT)
  const copies = events.filter((event) => event.kind === 'write' && event.path.endsWith('store.db'))
  expect(copies.length).toBeGreaterThan(100)
  const disk = new Disk(recorded)
  for (const event of events) disk.happen(event)
  const into = join(root, 'whole')
  mkdirSync(into)
  disk.cut(into, { mood: 'kept', random: Math.random })
  const files = (folder: string) =>
    globSync('**', { cwd: folder }).filter((name) => statSync(join(folder, name)).isFile())
  expect(files(into).length).toBeGreaterThan(10)
  expect(files(into).toSorted()).toEqual(files(recorded).toSorted())
  for (const file of files(into))
    expect(readFileSync(join(into, file)).equals(readFileSync(join(recorded, file)))).toBe(true)
})

test.skipIf(!can)(
  `the power fails ${CUTS} times: nothing promised is lost, doubled or damaged (SEED=${SEED})${title}`,
  async () => {
    let checked = 0
    await eachCut(chooseCuts(CUTS), async (folder, cut) => {
      const promised = promisedBy(cut.at)
      try {
        checked += await lookInto(folder, (store) => checkStore(store, promised))
        const db = new DatabaseSync(join(folder, 'var/store.db'))
        expect(db.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
        db.close()
      } catch (error) {
        throw new Error(`cut ${JSON.stringify(cut)}, ${promised.size} promised, SEED=${SEED}`, { cause: error })
      }
    })
    expect(checked).toBeGreaterThan(CUTS)
  },
  120_000,
)

test.skipIf(!can)(
  `the program goes on after a power cut: each promised message ends once (SEED=${SEED})${title}`,
  async () => {
    const cuts = [0.4, 0.8].map((part, n): Cut => {
      return { at: told[Math.floor(told.length * part)]!.at, mood: 'mixed', seed: SEED + n }
    })
    await eachCut(cuts, async (folder, cut) => {
      const after = await openSink()
      const promised = [...promisedBy(cut.at)].map((id) => ids.get(id)!)
      const ended = await lookInto(folder, (store) => store.list({ fate: 'delivered', kind: 'mail', limit: 1000 }))
      const gateway = await start(settings(after.port), folder)
      const { held, stopped } = await lookInto(folder, async (store) => {
        const isOver = async () => {
          const { received, waiting } = await store.counts()
          return received + waiting === 0
        }
        await until(isOver, gateway.output, 60_000)
        return store.counts()
      })
      expect(await gateway.stop()).toBe(0)
      await after.close()
      const goes = [...ended.map(({ id }) => ids.get(id)!), ...reached(after)]
      expect(new Set(goes).size).toBe(goes.length)
      expect(promised.filter((n) => n % 3 === 0 && !goes.includes(n))).toEqual([])
      expect(held).toBeGreaterThanOrEqual(promised.filter((n) => n % 3 === 1).length)
      expect(stopped).toBeGreaterThanOrEqual(promised.filter((n) => n % 3 === 2).length)
    })
  },
  120_000,
)
