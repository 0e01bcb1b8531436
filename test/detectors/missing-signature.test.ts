import { describe, expect, it } from 'vitest'
import { SCHOOL } from './address-school.ts'
import { type Letter, look } from './room.ts'

const settings = {
  'missing-signature': {
    parts: ['name', 'function', 'school', 'contact'],
    websites: ['www.kindante.nl', 'www.werkenbijkindante.nl'],
  },
}
const FROM = 'Els Peeters <els.peeters@school.example>'
const seen = (letter: Letter) => look({ from: FROM, ...letter }, { rules: ['missing-signature'], settings })
const known = (letter: Letter) =>
  look({ from: FROM, ...letter }, { rules: ['missing-signature'], settings, directory: SCHOOL })

const TALK = 'Beste mevrouw Claes,\n\nMorgen vertrekt de bus om half negen.\n\n'
const SITES = 'www.kindante.nl | www.werkenbijkindante.nl'
const SIGNED = `Met vriendelijke groet,\n\nEls Peeters\nLeerkracht groep 5\nBasisschool De Wilg\nWilgenlaan 3, 6131 AB Sittard\nT 046 - 123 45 67\n${SITES}`
const text = (signature: string): Letter => ({ text: TALK + signature })

const WHOLE: readonly (readonly [string, Letter])[] = [
  ['line by line', text(SIGNED)],
  ['on one line', text(`Groet, Els Peeters, leerkracht, bs De Wilg, 046-1234567, ${SITES}`)],
  ['separated by bars', text(`--\nEls Peeters | leerkracht groep 5 | OBS De Wilg | 06-12345678 | ${SITES}`)],
  ['in capitals', text(SIGNED.toUpperCase())],
  [
    'in a table',
    {
      html: `<p>Dag,</p><p>De bus vertrekt.</p><p>Met vriendelijke groet,</p><table><tr><td><img src="cid:logo" alt=""></td><td><b>Els Peeters</b><br>intern begeleider</td></tr><tr><td>Basisschool De Wilg</td><td>Wilgenlaan 3<br>6131 AB Sittard</td></tr><tr><td><a href="https://www.kindante.nl/">www.kindante.nl</a></td><td><a href="https://www.werkenbijkindante.nl">www.werkenbijkindante.nl</a></td></tr></table>`,
    },
  ],
  [
    'links around pictures',
    {
      html: `<p>Dag,</p><p>De bus vertrekt.</p><p>Groeten,<br>Els Peeters<br>Directeur<br>IKC De Wilg<br>Tel. +31 (0)46 123 45 67</p><p><a href="https://kindante.nl"><img src="cid:a"></a> <a href="https://www.werkenbijkindante.nl/vacatures"><img src="cid:b"></a></p>`,
    },
  ],
  [
    'link texts that read otherwise',
    {
      html: `<p>De bus vertrekt.</p><p>Els Peeters<br>conciërge basisschool De Wilg<br>Wilgenlaan 3</p><p><a href="http://www.kindante.nl">Kindante</a> - <a href="http://werkenbijkindante.nl">Werken bij ons</a></p>`,
    },
  ],
  [
    'above the quoted text',
    {
      subject: 'RE: de bus',
      headers: ['In-Reply-To: <2@ouder.example>'],
      text: `${TALK}${SIGNED}\n\nOp ma 2 nov 2026 om 09:15 schreef Mia Claes <mia@ouder.example>:\n> Hoe laat is de bus?\n> Mia`,
    },
  ],
  [
    'above a long disclaimer',
    text(
      `${SIGNED}\n\nDit bericht is uitsluitend bestemd voor de geadresseerde. ${'Gebruik door anderen is niet toegestaan. '.repeat(12)}\n\nDenk aan het milieu voordat u dit bericht afdrukt.`,
    ),
  ],
  [
    'with working days and slogans below',
    text(
      `${SIGNED}\n\nWerkdagen: maandag, dinsdag en donderdag\n\nSamen groeien!\nVolg ons op facebook\nWij zijn een gezonde school`,
    ),
  ],
  [
    'with a particle',
    { ...text(SIGNED.replace('Els Peeters', 'Els van der Peeters')), from: '"Els van der Peeters" <e@school.example>' },
  ],
  ['last name first in From', { ...text(SIGNED), from: '"Peeters, Els" <els.peeters@school.example>' }],
  ['school behind the name in From', { ...text(SIGNED), from: '"Els Peeters - De Wilg" <els.peeters@school.example>' }],
  [
    'a function mailbox signed by somebody',
    { ...text(SIGNED), from: 'Administratie De Wilg <administratie@school.example>' },
  ],
  ['no name in From', { ...text(SIGNED), from: 'els.peeters@school.example' }],
  ['a middle initial', text(SIGNED.replace('Els Peeters', 'Els M. Peeters'))],
  ['a double name', text(SIGNED.replace('Els Peeters', 'Els Peeters-Janssen'))],
  [
    'mobile in groups',
    text(SIGNED.replace('T 046 - 123 45 67', 'M: 06 12 34 56 78').replace('Wilgenlaan 3, 6131 AB Sittard\n', '')),
  ],
  ['only a Belgian address', text(SIGNED.replace('T 046 - 123 45 67', '').replace('6131 AB Sittard', '3600 Genk'))],
  [
    'sites with https',
    text(SIGNED.replace(SITES, 'https://www.kindante.nl/ en https://werkenbijkindante.nl/vacatures')),
  ],
  ['a word of thanks after it', text(`${SIGNED}\n\nP.S. Vergeet de laarzen niet!`)],
  [
    'a forward',
    {
      subject: 'FW: folder',
      text: `Ter info.\n\n${SIGNED}\n\n-----Oorspronkelijk bericht-----\nVan: An\nVerzonden: maandag\nAan: Els\nOnderwerp: folder\n\nZie folder.`,
    },
  ],
]

const lacks = (parts: string): readonly string[] => parts.split('|')
const LACKING: readonly (readonly [string, Letter, readonly string[]])[] = [
  [
    'no signature',
    { text: 'De bus vertrekt om 9 uur.' },
    lacks('voor- en achternaam|functie|schoolnaam|adres of telefoonnummer|www.kindante.nl|www.werkenbijkindante.nl'),
  ],
  ['first name only', text(SIGNED.replace('Els Peeters', 'Els')), lacks('voor- en achternaam')],
  ['juf Els', text(SIGNED.replace('Els Peeters', 'Juf Els')), lacks('voor- en achternaam')],
  ['no function', text(SIGNED.replace('Leerkracht groep 5\n', '')), lacks('functie')],
  ['no school', text(SIGNED.replace('Basisschool De Wilg\n', '')), lacks('schoolnaam')],
  [
    'neither address nor phone',
    text(SIGNED.replace('Wilgenlaan 3, 6131 AB Sittard\nT 046 - 123 45 67\n', '')),
    lacks('adres of telefoonnummer'),
  ],
  ['one site', text(SIGNED.replace('www.kindante.nl | ', '')), lacks('www.kindante.nl')],
  ['the other site', text(SIGNED.replace(' | www.werkenbijkindante.nl', '')), lacks('www.werkenbijkindante.nl')],
  [
    'a mail address is no site',
    text(SIGNED.replace('www.kindante.nl |', 'info@kindante.nl |')),
    lacks('www.kindante.nl'),
  ],
  ['a longer domain', text(SIGNED.replace('www.kindante.nl |', 'www.kindante.nl.example |')), lacks('www.kindante.nl')],
  ['a host below it', text(SIGNED.replace('www.kindante.nl |', 'mail.kindante.nl |')), lacks('www.kindante.nl')],
  [
    'only in the quote',
    {
      subject: 'RE: bus',
      text: `Prima!\n\nGroet, Els\n\nOp ma 2 nov 2026 om 09:15 schreef An <an@school.example>:\n> Dag\n> ${SIGNED.replaceAll('\n', '\n> ')}`,
    },
    lacks('voor- en achternaam|functie|schoolnaam|adres of telefoonnummer|www.kindante.nl|www.werkenbijkindante.nl'),
  ],
  [
    'a phone line of a telephone',
    { text: 'Komt goed!\n\nVerzonden vanaf mijn iPhone' },
    lacks('voor- en achternaam|functie|schoolnaam|adres of telefoonnummer|www.kindante.nl|www.werkenbijkindante.nl'),
  ],
  [
    'words in the text do not sign',
    {
      text: `Beste,\n\nDe leerkracht van de school belt u op 046-1234567. Lees www.kindante.nl en www.werkenbijkindante.nl.\n\nMet vriendelijke groet,\nEls Peeters`,
    },
    lacks('functie|schoolnaam|adres of telefoonnummer'),
  ],
  [
    'a forward',
    {
      subject: 'FW: folder',
      text: `Ter info.\nEls\n\n-----Oorspronkelijk bericht-----\nVan: An\nVerzonden: maandag\nAan: Els\nOnderwerp: folder\n\nZie folder.\n${SIGNED}`,
    },
    lacks('voor- en achternaam|functie|schoolnaam|adres of telefoonnummer|www.kindante.nl|www.werkenbijkindante.nl'),
  ],
  [
    'a date is no phone',
    text(SIGNED.replace('T 046 - 123 45 67', '02-11-2026').replace('Wilgenlaan 3, 6131 AB Sittard\n', '')),
    lacks('adres of telefoonnummer'),
  ],
]

describe('a signature', () => {
  it.each(WHOLE)('is whole: %s', async (_name, letter) => {
    expect((await seen(letter)).map((one) => one.remedy)).toEqual([])
  })
  it.each(LACKING)('lacks something: %s', async (_name, letter, parts) => {
    const found = await seen(letter)
    expect(found.map((one) => one.remedy)).toEqual([parts])
    expect(found[0]?.because.nl).toContain(parts[0])
  })
  it('of a known sender has the name, function and school that the directory knows', async () => {
    expect(await known(text(SIGNED))).toEqual([])
    expect((await known(text(SIGNED.replace('Els Peeters', 'An Maes'))))[0]?.remedy).toEqual(['voor- en achternaam'])
    expect(await known(text(SIGNED.replace('Basisschool De Wilg', 'De Wilg')))).toEqual([])
  })
  it('in an answer among colleagues is told apart', async () => {
    const letter = { subject: 'RE: bus', to: ['an@school.example'], text: 'Prima!\nEls' }
    expect((await seen(letter)).map((one) => one.category)).toEqual(['reply-internal'])
    expect((await seen({ ...letter, cc: ['mia@ouder.example'] })).map((one) => one.category)).toEqual(['incomplete'])
    expect((await seen({ ...letter, subject: 'bus' })).map((one) => one.category)).toEqual(['incomplete'])
  })
  it('is not asked of machines', async () => {
    expect(await seen({ text: 'Ik ben afwezig.', headers: ['Auto-Submitted: auto-replied'] })).toEqual([])
  })
})

describe('the school’s name, where the directory knows it', () => {
  const parts = (signature: string) => known(text(`Groet,\n\nEls Peeters\nLeerkracht\n${signature}\n${SITES}`))
  it.each([
    'De Wilg\nT 046 - 123 45 67',
    'BS DE WILG, T 046 - 123 45 67',
    'basisschool dewilg\nWilgenlaan 3',
    'Openbare Basisschool "De Wilg"\nPostbus 12, 6131 AB Sittard',
  ])('is said: %s', async (signature) => expect(await parts(signature)).toEqual([]))
  it.each([
    'Wilgenlaan 3, 6131 AB Sittard\nT 046 - 123 45 67\nE: els.peeters@dewilg.example',
    'Stichting Kindante\nT 046 - 123 45 67',
    'kindante.nl\nT 046 - 123 45 67',
  ])('is missing: %s', async (signature) => expect((await parts(signature))[0]?.remedy).toEqual(['schoolnaam']))
})

describe('whose name it is', () => {
  const signed = (name: string) => known(text(`Groet,\n\n${name}\nBasisschool De Wilg\nT 046 - 123 45 67\n${SITES}`))
  it.each(['Els Peeters, leerkracht', 'Elsje Peeters\nleerkracht', 'Jan De Vos en Els Peeters\nleerkrachten'])(
    '%s is told in full',
    async (name) => expect(await signed(name)).toEqual([]),
  )
  it.each(['E. Peeters, leerkracht', 'J. De Vos en E. Peeters\nleerkrachten', 'juf Els\nleerkracht'])(
    '%s is not',
    async (name) => expect((await signed(name))[0]?.remedy).toEqual(['voor- en achternaam']),
  )
})
