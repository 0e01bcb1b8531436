import { describe, expect, it } from 'vitest'
import { SCHOOL } from './address-school.ts'
import { type Letter, look } from './room.ts'

const bare = (letter: Letter) => look({ text: 'Dag allen', ...letter }, { rules: ['group-address-visible'] })
const known = (letter: Letter) =>
  look({ text: 'Dag allen', ...letter }, { rules: ['group-address-visible'], directory: SCHOOL })

const HITS: readonly Letter[] = [
  { to: ['leerkrachten@school.example'] },
  { to: ['Jan <jan.devos@school.example>'], cc: ['"Alle leraren" <leraren@school.example>'] },
  { to: ['ouders-3a@school.example'] },
  { to: ['"Klas" <3A@School.Example>'] },
  { to: ['ouders.groep5@school.example'] },
  { to: ['vakgroep-wiskunde@school.example'], cc: ['sofie@school.example'] },
  { to: ['enseignants@school.example'] },
  { to: ['parents-p3@school.example'] },
  { to: ['Undisclosed: iedereen@school.example, personeel@school.example;'], bcc: ['els@school.example'] },
  { headers: ['Cc: leerlingenraad@school.example'] },
]

const NEAR_MISSES: readonly Letter[] = [
  { to: ['Els <els.peeters@school.example>'], bcc: ['leerkrachten@school.example'] },
  { to: ['info@school.example'] },
  { to: ['directie@school.example'], cc: ['secretariaat@school.example'] },
  { to: ['leerkrachten <els.peeters@school.example>'] },
  { to: ['mr.jansen@school.example'] },
  { to: ['ouderen.zorg@gemeente.example'] },
  { to: ['noreply@school.example'] },
  { text: 'Stuur het naar leerkrachten@school.example, maar in BCC.' },
]

describe('a group address in To or Cc', () => {
  it.each(HITS)('is seen without a directory: %o', async (letter) => {
    const found = await bare(letter)
    expect(found.length).toBeGreaterThan(0)
    for (const one of found) expect(one.confidence).toBeGreaterThanOrEqual(0.8)
  })
  it.each(NEAR_MISSES)('is no group: %o', async (letter) => {
    expect(await bare(letter)).toEqual([])
  })
  it.each([
    { to: ['sterren@school.example'] },
    { cc: ['contact@school.example'] },
    { to: ['leerkrachten@school.example'] },
    { to: ['ouders-2a@school.example'] },
  ])('is seen with a directory: %o', async (letter) => {
    expect(await known(letter)).toHaveLength(1)
  })
  it.each([{ to: ['team@school.example'] }, { to: ['zorg@school.example'] }, { to: ['team@clb.example'] }])(
    'is left alone where the directory knows better: %o',
    async (letter) => {
      expect(await known(letter)).toEqual([])
    },
  )
  it('of somebody else is less certain than one of ours', async () => {
    const [found] = await bare({ to: ['leraren@anderschool.example'] })
    expect(found?.confidence).toBeGreaterThanOrEqual(0.6)
    expect(found?.confidence).toBeLessThan(0.8)
  })
  it.each([
    'team@leverancier.example',
    'personeel@woonzorg.example',
    'leerkrachten@museum.example',
    'staff@hotel.example',
  ])('%s is a desk of a firm', async (address) => {
    expect(await bare({ to: [address] })).toEqual([])
  })
  it.each(['ouders.klas3@gmail.com', 'leraren@lists.anderehost.example', 'ouders-l3b@ouderraad-dewilg.example'])(
    '%s is a list, wherever it is kept',
    async (address) => {
      expect(await bare({ to: [address] })).toHaveLength(1)
    },
  )
  it('gives a finding and a remedy for each group, once for an address in To and Cc', async () => {
    const found = await bare({
      to: ['leerkrachten@school.example', 'ouders@school.example'],
      cc: ['leerkrachten@school.example'],
    })
    expect(found.flatMap((one) => one.remedy ?? []).sort()).toEqual([
      'leerkrachten@school.example',
      'ouders@school.example',
    ])
    expect(found).toHaveLength(2)
  })
  it('keeps every address of a long list for the remedy', async () => {
    const to = Array.from({ length: 60 }, (_, i) => `vakgroep-nummer${i}@school.example`)
    const found = await bare({ to })
    expect(new Set(found.flatMap((one) => one.remedy ?? [])).size).toBe(60)
    expect(found.length).toBeLessThanOrEqual(30)
  })
})
