import { describe, expect, it } from 'vitest'
import { SCHOOL } from './address-school.ts'
import { type Letter, look } from './room.ts'

const bare = (letter: Letter) => look({ text: 'Dag allen', ...letter }, { rules: ['mass-recipients-visible'] })
const known = (letter: Letter) =>
  look({ text: 'Dag allen', ...letter }, { rules: ['mass-recipients-visible'], directory: SCHOOL })

const FREE = ['gmail.com', 'telenet.be', 'hotmail.com', 'ziggo.nl', 'skynet.be', 'kpnmail.nl', 'outlook.com', 'live.be']
const people = (n: number, domains: readonly string[] = FREE): string[] =>
  Array.from({ length: n }, (_, i) => `"Ouder ${i}" <persoon.nummer${i}@${domains[i % domains.length]}>`)

const MANY: readonly (readonly [string, Letter])[] = [
  ['ten in To', { to: people(10) }],
  ['twelve in Cc', { to: ['els.peeters@school.example'], cc: people(12) }],
  ['six in To and six in Cc', { to: people(6), cc: people(12).slice(6) }],
  ['parents at one domain', { to: people(11, ['ouder.example']) }],
  ['people of many firms', { to: people(10, ['a.example', 'b.example', 'c.example']) }],
  ['a group in the header', { to: [`Klas: ${people(10).join(', ')};`] }],
  ['forty', { cc: people(40) }],
  ['ten beside colleagues', { to: ['an@school.example', 'jan@school.example', ...people(10)] }],
  ['four, unpaid bills', { to: people(4), subject: 'Openstaande schoolrekening', text: 'Gelieve te betalen.' }],
  ['five, newcomers', { to: people(5), subject: 'Infomoment OKAN-klas', text: 'Beste ouders, welkom.' }],
  ['four, asylum centre', { cc: people(4), subject: 'Gezinnen van het AZC: start van de lessen' }],
  ['four, care', { to: people(4), subject: 'Oudergroep ADHD', text: 'Beste ouders, we zien elkaar donderdag.' }],
  [
    'five, told in the text',
    { to: people(5), subject: 'Herinnering', text: 'Beste ouders, uw kind volgt logopedie op school.\nTot dan.' },
  ],
  [
    'five, debts in the text',
    {
      to: people(5),
      subject: 'Factuur',
      text: 'U hebt een betalingsachterstand. Neem contact op voor een afbetalingsplan.',
    },
  ],
  ['six, French', { to: people(6), subject: 'Élèves primo-arrivants DASPA', text: 'Chers parents, bienvenue.' }],
  [
    'four, dyslexia',
    { to: people(4), subject: 'Begeleiding kinderen met dyslexie', text: 'De eerste les is maandag.' },
  ],
]

const NOT_MANY: readonly (readonly [string, Letter])[] = [
  ['thirty in BCC', { to: ['els.peeters@school.example'], bcc: people(30) }],
  ['nine', { to: people(9) }],
  ['the same address often', { to: ['a.b@gmail.com', 'A.B@gmail.com'], cc: ['a.b@gmail.com', 'c.d@gmail.com'] }],
  ['colleagues', { to: Array.from({ length: 25 }, (_, i) => `collega${i}.naam@school.example`) }],
  [
    'colleagues of another school',
    { to: Array.from({ length: 12 }, (_, i) => `leraar${i}.naam@basisschool-noord.example`) },
  ],
  ['a working group', { to: people(8, ['gemeente.example', 'clb.example', 'politie.example']) }],
  ['both parents', { to: people(2), subject: 'Openstaande schoolrekening' }],
  ['four, ordinary', { to: people(4), subject: 'Uitstap naar de kinderboerderij' }],
  ['five, an evening', { to: people(5), subject: 'Infoavond over dyslexie', text: 'Welkom in de refter.' }],
  ['four, school care', { to: people(4), subject: 'Zorg voor onze speelplaats', text: 'We zoeken helpende handen.' }],
  ['four, a lesson', { to: people(4), subject: 'Leesouders', text: 'De les gaat over pesten en diabetes.' }],
  ['addresses in the text', { text: people(20).join('\n') }],
  ['four partners about care', { to: people(4, ['clb.example', 'ziekenhuis.example']), subject: 'Oudergroep ADHD' }],
]

describe('many outsiders who see each other', () => {
  it.each(MANY)('%s', async (_name, letter) => {
    expect((await bare(letter)).map((one) => one.category)).toEqual(['many'])
  })
  it.each(NOT_MANY)('not %s', async (_name, letter) => {
    expect((await bare(letter)).filter((one) => one.category === 'many')).toEqual([])
  })
  it('are advised on from three families on', async () => {
    expect((await bare({ to: people(3) })).map((one) => one.category)).toEqual(['few'])
    expect(await bare({ to: people(2) })).toEqual([])
    expect(await bare({ to: people(5, ['gemeente.example', 'politie.example']) })).toEqual([])
  })
  it('are told for the remedy, and never in the excerpt', async () => {
    const [found] = await bare({ to: people(11) })
    expect(found?.remedy).toHaveLength(11)
    expect(found?.excerpt).not.toMatch(/persoon/)
  })
  it('are not colleagues by their private accounts, nor the groups of the directory', async () => {
    const to = [...people(8), 'zonnebloem77@telenet.be', 'sofke1980@hotmail.com', 'sterren@school.example']
    expect((await known({ to })).map((one) => one.category)).toEqual(['few'])
  })
  it('are not the two parents of one child and their child’s teachers', async () => {
    const to = ['koen.desmet@gmail.com', 'mia@ouder.example', 'karim@school.example', 'jan.devos@school.example']
    expect(await known({ to, subject: 'Oudergesprek ADHD' })).toEqual([])
  })
})
