/** What a client says at the door: unknown commands, bad addresses, relaying, sizes, loops, and a 250 it did not hear. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Talk } from '../smtp/talk.ts'
import { events, lookInto, openSink, remove, type Sink, type Started, start, until } from './running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const TO = 'ouder@mail.example'
const MAX_BYTES = 300_000

let sink: Sink
let gateway: Started
beforeAll(async () => {
  sink = await openSink()
  gateway = await start({
    MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`,
    MAILSLUIS_SMTP_MAX_MESSAGE_BYTES: String(MAX_BYTES),
    MAILSLUIS_SMTP_MAX_ERRORS: '12',
  })
})
afterAll(async () => {
  await gateway?.kill()
  await sink?.close()
  if (gateway) remove(gateway.folder)
})

const letter = (id: string, head = '', body = 'Morgen zwemmen we.\r\n'): string =>
  `${head}From: Els Vandenbroeck <${TEACHER}>\r\nTo: ${TO}\r\nSubject: Zwemmen\r\nMessage-ID: <${id}@devlonder.example>\r\n\r\n${body}`

const submit = async (raw: string, to: readonly string[] = [TO]): Promise<string> => {
  const talk = await Talk.hello(gateway.smtp)
  await talk.begin(to, TEACHER)
  talk.write(`${raw}.\r\n`)
  const reply = await talk.reply()
  talk.hangUp()
  return reply
}

const arrived = (id: string) => sink.delivered.filter((d) => d.raw.includes(`Message-ID: <${id}@`))

describe('commands and addresses', () => {
  test('unknown, empty and misplaced commands get 5xx with a code, and too many end the connection', async () => {
    const talk = await Talk.hello(gateway.smtp)
    for (const [command, reply] of [
      ['BREI SOKKEN', /^50[02] 5\.5\.[12] /],
      ['DATA', /^503 5\.5\.1 /],
      [`RCPT TO:<${TO}>`, /^503 5\.5\.1 /],
      ['VRFY els', /^252 2\./],
      ['EXPN leerkrachten', /^502 5\.5\.1 /],
      ['XCLIENT ADDR=127.0.0.1', /^50[02] 5\.5\.[12] /],
    ] as const)
      expect({ command, reply: await talk.say(command) }).toEqual({ command, reply: expect.stringMatching(reply) })
    let last = ''
    for (let n = 0; n < 15 && !talk.ended; n++) last = (await talk.say(`ONZIN ${n}`)) || last
    expect(last).toMatch(/^421 4\.[47]\.\d /)
    await talk.gone()
    expect(await submit(letter('after-nonsense'))).toMatch(/^250 /)
  })

  test('bad envelope addresses: 501, 550 or 553, each with its code; a good one still goes', async () => {
    const talk = await Talk.hello(gateway.smtp)
    for (const sender of [
      'els',
      '@devlonder.example:els@devlonder.example',
      'els@@devlonder.example',
      'els vdb@devlonder.example',
      'els\u0007@devlonder.example',
    ])
      expect({ sender, reply: await talk.say(`MAIL FROM:<${sender}>`) }).toEqual({
        sender,
        reply: expect.stringMatching(/^5(?:01 5\.[15]\.[1-7]|50 5\.[17]\.[1-7]|53 5\.1\.7) /),
      })
    for (const line of ['MAIL FROM', 'MAIL FROM:els@devlonder.example>', 'MAIL FROM:<els@devlonder.example'])
      expect({ line, reply: await talk.say(line) }).toEqual({ line, reply: expect.stringMatching(/^501 5\./) })
    await talk.say(`MAIL FROM:<${TEACHER}>`)
    for (const recipient of [
      '',
      'ouder',
      'ouder@',
      '@mail.example',
      'ou der@mail.example',
      'a%b@mail.example',
      '@a.example:b@mail.example',
      `${'x'.repeat(300)}@mail.example`,
    ])
      expect({ recipient, reply: await talk.say(`RCPT TO:<${recipient}>`) }).toEqual({
        recipient,
        reply: expect.stringMatching(/^5(?:01|50|53) 5\.[15]\.[1-7] /),
      })
    talk.hangUp()
    const good = await Talk.hello(gateway.smtp)
    await good.say(`MAIL FROM:<${TEACHER}>`)
    expect(await good.say('RCPT TO:<ouder@@mail.example>')).toMatch(/^5/)
    expect(await good.say(`RCPT TO:<${TO}>`)).toMatch(/^250 /)
    expect(await good.say('DATA')).toMatch(/^354/)
    good.write(`${letter('good-one')}.\r\n`)
    expect(await good.reply()).toMatch(/^250 /)
    good.hangUp()
    await until(() => arrived('good-one').length === 1, gateway.output)
    expect(arrived('good-one')[0]!.to).toEqual([TO])
  })

  test('is no open relay: another domain as sender is refused, whatever the disguise', async () => {
    const talk = await Talk.hello(gateway.smtp)
    for (const sender of [
      'spam@vreemd.example',
      'spam@devlonder.example.vreemd.example',
      'a@xdevlonder.example',
      '"a@devlonder.example"@vreemd.example',
      'postmaster@localhost',
    ])
      expect({ sender, reply: await talk.say(`MAIL FROM:<${sender}>`) }).toEqual({
        sender,
        reply: expect.stringMatching(/^5(?:01|50|53) 5\.[17]\.[17] /),
      })
    talk.hangUp()
  })
})

describe('sizes, loops and repeats', () => {
  test('over SIZE: refused at MAIL when said, at the dot when not; just below it goes', async () => {
    const talk = await Talk.hello(gateway.smtp)
    expect(await talk.say(`MAIL FROM:<${TEACHER}> SIZE=${MAX_BYTES + 1}`)).toMatch(/^552 5\.3\.4 /)
    talk.hangUp()
    const empty = letter('big', '', '')
    const filling = (bytes: number): string => `${'zwemmen '.repeat(8)}\r\n`.repeat(bytes / 66)
    const below = filling(MAX_BYTES - empty.length)
    expect(await submit(letter('too-big', '', filling(MAX_BYTES + 1000)))).toMatch(/^552 5\.3\.4 /)
    expect(await submit(letter('big', '', below))).toMatch(/^250 /)
    await until(() => arrived('big').length === 1, gateway.output)
    expect(
      arrived('big')[0]!
        .raw.toString('latin1')
        .endsWith(letter('big', '', below)),
    ).toBe(true)
    expect(arrived('too-big')).toEqual([])
  })

  test('a message that was here before may come once more, not twice (5.4.6)', async () => {
    await submit(letter('loop'))
    await until(() => arrived('loop').length === 1, gateway.output)
    const [received = ''] = /^Received: [\s\S]*?\r\n(?=\S)/.exec(arrived('loop')[0]!.raw.toString('latin1')) ?? []
    expect(received).toContain('by lock.school.example')
    expect(await submit(letter('loop-1', received))).toMatch(/^250 /)
    expect(await submit(letter('loop-2', received + received))).toMatch(/^554 5\.4\.6 /)
    // Other servers' trace lines are no loop until they are very many.
    const others = Array.from(
      { length: 40 },
      (_, n) => `Received: from a by b${n}.example; Mon, 2 Nov 2026 08:15:00 +0100\r\n`,
    )
    expect(await submit(letter('loop-3', others.join('')))).toMatch(/^250 /)
    expect(await submit(letter('loop-4', others.join('').repeat(2)))).toMatch(/^554 5\.4\.6 /)
  })

  test('a client that missed our 250 and sends again gets the same id, and the mail leaves once', async () => {
    const talk = await Talk.hello(gateway.smtp)
    await talk.begin([TO], TEACHER)
    talk.write(`${letter('again')}.\r\n`)
    await until(() => arrived('again').length === 1, gateway.output)
    talk.hangUp()
    const [first] = events(gateway, 'mailReceived').slice(-1)
    const repeat = await submit(letter('again'))
    expect(repeat).toContain(`Safe as ${first?.id}`)
    expect(events(gateway, 'mailRepeated').map((e) => e.id)).toEqual([first?.id])
    // Other words under the same Message-ID are another message.
    expect(await submit(letter('again', '', 'Toch niet.\r\n'))).not.toContain(`Safe as ${first?.id}`)
    await until(() => arrived('again').length === 2, gateway.output)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(arrived('again')).toHaveLength(2)
  })

  test('a client that leaves before the dot leaves nothing', async () => {
    const before = await lookInto(gateway.folder, (store) => store.list({ kind: 'mail', limit: 1000 }))
    const talk = await Talk.hello(gateway.smtp)
    await talk.begin([TO], TEACHER)
    talk.write(letter('gone'))
    talk.hangUp()
    expect(await submit(letter('after-gone'))).toMatch(/^250 /)
    const after = await lookInto(gateway.folder, (store) => store.list({ kind: 'mail', limit: 1000 }))
    expect(after).toHaveLength(before.length + 1)
    expect(arrived('gone')).toEqual([])
  })
})
