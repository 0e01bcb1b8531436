/** The letter about a week, over a real store and the real calendars. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FiguresOptions, openFigures, openWeekly } from '../../src/figures/figures.ts'
import { silentLog } from '../../src/log.ts'
import { parseMessage } from '../../src/message/message.ts'
import { loadPolicy } from '../../src/policy/policy.ts'
import { openAccounts } from '../../src/review/review.ts'
import { queued } from '../../src/settlement.ts'
import { openStore, type Store, StoreOptions } from '../../src/store/store.ts'
import { packFiles } from '../packs.ts'
import { calendarsOf } from '../review/calendars.ts'

const at = (time: string): number => Date.parse(time)
const HEAD = 'greet@vlonder.example'
const { packs } = loadPolicy(packFiles(), { settings: {}, defaultPack: 'moretus-ekeren' })

let folder: string
let store: Store
let now: number
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailsluis-weekly-'))
  store = await openStore(
    { ...StoreOptions.parse({ minFreeBytes: 0 }), var: folder },
    { log: silentLog, now: () => now },
  )
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const node = (weekly: readonly string[] = [HEAD], pack = packs.get('moretus-ekeren')!) => {
  const options = FiguresOptions.parse({ weekly })
  const log = silentLog
  const domains = ['vlonder.example', 'zilverberk.example']
  const isOurs = (domain: string): boolean => domains.includes(domain)
  const figures = openFigures({ store, options, log, isOurs, now: () => now })
  const letters = openWeekly({
    ...{ options, figures, store, log, queueNotice: queued, wakeQueue: () => {} },
    accounts: openAccounts(store, () => now),
    calendars: calendarsOf([pack]),
    domains: () => domains,
    packFor: () => pack,
    identity: () => ({
      from: { name: 'Mailsluis', address: 'postmaster@vlonder.example' },
      host: 'gate.vlonder.example',
      url: 'https://mailsluis.vlonder.example',
    }),
  })
  const mail = async (when: string, rules: readonly string[] = [], school = 'vlonder.example') => {
    now = at(when)
    const hits = rules.map((rule) => ({ rule, mode: 'enforce', outcome: 'hold', wouldBe: 'hold' }) as const)
    const outcome = rules.length > 0 ? 'hold' : 'forward'
    const decision = { pack: pack.id, policyVersion: '1', outcome, recipients: [], hits: hits as never } as const
    figures.judged({ school, size: 1_000_000, unread: [], ms: 1, decision })
    await figures.flush()
  }
  const tell = (when: string) => {
    now = at(when)
    return letters.tell(now)
  }
  return { mail, tell }
}

const sent = async () => {
  const mails = await store.list({ kind: 'notice', limit: 20 })
  const all = await Promise.all(mails.map(async ({ id, head }) => parseMessage(await store.body(id), head.envelope)))
  return all.map(({ subject, envelope, texts, messageId }) => ({
    ...{ subject, messageId, to: envelope.rcptTo },
    text: texts.map(({ text }) => text).join('\n'),
  }))
}

describe('the weekly letter', () => {
  test('on Monday morning, when school is open, once however many nodes', async () => {
    const [one, other] = [node(), node()]
    await one.mail('2026-11-18T09:00:00Z', ['password'])
    await one.mail('2026-11-19T09:00:00Z')
    expect(await one.tell('2026-11-22T23:30:00Z')).toBe(0)
    expect(await one.tell('2026-11-23T05:00:00Z')).toBe(0)
    now = at('2026-11-23T08:00:00Z')
    const counts = await Promise.all([one.tell('2026-11-23T08:00:00Z'), other.tell('2026-11-23T08:00:00Z')])
    expect(counts.toSorted()).toEqual([0, 1])
    expect(await other.tell('2026-11-24T08:00:00Z')).toBe(0)
    const [letter] = await sent()
    expect(letter?.to).toEqual([HEAD])
    expect(letter?.subject).toBe('Weekbericht: week 47, 16 november tot en met 22 november')
    expect(letter?.text).toContain('keek Mailsluis 2 berichten na')
    expect(letter?.text).toContain('https://mailsluis.vlonder.example/overview/week/2026-W47')
  })

  test('says counts and sizes, and no small number of what was found', async () => {
    const one = node()
    await one.mail('2026-11-18T09:00:00Z', ['password'])
    for (let n = 0; n < 6; n++) await one.mail('2026-11-18T10:00:00Z', ['sensitive-pupil-data'])
    await one.tell('2026-11-23T08:00:00Z')
    const text = (await sent())[0]!.text.replaceAll(/\s+/g, ' ')
    expect(text).toContain('7 MB')
    expect(text).toMatch(/wachtwoord[^:]*: 1 tot 4/i)
    expect(text).toMatch(/leerling[^:]*: 6/i)
  })

  test('after a holiday the last week of school is still told, and the weeks without mail are not', async () => {
    const one = node()
    // School in Flanders is closed from 21 December to 3 January.
    await one.mail('2026-12-16T09:00:00Z')
    expect(await one.tell('2026-12-21T09:00:00Z')).toBe(0)
    expect(await one.tell('2027-01-04T09:00:00Z')).toBe(1)
    expect((await sent()).map(({ subject }) => subject)).toEqual([
      'Weekbericht: week 51, 14 december tot en met 20 december',
    ])
    expect(await one.tell('2027-01-11T09:00:00Z')).toBe(0)
  })

  test('who has an account gets its schools, others all; who was disabled gets nothing', async () => {
    now = at('2026-11-18T09:00:00Z')
    const accounts = openAccounts(store, () => now)
    await accounts.add(HEAD, { name: 'Greet', roles: ['head'], schools: ['zilverberk.example'] })
    await accounts.add('gone@vlonder.example', { name: 'Gone', roles: ['head'], schools: [] })
    await accounts.disable('gone@vlonder.example', true)
    const one = node([HEAD, 'gone@vlonder.example', 'bestuur@koepel.example'])
    await one.mail('2026-11-18T09:00:00Z', [], 'vlonder.example')
    await one.mail('2026-11-18T09:00:00Z', [], 'vlonder.example')
    await one.mail('2026-11-18T09:00:00Z', [], 'zilverberk.example')
    expect(await one.tell('2026-11-23T08:00:00Z')).toBe(2)
    const said = new Map((await sent()).map(({ to, text }) => [to[0], text.replaceAll(/\s+/g, ' ')]))
    expect(said.get(HEAD)).toContain('één bericht')
    expect(said.get('bestuur@koepel.example')).toContain('3 berichten')
  })
})
