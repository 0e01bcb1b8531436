/** Commands beside a running server: they look into the same store, and the server carries out what they decide. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { crlf, openSink, remove, type Sink, type Started, start, until } from '../gateway/running.ts'
import { type Said, type } from './terminal.ts'

// The program is started again and again, beside whatever else the machine does.
vi.setConfig({ testTimeout: 120_000 })

const TEACHER = 'els.vandenbroeck@devlonder.example'
const OUDER = 'Ouder@mail.example'

let sink: Sink
let gateway: Started
let busy = true

beforeAll(async () => {
  sink = await openSink((to) =>
    to.startsWith('later') && busy ? Object.assign(new Error('4.2.2 mailbox full'), { responseCode: 452 }) : undefined,
  )
  gateway = await start({
    MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`,
    MAILSLUIS_QUEUE_RETRY_AFTER_SECONDS: '600',
  })
})
afterAll(async () => {
  await gateway.kill()
  await sink.close()
  remove(gateway.folder)
})

const run = (...args: string[]): Promise<Said> => type({ folder: gateway.folder, settings: { USER: 'ict' } }, ...args)
const lines = ({ out }: Said) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
const send = (text: string, to: string[], id: string): Promise<string> =>
  gateway.submit({
    from: TEACHER,
    to,
    raw: crlf(
      `From: Els <${TEACHER}>\nTo: ${to.join(', ')}\nSubject: Bericht ${id}\nMessage-ID: <${id}@devlonder.example>\n\n${text}\n`,
    ),
  })
const CARE = 'Leerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.'
const arrived = (id: string) => sink.delivered.filter((d) => d.from !== '' && d.raw.includes(`<${id}@`))

describe('held', () => {
  test('is listed, shown, released for one and returned for the other', async () => {
    expect((await run('held', 'list')).out).toBe('Nothing is held.\n')
    expect((await run('held', 'list', '--json')).out).toBe('')
    await send(CARE, [OUDER, 'oma@mail.example'], 'a')
    await until(async () => lines(await run('held', 'list', '--json')).length === 1, gateway.output)
    const [item] = lines(await run('held', 'list', '--json'))
    expect(Object.keys(item)).toEqual([
      ...['id', 'from', 'subject', 'pack', 'rules', 'recipients', 'heldAt', 'deadline', 'urgent', 'claimedBy'],
    ])
    expect(item).toMatchObject({ from: TEACHER, subject: 'Bericht a', recipients: [OUDER, 'oma@mail.example'] })
    expect(Date.parse(item.deadline)).toBeGreaterThan(Date.now())
    const list = await run('held', 'list')
    expect(list.out).toMatch(/^ID +HELD SINCE +DECIDE BY +FROM +RULES +SUBJECT\n/)
    expect(list.out).toContain(item.id)
    const shown = await run('held', 'show', item.id)
    expect(shown.out).toContain('hold  sensitive-pupil-data (ME-')
    expect(shown.out).toContain('Deadline')
    expect(shown.out).not.toContain('Noor')
    expect(lines(await run('held', 'show', item.id, '--json'))[0].hits[0].rule).toBe('sensitive-pupil-data')

    expect((await run('held', 'release', item.id, '--rcpt', 'ouder@MAIL.example')).code).toBe(0)
    await until(() => arrived('a').length === 1, gateway.output)
    expect(arrived('a')[0]!.to).toEqual([OUDER])
    expect((await run('held', 'return', item.id, '--words', 'Niet aan oma.')).code).toBe(0)
    expect(lines(await run('held', 'list', '--json'))).toEqual([])
    const late = await run('held', 'release', item.id)
    expect(late.code).toBe(1)
    expect(late.err).toMatch(/already returned by command line \(.+\) on /)
    expect(arrived('a')).toHaveLength(1)
  })

  test('one that was decided can still be shown, while its message is on its way', async () => {
    await send(CARE, ['later@mail.example'], 'b')
    await until(async () => lines(await run('held', 'list', '--json')).length === 1, gateway.output)
    const [{ id }] = lines(await run('held', 'list', '--json'))
    await run('held', 'release', id)
    const shown = await run('held', 'show', id)
    expect(shown.code).toBe(0)
    expect(shown.out).toContain('later@mail.example  released, under way')
    expect(shown.out).not.toContain('Deadline')
    expect(lines(await run('held', 'show', id, '--json'))[0].deadline).toBe('')
  })

  test('what there is not is told with code 1', async () => {
    const { code, err } = await run('held', 'show', '0'.repeat(26))
    expect([code, err]).toEqual([1, 'There is no such message, or it has been deleted by now.\n'])
  })
})

describe('queue', () => {
  test('shows what waits and why, and tries again when told', async () => {
    const waits = async () => lines(await run('queue', 'list', '--json')).filter((mail) => mail.kind === 'mail')
    await until(
      async () => (await waits())[0]?.recipients[0].attempts === 1 && (await waits())[0].recipients[0].lastReply !== '',
      gateway.output,
    )
    const [mail] = await waits()
    expect(mail).toMatchObject({ state: 'judged', from: TEACHER })
    expect(mail.recipients[0]).toMatchObject({
      address: 'later@mail.example',
      fate: 'waiting',
      lastReply: expect.stringMatching(/^452 /),
    })
    expect((await run('queue', 'list')).out).toMatch(/^ID +FROM +WAITING +NEXT TRY +LAST ANSWER\n.*452 /s)
    const shown = await run('queue', 'show', mail.id)
    expect(shown.out).toMatch(/judged[\s\S]*released[\s\S]*delayed/)
    expect(
      lines(await run('queue', 'show', mail.id, '--json'))[0].history.map((h: { event: string }) => h.event),
    ).toEqual(['judged', 'released', 'delayed'])
    const found = async (...args: string[]) => lines(await run('queue', 'find', '--json', ...args)).map(({ id }) => id)
    expect(await found('--recipient', 'LATER@mail.example', '--since', '1h')).toEqual([mail.id])
    expect(await found('--sender', 'devlonder.example', '--recipient', 'later@mail.example')).toEqual([mail.id])
    expect(await found('--message-id', mail.id)).toEqual([mail.id])
    expect(await found('--message-id', `<${mail.messageId}>`)).toContain(mail.id)
    expect(await found('--sender', 'later@mail.example')).toEqual([])
    expect(await found('--recipient', 'later@mail.example', '--until', '2020-01-01')).toEqual([])
    expect((await run('queue', 'find', '--recipient', 'later@mail.example')).out).toMatch(/^ID .*\n.* 1 waiting\n$/s)
    busy = false
    expect((await run('queue', 'retry', mail.id)).out).toBe('1 recipient(s) are tried again now.\n')
    await until(() => arrived('b').length === 1, gateway.output)
    await until(async () => (await waits()).length === 0, gateway.output)
    expect((await run('queue', 'retry')).out).toBe('Nothing is waiting.\n')
    expect((await run('queue', 'list')).out).toBe('The queue is empty.\n')
  })
})

describe('user', () => {
  test('is added, listed, reset and disabled', async () => {
    expect((await run('user', 'list')).out).toContain('There are no accounts.')
    const added = await run(
      'user',
      'add',
      'Inge@devlonder.example',
      '--name',
      'Inge C.',
      '--role',
      'privacy-officer',
      '--school',
      'devlonder.example',
    )
    expect(added.out).toMatch(/First password, shown once: \S{19}\n/)
    expect((await run('user', 'add', 'inge@devlonder.example')).code).toBe(2)
    expect(lines(await run('user', 'list', '--json'))).toEqual([
      {
        name: 'Inge C.',
        email: 'inge@devlonder.example',
        roles: ['privacy-officer'],
        schools: ['devlonder.example'],
        categories: [],
        handedOut: true,
        secondFactor: false,
        elsewhere: false,
        disabled: false,
      },
    ])
    expect((await run('user', 'reset', 'inge@devlonder.example')).out).toMatch(/shown once: \S{19}\n/)
    await run('user', 'disable', 'inge@devlonder.example')
    expect((await run('user', 'list')).out).toMatch(/inge@devlonder\.example .* may not sign in/)
    await run('user', 'enable', 'inge@devlonder.example')
    expect(lines(await run('user', 'list', '--json'))[0].disabled).toBe(false)
    expect((await run('user', 'reset', 'inge@devlonder.example', '--second-factor')).out).toContain('password alone')
    expect((await run('user', 'sign-out', 'inge@devlonder.example')).out).toContain('signed out everywhere')
    for (const command of ['reset', 'disable', 'enable', 'sign-out']) {
      const { code, err } = await run('user', command, 'wie@devlonder.example')
      expect([code, err]).toEqual([2, 'wie@devlonder.example has no account.\n'])
    }
  })

  test('has some categories only beside somebody who has all', async () => {
    const add = (email: string, ...more: string[]) => run('user', 'add', email, '--role', 'reviewer', ...more)
    const alone = await add('zorg@devlonder.example', '--category', 'medical', '--category', 'password')
    expect([alone.code, alone.err]).toEqual([2, expect.stringContaining('Somebody must decide on all categories')])
    expect((await add('zorg@devlonder.example', '--category', 'ziekte')).err).toContain('no category or rule "ziekte"')
    await add('hoofd@devlonder.example')
    expect((await add('zorg@devlonder.example', '--category', 'medical')).code).toBe(0)
    expect((await run('user', 'list')).out).toMatch(/zorg@devlonder\.example .* medical/)
    expect((await run('user', 'disable', 'hoofd@devlonder.example')).out).toContain('would wait for nobody')
    expect((await add('kim@devlonder.example', '--elsewhere')).err).toContain('No provider is configured')
  })
})

describe('audit', () => {
  test('tells who did what, and proves itself', async () => {
    const rows = lines(await run('audit', 'export'))
    const events = rows.map((row) => row.event)
    for (const event of ['released', 'returned', 'case-opened', 'account-added', 'password-reset', 'account-disabled'])
      expect(events).toContain(event)
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1))
    expect(lines(await run('audit', 'verify', '--json'))).toMatchObject([{ ok: true, entries: rows.length }])
    expect((await run('audit', 'verify')).out).toContain(`is whole: ${rows.length} entries`)
  })
})
