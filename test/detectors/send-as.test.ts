import { describe, expect, it } from 'vitest'
import { SCHOOL } from './address-school.ts'
import { type Letter, look } from './room.ts'

const known = (letter: Letter) => look({ text: 'Dag', ...letter }, { rules: ['send-as'], directory: SCHOOL })
const bare = (letter: Letter) => look({ text: 'Dag', ...letter }, { rules: ['send-as'] })

const ELS = 'els.peeters@school.example'
const HITS: readonly (readonly [string, Letter])[] = [
  ['the head’s mailbox', { from: 'Directie <directie@school.example>', mailFrom: ELS }],
  ['the head herself', { from: 'Sofie Janssens <sofie.janssens@school.example>', mailFrom: ELS }],
  ['on behalf of', { from: 'Directie <directie@school.example>', headers: [`Sender: Els Peeters <${ELS}>`] }],
  ['on behalf of a colleague', { from: 'Jan De Vos <jan.devos@school.example>', headers: [`Sender: ${ELS}`] }],
  ['the care mailbox', { from: 'Zorg <zorg@school.example>', mailFrom: 'karim@school.example' }],
  ['the helpdesk', { from: 'Helpdesk <team@school.example>', mailFrom: ELS }],
  ['a list', { from: 'Contact <contact@school.example>', mailFrom: 'karim@school.example' }],
  ['the teachers', { from: 'Leerkrachten <leerkrachten@school.example>', mailFrom: 'sofie.janssens@school.example' }],
  ['another first name', { from: 'Karim <karim@school.example>', mailFrom: 'p.vandenberg@school.example' }],
  [
    'two in From',
    { from: `Els Peeters <${ELS}>, Directie <directie@school.example>`, mailFrom: ELS, headers: [`Sender: ${ELS}`] },
  ],
  ['by a tagged address', { from: 'Directie <directie@school.example>', mailFrom: 'els.peeters+werk@school.example' }],
  ['by a private account', { from: 'Directie <directie@school.example>', mailFrom: 'zonnebloem77@telenet.be' }],
]
const NEAR_MISSES: readonly (readonly [string, Letter])[] = [
  ['oneself', { from: `Els Peeters <${ELS}>`, mailFrom: ELS }],
  ['oneself in capitals', { from: 'Els <Els.Peeters@School.Example>', mailFrom: ELS }],
  ['oneself with a tag', { from: `Els Peeters <${ELS}>`, mailFrom: 'els.peeters+kantoor@school.example' }],
  ['a manager', { from: 'Zorg <zorg@school.example>', mailFrom: 'jan.devos@school.example' }],
  [
    'another manager on behalf of',
    { from: 'Zorg <zorg@school.example>', headers: ['Sender: sofie.janssens@school.example'] },
  ],
  ['the mailbox itself', { from: 'Directie <directie@school.example>', mailFrom: 'directie@school.example' }],
  ['managers nobody wrote down', { from: 'Info <info@school.example>', mailFrom: ELS }],
  [
    'a newsletter’s return path',
    { from: 'Directie <directie@school.example>', mailFrom: 'bounces+directie=school.example@mailer.example' },
  ],
  ['the null sender', { from: 'Directie <directie@school.example>', mailFrom: '' }],
  ['a bounce mailbox', { from: `Els Peeters <${ELS}>`, mailFrom: 'noreply@school.example' }],
  ['own address, private return path', { from: `Els Peeters <${ELS}>`, mailFrom: 'zonnebloem77@telenet.be' }],
  [
    'a rewritten forward',
    { from: 'Mia Claes <mia@ouder.example>', mailFrom: `SRS0=ab12=xy=ouder.example=mia@school.example` },
  ],
  [
    'a forward by rule',
    { from: 'Directie <directie@school.example>', mailFrom: ELS, headers: [`X-MS-Exchange-Inbox-Rules-Loop: ${ELS}`] },
  ],
  ['a member of the list', { from: 'Leerkrachten <leerkrachten@school.example>', mailFrom: ELS }],
]

describe('an address that is somebody else’s', () => {
  it.each(HITS)('%s', async (_name, letter) => {
    const found = await known(letter)
    expect(found).toHaveLength(1)
    expect(found[0]?.excerpt).not.toMatch(/janssens|devos|karim/i)
  })
  it.each(NEAR_MISSES)('not %s', async (_name, letter) => {
    expect(await known(letter)).toEqual([])
  })
  it('is not guessed where nobody is known', async () => {
    expect(await bare({ from: 'Directie <directie@school.example>', mailFrom: ELS })).toEqual([])
    expect(await bare({ from: `Els Peeters <${ELS}>`, mailFrom: ELS })).toEqual([])
  })
  it('is seen without a directory where two full names differ', async () => {
    const found = await bare({ from: 'Jan De Vos <jan.devos@school.example>', mailFrom: ELS })
    expect(found.map((one) => one.category)).toEqual(['person'])
    expect(await bare({ from: 'Els <els@school.example>', mailFrom: ELS })).toEqual([])
    expect(await bare({ from: 'Els Peeters <epeeters@school.example>', mailFrom: ELS })).toEqual([])
    expect(await bare({ from: 'Zorgteam <zorg.coordinatie@school.example>', mailFrom: ELS })).toEqual([])
  })
})
