import { describe, expect, it } from 'vitest'
import { SCHOOL } from './address-school.ts'
import { type Letter, look } from './room.ts'

const bare = (letter: Letter) => look({ text: 'Dag allen', ...letter }, { rules: ['anonymous-sender'] })
const known = (letter: Letter) =>
  look({ text: 'Dag allen', ...letter }, { rules: ['anonymous-sender'], directory: SCHOOL })

const HITS: readonly (readonly [string, Letter])[] = [
  ['a worried colleague', { from: '"Een bezorgde collega" <els.peeters@school.example>' }],
  ['anonymous', { from: 'Anoniem <els.peeters@school.example>' }],
  ['a worried mother', { from: '"bezorgde moeder" <els.peeters@school.example>' }],
  ['a comic hero', { from: '"Mickey Mouse" <els.peeters@school.example>' }],
  ['John Doe', { from: '"John Doe" <els.peeters@school.example>' }],
  ['French', { from: '"Un collègue inquiet" <els.peeters@school.example>' }],
  ['English', { from: '"A concerned teacher" <els.peeters@school.example>' }],
  ['a teacher', { from: '"Een leerkracht die het gehad heeft" <els.peeters@school.example>' }],
  ['signed so', { text: 'Beste directeur,\n\nDit kan zo niet verder.\n\nEen bezorgde ouder' }],
  [
    'signed so behind a greeting',
    { text: 'Beste,\n\nHet klopt niet.\n\nMet vriendelijke groet,\nEen verontruste collega' },
  ],
  ['signed anonymous', { text: 'Er wordt gelogen in de directie.\n\nGroeten,\nAnoniem' }],
  ['signed in French', { text: 'Cela suffit.\n\nCordialement,\nUn parent inquiet' }],
  ['another person', { from: '"Karel Wouters" <els.peeters@school.example>' }],
  ['nobody', { from: 'x77@school.example', text: 'Het lokaal is vrij.' }],
  ['letters', { from: '"???" <x77@school.example>', text: 'Het lokaal is vrij.' }],
]
const NEAR_MISSES: readonly (readonly [string, Letter])[] = [
  ['a name', { from: 'Els Peeters <els.peeters@school.example>' }],
  ['last name first', { from: '"Peeters, Els" <els.peeters@school.example>' }],
  ['no display name', { from: 'els.peeters@school.example', text: 'Dag,\n\nGroeten,\nEls Peeters' }],
  ['no display name, not signed', { from: 'els.peeters@school.example', text: 'ok' }],
  ['a first name as account', { from: 'els@school.example', text: 'Dag\n\nGroeten,\nEls' }],
  ['juf', { from: '"Juf Els" <els.peeters@school.example>' }],
  ['married name', { from: '"Els Peeters-Janssen" <els.peeters@school.example>' }],
  ['the secretariat', { from: 'Secretariaat De Wilg <secretariaat@school.example>' }],
  ['info without a name', { from: 'info@school.example' }],
  ['the board', { from: 'De directie <directie@school.example>' }],
  ['short form', { from: '"E. Peeters" <els.peeters@school.example>' }],
  ['initials as account', { from: '"Els Peeters" <epe@school.example>' }],
  ['name and school', { from: '"Els Peeters | De Wilg" <els.peeters@school.example>' }],
  [
    'about an anonymous letter',
    { text: 'Beste,\n\nEr kwam een anonieme brief van een bezorgde ouder.\n\nEls Peeters' },
  ],
  ['about a colleague', { text: 'Dag An,\n\nWil je dit aan een collega geven?\n\nGroeten,\nEls' }],
  ['about a survey', { text: 'De enquête is anoniem.\n\nGroeten,\nEls Peeters' }],
  ['about somebody', { text: 'Is er iemand in lokaal 12?\nLaat het weten.\n\nEls Peeters' }],
  ['Saint Nicholas in the text', { text: 'Dag ouders,\n\nMorgen komt Sinterklaas.\n\nJuf Els' }],
  ['an absence reply', { from: 'x77@school.example', headers: ['Auto-Submitted: auto-replied'] }],
  ['a list of who comes', { text: 'Wie komt er?\n- juf An\n- een ouder\n- meester Jan\n\nGroeten,\nEls Peeters' }],
]

describe('nobody can tell who writes', () => {
  it.each(HITS)('%s', async (_name, letter) => {
    const found = await bare(letter)
    expect(found).toHaveLength(1)
    expect(found[0]?.excerpt).not.toMatch(/wouters|peeters/i)
  })
  it.each(NEAR_MISSES)('not %s', async (_name, letter) => {
    expect(await bare(letter)).toEqual([])
  })
  it.each([
    { from: '"Karel Wouters" <els.peeters@school.example>' },
    { from: '"Sofie Janssens" <karim@school.example>' },
    { from: '"Noor De Smet" <els.peeters@school.example>' },
    { from: '"Een vriend" <info@school.example>' },
  ])('by the directory: %o', async (letter) => {
    expect(await known(letter)).toHaveLength(1)
  })
  it.each([
    { from: '"Meester Karim" <karim@school.example>' },
    { from: '"Els Janssen" <els.peeters@school.example>' },
    { from: '"van den Berg, P." <p.vandenberg@school.example>' },
    { from: '"De Wilg zorg" <zorg@school.example>' },
    { from: '"Directeur Basisschool De Wilg" <sofie.janssens@school.example>' },
    { from: 'karim@school.example' },
    { from: '"Jan via Directie" <directie@school.example>' },
  ])('not by the directory: %o', async (letter) => {
    expect(await known(letter)).toEqual([])
  })
})
