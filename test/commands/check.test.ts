/** `check`: the contract other programs rely on, with the demo school. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { crlf, newFolder, remove, runCommand } from '../gateway/running.ts'
import { type } from './terminal.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
let folder: string
const put = (name: string, text: string): string => {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}
const letter = (text: string, headers = ''): string =>
  crlf(
    `From: Els Vandenbroeck <${TEACHER}>\nTo: ouder@mail.example\nSubject: Bericht\nMessage-ID: <1@devlonder.example>\n${headers}\n${text}\n`,
  )

beforeAll(() => {
  folder = newFolder()
  put('go.eml', letter('Vrijdag gaan we zwemmen.'))
  put('held.eml', letter('Leerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.'))
  put('back.eml', letter('Het wachtwoord is Kikker!2041xz.'))
  put('notes.txt', 'no mail')
})
afterAll(() => remove(folder))

const check = (...args: string[]) => type({ folder }, 'check', ...args)
const mail = (name: string): string => join(folder, `${name}.eml`)
const json = async (...args: string[]) => {
  const { out, code, err } = await check('--json', ...args)
  return {
    code,
    err,
    lines: out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  }
}

describe('--json', () => {
  test('one line per file in the order given, with these keys in this order', async () => {
    const { lines, code } = await json(mail('held'), mail('go'), mail('back'))
    expect(code).toBe(11)
    expect(lines.map((line) => [line.file, line.decision])).toEqual([
      [mail('held'), 'hold'],
      [mail('go'), 'forward'],
      [mail('back'), 'bounce'],
    ])
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(['file', 'decision', 'pack', 'recipients', 'findings', 'uninspected', 'ms'])
      expect(line.pack).toBe('moretus-ekeren')
      expect(line.ms).toBeGreaterThan(0)
      for (const recipient of line.recipients) expect(Object.keys(recipient)).toEqual(['address', 'outcome', 'rules'])
    }
    const [held, , back] = lines
    expect(held.recipients).toEqual([
      { address: 'ouder@mail.example', outcome: 'hold', rules: ['sensitive-pupil-data'] },
    ])
    expect(Object.keys(back.findings[0])).toEqual([
      'rule',
      'category',
      'clause',
      'place',
      'excerpt',
      'because',
      'confidence',
    ])
    expect(back.findings[0]).toMatchObject({ rule: 'password', clause: 'ME-3-password' })
    expect(JSON.stringify(back)).not.toContain('Kikker')
  })

  test('what could not be read says where and why', async () => {
    const boundary = 'Content-Type: multipart/mixed; boundary=x\n'
    const zip = `--x\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename="foto.7z"\nContent-Transfer-Encoding: base64\n\nN3q8ryccAAQAAAAA\n--x--`
    const { lines } = await json(put('odd.eml', letter(zip, boundary)))
    expect(lines[0].uninspected).toEqual([{ place: expect.stringContaining('foto.7z'), reason: expect.any(String) }])
  })
})

describe('the exit code is that of the strictest', () => {
  test.each([
    [0, ['go']],
    [10, ['go', 'held', 'go']],
    [11, ['back', 'held']],
  ])('%i', async (code, names) => {
    expect((await check(...names.map(mail))).code).toBe(code)
  })

  test('3 when one cannot be read, and the others are still judged', async () => {
    const { lines, code, err } = await json(join(folder, 'none.eml'), mail('go'))
    expect(code).toBe(3)
    expect(err).toContain('none.eml: cannot be read (there is no such file)')
    expect(lines).toHaveLength(1)
  })

  test.each([
    ['no file', []],
    ['an unknown option', ['--jason', 'x.eml']],
    ['an unknown pack', ['--pack', 'moretus', 'x.eml']],
  ])('2 for %s', async (_, args) => {
    const { code, err, out } = await check(...args)
    expect(code).toBe(2)
    expect(err).not.toBe('')
    expect(err).not.toMatch(/^\s+at /m)
    expect(out).toBe('')
  })

  test('2 for a folder without mail', async () => {
    mkdirSync(join(folder, 'empty'), { recursive: true })
    expect((await check(join(folder, 'empty'))).code).toBe(2)
  })
})

describe('the envelope', () => {
  test('without one it is From, and To with Cc and Bcc', async () => {
    const file = put(
      'many.eml',
      letter('Dag.', 'Cc: Oma <Oma@mail.example>, ouder@mail.example\nBcc: opa@mail.example\n'),
    )
    const { lines } = await json(file)
    expect(lines[0].recipients.map((r: { address: string }) => r.address)).toEqual([
      'ouder@mail.example',
      'oma@mail.example',
      'opa@mail.example',
    ])
  })

  test('a file beside says otherwise, and names the pack; options say otherwise again', async () => {
    const file = put('beside.eml', letter('Dag.'))
    put(
      'beside.envelope.json',
      JSON.stringify({ mailFrom: TEACHER, rcptTo: ['a@mail.example'], pack: 'kalisto', extra: 1 }),
    )
    const { lines } = await json(file)
    expect(lines[0]).toMatchObject({ pack: 'kalisto', recipients: [{ address: 'a@mail.example' }] })
    const other = await json('--pack', 'kindante', '--rcpt', 'b@mail.example', '--rcpt', 'c@mail.example', file)
    expect(other.lines[0].pack).toBe('kindante')
    expect(other.lines[0].recipients.map((r: { address: string }) => r.address)).toEqual([
      'b@mail.example',
      'c@mail.example',
    ])
  })

  test('--mail-from is who sends it', async () => {
    const { lines } = await json('--mail-from', 'els.vandenbroeck@gmail.com', mail('go'))
    expect(lines[0].findings.map((f: { rule: string }) => f.rule)).toContain('private-account')
  })

  test.each([
    ['not JSON', '{"rcptTo": ["geheim@mail.example"'],
    ['of another form', '{"rcptTo": "geheim@mail.example"}'],
    ['for a pack there is not', '{"pack": "geheim@mail.example"}'],
  ])('a file beside that is %s is unreadable input, told without its content', async (_, text) => {
    const file = put('wrong.eml', letter('Dag.'))
    put('wrong.envelope.json', text)
    const { code, err } = await check(file)
    expect(code).toBe(3)
    expect(err).toContain('wrong.eml: cannot be read (its envelope file')
    expect(err).not.toContain('geheim')
  })
})

describe('many', () => {
  test('a folder, and folders in it, by name; nothing but .eml', async () => {
    for (const name of ['b/2.eml', 'b/10.eml', 'a.eml', 'b/c/x.eml']) put(`tree/${name}`, letter('Dag.'))
    put('tree/readme.txt', 'x')
    const { lines } = await json(join(folder, 'tree'))
    const names = lines.map((line) => line.file.slice(join(folder, 'tree/').length))
    expect(names).toEqual(['a.eml', 'b/10.eml', 'b/2.eml', 'b/c/x.eml'])
  })

  test('five hundred of ten kilobytes, in one process, in order', async () => {
    const words = 'Vrijdag gaan we met de klas naar het zwembad en daarna naar de bibliotheek. '
    for (let i = 0; i < 500; i++)
      put(`lot/${String(i).padStart(3, '0')}.eml`, letter(`${i}\n${`${words}\n`.repeat(130)}`))
    const { out, code } = await runCommand(folder, {}, 'check', '--json', join(folder, 'lot'))
    const lines = out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
    expect(code).toBe(0)
    expect(lines.map((line) => line.file.slice(-7, -4))).toEqual(
      Array.from({ length: 500 }, (_, i) => String(i).padStart(3, '0')),
    )
  }, 120_000)

  test('an empty file and one of noise are judged or held, and never a reason to fail', async () => {
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)).toString('latin1')
    const { lines, code } = await json(put('zero.eml', ''), put('noise.eml', noise))
    expect(lines).toHaveLength(2)
    expect([0, 10, 11]).toContain(code)
  })
})

describe('for people', () => {
  test('each file with its outcome, the rule, the clause and what was seen, masked', async () => {
    const { out } = await check(mail('go'), mail('back'))
    expect(out).toContain(`✓ forward  ${mail('go')}`)
    expect(out).toContain(`✗ bounce   ${mail('back')}`)
    expect(out).toContain('password (ME-3-password)')
    expect(out).not.toContain('Kikker')
  })

  test('another school by --directory, as a folder: its domains and packs count', async () => {
    put(
      'school/directory.json',
      JSON.stringify({
        domains: ['andere.example'],
        policies: { 'andere.example': 'kindante' },
        staff: [],
        pupils: [],
        parents: [],
        groups: [],
      }),
    )
    const file = put('andere.eml', letter('Dag.').replaceAll('devlonder.example', 'andere.example'))
    const { out } = await type({ folder }, '--directory', join(folder, 'school'), 'check', '--json', file)
    expect(JSON.parse(out).pack).toBe('kindante')
  })
})
