/** The configuration: what counts over what, where paths count from, and that a mistake is told with its place. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError, ConfigSchema, describeConfig, loadConfig } from '../../src/config.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailsluis-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (name: string, text: string): string => {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}
const load = (text: string | undefined, env: Record<string, string> = {}, directory?: string) =>
  loadConfig({
    ...{ env, cwd: folder, directory },
    ...(text === undefined ? {} : { file: put('etc/mailsluis.yaml', text) }),
  })
const inForce = (...given: Parameters<typeof load>) => load(...given).config

const problems = (...given: Parameters<typeof load>): string[] => {
  try {
    load(...given)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).problems.map((problem) => problem.replaceAll(`${folder}/`, ''))
  }
  throw new Error('no problem was found')
}

describe('what counts', () => {
  test('without anything: the demo school, loopback only, mail written to files', () => {
    const { config, warnings } = load(undefined, { PATH: '/bin' })
    expect(config).toMatchObject({ demo: true, file: '', var: join(folder, 'var') })
    expect(config.smtp).toMatchObject({ host: '127.0.0.1', port: 2525, allow: ['127.0.0.0/8', '::1/128'] })
    expect(config.delivery.nextHop).toBe('capture:outbox')
    expect(config.directory.file).toMatch(/config\/demo\/directory\.json$/)
    expect(config.hostname).not.toBe('')
    expect(warnings).toEqual([])
  })

  test('the environment over the file, the file over the defaults', () => {
    const { smtp } = inForce('smtp:\n  port: 2600\n  maxErrors: 3\n', { MAILSLUIS_SMTP_PORT: '2700' })
    expect(smtp).toMatchObject({ port: 2700, maxErrors: 3, maxRecipients: 5000 })
  })

  test('the file may be named by the environment, and --config comes first', () => {
    const one = put('one.yaml', 'hostname: een.example\n')
    put('two.yaml', 'hostname: twee.example\n')
    const env = { MAILSLUIS_CONFIG: 'two.yaml' }
    expect(loadConfig({ env, cwd: folder }).config.hostname).toBe('twee.example')
    expect(loadConfig({ env, cwd: folder, file: one }).config.hostname).toBe('een.example')
  })

  test.each([
    ['MAILSLUIS_NEXT_HOP', 'smtp://mx.example:2600', (c: ReturnType<typeof inForce>) => c.delivery.nextHop],
    ['MAILSLUIS_STORE', 'sqlite:ander.db', (c: ReturnType<typeof inForce>) => c.store.url],
    ['MAILSLUIS_SMTP_MAX_MESSAGE_BYTES', 1000, (c: ReturnType<typeof inForce>) => c.smtp.maxMessageBytes],
    ['MAILSLUIS_SMTP_TIMEOUTS_IDLE_MS', 1000, (c: ReturnType<typeof inForce>) => c.smtp.timeouts.idleMs],
    ['MAILSLUIS_SMTP_ALLOW_NULL_SENDER', false, (c: ReturnType<typeof inForce>) => c.smtp.allowNullSender],
    ['MAILSLUIS_QUEUE_GIVE_UP_AFTER_HOURS', 1.5, (c: ReturnType<typeof inForce>) => c.queue.giveUpAfterHours],
    ['MAILSLUIS_LOG_LEVEL', 'error', (c: ReturnType<typeof inForce>) => c.log.level],
    ['MAILSLUIS_MASTER_KEY', 'x'.repeat(43), (c: ReturnType<typeof inForce>) => c.store.masterKey],
  ])('%s', (name, value, read) => {
    expect(read(inForce(undefined, { [name]: String(value) }))).toBe(value)
  })

  test('every setting that one variable can hold has one, and each of them works', () => {
    for (const { variable, path } of describeConfig().filter((setting) => setting.variable !== '')) {
      const { warnings } = (() => {
        try {
          return load(undefined, { [variable]: '5' })
        } catch (error) {
          expect(
            (error as ConfigError).problems.every(
              (problem) => problem.startsWith(variable) || problem.includes('missing'),
            ),
            path,
          ).toBe(true)
          return { warnings: [] }
        }
      })()
      expect(warnings, path).toEqual([])
    }
  })

  test('a secret comes from a file, without its line end', () => {
    put('keys/master', `${'k'.repeat(43)}\n`)
    for (const name of ['MAILSLUIS_MASTER_KEY_FILE', 'MAILSLUIS_DIRECTORY_HASH_KEY_FILE']) {
      const config = inForce(undefined, { [name]: 'keys/master' })
      expect(config.store.masterKey ?? config.directory.hashKey).toBe('k'.repeat(43))
    }
    expect(problems(undefined, { MAILSLUIS_MASTER_KEY_FILE: 'keys/none' })).toEqual([
      'MAILSLUIS_MASTER_KEY_FILE: the file cannot be read (there is no such file)',
    ])
  })

  test('a heading with nothing under it sets nothing', () => {
    expect(inForce('smtp:\n  # port: 2600\nqueue:\n').smtp.port).toBe(2525)
    expect(inForce('# nothing yet\n').smtp.port).toBe(2525)
    expect(inForce('').smtp.port).toBe(2525)
  })
})

describe('where paths count from', () => {
  test('in a file: from that file', () => {
    const config = inForce(
      'var: ../var\ndirectory: {file: school.json}\npolicy: {folder: packs, lexicons: words}\nsmtp: {tls: {certFile: a.pem, keyFile: /k.pem}}\ndelivery: {passwordFile: pw, routes: [{match: {recipientDomain: a.example}, nextHop: "smtp://x:1", caFile: ca.pem}]}\nstore: {masterKeyFile: key}\n',
    )
    const etc = (name: string): string => join(folder, 'etc', name)
    expect(config.var).toBe(join(folder, 'var'))
    expect(config.directory.file).toBe(etc('school.json'))
    expect(config.policy).toMatchObject({ folder: etc('packs'), lexicons: etc('words') })
    expect(config.smtp.tls).toEqual({ certFile: etc('a.pem'), keyFile: '/k.pem' })
    expect(config.delivery.passwordFile).toBe(etc('pw'))
    expect(config.delivery.routes[0]!.caFile).toBe(etc('ca.pem'))
    expect(config.store.masterKeyFile).toBe(etc('key'))
    expect(config.demo).toBe(false)
  })

  test('in the environment: from where one stands, also beside a file', () => {
    const config = inForce('hostname: a.example\n', {
      MAILSLUIS_VAR: 'elders',
      MAILSLUIS_DIRECTORY: 'school.json',
      MAILSLUIS_SMTP_TLS_CERT_FILE: 'a.pem',
      MAILSLUIS_SMTP_TLS_KEY_FILE: 'b.pem',
      MAILSLUIS_DELIVERY_PASSWORD_FILE: 'pw',
    })
    expect(config.var).toBe(join(folder, 'elders'))
    expect(config.directory.file).toBe(join(folder, 'school.json'))
    expect(config.smtp.tls).toEqual({ certFile: join(folder, 'a.pem'), keyFile: join(folder, 'b.pem') })
    expect(config.delivery.passwordFile).toBe(join(folder, 'pw'))
  })

  test('a folder stands for the directory file in it, by option, variable and file', () => {
    const file = put('school/directory.yaml', 'domains: []\n')
    expect(inForce(undefined, {}, 'school').directory.file).toBe(file)
    expect(inForce(undefined, { MAILSLUIS_DIRECTORY: 'school' }).directory.file).toBe(file)
    expect(inForce('directory: {file: ../school}\n').directory.file).toBe(file)
    expect(inForce(undefined, { MAILSLUIS_DIRECTORY: 'a.json' }, 'school').directory.file).toBe(file)
    expect(inForce(undefined, {}, 'school').demo).toBe(false)
  })
})

describe('a mistake', () => {
  test.each([
    [
      'a misspelt setting',
      'smtp:\n  prot: 25\n',
      'etc/mailsluis.yaml:2:3: smtp.prot: there is no such setting. Did you mean "port"?',
    ],
    [
      'a misspelt section',
      'a: 1\nqueu:\n  concurrency: 3\n',
      'etc/mailsluis.yaml:2:1: queu: there is no such setting. Did you mean "queue"?',
    ],
    [
      'a misspelt setting of a route',
      'delivery:\n  routes:\n    - match: {recipientDomain: a.example}\n      nextHop: smtp://x:1\n      tsl: none\n',
      'etc/mailsluis.yaml:5:7: delivery.routes.0.tsl: there is no such setting. Did you mean "tls"?',
    ],
    ['text for a number', 'smtp:\n  port: veel\n', 'etc/mailsluis.yaml:2:9: smtp.port: must be a number'],
    [
      'a broken number',
      'queue:\n  concurrency: 1.5\n',
      'etc/mailsluis.yaml:2:16: queue.concurrency: must be a whole number',
    ],
    ['a number too large', 'smtp: {port: 70000}\n', 'etc/mailsluis.yaml:1:14: smtp.port: must be at most 65535'],
    [
      'a time of nothing',
      'queue: {giveUpAfterHours: 0}\n',
      'etc/mailsluis.yaml:1:27: queue.giveUpAfterHours: must be more than 0',
    ],
    [
      'another word',
      'log:\n  level: luid\n',
      'etc/mailsluis.yaml:2:10: log.level: must be one of: debug, info, warn, error',
    ],
    ['one value for a list', 'smtp:\n  allow: 10.0.0.1\n', 'etc/mailsluis.yaml:2:10: smtp.allow: must be a list'],
    [
      'no network',
      'smtp:\n  allow:\n    - 127.0.0.1\n    - overal\n',
      'etc/mailsluis.yaml:4:7: smtp.allow.1: must be an address or a network such as 10.1.0.0/16 or 2001:db8::/32',
    ],
    [
      'no next hop',
      'delivery: {nextHop: mx.example}\n',
      'etc/mailsluis.yaml:1:21: delivery.nextHop: must be smtp://host:port, smtps://host:port, or capture:FOLDER',
    ],
    [
      'half a certificate',
      'smtp:\n  tls:\n    certFile: a.pem\n',
      'etc/mailsluis.yaml:2:3: smtp.tls.keyFile: is missing; it must be a text',
    ],
    [
      'what was a setting once',
      'review:\n  holdHours: 24\n',
      'etc/mailsluis.yaml:2:3: review.holdHours: is counted in school days now. Take it out and write review.holdDays (72 hours are about holdDays: 3).',
    ],
    [
      'no number of processes',
      'processes: veel\n',
      'etc/mailsluis.yaml:1:12: processes: must be auto, or a number from 1 to 99',
    ],
    [
      'a deputy without an address',
      'review:\n  deputies:\n    an: piet@school.example\n',
      'etc/mailsluis.yaml:3:9: review.deputies.an: must be an e-mail address, as in greet@school.example',
    ],
    [
      'nobody to alert',
      'review: {alert: [piet]}\n',
      'etc/mailsluis.yaml:1:18: review.alert.0: must be an e-mail address, as in greet@school.example',
    ],
    [
      'a day by another name',
      'review: {calendar: {hours: {maandag: 08:00-17:00}}}\n',
      'etc/mailsluis.yaml:1:29: review.calendar.hours.maandag: there is no such setting. Known: sunday, monday, tuesday, wednesday, thursday, friday, saturday.',
    ],
    [
      'hours that are none',
      'review: {calendar: {hours: {monday: 8-17}}}\n',
      'etc/mailsluis.yaml:1:37: review.calendar.hours.monday: must be hours such as 08:00-17:00, or closed',
    ],
    [
      'a misspelt setting of one school',
      'review: {calendar: {schools: {a.example: {clsed: []}}}}\n',
      'etc/mailsluis.yaml:1:43: review.calendar.schools.a.example.clsed: there is no such setting. Did you mean "closed"?',
    ],
    ['a section that is a word', 'smtp: aan\n', 'etc/mailsluis.yaml:1:7: smtp: must be a group of settings'],
    [
      'a list for a file',
      '- smtp\n',
      'etc/mailsluis.yaml:1:1: must be settings, as in "smtp:" with "  port: 2525" below it',
    ],
    [
      'a password for a hash',
      'smtp:\n  auth:\n    users:\n      - {name: an, hash: Geheim1}\n',
      'etc/mailsluis.yaml:4:26: smtp.auth.users.0.hash: must be an argon2id hash; "mailsluis user hash" makes one',
    ],
  ])('%s is told with its place', (_, text, said) => {
    expect(problems(text)).toContain(said)
    expect(problems(text).join()).not.toContain('Geheim1')
  })

  test.each(['smtp:\n port: 1\n  host: x\n', 'smtp: {port: 1\n', 'a: 1\na: 2\n', '\tsmtp: 1\n'])(
    'broken YAML is told with its line: %j',
    (text) => {
      expect(problems(text)[0]).toMatch(/^etc\/mailsluis\.yaml:\d+:\d+: \S/)
    },
  )

  test('all of them at once, those of the environment by the name of the variable', () => {
    const env = { MAILSLUIS_SMTP_PORT: 'veel', MAILSLUIS_CONSOLE_PORT: '', MAILSLUIS_SMTP_ALLOW_NULL_SENDER: 'ja' }
    expect(problems('queue: {concurrency: 0}\n', env).sort()).toEqual([
      'MAILSLUIS_CONSOLE_PORT: must be a number',
      'MAILSLUIS_SMTP_ALLOW_NULL_SENDER: must be true or false',
      'MAILSLUIS_SMTP_PORT: must be a number',
      'etc/mailsluis.yaml:1:22: queue.concurrency: must be at least 1',
    ])
  })

  test('a file that is not there, or is a folder', () => {
    for (const [file, why] of [
      ['none.yaml', 'there is no such file'],
      ['.', 'it is a folder'],
    ] as const)
      expect(() => loadConfig({ env: {}, cwd: folder, file })).toThrow(`cannot be read (${why})`)
  })

  test('a variable that sets nothing is warned of, and does not stop the start', () => {
    const { warnings } = load(undefined, {
      MAILSLUIS_SMPT_PORT: '1',
      MAILSLUIS_SMTP_ALLOW: '10.0.0.0/8',
      MAILSLUIS_CONFIG: '',
    })
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toMatch(/^MAILSLUIS_SMPT_PORT: there is no such setting/)
    expect(warnings[0]).toContain('Did you mean MAILSLUIS_SMTP_PORT?')
    expect(warnings[1]).toMatch(/^MAILSLUIS_SMTP_ALLOW: smtp\.allow is a list/)
    expect(load(undefined, { MAILSLUIS_REVIEW_HOLD_HOURS: '24' }).warnings[0]).toMatch(
      /write review\.holdDays .* It is ignored here\.$/,
    )
  })
})

describe('the manual', () => {
  /** Every path that the schema accepts, found by asking it. */
  const accepted = (path: string): boolean => {
    const keys = path.replaceAll('[]', '.0').split('.')
    const tree = keys.reduceRight<unknown>((inner, key) => (key === '0' ? [inner] : { [key]: inner }), undefined)
    const issues = ConfigSchema.safeParse(tree).error?.issues ?? []
    return issues.every((issue) => issue.code !== 'unrecognized_keys')
  }

  test('tells every setting, those of lists too, each with its purpose', () => {
    const settings = describeConfig()
    const paths = settings.map((setting) => setting.path)
    for (const path of [
      'smtp.port',
      'smtp.listeners[].tls',
      'smtp.auth.users[].hash',
      'delivery.routes[].match.senderDomain',
      'policy.domains',
      'store.masterKey',
    ])
      expect(paths).toContain(path)
    expect(new Set(paths).size).toBe(paths.length)
    expect(paths.filter((path) => !accepted(path))).toEqual([])
    expect(settings.filter(({ text }) => text.length < 8)).toEqual([])
  })

  test('its defaults are those in force', () => {
    const config = ConfigSchema.parse({}) as Record<string, unknown>
    for (const { path, fallback } of describeConfig()) {
      if (fallback === undefined || path.includes('[]')) continue
      const value = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], config)
      expect(value, path).toEqual(fallback)
    }
  })
})
