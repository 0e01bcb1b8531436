/**
 * A message that takes the process down whenever it is judged, or whenever it is delivered. No such message is known; so
 * the crash is put into the running program from outside, where it reads the message, and it is a real one (abort).
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  lookInto,
  newFolder,
  openSink,
  remove,
  type Sink,
  type Started,
  start,
  submitTo,
  until,
  write,
} from './running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const OUDER = 'ouder@mail.example'

let folder: string
let sink: Sink
let gateway: Started | undefined
beforeEach(async () => {
  folder = newFolder()
  sink = await openSink()
})
afterEach(async () => {
  await gateway?.kill()
  await sink.close()
  remove(folder)
})

/** Loaded before the program: adds `crash` before `line` of a source file. */
const crashing = (file: string, line: string, crash: string): string =>
  write(
    folder,
    'crash.mjs',
    `import { registerHooks } from 'node:module'
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.endsWith(${JSON.stringify(file)})) return loaded
    const source = String(loaded.source)
    if (!source.includes(${JSON.stringify(line)})) throw new Error('the line to crash at is gone')
    return { ...loaded, source: source.replace(${JSON.stringify(line)}, ${JSON.stringify(`${crash}\n${line}`)}) }
  },
})`,
  )

const settingsWith = (preload: string) => ({
  NODE_OPTIONS: `--import ${preload}`,
  MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`,
})

const letter = (to: string, words: string): string =>
  `From: Els <${TEACHER}>\nTo: ${to}\nSubject: Zwemmen\nMessage-ID: <${words}@devlonder.example>\n\nTot morgen, ${words}.\n`

const submit = (to: string, words: string): Promise<string> =>
  submitTo(gateway!.smtp, { from: TEACHER, to, raw: letter(to, words) })

const dead = (): boolean => gateway?.child.signalCode !== null || gateway.child.exitCode !== null

/** Started again each time it dies, as a service manager does, until `holds`. Answers how often it died. */
const untilAlive = async (
  settings: Readonly<Record<string, string>>,
  holds: () => Promise<boolean>,
): Promise<number> => {
  for (let deaths = 0; deaths < 20; ) {
    if (await holds().catch(() => false)) return deaths
    if (dead()) {
      deaths += 1
      gateway = await start(settings, folder).catch(() => undefined)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it never stopped dying')
}

const held = (): Promise<boolean> => lookInto(folder, async (store) => (await store.counts()).held === 1)

const arrived = (words: string): number => sink.delivered.filter((d) => d.raw.includes(`<${words}@`)).length

test('at the judge: held after a few times, unread; others go their way', async () => {
  const line = 'const message = await parseMessage(raw, envelope)'
  const settings = settingsWith(crashing('/src/gateway.ts', line, "if (raw.includes('gif-')) process.abort()"))
  gateway = await start(settings, folder)
  await submit(OUDER, 'eerst')
  await until(() => arrived('eerst') === 1, gateway.output)
  // A mail server that reads no 250 comes again.
  let safe = ''
  const comesAgain = async (): Promise<void> => {
    if (safe === '' && !dead()) safe = await submit(OUDER, 'gif-7').catch(() => '')
  }
  await comesAgain()
  const deaths = await untilAlive(settings, async () => {
    await comesAgain()
    return held()
  })
  expect(safe).toMatch(/^250 /)
  expect(deaths).toBeGreaterThanOrEqual(2)
  expect(deaths).toBeLessThanOrEqual(4)
  if (dead()) gateway = await start(settings, folder)
  await submit(OUDER, 'daarna')
  await until(() => arrived('daarna') === 1, gateway!.output)
  expect((await gateway!.held())[0]).toMatchObject({ from: TEACHER, rules: ['uninspectable'], recipients: [OUDER] })
  expect([arrived('gif-7'), arrived('eerst')]).toEqual([0, 1])
}, 300_000)

test('at delivery: it comes by less and less often, and the others are delivered in between', async () => {
  const line = 'const bytes = await parcel.open()'
  const settings = settingsWith(
    crashing('/src/delivery/transaction.ts', line, "if (to.includes('gif@mail.example')) process.abort()"),
  )
  gateway = await start(settings, folder)
  await submit('gif@mail.example', 'gif-7').catch(() => '')
  await until(dead, gateway.output)
  const deaths = await untilAlive(settings, async () => {
    if (dead() || arrived('daarna') > 0) return arrived('daarna') > 0
    await submit(OUDER, 'daarna')
    await until(
      () => arrived('daarna') === 1,
      () => 'not yet',
      5000,
    )
    return true
  })
  expect(deaths).toBeLessThanOrEqual(8)
  const [kept] = await lookInto(folder, (store) => store.list({ fate: 'waiting', kind: 'mail', limit: 1 }))
  expect(kept?.recipients[0]?.attempts).toBeGreaterThanOrEqual(2)
  expect(arrived('gif-7')).toBe(0)
}, 300_000)
