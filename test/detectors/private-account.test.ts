import { describe, expect, it } from 'vitest'
import { SCHOOL } from './address-school.ts'
import { type Letter, look } from './room.ts'

const bare = (letter: Letter) => look({ text: 'Zie hierboven.', ...letter }, { rules: ['private-account'] })
const known = (letter: Letter) =>
  look({ text: 'Zie hierboven.', ...letter }, { rules: ['private-account'], directory: SCHOOL })

const JAN = 'Jan Peeters <jan.peeters@school.example>'
const file = (name: string) => ({ name, type: 'text/plain', content: 'inhoud' })

/** Without a directory: only names can tell. */
const SENDERS: readonly (readonly [string, Letter])[] = [
  ['From on free mail', { from: 'Jan Peeters <jan.peeters@gmail.com>', mailFrom: 'jan.peeters@school.example' }],
  ['From on telenet, another name', { from: 'Juf Jo <zonnetje12@telenet.be>', mailFrom: 'jo@school.example' }],
  ['envelope sender', { from: JAN, mailFrom: 'peetersjan@hotmail.com' }],
  ['Sender', { from: JAN, headers: ['Sender: Jan Peeters <janpeeters82@ziggo.nl>'] }],
  ['Reply-To by local part', { from: JAN, headers: ['Reply-To: jan.peeters@outlook.com'] }],
  ['Reply-To by display name', { from: JAN, headers: ['Reply-To: "Peeters Jan" <jp1982@skynet.be>'] }],
  ['Reply-To, initial', { from: JAN, headers: ['Reply-To: j.peeters@proton.me'] }],
  ['Reply-To, no display name', { from: 'jan.peeters@school.example', headers: ['Reply-To: jan_peeters@kpnmail.nl'] }],
  ['Reply-To, own domain', { from: JAN, headers: ['Reply-To: jan@peeters.be'] }],
  ['Reply-To, two', { from: JAN, headers: ['Reply-To: jan.peeters@school.example, peeters.jan@live.be'] }],
]

const NO_SENDERS: readonly (readonly [string, Letter])[] = [
  ['an ordinary mail', { from: JAN }],
  [
    'a contact form',
    { from: 'Website <noreply@school.example>', headers: ['Reply-To: Mia Claes <mia.claes@gmail.com>'] },
  ],
  [
    'a form that writes for a parent',
    { from: 'Mia Claes <mia.claes@gmail.com>', mailFrom: 'noreply@school.example', to: ['info@school.example'] },
  ],
  [
    'a contact form of a namesake',
    { from: 'Info <info@school.example>', headers: ['Reply-To: jan.peeters@gmail.com'] },
  ],
  ['Reply-To a function mailbox', { from: JAN, headers: ['Reply-To: secretariaat@school.example'] }],
  ['Reply-To the parents’ council', { from: JAN, headers: ['Reply-To: Ouderraad <ouderraad.dewilg@gmail.com>'] }],
  [
    'a newsletter',
    { from: JAN, mailFrom: 'bounces+123=school@mailer.example', headers: ['Reply-To: x-77@reply.mailer.example'] },
  ],
  ['the null sender', { from: JAN, mailFrom: '' }],
  ['a survey of a supplier', { from: JAN, headers: ['Sender: noreply@formulieren.example'] }],
  ['Reply-To a namesake by surname', { from: JAN, headers: ['Reply-To: Karel Peeters <karel.peeters@telenet.be>'] }],
]

const HOME: readonly (readonly [string, Letter])[] = [
  ['voor thuis', { to: ['jan.peeters@gmail.com'], text: 'voor thuis' }],
  ['a file without words', { to: ['peetersjan82@telenet.be'], subject: '', text: '', files: [file('toets H4.txt')] }],
  ['even to myself', { to: ['jpeeters@hotmail.com'], subject: 'even naar mezelf', text: 'https://drive.example/abc' }],
  ['a link', { to: ['jan_peeters@ziggo.nl'], subject: '', text: 'https://school.example/gedeeld/planning' }],
  ['notes', { to: ['jan.peeters@icloud.com'], text: 'Notities vergadering: Noor, uurrooster, lokaal 12 stuk.' }],
  [
    'in BCC',
    { to: ['mia@ouder.example'], bcc: ['janpeeters@gmail.com'], text: 'Beste mevrouw, het rapport is klaar.' },
  ],
  ['by display name', { to: ['"Jan Peeters" <jp.1982@skynet.be>'], text: 'Verbeterde taken klas 4' }],
  ['own domain', { to: ['jan@peeters.be'], text: 'lesvoorbereiding morgen', files: [file('les.txt')] }],
  [
    'a forward',
    {
      to: ['peeters.jan@telenet.be'],
      subject: 'FW: deliberatie',
      text: '\n-----Oorspronkelijk bericht-----\nVan: An\nVerzonden: maandag\nAan: Jan\nOnderwerp: deliberatie\n\nDe lijst.',
    },
  ],
  [
    'to finish at home',
    { to: ['jan.peeters@live.nl'], subject: 'thuis afwerken', text: 'puntenlijst 3B, nog invullen' },
  ],
  ['French', { to: ['jan.peeters@orange.fr'], subject: 'pour la maison', text: 'bulletins à corriger' }],
  ['English', { to: ['peeters.jan@gmail.com'], subject: 'work at home', text: 'Reports for year 4' }],
  ['no words at all', { to: ['jan.peeters@gmail.com'], subject: '', text: '' }],
  [
    'from an address without a name',
    { from: 'jan.peeters@school.example', to: ['peetersjan@gmail.com'], text: 'verslag oudercontact' },
  ],
]

const NOT_HOME: readonly (readonly [string, Letter])[] = [
  ['a parent', { to: ['mia.claes@gmail.com'], text: 'Het rapport van uw kind is klaar.' }],
  ['a parent with the surname', { to: ['karel.peeters@telenet.be'], text: 'Het rapport van uw dochter is klaar.' }],
  [
    'a parent with the surname by name',
    { to: ['"An Peeters" <peetersan@gmail.com>'], text: 'De klas vertrekt om 9 uur.' },
  ],
  ['a parent with the initial', { to: ['Joke Peeters <j.peeters@gmail.com>'], text: 'Het oudercontact is om 17 uur.' }],
  ['a supplier', { to: ['bakkerij.jan@telenet.be'], text: 'Graag 40 broodjes voor de vergadering.' }],
  ['a colleague inside', { to: ['an.maes@school.example'], text: 'verslag van de vergadering' }],
  [
    'lunch for oneself',
    { to: ['jan.peeters@gmail.com'], subject: 'recept', text: 'Recept lasagne voor het etentje zaterdag.' },
  ],
  [
    'the shopping list',
    { to: ['jan.peeters@gmail.com'], subject: 'boodschappen', text: 'melk, brood, cadeau voor moeder' },
  ],
  [
    'a ticket',
    { to: ['peetersjan@telenet.be'], subject: 'vakantie', text: 'Vluchtgegevens voor onze vakantie in juli.' },
  ],
  ['a sister', { to: ['"Lies Peeters" <lies.peeters@gmail.com>'], text: 'Kom je zondag eten?' }],
  ['a parent of that first name', { to: ['jan1975@gmail.com'], text: 'Dag Jan, de toets van Lies is terug.' }],
  [
    'a firm of that name',
    {
      from: 'Bart Maes <bart.maes@school.example>',
      to: ['info@peeters-maes.be'],
      text: 'Bestelling van 12 leerboeken.',
    },
  ],
  [
    'a parent in Cc of a mail that says where it was found',
    { to: ['mia@ouder.example'], cc: ['koen.claes@gmail.com'], text: 'Beste ouders, de toets van Noor is terug.' },
  ],
  ['nobody in particular', { to: ['info@uitgeverij.example'], text: 'Wij bestellen 25 leerboeken voor klas 4.' }],
]

/** The directory knows colleagues and parents. */
const COLLEAGUES: readonly (readonly [string, Letter])[] = [
  ['a known account', { to: ['sofke1980@hotmail.com'], text: 'Hier is het verslag van de klassenraad.' }],
  ['the own one', { to: ['zonnebloem77@telenet.be'], text: 'voor thuis' }],
  ['by name', { to: ['karim.elamrani@gmail.com'], text: 'De deliberatie van 3B staat in bijlage.' }],
  ['by display name', { to: ['"Karim El Amrani" <kea90@telenet.be>'], text: 'Kan je de toets van morgen nalezen?' }],
  [
    'in BCC',
    { to: ['mia@ouder.example'], bcc: ['sofke1980@hotmail.com'], text: 'Het gesprek over het rapport is om 17 u.' },
  ],
  ['about a pupil', { to: ['jandevos1970@gmail.com'], text: 'Noor De Smet was vandaag afwezig.' }],
  ['with a file', { to: ['sofke1980@hotmail.com'], text: 'Zie bijlage.', files: [file('jaarplan.txt')] }],
  [
    'both words',
    { to: ['sofke1980@hotmail.com'], text: 'De vergadering van het team is na de lunch, agenda: het rapport.' },
  ],
  [
    'staff planning',
    { to: ['sofke1980@hotmail.com'], text: 'Wie vervangt Karim volgende week in 3B? Ik stuur het uurrooster straks.' },
  ],
  ['French', { to: ['sofke1980@hotmail.com'], text: 'Voici le procès-verbal de la réunion et les bulletins.' }],
  ['a class and hours', { to: ['sofke1980@hotmail.com'], text: '3B bij u van 9u tot 10u30, daarna wisselen.' }],
  ['names of pupils', { to: ['sofke1980@hotmail.com'], text: 'Milan de wolf, Lotte het geitje, Youssef de boom.' }],
  ['a word beside the name', { to: ['karim.oud.elamrani@gmail.com'], text: 'Leg jij de werkblaadjes klaar?' }],
  ['with a particle', { to: ['pietervandenberg@ziggo.nl'], text: 'De inschrijvingen van volgend jaar.' }],
]
const NOT_COLLEAGUES: readonly (readonly [string, Letter])[] = [
  ['lunch', { to: ['sofke1980@hotmail.com'], text: 'Zin om vrijdag te gaan lunchen?' }],
  ['lunch after the meeting', { to: ['sofke1980@hotmail.com'], text: 'Na de vergadering samen lunchen? Ik trakteer!' }],
  ['a birthday', { to: ['sofke1980@hotmail.com'], text: 'Gelukkige verjaardag! Geniet van je dag met het team.' }],
  ['a lift', { to: ['karim.elamrani@gmail.com'], text: 'Kan ik morgen meerijden naar school? Mijn auto is stuk.' }],
  ['get well', { to: ['jandevos1970@gmail.com'], text: 'Veel beterschap van alle collega’s, rust maar goed uit.' }],
  ['a baby', { to: ['sofke1980@hotmail.com'], text: 'Proficiat met de geboorte van jullie dochter!' }],
  ['a drink', { to: ['karim.elamrani@gmail.com'], text: 'Vanavond een pintje op de Grote Markt?' }],
  ['thanks', { to: ['sofke1980@hotmail.com'], text: 'Bedankt voor gisteren, het was gezellig.' }],
  ['French', { to: ['sofke1980@hotmail.com'], text: 'Bon anniversaire ! On prend un verre vendredi ?' }],
  ['English', { to: ['sofke1980@hotmail.com'], text: 'Happy birthday! Shall we have lunch on Friday?' }],
  ['a parent who is a namesake', { to: ['jan.devos@telenet.be'], text: 'Het rapport van Youssef is klaar.' }],
  ['a parent with the surname', { to: ['bart.peeters@telenet.be'], text: 'Het rapport van Emma is klaar.' }],
  ['a parent with initial and surname', { to: ['e.peeters@gmail.com'], text: 'Het rapport van Emma is klaar.' }],
  [
    'a birthday at school',
    { to: ['sofke1980@hotmail.com'], text: '50 jaar vandaag! We zingen straks voor je in de refter.' },
  ],
  ['relatives', { to: ['sofke1980@hotmail.com'], text: 'Hoe is het met je vader? Dat lokaal wacht wel.' }],
  ['thoughts', { to: ['sofke1980@hotmail.com'], text: 'We denken aan jou, rust maar goed uit.' }],
  [
    'a feast',
    { to: ['karim.elamrani@gmail.com'], text: 'Rij je zaterdag mee naar het feest van Jan? Ik neem de wijn mee.' },
  ],
  ['a partner', { to: ['els.peeters@clb.example'], text: 'Het verslag van de klassenraad.' }],
]

describe('a private account as sender', () => {
  it.each(SENDERS)('%s', async (_name, letter) => {
    const found = await bare({ to: ['mia@ouder.example'], ...letter })
    expect(found.map((one) => one.category)).toEqual(['sender'])
    expect(found[0]?.confidence).toBeGreaterThanOrEqual(0.8)
    expect(found[0]?.excerpt).toMatch(/^[A-Z][a-zA-Z-]+: .•••@[a-z.]+$/)
  })
  it.each(NO_SENDERS)('not %s', async (_name, letter) => {
    expect(await bare({ to: ['mia@ouder.example'], ...letter })).toEqual([])
  })
  it.each([
    { from: 'Els Peeters <zonnebloem77@telenet.be>', mailFrom: 'els.peeters@school.example' },
    { mailFrom: 'zonnebloem77@telenet.be' },
    { headers: ['Reply-To: zonnebloem77@telenet.be'] },
    { headers: ['Reply-To: Directeur <sofke1980@hotmail.com>'] },
    { from: 'Info <info@school.example>', headers: ['Reply-To: karim.elamrani@gmail.com'] },
  ])('known to the directory: %o', async (letter) => {
    expect((await known(letter)).map((one) => one.category)).toEqual(['sender'])
  })
  it.each([
    { headers: ['Reply-To: jan.devos@telenet.be'], from: 'Info <info@school.example>' },
    { headers: ['Reply-To: Koen De Smet <koen.desmet@gmail.com>'], from: 'Website <noreply@school.example>' },
  ])('not a parent’s: %o', async (letter) => {
    expect(await known(letter)).toEqual([])
  })
})

describe('school matters to a private account', () => {
  it.each(HOME)('of the sender: %s', async (_name, letter) => {
    const found = await bare({ from: JAN, ...letter })
    expect(found.map((one) => one.category)).toEqual(['recipient'])
    expect(found[0]?.recipients).toHaveLength(1)
    expect(found[0]?.excerpt).toMatch(/^.•••@/)
  })
  it.each(NOT_HOME)('not of the sender: %s', async (_name, letter) => {
    expect(await bare({ from: JAN, ...letter })).toEqual([])
  })
  it.each(COLLEAGUES)('of a colleague: %s', async (_name, letter) => {
    expect((await known(letter)).map((one) => one.category)).toEqual(['recipient'])
  })
  it.each(NOT_COLLEAGUES)('not of a colleague: %s', async (_name, letter) => {
    expect(await known(letter)).toEqual([])
  })
  it('is fine at the school’s own reporting address', async () => {
    const letter = { to: ['kbt.privacy@gmail.com'], text: 'Melding van een datalek: een klaslijst van 3B.' }
    const settings = { 'private-account': { reporting: ['KBT.privacy@gmail.com'] } }
    expect(await look(letter, { rules: ['private-account'], settings, directory: SCHOOL })).toEqual([])
  })
  it('loses none of many', async () => {
    const staff = Array.from({ length: 60 }, (_, i) => ({
      id: `x${i}`,
      firstName: 'Ria',
      lastName: `Nummer${i}`,
      email: `ria.nummer${i}@school.example`,
      privateEmails: [`prive${i}@mail.example`],
    }))
    const directory = { domains: ['school.example'], staff }
    const letter = { to: staff.map((one) => one.privateEmails[0]!), text: 'Het verslag van de vergadering.' }
    const found = await look(letter, { rules: ['private-account'], directory })
    expect(new Set(found.flatMap((one) => one.recipients ?? [])).size).toBe(60)
  })
})

describe('an automatic forward to a private account', () => {
  it.each([
    { headers: ['X-MS-Exchange-Inbox-Rules-Loop: jan.peeters@school.example'], to: ['jan.peeters@gmail.com'] },
    {
      headers: [
        'X-Forwarded-To: peetersjan@gmail.com',
        'X-Forwarded-For: jan.peeters@school.example peetersjan@gmail.com',
      ],
      to: ['jan.peeters@school.example'],
      bcc: ['peetersjan@gmail.com'],
    },
    { headers: ['Auto-Submitted: auto-forwarded'], to: ['jan.peeters@school.example'], bcc: ['kapoentje@telenet.be'] },
    {
      headers: ['Resent-From: Jan Peeters <jan.peeters@school.example>', 'Resent-To: jan.peeters@live.nl'],
      to: ['jan.peeters@school.example'],
      bcc: ['jan.peeters@live.nl'],
    },
  ])('is seen: %o', async (letter) => {
    const outside = {
      from: 'Mia Claes <mia.claes@telenet.be>',
      mailFrom: 'jan.peeters@school.example',
      text: 'Dag meester, mijn zoon is ziek.',
    }
    expect((await bare({ ...outside, ...letter })).map((one) => one.category)).toEqual(['auto-forward'])
  })
  it('is seen whatever it says', async () => {
    const letter = {
      headers: ['X-MS-Exchange-Inbox-Rules-Loop: sofie.janssens@school.example'],
      to: ['sofke1980@hotmail.com'],
      text: 'Zin om te lunchen?',
    }
    expect((await known(letter)).map((one) => one.category)).toEqual(['auto-forward'])
  })
  it('between our own mailboxes is fine', async () => {
    const letter = {
      headers: ['X-MS-Exchange-Inbox-Rules-Loop: info@school.example'],
      from: 'Mia Claes <mia.claes@telenet.be>',
      mailFrom: 'info@school.example',
      to: ['p.vandenberg@school.example'],
    }
    expect(await known(letter)).toEqual([])
  })
})

describe('a colleague who is a parent as well', () => {
  const directory = {
    ...SCHOOL,
    parents: [...SCHOOL.parents, { name: 'Sofie Janssens', email: 'sofke1980@hotmail.com', pupilIds: ['p2'] }],
  }
  const family = (letter: Letter) => look(letter, { rules: ['private-account'], directory })
  it('is written to as such about the own child', async () => {
    expect(
      await family({ to: ['sofke1980@hotmail.com'], text: 'Milan vergat zijn turnzak, de toets is morgen.' }),
    ).toEqual([])
    expect(
      await family({ to: ['sofke1980@hotmail.com'], text: 'Beste ouder, uw zoon heeft zijn rapport mee.' }),
    ).toEqual([])
  })
  it('and as a colleague about another', async () => {
    expect(
      await family({ to: ['sofke1980@hotmail.com'], text: 'Youssef vergat zijn turnzak, de toets is morgen.' }),
    ).toHaveLength(1)
    expect(await family({ to: ['sofke1980@hotmail.com'], text: 'Hier de punten voor de klassenraad.' })).toHaveLength(1)
  })
})

describe('a request to send school matters to a private account', () => {
  const to = ['els.claes@school.example']
  it.each([
    'Stuur jouw verslagen van de klassenraad naar mijn gmail, ik lees ze thuis.',
    'De punten van 3B: mail ze liever niet hierheen maar naar mijn privéadres.',
    'Mail de lijst van de leerlingen maar naar jan.peeters12@hotmail.com, dan kan ik er vanavond mee verder.',
    'Kan je het rapport sturen naar het adres van mijn vrouw? Zij print het.',
    'Envoie le bulletin de la classe à mon adresse personnelle.',
  ])('is seen: %s', async (text) => {
    const [finding] = await bare({ from: JAN, to, text })
    expect(finding).toMatchObject({ category: 'recipient', place: { in: 'text' } })
    expect(JSON.stringify(finding)).not.toContain('peeters12@')
  })
  it.each([
    'Stuur de verslagen van de klassenraad nooit naar je privéadres.',
    'Leerlingen schrijven zich in bij de jeugdraad: stuur een mailtje naar inschrijven.kamp@gmail.com.',
    'Mail de punten niet naar mijn gmail, daar hoort het niet.',
    'De ouders van Noor mailen van noor.mama@gmail.com, klas 3B.',
    'Zullen we zondag gaan wandelen? Stuur de route naar mijn gmail!',
  ])('is none: %s', async (text) => expect(await bare({ from: JAN, to, text })).toEqual([]))
})
