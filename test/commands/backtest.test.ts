/** `policy backtest`: other rules on past mail, with the demo school. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFolder, remove } from '../gateway/running.ts'
import { type } from './terminal.ts'

const PACKS = join(import.meta.dirname, '../../config/policies')
const LEXICONS = join(import.meta.dirname, '../../config/lexicons')

let folder: string
const put = (name: string, text: string | Buffer): string => {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}
const letter = (
  subject: string,
  text: string,
  from = 'Els Vandenbroeck <els.vandenbroeck@devlonder.example>',
): string =>
  `From: ${from}\r\nTo: ouder@mail.example\r\nSubject: ${subject}\r\nDate: Thu, 19 Nov 2026 08:12:00 +0100\r\n\r\n${text}\r\n`

const SWIM = letter('Zwemmen', 'Vrijdag gaan we zwemmen.')
const SALE = letter('Te koop', 'Te koop: mijn oude auto, 1500 euro, bel me thuis voor een proefrit.')
const SECRET = letter('Wifi', 'Het wachtwoord is Kikker!2041xz.')
const CAME_IN = letter('Vraag', 'Het wachtwoord is Kikker!2041xz.', 'Ouder <ouder@mail.example>')

beforeAll(() => {
  folder = newFolder()
  put('mail/a/swim.eml', SWIM)
  put('mail/a/secret.eml', SECRET)
  put('mail/sale.eml', SALE)
  put('mail/inbox/question.eml', CAME_IN)
  put('mail/notes.txt', 'no mail')
})
afterAll(() => remove(folder))

const backtest = (...args: string[]) => type({ folder }, 'policy', 'backtest', ...args)
const json = async (...args: string[]) => {
  const { out, code, err } = await backtest('--json', ...args)
  const lines = out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  return { code, err, changes: lines.slice(0, -1), summary: lines.at(-1)?.summary }
}
const fates = (changes: { file: string; now: string; proposed: string }[]): string[] =>
  changes.map(({ file, now, proposed }) => `${file} ${now} ${proposed}`)

describe('a rule switched', () => {
  test('is told message by message and rule by rule, and nothing is kept', async () => {
    const before = readdirSync(folder)
    const { changes, summary, code } = await json('mail', '--rule', 'private-use', '--rule', 'password=notify')
    expect(code).toBe(0)
    expect(fates(changes)).toEqual(['mail/a/secret.eml bounce notify', 'mail/sale.eml forward hold'])
    expect(changes[1]).toMatchObject({
      date: '2026-11-19T07:12:00.000Z',
      sender: { class: 'personal', domain: 'devlonder.example' },
      findings: [{ rule: 'private-use', outcome: 'hold', place: 'tekst, regel 1' }],
    })
    expect(summary).toMatchObject({ messages: 3, leftOut: 1, unreadable: 0, changed: 2 })
    expect(summary.outcomes).toEqual({
      forward: { now: 2, proposed: 1 },
      notify: { now: 0, proposed: 1 },
      hold: { now: 0, proposed: 1 },
      bounce: { now: 1, proposed: 0 },
    })
    expect(summary.rules).toEqual({ password: { now: 1, proposed: 1 }, 'private-use': { now: 0, proposed: 1 } })
    expect(readdirSync(folder)).toEqual(before)
  })

  test('off: what was stopped is told with the clause it was stopped for, masked', async () => {
    const { out } = await backtest('mail', '--rule', 'password=off')
    expect(out).toContain('bounce → forward  mail/a/secret.eml')
    expect(out).toContain('2026-11-19 08:12, from devlonder.example (personal)')
    expect(out).toContain('password (ME-3-password)')
    expect(out).toMatch(/^password +1 +0 +−1$/m)
    expect(out).not.toContain('Kikker')
  })

  test('shadow and advise are modes: what they stopped goes on', async () => {
    for (const [to, proposed] of [
      ['shadow', 'forward'],
      ['advise', 'notify'],
    ]) {
      const { changes } = await json('mail', '--rule', `password=${to}`)
      expect(fates(changes)).toEqual([`mail/a/secret.eml bounce ${proposed}`])
    }
  })

  test('as it is already: no message would fare otherwise', async () => {
    const { out } = await backtest('mail', '--rule', 'password=bounce')
    expect(out).toContain('No message would fare otherwise.')
  })
})

describe('without a proposal', () => {
  test('the rules in force are compared with no gateway at all', async () => {
    const { changes } = await json('mail')
    expect(fates(changes)).toEqual(['mail/a/secret.eml forward bounce'])
    expect((await backtest('mail')).out).toMatch(/no gateway +in force/)
  })
})

describe('another pack', () => {
  const mild = () =>
    readFileSync(join(PACKS, 'moretus-ekeren.yaml'), 'utf8').replace(/action: bounce/g, 'action: notify')

  test('by its id judges all mail', async () => {
    const { summary } = await json('mail', '--pack', 'kindante')
    expect(summary.rules['missing-signature']).toEqual({ now: 0, proposed: 3 })
  })

  test('as a file of the same name takes its place; a file of a new name judges all mail', async () => {
    for (const name of ['moretus-ekeren.yaml', 'milder.yaml']) {
      const { changes } = await json('mail', '--pack', put(`proposed/${name}`, mild()))
      expect(fates(changes)).toEqual(['mail/a/secret.eml bounce notify'])
    }
  })

  test('as a folder takes the place of all packs', async () => {
    put('packs/moretus-ekeren.yaml', mild())
    const { changes } = await json('mail', '--pack', 'packs')
    expect(fates(changes)).toEqual(['mail/a/secret.eml bounce notify'])
  })

  test('--against is what it is compared with', async () => {
    const { summary } = await json('mail', '--against', 'kindante', '--rule', 'password=off')
    expect(summary.rules['missing-signature']).toEqual({ now: 3, proposed: 0 })
  })

  test('with a mistake is refused with line and column', async () => {
    const { code, err } = await backtest('mail', '--pack', put('proposed/kalisto.yaml', 'titel: x\n'))
    expect(code).toBe(2)
    expect(err).toMatch(/kalisto\.yaml:1:1/)
  })
})

test('other lexicons', async () => {
  for (const name of readdirSync(LEXICONS)) put(`words/${name}`, readFileSync(join(LEXICONS, name)))
  put('words/own.txt', '[sensitive.medical.strong]\nflurbitis\n')
  const file = put('ill.eml', letter('Noor', 'Leerling Noor uit 3A heeft flurbitis.'))
  const { changes } = await json(file, '--lexicons', 'words')
  expect(fates(changes)).toEqual([`${file} forward hold`])
})

describe('where mail lies', () => {
  const box = (...letters: string[]): string =>
    letters.map((one) => `From - Thu Nov 19 08:12:00 2026\n${one.replaceAll('\r\n', '\n')}\n`).join('')

  test('a mailbox is many messages, told by number; what it quotes is no new one', async () => {
    const quoting = letter('Oud', 'Zij schreef:\n\n>From hier is het goed.\n\nFromage is kaas.')
    const file = put('Sent', box(SWIM, SECRET, quoting, SECRET))
    const { changes, summary } = await json(file)
    expect(fates(changes)).toEqual([`${file}#2 forward bounce`, `${file}#4 forward bounce`])
    expect(summary.messages).toBe(4)
  })

  test('a mailbox larger than is read at once', async () => {
    const long = letter('Lang', 'Vrijdag gaan we zwemmen.\r\n'.repeat(30_000))
    put('archive/large.mbox', box(long, SECRET, long, SECRET))
    const { changes, summary } = await json('archive')
    expect(summary.messages).toBe(4)
    expect(fates(changes)).toEqual(['archive/large.mbox#2 forward bounce', 'archive/large.mbox#4 forward bounce'])
  })

  test('a Maildir, and packed letters', async () => {
    put('Maildir/cur/1763536320.M1P1.host:2,S', SECRET)
    put('Maildir/dovecot.index', 'no mail')
    put('packed/secret.eml.gz', gzipSync(SECRET))
    const { summary } = await json('Maildir', 'packed')
    expect(summary).toMatchObject({ messages: 2, changed: 2 })
  })

  test('what cannot be read is told, the rest is judged, and the exit code is 3', async () => {
    put('broken/secret.eml.gz', 'no gzip')
    const { code, err, summary } = await json('broken', 'none.eml', 'mail/sale.eml')
    expect(code).toBe(3)
    expect(err).toContain('broken/secret.eml.gz: cannot be read (Z_DATA_ERROR)')
    expect(err).toContain('none.eml: cannot be read (there is no such file)')
    expect(summary).toMatchObject({ messages: 1, unreadable: 2 })
  })
})

test.each([
  [['mail', '--rule', 'pasword'], 'There is no rule "pasword". Did you mean "password"?'],
  [['mail', '--rule', 'password=stop'], 'A rule cannot be "stop".'],
  [['mail', '--pack', 'kindnate'], 'There is no pack and no file "kindnate". Did you mean "kindante"?'],
  [['mail/inbox/none'], 'none: cannot be read (there is no such file)'],
  [['empty'], 'There is no mail there.'],
  [[], 'Something is missing: path.'],
])('%j is told plainly', async (args, said) => {
  mkdirSync(join(folder, 'empty'), { recursive: true })
  const { code, err } = await backtest(...args)
  expect(err).toContain(said)
  expect(err).not.toMatch(/^\s+at /m)
  expect([2, 3]).toContain(code)
})
