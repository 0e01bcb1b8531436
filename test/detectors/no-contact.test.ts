import { describe, expect, it } from 'vitest'
import { SCHOOL } from './address-school.ts'
import { type Letter, look } from './room.ts'

const seen = (letter: Letter) => look({ text: 'Dag', ...letter }, { rules: ['no-contact'], directory: SCHOOL })

const HITS: readonly Letter[] = [
  { to: ['ex@ouder.example'] },
  { cc: ['"Iemand" <EX@Ouder.Example>'] },
  { bcc: ['ex@ouder.example'] },
  { to: ['ex+school@ouder.example'] },
  { to: ['Tom Maes <tom.maes@gmail.com>'] },
  { to: ['tommaes@googlemail.com'] },
  { bcc: ['wie.dan.ook@stalker.example'] },
  { from: 'Jan De Vos <jan.devos@school.example>', to: ['mia@ouder.example', 'ex@ouder.example'] },
  { from: 'Info <info@school.example>', mailFrom: 'els.peeters@school.example', to: ['tom.maes@gmail.com'] },
  {
    from: 'Info <info@school.example>',
    mailFrom: 'bounce@school.example',
    headers: ['Sender: Els Peeters <els.peeters@school.example>'],
    to: ['tom.maes@gmail.com'],
  },
]
const NEAR_MISSES: readonly Letter[] = [
  { to: ['mia@ouder.example'] },
  { to: ['exa@ouder.example'] },
  { to: ['ex@ouders.example'] },
  { from: 'Jan De Vos <jan.devos@school.example>', to: ['tom.maes@gmail.com'] },
  { to: ['mia@ouder.example'], text: 'Zet ex@ouder.example niet in kopie.' },
  { to: ['ex@ouder.example.school.example'] },
  { to: ['an@stalker.example.be'] },
]

describe('a recipient who must not be mailed', () => {
  it.each(HITS)('is seen: %o', async (letter) => {
    const found = await seen(letter)
    expect(found).toHaveLength(1)
    expect(found[0]?.recipients).toHaveLength(1)
    expect(found[0]?.excerpt).toMatch(/^.•••@/)
  })
  it.each(NEAR_MISSES)('is somebody else: %o', async (letter) => {
    expect(await seen(letter)).toEqual([])
  })
  it('loses none of many', async () => {
    const bcc = Array.from({ length: 400 }, (_, i) => `nr${i}@stalker.example`)
    const found = await seen({ to: ['mia@ouder.example'], bcc })
    expect(new Set(found.flatMap((one) => one.recipients ?? [])).size).toBe(400)
    expect(found.length).toBeLessThanOrEqual(30)
  })
})
