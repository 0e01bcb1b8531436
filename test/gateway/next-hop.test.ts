/**
 * Next hops that are down, slow, unwilling or lying: nothing is lost, nothing comes more often than it must, and the sender
 * hears of it. Each recipient domain has a hop of its own, with a mood of its own.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHop, type Script, type ScriptedHop } from '../delivery/next-hop.ts'
import { deliveryStatus } from './dsn.ts'
import {
  DEMO,
  events,
  lookInto,
  newFolder,
  openSink,
  remove,
  type Sink,
  type Started,
  start,
  until,
  write,
} from './running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const MOODS = ['unwilling', 'half', 'later', 'silent', 'drip', 'hasty', 'torn', 'mute', 'early', 'away'] as const
type Mood = (typeof MOODS)[number]

const folder = newFolder()
const scripts = Object.fromEntries(MOODS.map((mood) => [mood, {}])) as Record<Mood, Script>
const hops = new Map<Mood, ScriptedHop>()
let sink: Sink
let gateway: Started

const QUICK = {
  ...DEMO,
  MAILSLUIS_QUEUE_RETRY_AFTER_SECONDS: '0.2',
  MAILSLUIS_QUEUE_RETRY_AT_MOST_SECONDS: '0.5',
  MAILSLUIS_DELIVERY_TIMEOUTS_SILENCE_MS: '1500',
  MAILSLUIS_DELIVERY_TIMEOUTS_TRANSACTION_MS: '3000',
}

beforeAll(async () => {
  sink = await openSink()
  for (const mood of MOODS) hops.set(mood, await openHop(scripts[mood]))
  const routes = MOODS.map(
    (mood) => `    - {match: {recipientDomain: ${mood}.example}, nextHop: "${hops.get(mood)!.url}", tls: none}\n`,
  )
  const config = `delivery:\n  nextHop: "smtp://127.0.0.1:${sink.port}"\n  routes:\n${routes.join('')}`
  gateway = await start({ ...QUICK, MAILSLUIS_CONFIG: write(folder, 'lock.yaml', config) }, folder)
})
afterAll(async () => {
  await gateway?.kill()
  for (const hop of hops.values()) if (hop.listening()) await hop.down()
  await sink?.close()
  remove(folder)
})

const letter = (id: string, size = 0): string =>
  `From: Els Vandenbroeck <${TEACHER}>\r\nTo: ouder@mail.example\r\nSubject: Zwemmen\r\nMessage-ID: <${id}@devlonder.example>\r\n\r\nBeste ouder, morgen zwemmen we.\r\n${'Vergeet het badpak niet.\r\n'.repeat(size)}`

const send = (id: string, to: readonly string[], { from = TEACHER, size = 0 } = {}): Promise<string> =>
  gateway.submit({ from, to, raw: letter(id, size) })

const arrivals = (mood: Mood, id: string): number =>
  hops.get(mood)!.taken.filter(({ bytes }) => bytes.toString('latin1').includes(`Message-ID: <${id}@`)).length

const dsnsOf = (id: string) =>
  sink.delivered.filter((d) => d.from === '' && d.raw.toString('latin1').includes(`Message-ID: <${id}@`))

/** Nothing is on its way any more. */
const settled = (): Promise<void> =>
  until(
    async () => {
      const { received, waiting } = await lookInto(folder, (store) => store.counts())
      return received === 0 && waiting === 0
    },
    gateway.output,
    20_000,
  )

describe('a next hop that', () => {
  test('refuses every recipient: one DSN from <> to the sender, with the reason (RFC 3464)', async () => {
    scripts.unwilling.reply = (command) => (command.startsWith('RCPT') ? '550 5.1.1 unknown mailbox' : undefined)
    const to = ['an@unwilling.example', 'bo@unwilling.example']
    await send('unwilling', to)
    await until(() => dsnsOf('unwilling').length > 0, gateway.output)
    const [dsn, ...more] = dsnsOf('unwilling')
    expect(more).toEqual([])
    expect(dsn!.to).toEqual([TEACHER])
    const { message, recipients } = deliveryStatus(dsn!.raw)
    expect(message['reporting-mta']).toMatch(/^dns; *lock\.school\.example$/)
    expect(Date.parse(message['arrival-date'] ?? '')).toBeGreaterThan(Date.now() - 60_000)
    expect(recipients.map((r) => r['final-recipient'])).toEqual(to.map((address) => `rfc822; ${address}`))
    for (const recipient of recipients) {
      expect(recipient).toMatchObject({ action: 'failed', status: '5.1.1' })
      expect(recipient['diagnostic-code']).toMatch(/^smtp; .*550 5\.1\.1 unknown mailbox/)
    }
    const raw = dsn!.raw.toString('latin1')
    expect(raw).toMatch(/^Auto-Submitted: auto-(replied|generated)/m)
    expect(raw).not.toContain('morgen zwemmen we')
    expect(arrivals('unwilling', 'unwilling')).toBe(0)
  })

  test('refuses one of two: the other gets it, the DSN names the one only', async () => {
    scripts.half.reply = (command) => (command.startsWith('RCPT TO:<weg@') ? '551 5.1.6 moved' : undefined)
    await send('half', ['weg@half.example', 'hier@half.example'])
    await until(() => dsnsOf('half').length > 0 && arrivals('half', 'half') > 0, gateway.output)
    const { recipients } = deliveryStatus(dsnsOf('half')[0]!.raw)
    expect(recipients).toMatchObject([
      { 'final-recipient': 'rfc822; weg@half.example', action: 'failed', status: '5.1.6' },
    ])
    expect(hops.get('half')!.taken.map((t) => t.recipients)).toEqual([['hier@half.example']])
    await settled()
    expect(dsnsOf('half')).toHaveLength(1)
  })

  test('refuses mail without a sender: no DSN for a DSN (RFC 5321 §4.5.5)', async () => {
    scripts.unwilling.reply = (command) => (command.startsWith('RCPT') ? '550 5.1.1 unknown mailbox' : undefined)
    await send('null', ['an@unwilling.example'], { from: '' })
    await until(async () => (await lookInto(folder, (store) => store.counts())).failed > 0, gateway.output)
    await settled()
    expect(dsnsOf('null')).toEqual([])
  })

  test('answers 4xx, at RCPT and at the dot, and then is fine: arrives once, no DSN', async () => {
    let refusals = 3
    const grumpy = (): boolean => refusals-- > 0
    scripts.later.reply = (command) => (command.startsWith('RCPT') && grumpy() ? '451 4.7.1 greylisted' : undefined)
    scripts.later.dot = () => (grumpy() ? '452 4.3.1 full' : '250 2.0.0 ok')
    await send('later', ['an@later.example'])
    await until(() => refusals < -1, gateway.output)
    await settled()
    // One of the three refusals may have come at the dot: those bytes were read too.
    expect(dsnsOf('later')).toEqual([])
    expect(events(gateway, 'deliveryDelayed').length).toBeGreaterThan(0)
    expect(await fates('later')).toEqual(['delivered'])
  })

  test('falls silent, or drips its reply for ever: other mail is not delayed, and this comes later', async () => {
    let stuck = true
    scripts.silent.dot = () => (stuck ? 'silence' : '250 2.0.0 ok')
    scripts.drip.dot = () => (stuck ? `250-wait\r\n`.repeat(3).trimEnd() : '250 2.0.0 ok')
    await Promise.all([send('silent', ['an@silent.example']), send('drip', ['an@drip.example'])])
    await until(() => arrivals('silent', 'silent') > 0 && arrivals('drip', 'drip') > 0, gateway.output)
    await send('others', ['an@mail.example'])
    await until(() => sink.delivered.some((d) => d.raw.includes('<others@')), gateway.output)
    expect(stuck).toBe(true)
    stuck = false
    await settled()
    expect(await fates('silent')).toEqual(['delivered'])
    expect(await fates('drip')).toEqual(['delivered'])
    // In doubt it is sent again (RFC 5321 §6.1).
    expect(arrivals('silent', 'silent')).toBeGreaterThan(1)
  })

  test('says 250 and resets the connection: that was a yes, so it is not sent twice', async () => {
    scripts.hasty.dot = () => '250 2.0.0 ok+reset'
    await send('hasty', ['an@hasty.example'])
    await until(() => arrivals('hasty', 'hasty') > 0, gateway.output)
    await settled()
    expect(arrivals('hasty', 'hasty')).toBe(1)
    expect(await fates('hasty')).toEqual(['delivered'])
  })

  test('resets in the middle of the data: sent again, whole', async () => {
    scripts.torn.resetAfter = 20_000
    await send('torn', ['an@torn.example'], { size: 20_000 })
    await until(
      () => events(gateway, 'deliveryDelayed').length > 0 && hops.get('torn')!.connections() > 1,
      gateway.output,
    )
    expect(arrivals('torn', 'torn')).toBe(0)
    delete scripts.torn.resetAfter
    await settled()
    expect(arrivals('torn', 'torn')).toBe(1)
    const [taken] = hops.get('torn')!.taken
    expect(taken!.bytes.toString('latin1').endsWith(letter('torn', 20_000))).toBe(true)
  })

  test('takes all and hangs up without a word: sent again until it says yes', async () => {
    let silent = 2
    scripts.mute.dot = () => (silent-- > 0 ? 'reset' : '250 2.0.0 ok')
    await send('mute', ['an@mute.example'])
    await until(() => arrivals('mute', 'mute') === 3, gateway.output)
    await settled()
    expect(arrivals('mute', 'mute')).toBe(3)
    expect(dsnsOf('mute')).toEqual([])
  })

  test('says 250 before the message is whole: that is no yes', async () => {
    scripts.early.early = '250 2.0.0 ok'
    await send('early', ['an@early.example'], { size: 40_000 })
    await until(() => hops.get('early')!.connections() > 1, gateway.output)
    delete scripts.early.early
    await settled()
    expect(arrivals('early', 'early')).toBeGreaterThan(0)
    expect(await fates('early')).toEqual(['delivered'])
  })

  test('is down: the client hears 250 all the same, and the mail leaves when it is up', async () => {
    const hop = hops.get('away')!
    await hop.down()
    expect(await send('away', ['an@away.example'])).toMatch(/^250 /)
    await until(async () => (await gateway.cli('queue', 'list')).out.includes('ECONNREFUSED'), gateway.output)
    await hop.up()
    await until(() => arrivals('away', 'away') === 1, gateway.output, 20_000)
    await settled()
    expect(arrivals('away', 'away')).toBe(1)
  })

  const fates = (id: string): Promise<readonly string[]> =>
    lookInto(folder, async (store) => {
      const all = await store.list({ kind: 'mail', limit: 1000 })
      const domain = `@${id}.example`
      return all.flatMap((mail) => mail.recipients.filter((r) => r.address.endsWith(domain)).map((r) => r.fate))
    })
})

test('a hop that stays down: a word when it takes long, a DSN when the time is over', async () => {
  const away = await openHop()
  await away.down()
  const home = newFolder()
  const config = `delivery:
  nextHop: "smtp://127.0.0.1:${sink.port}"
  routes: [{match: {recipientDomain: away.example}, nextHop: "${away.url}", tls: none}]
queue: {delayNoticeAfterHours: 0.0002, giveUpAfterHours: 0.001}
`
  const patient = await start({ ...QUICK, MAILSLUIS_CONFIG: write(home, 'lock.yaml', config) }, home)
  try {
    await patient.submit({ from: TEACHER, to: 'an@away.example', raw: letter('never') })
    await until(() => dsnsOf('never').length === 2, patient.output, 25_000)
    const told = dsnsOf('never').map((dsn) => deliveryStatus(dsn.raw).recipients[0])
    expect(told.map((r) => r?.action)).toEqual(['delayed', 'failed'])
    for (const recipient of told) expect(recipient?.status).toMatch(/^4\.4\./)
    expect(told[1]?.['diagnostic-code']).toMatch(/given up/)
    expect(told[0]).toHaveProperty('will-retry-until')
  } finally {
    await patient.kill()
    remove(home)
  }
})
