/** What is counted, and how it adds up. */
import { describe, expect, test } from 'vitest'
import { FiguresOptions, glanceAt, openFigures, sumOf } from '../../src/figures/figures.ts'
import { silentLog } from '../../src/log.ts'
import type { Decision } from '../../src/policy/policy.ts'
import type { StoredFigure } from '../../src/store/store.ts'

const MONDAY = Date.parse('2026-11-23T09:00:00Z')

const decision = (outcome: Decision['outcome'], ...hits: readonly string[]): Decision => ({
  ...{ pack: 'moretus-ekeren', policyVersion: '1', outcome, recipients: [] },
  hits: hits.map((hit) => {
    const [rule = '', mode = 'enforce'] = hit.split(' ')
    return { rule, mode, outcome, wouldBe: outcome, clause: '', finding: undefined } as unknown as Decision['hits'][0]
  }),
})

const openPlayed = () => {
  const added: { batch: string; figures: readonly StoredFigure[] }[] = []
  let away = false
  const figures = openFigures({
    store: {
      addFigures: async (batch, figures) => {
        if (away) throw new Error('away')
        added.push({ batch, figures })
      },
      figures: async (periods) => added.flatMap((one) => one.figures).filter((one) => periods.includes(one.period)),
    },
    options: FiguresOptions.parse({}),
    isOurs: (domain) => domain.endsWith('.school.example'),
    log: silentLog,
    now: () => MONDAY,
  })
  const go = (is: boolean) => {
    away = is
  }
  const glance = async (...schools: string[]) =>
    glanceAt(sumOf(await figures.read(['2026-W48'], schools.length > 0 ? schools : undefined)))
  return { figures, added, go, glance }
}

const MAIL = { school: 'a.school.example', size: 2000, unread: [], ms: 1 }

describe('figures', () => {
  test('a message counts once for its outcome, its size and each rule, on its day and in its week', async () => {
    const { figures, added, glance } = openPlayed()
    figures.judged({ ...MAIL, decision: decision('hold', 'password', 'password', 'contact-data shadow') })
    figures.judged({ ...MAIL, school: 'B.School.Example', size: 30_000_000, decision: decision('forward') })
    await figures.flush()
    const { outcomes, messages, bytes, sizes, rules, shadow } = await glance()
    expect({ outcomes, messages, bytes, sizes, rules, shadow }).toEqual({
      outcomes: { forward: 1, notify: 0, hold: 1, bounce: 0 },
      messages: 2,
      bytes: 30_002_000,
      sizes: [1, 0, 0, 0, 0, 1],
      rules: [{ rule: 'password', messages: 1 }],
      shadow: [{ rule: 'contact-data', messages: 1 }],
    })
    expect((await glance('b.school.example')).messages).toBe(1)
    expect(new Set(added.flatMap((one) => one.figures).map(({ period }) => period))).toEqual(
      new Set(['2026-11-23', '2026-W48']),
    )
  })

  test('strangers’ domains are one: nobody can fill the store with names', async () => {
    const { figures, added } = openPlayed()
    for (let n = 0; n < 1000; n++)
      figures.judged({ ...MAIL, school: `x${n}.attacker.example`, decision: decision('forward') })
    await figures.flush()
    expect(added.flatMap((one) => one.figures)).toHaveLength(6)
    expect(new Set(added.flatMap((one) => one.figures).map(({ school }) => school))).toEqual(new Set(['']))
  })

  test('what the store could not take is added later, under the same name', async () => {
    const { figures, added, go, glance } = openPlayed()
    figures.judged({ ...MAIL, decision: decision('forward') })
    go(true)
    await expect(figures.flush()).rejects.toThrow('away')
    figures.judged({ ...MAIL, decision: decision('forward') })
    await expect(figures.flush()).rejects.toThrow('away')
    go(false)
    await figures.flush()
    await figures.flush()
    expect((await glance()).messages).toBe(2)
    expect(new Set(added.map(({ batch }) => batch)).size).toBe(added.length)
  })

  test('false alarms are what a reviewer let go unchanged, of all that was held and ended', async () => {
    const { figures, glance } = openPlayed()
    const end = (ending: 'released' | 'mended' | 'returned' | 'withdrawn' | 'expired' | 'remedied', times: number) => {
      for (let n = 0; n < times; n++) figures.ended({ school: MAIL.school, ending, schoolMinutes: 12 })
    }
    end('released', 2)
    end('remedied', 3)
    await figures.flush()
    expect((await glance()).falseAlarms).toBeUndefined()
    end('mended', 1)
    end('returned', 3)
    end('withdrawn', 1)
    end('expired', 1)
    await figures.flush()
    expect((await glance()).falseAlarms).toBe(2 / 8)
  })

  test('times are those of decisions by people, and say nothing of too few', async () => {
    const { figures, glance } = openPlayed()
    const decide = (schoolMinutes: number, times: number) => {
      for (let n = 0; n < times; n++) figures.ended({ school: MAIL.school, ending: 'returned', schoolMinutes })
    }
    decide(25, 4)
    figures.ended({ school: MAIL.school, ending: 'expired', schoolMinutes: 1600 })
    await figures.flush()
    expect((await glance()).wait).toBeUndefined()
    decide(25, 4)
    decide(100, 2)
    await figures.flush()
    const { wait } = await glance()
    // Eight between 20 and 30 minutes, two between 90 and 120: the fifth, and the ninth.
    expect(wait).toEqual({ median: 26.25, most: 105, decisions: 10 })
  })

  test('one that waited longer than any class is not said to have waited for ever', async () => {
    const { figures, glance } = openPlayed()
    for (let n = 0; n < 5; n++) figures.ended({ school: MAIL.school, ending: 'released', schoolMinutes: 90_000 })
    await figures.flush()
    expect((await glance()).wait).toMatchObject({ median: 2880, most: 2880 })
  })
})
