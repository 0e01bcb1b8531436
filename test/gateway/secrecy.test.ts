/** What a message gives away stands nowhere but in the message: not in logs, notices, lists, records or on the disk. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Talk } from '../smtp/talk.ts'
import { lookInto, openSink, remove, type Sink, type Started, start, until } from './running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const TO = 'ouder@mail.example'
// One word for each place a secret can stand in, so that a leak says where it came from.
const SECRET = {
  text: 'Waterkip!2041xz',
  subject: 'Kievit%1987ab',
  file: 'Scholekster*77qq',
  html: 'Roodborst-5512wt',
  refused: 'Zwaluw@3380mn',
  header: 'Boomkruiper8841ee',
  care: 'clonazepamdruppels',
} as const
type Place = keyof typeof SECRET

let sink: Sink
let gateway: Started
const said: string[] = []

beforeAll(async () => {
  sink = await openSink((to) =>
    to === 'weg@mail.example' ? Object.assign(new Error('no such user'), { responseCode: 550 }) : undefined,
  )
  gateway = await start({ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`, MAILSLUIS_LOG_LEVEL: 'debug' })
})
afterAll(async () => {
  await gateway?.kill()
  await sink?.close()
  if (gateway) remove(gateway.folder)
})

const mail = (id: string, subject: string, body: string, head = ''): string =>
  `From: Els Vandenbroeck <${TEACHER}>\r\nTo: ${TO}\r\nSubject: ${subject}\r\nMessage-ID: <${id}@devlonder.example>\r\n${head}\r\n${body}`

const submit = async (raw: string, to = TO): Promise<string> => {
  const talk = await Talk.hello(gateway.smtp)
  await talk.begin([to], TEACHER)
  talk.write(Buffer.from(`${raw}.\r\n`, 'latin1'))
  const reply = await talk.reply()
  said.push(reply)
  talk.hangUp()
  return reply
}

const withFile = (text: string): string => {
  const part = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=g\r\n'
  const file = `--g\r\nContent-Type: text/csv; name=lijst.csv\r\nContent-Disposition: attachment; filename=lijst.csv\r\nContent-Transfer-Encoding: base64\r\n\r\n`
  const body = `--g\r\nContent-Type: text/plain\r\n\r\nIn de bijlage.\r\n${file}${Buffer.from(text).toString('base64')}\r\n--g--\r\n`
  return mail('file', 'Lijst', body, part)
}

/** The secret itself, and as base64 at each of the three offsets (RFC 4648), as quoted-printable and in UTF-16. */
const formsOf = (secret: string): readonly Buffer[] => {
  const coded = [0, 1, 2].map((shift) => {
    const text = Buffer.from(`${'x'.repeat(shift)}${secret}`).toString('base64')
    return Buffer.from(text.slice(shift === 0 ? 0 : 4, -4))
  })
  return [Buffer.from(secret), Buffer.from(secret, 'utf16le'), ...coded]
}
const placesIn = (bytes: Buffer): Place[] =>
  (Object.keys(SECRET) as Place[]).filter((place) => formsOf(SECRET[place]).some((form) => bytes.includes(form)))

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

test('the search itself finds a secret in every form', () => {
  for (const form of formsOf(SECRET.text)) expect(placesIn(Buffer.concat([Buffer.from('..'), form]))).toEqual(['text'])
})

test('secrets stay in their messages', async () => {
  await submit(mail('text', 'Smartschool', `Dag,\r\n\r\nhet wachtwoord is ${SECRET.text}.\r\n`))
  await submit(mail('subject', `wachtwoord: ${SECRET.subject}`, 'Zie onderwerp.\r\n'))
  await submit(withFile(`gebruiker;wachtwoord\njan.peeters;${SECRET.file}\n`))
  const html = `<p>Het wachtwoord is <b>${SECRET.html}</b></p>\r\n`
  await submit(mail('html', 'Wifi', html, 'MIME-Version: 1.0\r\nContent-Type: text/html\r\n'))
  await submit(mail('care', 'Overleg', `Leerling Noor uit 3A heeft epilepsie en neemt ${SECRET.care}.\r\n`))
  // Refused at the door, and by the next hop.
  expect(await submit(mail('bare', 'x', `wachtwoord: ${SECRET.refused}\n\r\n`))).toMatch(/^5/)
  await submit(
    mail('gone', 'Zwemmen', `Tot morgen. ${SECRET.refused}\r\n`, `X-Geheim: ${SECRET.header}\r\n`),
    'weg@mail.example',
  )
  await until(
    () =>
      lookInto(gateway.folder, async (store) => {
        const { received, waiting, held, stopped } = await store.counts()
        return received + waiting === 0 && held > 0 && stopped >= 4
      }),
    gateway.output,
  )

  const [item] = await gateway.held()
  const { all } = await lookInto(gateway.folder, async (store) => ({ all: await store.list({ limit: 1000 }) }))
  const commands = [
    ['held', 'list', '--json'],
    ['held', 'show', item!.id],
    ['queue', 'list', '--json'],
    ...all.map(({ id }) => ['queue', 'show', id, '--json']).slice(0, 2),
    ['audit', 'export'],
  ]
  const look = async (args: readonly string[]): Promise<void> => {
    const { code, out, err } = await gateway.cli(...args)
    // A reviewer must see what a pupil's mail is held for; a password is masked for everybody.
    const leaks = placesIn(Buffer.from(out + err)).filter((place) => args[1] !== 'show' || place !== 'care')
    expect({ args, leaks, code }).toEqual({ args, leaks: [], code: 0 })
  }
  await Promise.all(commands.map(look))
  expect(placesIn(Buffer.from(gateway.output()))).toEqual([])
  expect(placesIn(Buffer.from(said.join('\n')))).toEqual([])
  expect(gateway.output()).not.toMatch(/Overleg|Smartschool|ouder@mail/)

  const notices = sink.delivered.filter((d) => d.from === '')
  expect(notices.length).toBeGreaterThanOrEqual(6)
  for (const { raw, to } of notices) {
    const { text = '', html: page, subject = '' } = await simpleParser(raw)
    const whole = Buffer.concat([raw, Buffer.from(`${text}${page}${subject}`)])
    // His own headers and why his message waits come back to its sender, and to nobody else.
    const own: Place[] = to.length === 1 && to[0] === TEACHER ? ['header', 'care'] : []
    expect(placesIn(whole).filter((place) => !own.includes(place))).toEqual([])
  }
  expect(sink.delivered.filter((d) => d.from !== '')).toEqual([])

  // While it runs, and when it has written everything down.
  for (const file of filesUnder(join(gateway.folder, 'var')))
    expect({ file, leaks: placesIn(readFileSync(file)) }).toEqual({ file, leaks: [] })
  await gateway.stop()
  const files = filesUnder(join(gateway.folder, 'var'))
  expect(files.some((file) => file.endsWith('store.db'))).toBe(true)
  for (const file of files) expect({ file, leaks: placesIn(readFileSync(file)) }).toEqual({ file, leaks: [] })
}, 90_000)
