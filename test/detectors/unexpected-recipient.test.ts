import { describe, expect, it } from 'vitest'
import { SCHOOL } from './address-school.ts'
import { type Letter, look } from './room.ts'

const seen = (letter: Letter) =>
  look({ text: 'Dag', ...letter }, { rules: ['unexpected-recipient'], directory: SCHOOL })
const bare = (letter: Letter) => look({ text: 'Dag', ...letter }, { rules: ['unexpected-recipient'] })

const INSIDE = ['jan.devos@school.example', 'karim@school.example', 'sofie.janssens@school.example']
const HITS: readonly (readonly [string, Letter])[] = [
  ['look-alike', { to: ['els.peeters@schooll.example'] }],
  ['look-alike', { to: ['els.peeters@scholo.example'] }],
  ['look-alike', { to: ['els.peeters@school.exampel'] }],
  ['look-alike', { to: ['mia.claes@gmial.com'] }],
  ['look-alike', { to: ['mia.claes@gmai.com'] }],
  ['look-alike', { to: ['mia.claes@hotmial.com'] }],
  ['look-alike', { to: ['mia.claes@telnet.be'] }],
  ['look-alike', { to: ['mia.claes@gmail.con'] }],
  ['look-alike', { to: ['koen.desmt@gmail.com'] }],
  ['look-alike', { bcc: ['sofie.wouter@hotmail.com'] }],
  ['look-alike', { to: ['an@nieuwsbrieff.example'] }],
  ['look-alike', { to: ['karim@school-example.com'] }],
  ['look-alike', { to: ['an@nleuwsbrief.example'] }],
  ['outsider', { subject: 'RE: planning', to: INSIDE, cc: ['k.verhulst@firma.example'] }],
  ['outsider', { subject: 'Antw: deliberatie', to: [...INSIDE, 'mia.claes@ouders.example'] }],
  ['outsider', { subject: 'RE: klassenraad', to: INSIDE, cc: ['koen.desmet@gmail.com'] }],
  ['other-parent', { to: ['sofie.wouters@hotmail.com'], text: 'Noor De Smet was vandaag te laat.' }],
  ['other-parent', { to: ['koen.desmet@gmail.com'], text: 'Het rapport van Milan Jacobs is klaar.' }],
  ['other-parent', { to: ['bart.peeters@telenet.be'], subject: 'Youssef Haddad', text: 'Een afspraak maandag?' }],
  ['other-parent', { to: ['koen.desmet@gmail.com', 'mia@ouder.example'], text: 'Emma Peeters vergat haar turnzak.' }],
  [
    'other-parent',
    { bcc: ['jan.devos@telenet.be'], to: ['els.peeters@school.example'], text: 'Beste, Lotte De Smet mag mee.' },
  ],
  [
    'group',
    {
      to: ['3b@school.example'],
      subject: 'Klassenraad 3B',
      text: 'De deliberatie van 3B is donderdag, breng je punten mee.',
    },
  ],
  [
    'group',
    {
      to: ['ouders-3b@school.example'],
      subject: 'Deliberatie 3B',
      text: 'Collega’s, de voorbereiding van de klassenraad staat klaar.',
    },
  ],
  ['group', { to: ['leerlingen@school.example'], text: 'Beste collega’s, de personeelsvergadering begint om 16 uur.' }],
  // A first name alone, and what shows that the reader is taken for the parent.
  ['other-parent', { to: ['koen.desmet@gmail.com'], text: 'Dag Sofie,\n\nMilan vergat zijn turnzak.' }],
  ['other-parent', { to: ['sofie.wouters@hotmail.com'], subject: 'rapport Noor', text: 'Zie hieronder.' }],
  ['other-parent', { to: ['mia@ouder.example'], text: 'Geachte mevrouw, uw zoon Youssef moet woensdag nablijven.' }],
  ['other-parent', { to: ['jan.devos@telenet.be'], text: 'Beste ouders van Emma,\n\nMorgen is er toets.' }],
  ['other-parent', { to: ['mia@ouder.example'], text: 'Milan kent zijn tafels nog niet. Oefenen jullie thuis mee?' }],
  [
    'other-parent',
    {
      to: ['sofie.wouters@hotmail.com'],
      text: 'Beste ouder, in bijlage het rapport.',
      files: [{ name: 'rapport.txt', type: 'text/plain', content: 'Rapport van Emma Peeters, 2A\nTaal: goed' }],
    },
  ],
  // The address book took another one with the colleague's name.
  [
    'outsider',
    {
      subject: 'RE: toezicht',
      to: ['els.peeters@school.example', 'sofie.janssens@school.example', 'karim@devos-daken.example'],
      from: 'Jan De Vos <jan.devos@school.example>',
      text: 'Akkoord voor donderdag.\n\nVan: Karim El Amrani <karim@school.example>\nVerzonden: maandag\nAan: Jan\nOnderwerp: toezicht\n\nKan donderdag?',
    },
  ],
  [
    'outsider',
    { to: ['karim.bos@drankenhandel.example'], text: 'Dag Karim, neem jij je punten mee naar de klassenraad?' },
  ],
  ['outsider', { to: ['mia@ouder.example'], text: 'Beste collega’s,\n\nwie neemt het toezicht van Karim over?' }],
]
const NEAR_MISSES: readonly (readonly [string, Letter])[] = [
  ['an ordinary new correspondent', { to: ['info@nieuwefirma.example'] }],
  ['a known provider', { to: ['iemand@gmail.com'] }],
  ['another provider', { to: ['iemand@mail.com', 'x@live.nl'] }],
  ['a sub-domain', { to: ['an@leerling.school.example'] }],
  ['a new thread with one outsider', { subject: 'planning', to: INSIDE, cc: ['k.verhulst@firma.example'] }],
  ['an answer to the outsider alone', { subject: 'RE: offerte', to: ['k.verhulst@firma.example'] }],
  [
    'an answer with one colleague',
    { subject: 'RE: offerte', to: ['k.verhulst@firma.example'], cc: ['jan.devos@school.example'] },
  ],
  ['an answer to whom the mail is addressed', { subject: 'RE: offerte', to: ['k.verhulst@firma.example'], cc: INSIDE }],
  ['two outsiders', { subject: 'RE: offerte', to: INSIDE, cc: ['a@firma.example', 'b@firma.example'] }],
  ['a partner in an answer', { subject: 'RE: overleg', to: INSIDE, cc: ['consulent@clb.example'] }],
  ['the own parent', { to: ['koen.desmet@gmail.com'], text: 'Noor De Smet was vandaag te laat.' }],
  ['brothers and sisters', { to: ['mia@ouder.example'], text: 'Noor De Smet en Lotte De Smet mogen mee.' }],
  [
    'two pupils, one of them own',
    { to: ['koen.desmet@gmail.com'], text: 'Noor De Smet en Milan Jacobs maakten ruzie.' },
  ],
  [
    'the parents of both',
    { to: ['koen.desmet@gmail.com', 'sofie.wouters@hotmail.com'], text: 'Noor De Smet en Milan Jacobs werken samen.' },
  ],
  ['a first name only', { to: ['koen.desmet@gmail.com'], text: 'Milan was blij met de tekening.' }],
  [
    'a friend who rides along',
    { to: ['koen.desmet@gmail.com'], text: 'Dag Koen, kan Milan morgen met jullie meerijden naar het zwembad?' },
  ],
  [
    'guests at a party',
    { to: ['mia@ouder.example'], text: 'Dag Mia, Milan en Youssef kregen thuis de uitnodiging voor het feestje.' },
  ],
  [
    'pupils who say thanks',
    { to: ['mia@ouder.example'], text: 'Dag Mia, Milan, Youssef en Emma vonden jullie taart heerlijk.' },
  ],
  ['a helper', { to: ['mia@ouder.example'], text: 'Dag Mia, wil u vrijdag met Milan en Emma lezen?' }],
  ['another of that name', { to: ['mia@ouder.example'], text: 'Emma Vermeulen van het rugzakje belt u thuis op.' }],
  ['who has the pupil’s name', { to: ['koen.desmet@gmail.com'], text: 'Dag Emma,\n\nhet rapport ligt klaar.' }],
  [
    'a colleague spoken of',
    { to: ['mia@ouder.example'], text: 'Beste mevrouw, wij geven geen nummers van collega’s door.' },
  ],
  [
    'a council of parents and staff',
    {
      to: ['karim@school.example', 'mia@ouder.example'],
      text: 'Beste collega’s en ouders van de werkgroep, tot maandag.',
    },
  ],
  [
    'an outsider who is spoken to',
    { subject: 'RE: drukproef', to: [...INSIDE, 'jan.maes@drukker.example'], text: 'Jan, lukt het tegen maandag?' },
  ],
  ['no pupil', { to: ['koen.desmet@gmail.com'], text: 'De uitstap gaat door.' }],
  [
    'a class list',
    {
      to: ['koen.desmet@gmail.com'],
      text: 'Noor De Smet, Milan Jacobs, Youssef Haddad en Emma Peeters zijn geslaagd.',
    },
  ],
  ['a whole family name', { to: ['bart.peeters@telenet.be', 'e.peeters@gmail.com'], text: 'Emma Peeters is flink.' }],
  ['another teacher of the same surname', { to: ['e.peeters@gmail.com'] }],
  ['pupils about the class', { to: ['3b@school.example'], text: 'Morgen toets wiskunde, neem je rekenmachine mee.' }],
  [
    'parents about a report',
    { to: ['ouders-3b@school.example'], text: 'Beste ouders, het rapport komt na de klassenraad van donderdag.' },
  ],
  ['teachers about a class', { to: ['leerkrachten-3b@school.example'], text: 'De deliberatie van 3B is donderdag.' }],
]

describe('a recipient who probably was not meant', () => {
  it.each(HITS)('%s: %o', async (category, letter) => {
    const found = await seen(letter)
    expect(found.length).toBeGreaterThan(0)
    for (const one of found) {
      expect(one.category).toBe(category)
      expect(one.recipients).toHaveLength(1)
      expect(one.confidence).toBeGreaterThanOrEqual(0.5)
      expect(one.excerpt).toMatch(category === 'group' ? /@/ : /^.•••@/)
    }
  })
  it.each(NEAR_MISSES)('not %s', async (_name, letter) => {
    expect(await seen(letter)).toEqual([])
  })
  it('is seen by domain without a directory', async () => {
    expect(await bare({ to: ['an@schol.example'] })).toHaveLength(1)
    expect(await bare({ to: ['an@gmal.com'] })).toHaveLength(1)
    expect(await bare({ to: ['an@firma.example'] })).toEqual([])
  })
})
