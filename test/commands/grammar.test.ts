/** What the command line says to whoever mistypes, and what it needs no server for. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { verifyPassword } from '../../src/passwords/passwords.ts'
import { DEMO, environment, newFolder, remove, write } from '../gateway/running.ts'
import { type } from './terminal.ts'

// The program is started again and again, beside whatever else the machine does.
vi.setConfig({ testTimeout: 120_000 })

let folder: string
beforeAll(() => {
  folder = newFolder()
})
afterAll(() => remove(folder))
const run = (...args: string[]) => type({ folder }, ...args)

describe('a mistake', () => {
  test.each([
    [['chekc', 'x.eml', '--json'], 'There is no command "chekc". Did you mean "check"?'],
    [['stats'], 'There is no command "stats". Known: serve, check, held'],
    [['held', 'lsit'], 'There is no command "lsit". Did you mean "list"?'],
    [['queue', 'flush'], 'There is no command "flush".'],
    [['config', 'descrbe'], 'There is no command "descrbe". Did you mean "describe"?'],
    [['serve', '--port', '25'], 'There is no option "--port".'],
    [['--vresion'], 'There is no option "--vresion".'],
    [['held', 'show'], 'Something is missing: id.\nmailsluis held show --help tells how.'],
    [['held', 'return', 'x'], 'Something is missing: --words <TEXT>.\nmailsluis held return --help tells how.'],
    [['held', 'return', 'x', '--words'], 'Something is missing after --words <TEXT>.'],
    [['held', 'show', 'x', '--jsn'], 'There is no option "--jsn".'],
    [
      ['policy', 'lint', 'eigen.yaml'],
      'That is more than it takes: eigen.yaml.\nmailsluis policy lint --help tells how.',
    ],
    [['policy', 'test', 'none'], 'none: cannot be read (there is no such file)'],
    [['user', 'add', 'an@school.example', '--role', 'baas'], 'There is no role "baas". Roles: admin'],
    [['user', 'add', 'an'], '"an" is not an e-mail address.'],
    [['policy', 'rules', '--pack', 'x'], 'There is no pack "x". Packs: '],
    [['queue', 'show', 'x'], 'There is no message x.'],
    [['queue', 'retry', 'x'], 'There is no message x.'],
    [['queue', 'find', '--sender', 'els'], '--sender needs a whole address, or a domain.'],
    [
      ['queue', 'find', '--since', 'gisteren'],
      '--since gisteren is neither a day (2026-03-02) nor a time ago (90m, 12h, 7d).',
    ],
    [['queue', 'find', '--limit', '0'], '--limit goes from 1 to 10000.'],
    [['directory', 'check', 'none.json'], 'none.json: cannot be read (there is no such file)'],
  ])('%j is told plainly, with code 2', async (args, said) => {
    const { code, err } = await run(...args)
    expect(err).toContain(said)
    expect(err).not.toMatch(/too many arguments|^error:|^\s+at /m)
    expect(code).toBe(2)
  })

  test('a configuration with a mistake, for every command', async () => {
    const file = write(folder, 'wrong.yaml', 'smtp:\n  prot: 25\n')
    for (const args of [['config'], ['held', 'list'], ['serve']]) {
      const { code, err } = await run('--config', file, ...args)
      expect(err).toContain(`${file}:2:3: smtp.prot: there is no such setting. Did you mean "port"?`)
      expect(code).toBe(2)
    }
  })

  test('help asked for is no mistake', async () => {
    for (const args of [['--help'], ['held', '--help'], ['user', 'hash', '--help'], ['--version']]) {
      const { code, out, err } = await run(...args)
      expect([code, err]).toEqual([0, ''])
      expect(out).not.toBe('')
    }
  })
})

/** With something typed or piped on standard input. */
const piped = (input: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const main = join(import.meta.dirname, '../../src/main.ts')
    const child = execFile(process.execPath, [main, ...args], { env: environment(folder, {}) }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
    child.stdin?.end(input)
  })

describe('user hash', () => {
  test.each([' Geheim wachtwoord, één '])(
    'makes a hash that fits "%s", also without a last line end',
    async (password) => {
      for (const input of [`${password}\n`, `${password}\r\nnog een regel\n`, password]) {
        const { out, code } = await piped(input, 'user', 'hash')
        expect(code).toBe(0)
        expect(out).toMatch(/^\$argon2id\$v=19\$\S+\n$/)
        expect(await verifyPassword(password, out.trim())).toBe(true)
        expect(await verifyPassword(`${password}x`, out.trim())).toBe(false)
      }
    },
  )

  test('needs a password, and no configuration that is in order', async () => {
    expect((await type({ folder }, 'user', 'hash')).code).toBe(2)
    const file = write(folder, 'broken.yaml', 'smtp: [')
    expect((await type({ folder, input: 'x' }, '--config', file, 'user', 'hash')).code).toBe(0)
  })
})

describe('config', () => {
  test('shows what is in force, secrets hidden', async () => {
    const file = write(
      folder,
      'secrets.yaml',
      'smtp: {auth: {users: [{name: scanner, hash: "$argon2id$v=19$GEHEIM"}]}}\ndirectory: {hashKey: GEHEIM}\ndelivery: {password: GEHEIM, user: ik, nextHop: "smtp://mx.example:25"}\nstore: {url: "redis://ik:GEHEIM@redis.example/1"}\n',
    )
    const { out, code } = await type(
      { folder, settings: { MAILSLUIS_MASTER_KEY: 'GEHEIM' } },
      '--config',
      file,
      'config',
    )
    expect(code).toBe(0)
    expect(out).toContain(`# from ${file}`)
    expect(out).not.toContain('GEHEIM')
    expect(out.match(/\(hidden\)/g)).toHaveLength(5)
    for (const shown of ['scanner', 'smtp://mx.example:25', 'redis.example/1', 'giveUpAfterHours: 48'])
      expect(out).toContain(shown)
  })

  test('describe tells every setting, its default and its variable', async () => {
    const { out } = await run('config', 'describe')
    expect(out).toContain('queue.giveUpAfterHours (default 48)\n    After so long')
    expect(out).toContain('MAILSLUIS_QUEUE_GIVE_UP_AFTER_HOURS')
    expect(out).toContain('delivery.routes[].match.recipientDomain\n')
  })
})

describe('doctor', () => {
  const listen = async (greet: string | undefined) => {
    const server = createServer((socket) => (greet === undefined ? socket.destroy() : socket.resume().end(greet)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    return { port, close: () => new Promise((resolve) => server.close(resolve)) }
  }
  const look = async (port: number) => {
    const { code, out } = await type(
      {
        folder,
        settings: {
          MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${port}`,
          MAILSLUIS_CONSOLE_URL: 'https://lock.school.example',
        },
      },
      'doctor',
      '--json',
    )
    const answers = out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
    return { code, answers, hop: answers.find((answer) => answer.look === 'next hop') }
  }

  test.each<[string, string | undefined, boolean, string]>([
    ['answers', '220 mx.example ESMTP\r\n', true, 'answers'],
    ['is busy', '421 later\r\n', false, 'answers 421 instead of 220'],
    ['hangs up', undefined, false, 'does not answer'],
  ])('a next hop that %s', async (_, greet, ok, words) => {
    const hop = await listen(greet)
    const { answers, hop: answer, code } = await look(hop.port)
    await hop.close()
    expect(answer).toMatchObject({ ok, words: expect.stringContaining(words) })
    for (const look of ['rules', 'store']) expect(answers.find((a) => a.look === look)).toMatchObject({ ok: true })
    if (!ok) expect(code).toBe(1)
  })

  test('a next hop that is not there, and no next hop at all', async () => {
    const hop = await listen('')
    await hop.close()
    expect((await look(hop.port)).hop).toMatchObject({ ok: false, words: expect.stringContaining('ECONNREFUSED') })
    const { out, code } = await run('doctor')
    expect(out).toMatch(/^LOOK {2}next hop: no next hop: mail is written to a folder/m)
    expect(out).toMatch(/^ok {4}store: /m)
    expect(code).toBe(1)
  })
})

test('doctor tells a school where one person alone decides: nobody does so in their own case', async () => {
  const alone = newFolder()
  const doctor = async () => (await type({ folder: alone, settings: DEMO }, 'doctor')).out
  const add = (...args: string[]) => type({ folder: alone, settings: DEMO }, 'user', 'add', ...args)
  try {
    expect(await doctor()).toMatch(/^LOOK {2}reviewers: fewer than two .* devlonder\.example/m)
    await add('hilde@devlonder.example', '--role', 'head')
    await add('kijker@devlonder.example', '--role', 'auditor')
    await add('anders@elders.example', '--role', 'reviewer', '--school', 'elders.example')
    expect(await doctor()).toMatch(/^LOOK {2}reviewers: /m)
    await add('an@devlonder.example', '--role', 'reviewer', '--school', 'devlonder.example')
    expect(await doctor()).toMatch(/^ok {4}reviewers: /m)
  } finally {
    remove(alone)
  }
})

describe('holidays that run out', () => {
  // A folder of their own: every .yaml in it is read as a calendar.
  const calendars = newFolder()
  afterAll(() => remove(calendars))
  const calendar = readFileSync(join(import.meta.dirname, '../../config/calendars/vlaanderen.yaml'), 'utf8')
  const using = (name: string, text: string) => {
    write(calendars, `${name}.yaml`, text)
    return { MAILSLUIS_REVIEW_CALENDAR_FOLDER: calendars, MAILSLUIS_REVIEW_CALENDAR_USE: name }
  }

  test('are told by doctor, with the day and what to do', async () => {
    const short = using('kort', calendar.replace('until: 2029-08-31', 'until: 2026-01-31'))
    const { out, code } = await type({ folder, settings: short }, 'doctor')
    expect(out).toMatch(/^LOOK {2}calendar: .*Vlaanderen until 2026-01-31\. After that only weekends count\./m)
    expect(code).toBe(1)
    expect((await run('doctor')).out).toMatch(/^ok {4}calendar: holidays are known: Vlaanderen until 2029-08-31/m)
  })

  test('a calendar that is broken or not there stops a command, in words', async () => {
    const broken = await type({ folder, settings: using('stuk', calendar.replace('08:00', '8h')) }, 'held', 'list')
    expect(broken.err).toMatch(/stuk\.yaml: hours\.monday: must be hours such as 08:00-17:00/)
    const absent = await type({ folder, settings: { MAILSLUIS_REVIEW_CALENDAR_USE: 'wallonie' } }, 'held', 'list')
    expect(absent.err).toContain('there is no calendar "wallonie". There are: nederland-midden')
    expect([broken.code, absent.code]).toEqual([2, 2])
  })
})

describe('policy and directory', () => {
  test('lint, clauses and rules speak of the packs', async () => {
    expect((await run('policy', 'lint')).out).toMatch(/^kindante: \d+ clauses, \d+ rules in use/m)
    const { out } = await run('policy', 'clauses', '--pack', 'kindante', '--json')
    const rows = out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
    expect(new Set(rows.map((row) => row.pack))).toEqual(new Set(['kindante']))
    expect(rows.find((row) => row.clause === 'KI-5-signature')).toBeDefined()
    expect((await run('policy', 'rules', '--pack', 'kindante')).out).toMatch(/missing-signature +enforce +bounce/)
  })

  test('a directory file with mistakes is refused with all of them, a good one is counted', async () => {
    const bad = write(folder, 'bad.json', '{"domains": 3, "staff": [{"id": 1}]}')
    const { code, err } = await run('directory', 'check', bad)
    expect(code).toBe(2)
    expect(err).toContain(bad)
    expect(err).not.toMatch(/^\s+at /m)
    const good = await run('directory', 'check')
    expect(good.out).toMatch(/is in order: 30 staff, 120 pupils/)
  })
})
