/** Letters of one school day, each judged by one rule: whether it is found, with or without a directory. */
import { describe, expect, it } from 'vitest'
import { SCHOOL } from './address-school.ts'
import { type Letter, look } from './room.ts'

const settings = {
  'missing-signature': {
    parts: ['name', 'function', 'school', 'contact'],
    websites: ['www.kindante.nl', 'www.werkenbijkindante.nl'],
  },
}
const S = 'www.kindante.nl en www.werkenbijkindante.nl'

type Rule = Parameters<typeof look>[1]['rules'][number]
/** Rule, whether it is to be found, with a directory, the letter. */
type Judged = readonly [Rule, 0 | 1, boolean, Letter]

const LETTERS: readonly Judged[] = [
  [
    'private-account',
    1,
    false,
    {
      from: 'Sarah El Khattabi <s.elkhattabi@school.example>',
      to: ['sarah.elkhattabi@hotmail.com'],
      text: 'nog doen: oudercontactlijst afmaken',
    },
  ],
  [
    'private-account',
    1,
    false,
    {
      from: 'Tom Van Damme <tom.vandamme@school.example>',
      bcc: ['tomvandamme@telenet.be'],
      to: ['mia@ouder.example'],
      text: 'Beste mevrouw, uw zoon was afwezig op de toets.',
    },
  ],
  [
    'private-account',
    1,
    false,
    {
      from: 'Tom Van Damme <tom.vandamme@school.example>',
      to: ['vandammetom@gmail.com'],
      text: '',
      subject: 'scan',
      files: [{ name: 'scan0001.pdf', type: 'text/plain', content: 'abc' }],
    },
  ],
  [
    'private-account',
    1,
    false,
    {
      from: 'Tom Van Damme <tom.vandamme@thuis-tom.example>',
      mailFrom: 'tomvandamme@gmail.com',
      to: ['mia@ouder.example'],
      text: 'Dag',
    },
  ],
  [
    'private-account',
    1,
    false,
    {
      from: 'Tom Van Damme <tom.vandamme@school.example>',
      headers: ['Reply-To: tvandamme@proximus.be'],
      to: ['mia@ouder.example'],
    },
  ],
  [
    'private-account',
    1,
    false,
    { from: 'tom.vandamme@school.example', to: ['tom@vandamme.be'], text: 'werkblad breuken' },
  ],
  [
    'private-account',
    1,
    true,
    { to: ['sofke1980@hotmail.com'], text: 'Bijgevoegd de lijst met afwezigen en de gemiste toetsen.' },
  ],
  [
    'private-account',
    1,
    true,
    { to: ['sofke1980@hotmail.com'], text: 'De inspectie komt dinsdag, kan je het zorgbeleid bezorgen?' },
  ],
  [
    'private-account',
    1,
    true,
    { to: ['sofke1980@hotmail.com'], text: 'Wil je de agenda voor het MT en de begroting bekijken voor de vakantie?' },
  ],
  [
    'private-account',
    1,
    true,
    { to: ['sofke1980@hotmail.com'], text: 'Prettig weekend! Het rapport van Milan Jacobs moet ik nog maken.' },
  ],
  [
    'private-account',
    1,
    true,
    {
      to: ['sofke1980@hotmail.com'],
      cc: ['karim@school.example'],
      text: 'Hoi, de nieuwe leerling start maandag in 3B. Regel jij een stoel en boeken?',
    },
  ],
  [
    'private-account',
    1,
    true,
    { to: ['jan_de_vos@live.be'], text: 'Dag Jan, de GON-begeleiding en het handelingsplan bespreken we morgen.' },
  ],
  ['private-account', 0, true, { to: ['sofke1980@hotmail.com'], text: 'Hoe was je vakantie? Je team mist je!' }],
  [
    'private-account',
    0,
    true,
    { to: ['sofke1980@hotmail.com'], text: 'Komen jullie zaterdag eten? De kinderen kijken ernaar uit.' },
  ],
  [
    'private-account',
    0,
    true,
    { to: ['sofke1980@hotmail.com'], text: 'Joyeux anniversaire ! Toute l’école te souhaite une belle journée.' },
  ],
  [
    'private-account',
    0,
    true,
    { to: ['sofke1980@hotmail.com'], text: 'Ik rij morgen met de auto, rij je mee? Ik vertrek om 7u30.' },
  ],
  ['private-account', 0, true, { to: ['sofke1980@hotmail.com'], text: 'Bedankt voor de bloemen en de lieve woorden.' }],
  ['private-account', 0, true, { to: ['sofke1980@hotmail.com'], text: 'Zin in een terrasje na het oudercontact?' }],
  [
    'private-account',
    0,
    true,
    {
      to: ['sofke1980@hotmail.com'],
      text: 'Ik heb je jas nog liggen van het personeelsfeest, ik breng hem maandag mee naar school.',
    },
  ],
  [
    'private-account',
    0,
    true,
    { to: ['bart.peeters@telenet.be', 'e.peeters@gmail.com'], text: 'Geachte ouders, het oudercontact is verplaatst.' },
  ],
  [
    'private-account',
    0,
    true,
    { to: ['info@bosklassen.be'], text: 'Graag bevestiging van onze bosklassen voor 44 leerlingen.' },
  ],
  [
    'private-account',
    0,
    false,
    {
      from: 'Tom Van Damme <tom.vandamme@school.example>',
      to: ['tom.verbeke@gmail.com'],
      text: 'Beste Tom, uw dochter mag haar toets inhalen.',
    },
  ],
  [
    'private-account',
    0,
    false,
    {
      from: 'Tom Van Damme <tom.vandamme@school.example>',
      to: ['ann.vandamme@gmail.com'],
      text: 'Beste Ann, de vergadering van het oudercomité is donderdag.',
    },
  ],
  [
    'private-account',
    0,
    false,
    {
      from: 'Tom Van Damme <tom.vandamme@school.example>',
      headers: ['Reply-To: Lien Van Damme <lien.vandamme@school.example>'],
      to: ['mia@ouder.example'],
    },
  ],
  [
    'private-account',
    0,
    false,
    {
      from: 'Tom Van Damme <tom.vandamme@school.example>',
      headers: ['Reply-To: sales@leverancier.example'],
      to: ['mia@ouder.example'],
    },
  ],
  [
    'missing-signature',
    0,
    false,
    {
      from: 'Roy Janssen <r.janssen@school.example>',
      text: `Dag\n\nMet sportieve groet,\n\nRoy Janssen\nVakleerkracht bewegingsonderwijs\n\nBasisschool 't Kleebled | Nieuwstraat 10 | 6151 EK Munstergeleen\nT: 046-4518888 | E: info@kleebled.example | W: ${S}\n\nDit e-mailbericht is uitsluitend bestemd voor de geadresseerde.`,
    },
  ],
  [
    'missing-signature',
    0,
    false,
    {
      from: 'Roy Janssen <r.janssen@school.example>',
      text: `Dag\n\nGroetjes Roy\n\nRoy Janssen, HR-adviseur\nServicebureau Kindante\nArendstraat 10, 6135 KT Sittard\nkindante.nl - werkenbijkindante.nl`,
    },
  ],
  [
    'missing-signature',
    0,
    false,
    {
      from: 'roy.janssen@school.example',
      text: `Dag\n\n-- \nRoy Janssen\nconciërge\nOBS De Driesprong\n06 1234 5678\n${S}`,
    },
  ],
  [
    'missing-signature',
    0,
    false,
    {
      from: 'Roy Janssen <r.janssen@school.example>',
      subject: 'RE: x',
      text: `Ja hoor.\n\nRoy Janssen\nleerkracht groep 8 bs De Leeuwerik\n046 451 88 88\n${S}\n\nVan: Mia <mia@ouder.example>\nVerzonden: maandag 2 november 2026 9:00\nAan: Roy\nOnderwerp: x\n\nMag dat?`,
    },
  ],
  [
    'missing-signature',
    0,
    false,
    {
      from: 'Directie De Leeuwerik <directie@school.example>',
      text: `Dag\n\nHartelijke groeten,\nMarij Houben-Smeets, directeur\nbs De Leeuwerik\n046 451 88 88\n${S}`,
    },
  ],
  [
    'missing-signature',
    0,
    false,
    {
      from: 'Marij Houben <m.houben@school.example>',
      html: `<p>Dag</p><p>Groet,</p><p><span style="color:#123"><b>Marij</b> <b>Houben</b></span><br/>Adjunct-directeur&nbsp;|&nbsp;SBO&nbsp;Xaverius</p><p>&#9742; 046 451 88 88</p><p><a href="http://www.kindante.nl/"><img src="cid:1"/></a><a href="http://www.werkenbijkindante.nl/"><img src="cid:2"/></a></p>`,
    },
  ],
  [
    'missing-signature',
    1,
    false,
    {
      from: 'Marij Houben <m.houben@school.example>',
      text: `Dag\n\nGroet, Marij Houben\nbs De Leeuwerik\n046 451 88 88\n${S}`,
    },
  ],
  [
    'missing-signature',
    1,
    false,
    {
      from: 'Marij Houben <m.houben@school.example>',
      text: `Dag\n\nGroet, M. Houben\ndirecteur bs De Leeuwerik\n046 451 88 88\n${S}`,
    },
  ],
  [
    'missing-signature',
    1,
    false,
    {
      from: 'Marij Houben <m.houben@school.example>',
      text: `Dag\n\nGroet, Marij Houben\ndirecteur\n046 451 88 88\n${S}`,
    },
  ],
  [
    'missing-signature',
    1,
    false,
    {
      from: 'Marij Houben <m.houben@school.example>',
      text: `Dag\n\nGroet, Marij Houben\ndirecteur bs De Leeuwerik\nKlas 7 - 2026\n${S}`,
    },
  ],
  [
    'missing-signature',
    1,
    false,
    {
      from: 'Directie <directie@school.example>',
      text: `Dag\n\nGroet,\nDe directie\nbs De Leeuwerik\n046 451 88 88\n${S}`,
    },
  ],
  [
    'missing-signature',
    1,
    false,
    {
      from: 'Marij Houben <m.houben@school.example>',
      subject: 'RE: y',
      text: `ok\n\n-----Oorspronkelijk bericht-----\nVan: Roy Janssen\nVerzonden: maandag\nAan: Marij\nOnderwerp: y\n\nGroet,\nRoy Janssen\nleerkracht bs De Leeuwerik\n046 451 88 88\n${S}`,
    },
  ],
  ['anonymous-sender', 1, false, { from: '"Enkele verontruste ouders" <els.peeters@school.example>' }],
  [
    'anonymous-sender',
    1,
    false,
    { text: 'Dit moet stoppen.\n\nGroeten\n\nEen collega die liever niet met naam genoemd wordt' },
  ],
  ['anonymous-sender', 1, false, { text: 'Ça suffit.\n\nUne enseignante en colère' }],
  ['anonymous-sender', 1, false, { from: '"De klokkenluider" <els.peeters@school.example>' }],
  ['anonymous-sender', 1, false, { from: '"Donald Duck" <d.duck@school.example>' }],
  ['anonymous-sender', 1, false, { from: '"noname" <q1w2@school.example>' }],
  [
    'anonymous-sender',
    0,
    false,
    { from: '"Juf Kim" <kim.peeters@school.example>', text: 'Dag mama’s en papa’s\n\nEen dikke knuffel,\nJuf Kim' },
  ],
  [
    'anonymous-sender',
    0,
    false,
    { from: '"Team groep 5" <groep5team@school.example>', text: 'Dag\n\nDe leerkrachten van groep 5' },
  ],
  [
    'anonymous-sender',
    0,
    false,
    { text: 'We zoeken nog:\n\nEen leraar wiskunde', from: 'Els Peeters <els.peeters@school.example>' },
  ],
  ['anonymous-sender', 0, false, { text: 'Dag\n\nEen fijne vakantie gewenst\nEls' }],
  ['anonymous-sender', 0, false, { from: '"Dr. E. Peeters-Van Hove" <els.peeters@school.example>' }],
  ['anonymous-sender', 0, false, { from: '"Peeters Els (leerkracht 3B)" <els.peeters@school.example>' }],
  [
    'anonymous-sender',
    0,
    true,
    { from: '"Administratie" <p.vandenberg@school.example>', text: 'Dag\n\nPieter van den Berg' },
  ],
  ['private-address-disclosed', 1, true, { text: 'Bel gerust naar meester Karim op zijn gsm 0470 12 34 56.' }],
  ['private-address-disclosed', 1, true, { text: 'Directeur Sofie Janssens, privé: sofke1980@hotmail.com' }],
  ['private-address-disclosed', 1, false, { text: 'Hier het thuisadres van juf An: Molenstraat 5, 9000 Gent.' }],
  [
    'private-address-disclosed',
    1,
    false,
    { text: 'Je peux vous donner le numéro privé de ma collègue : 0470 12 34 56.' },
  ],
  ['private-address-disclosed', 0, false, { text: 'Wat is jullie thuisadres? Is dat nog Molenstraat 5?' }],
  ['private-address-disclosed', 0, false, { text: 'Juf An is te bereiken op school: 09 123 45 67.' }],
  [
    'private-address-disclosed',
    0,
    false,
    { text: 'Mijn klas gaat naar het zwembad, Molenstraat 5. Meester Jan gaat mee.' },
  ],
  ['private-address-disclosed', 0, false, { text: 'De fotograaf is bereikbaar op gsm-nummer 0470 12 34 56.' }],
  ['unexpected-recipient', 1, true, { to: ['els.peeters@shcool.example'] }],
  ['unexpected-recipient', 1, true, { to: ['mia.claes@outlok.be'] }],
  ['unexpected-recipient', 1, true, { to: ['mia@ouder.example'], text: 'Milan Jacobs heeft zijn boek niet bij.' }],
  ['unexpected-recipient', 0, true, { to: ['koen.desmet2@gmail.com'] }],
  ['unexpected-recipient', 0, true, { to: ['an@scholen.example'] }],
  ['group-address-visible', 1, false, { to: ['ouders.1a@school.example'] }],
  ['group-address-visible', 1, false, { cc: ['alle-personeel@school.example'] }],
  ['group-address-visible', 1, false, { to: ['ouderraad@school.example'] }],
  ['group-address-visible', 0, false, { to: ['leerlingenbegeleiding@school.example'] }],
  ['group-address-visible', 0, false, { to: ['oudershop@winkel.example'] }],
  [
    'group-address-visible',
    0,
    false,
    { to: ['zorgcoordinator@school.example', 'ict@school.example', 'boekhouding@school.example'] },
  ],
  [
    'send-as',
    1,
    true,
    {
      from: 'Karim El Amrani <karim@school.example>',
      mailFrom: 'karim@school.example',
      headers: ['Sender: Sofie Janssens <sofie.janssens@school.example>'],
    },
  ],
  [
    'send-as',
    0,
    true,
    {
      from: 'Zorg <zorg@school.example>',
      mailFrom: 'zorg@school.example',
      headers: ['Sender: jan.devos@school.example'],
    },
  ],
]
describe('a letter of one school day', () => {
  it.each(LETTERS)('%s: %d, directory %s, %o', async (rule, wanted, known, letter) => {
    const found = await look(
      { text: 'Dag', ...letter },
      { rules: [rule], settings, ...(known ? { directory: SCHOOL } : {}) },
    )
    expect(found.length > 0).toBe(wanted === 1)
  })
})
