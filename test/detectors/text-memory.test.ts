/** A text met before is not read anew, and nobody can tell from what is found. */
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { AttachmentOptions, openReaders } from '../../src/attachments/attachments.ts'
import { loadConfig } from '../../src/config.ts'
import type { Reading } from '../../src/detectors/detectors.ts'
import { oncePerReading, TextMemory } from '../../src/detectors/text-memory.ts'
import { type Rules, readMessage, weigh } from '../../src/gateway.ts'
import type { Text } from '../../src/message/message.ts'
import { readRules } from '../../src/rulebook.ts'
import { lettersOf } from '../corpus/letters.ts'

const textOf = (text: string, more: Partial<Text> = {}): Text => ({ role: 'own', place: { in: 'text' }, text, ...more })
const reader = () => vi.fn((text: Text) => ({ ...text }) as unknown as Reading)

describe('what is kept', () => {
  test('a text is read the first two times, then no more', () => {
    const memory = new TextMemory()
    const read = reader()
    for (let n = 0; n < 5; n++) memory.get(textOf('Morgen is er geen zwemles.'), read)
    expect(read).toHaveBeenCalledTimes(2)
  })

  test('the same words in another place, or another role, are another text', () => {
    const memory = new TextMemory()
    const read = reader()
    const words = 'Het wachtwoord is Zomer-2026'
    for (let n = 0; n < 3; n++) {
      expect(memory.get(textOf(words), read)).toMatchObject({ role: 'own', place: { in: 'text' } })
      expect(memory.get(textOf(words, { role: 'quoted' }), read)).toMatchObject({ role: 'quoted' })
      const file = { in: 'attachment', file: 'brief.docx' } as const
      expect(memory.get(textOf(words, { place: file }), read)).toMatchObject({ place: file })
      const spots = [{ offset: 0, place: { line: n } }]
      expect(memory.get(textOf(words, { spots }), read)).toMatchObject({ spots })
    }
  })

  test('who sends ever new texts fills no memory', () => {
    const memory = new TextMemory()
    const read = reader()
    const letter = (n: number): Text => textOf(`${n} ${'woord '.repeat(2000)}`)
    for (let n = 0; n < 200; n++) for (let again = 0; again < 2; again++) memory.get(letter(n), read)
    read.mockClear()
    memory.get(letter(199), read)
    expect(read).not.toHaveBeenCalled()
    memory.get(letter(0), read)
    expect(read).toHaveBeenCalledTimes(1)
  })

  test('a very long text is never kept', () => {
    const memory = new TextMemory()
    const read = reader()
    for (let n = 0; n < 4; n++) memory.get(textOf('x'.repeat(70_000)), read)
    expect(read).toHaveBeenCalledTimes(4)
  })

  test('what was found in a reading is found once, also when it is nothing', () => {
    const find = vi.fn(() => undefined)
    const found = oncePerReading(find)
    const [one, other] = [textOf('een'), textOf('twee')] as unknown as [Reading, Reading]
    for (const reading of [one, other, one, other]) found(reading)
    expect(find).toHaveBeenCalledTimes(2)
  })
})

const ROOT = join(import.meta.dirname, '../..')
const DIRECTORY = join(ROOT, 'test/clauses/directory.json')
const rulesAnew = () => readRules(loadConfig({ env: { MAILSLUIS_DIRECTORY: DIRECTORY }, cwd: ROOT }).config).rules

test('letters met before are judged as if they were new, to the same people and to others', async () => {
  const readers = openReaders(AttachmentOptions.parse({}))
  const letters = lettersOf('develop').filter((_, n) => n % 9 === 0)
  const other = { mailFrom: 'els.maes@moretus.example', rcptTo: ['jan@leverancier.example', 'info@clb.example'] }
  const messages = await Promise.all(
    letters.flatMap((letter) => [letter.envelope(), other].map((to) => readMessage(letter.raw(), to, readers))),
  )
  await readers.close()
  const found = (rules: Rules) => messages.map((read) => weigh(read, rules, 0).seen.findings)
  const rules = rulesAnew()
  const first = found(rules)
  // Every text is kept the second time it is met, and met once more right after.
  const again = messages.map((read) => [1, 2, 3].map(() => weigh(read, rules, 0).seen.findings).at(-1))
  expect(again).toEqual(first)
  expect(found(rulesAnew())).toEqual(first)
  expect(first.flat().length).toBeGreaterThan(20)
}, 120_000)

test('"uw zoon" is the child of whoever the letter goes to, each time anew', async () => {
  const readers = openReaders(AttachmentOptions.parse({}))
  const rules = rulesAnew()
  const raw = Buffer.from(
    [
      'From: Wim Daneels <wim.daneels@depopulier.example>',
      'Subject: Vandaag op school',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Beste ouder,\r\n\r\nUw kind heeft ADHD en neemt sinds deze week Rilatine.\r\n\r\nGroeten, Wim',
    ].join('\r\n'),
  )
  const aboutWhom = async (...rcptTo: string[]): Promise<string | undefined> => {
    const read = await readMessage(raw, { mailFrom: 'wim.daneels@depopulier.example', rcptTo }, readers)
    const { findings } = weigh(read, rules, 0).seen
    return findings.find(({ rule }) => rule === 'sensitive-pupil-data')?.subject?.id
  }
  for (let n = 0; n < 3; n++) {
    expect(await aboutWhom('sofie.janssens@ouder.example')).toBe('depopulier-p1')
    expect(await aboutWhom('katrien.maes@ouder.example')).toBe('depopulier-p2')
  }
  await readers.close()
})
