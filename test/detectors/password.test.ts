/** password: what gives one away, and what only talks about it. */
import { describe, expect, it } from 'vitest'
import { DISCLOSING, HARMLESS_LETTERS } from './password-letters.ts'
import { type Letter, look } from './room.ts'

const rules = ['password'] as const

/** The category, the letter, and the value that no excerpt may show. */
const GIVES_AWAY: readonly (readonly [string, string | Letter, string])[] = [
  ['account', 'Beste mama van Lars,\n\nhet wachtwoord voor Smartschool is Zomer2024!\n\nGroeten, juf Els', 'Zomer2024'],
  ['account', 'Gebruikersnaam: lars.claes\nPaswoord: appel12', 'appel12'],
  ['account', 'Wachtwoord: zonnebloem', 'zonnebloem'],
  ['account', 'Je login is mia.claes en je ww is Bingo#77x', 'Bingo#77x'],
  ['account', 'paswoord => kip4ever', 'kip4ever'],
  ['account', 'Hallo,\nik heb je paswoord gewijzigd in Lente25!, verander het zelf nog eens', 'Lente25'],
  [
    'account',
    'Je tijdelijk wachtwoord werd gereset naar Welkom01. Je moet het bij de eerste aanmelding wijzigen.',
    'Welkom01',
  ],
  ['account', 'Hij is zijn wachtwoord kwijt, geef hem voorlopig Welkom2026 maar.', 'Welkom2026'],
  ['account', 'Log in met Tulp2025! als wachtwoord.', 'Tulp2025'],
  ['account', 'Gebruik zonnebloem als wachtwoord', 'zonnebloem'],
  ['account', 'Identifiant : lclaes\nMot de passe : Soleil2025', 'Soleil2025'],
  ['account', 'Bonjour, votre mot de passe provisoire est tournesol. Bien à vous', 'tournesol'],
  ['account', 'mdp: papillon8', 'papillon8'],
  ['account', 'Hi, your password is Rainbow!4 for now', 'Rainbow!4'],
  ['account', 'Bingel: noor.p / appel45', 'appel45'],
  ['account', 'Inloggegevens Magister:\nl.claes\nHerfst!88', 'Herfst!88'],
  ['account', 'Je kan inloggen met noor.peeters en Zomer24!', 'Zomer24'],
  ['account', 'Voor somtoday: inlognaam 123456, wachtwoord Fiets-Boom-7', 'Fiets-Boom-7'],
  ['account', 'Het wachtwoord is nog altijd "blauwe walvis"', 'blauwe walvis'],
  ['account', 'Je activatiecode voor het ouderportaal: 8KD2-99XQ', '8KD2-99XQ'],
  ['account', 'Uw verificatiecode is 482913', '482913'],
  ['account', 'de koppelcode van Milan voor Parro is H7TQ2M', 'H7TQ2M'],
  ['account', 'Wachtwoord\n\nKoala2025', 'Koala2025'],
  ['account', { subject: 'wachtwoord Smartschool: Welkom2024', text: 'zie titel' }, 'Welkom2024'],
  [
    'account',
    { html: '<table><tr><td>Login</td><td>jan.p</td></tr><tr><td>Wachtwoord</td><td><b>banaan</b></td></tr></table>' },
    'banaan',
  ],
  ['account', { html: '<p>Hoi</p><p>Je <b>wachtwoord</b>: <span style="color:red">Peer!2025</span></p>' }, 'Peer!2025'],
  [
    'account',
    'Hoi Tom,\nok!\n\nOp ma 3 mrt 2025 om 09:15 schreef Jan <jan@school.example>:\n> Hoi,\n> ww van de laptop is Winter_77\n> Jan',
    'Winter_77',
  ],
  ['account', 'login leerkracht / paswoord leerkracht: jfok / Zebra909', 'Zebra909'],
  ['account', 'Noteer: pw = Tr4mpoline (voor scoodle)', 'Tr4mpoline'],
  ['account', 'Wachtwoord: rood123 Gebruikersnaam: klas3a', 'rood123'],
  [
    'account',
    { text: 'Zie bijlage', files: [{ name: 'wachtwoord_Zomer24.txt', type: 'text/plain', content: 'leeg' }] },
    'Zomer24',
  ],
  [
    'account',
    {
      text: 'Zie bijlage',
      files: [
        {
          name: 'brief.txt',
          type: 'text/plain',
          content: 'Beste ouders,\n\nHet wachtwoord van uw kind voor Bingel is kabouter7.\n',
        },
      ],
    },
    'kabouter7',
  ],
  ['wifi', 'De wificode voor de gasten is olifant2025', 'olifant2025'],
  ['wifi', 'Wifi: SchoolGast\nWachtwoord: welkomindeklas', 'welkomindeklas'],
  ['wifi', 'Code wifi : 7788abcd', '7788abcd'],
  ['wifi', 'het wifi-paswoord van de sporthal is Turnzaal01', 'Turnzaal01'],
  ['access-code', 'De code van het alarm is nu 4521.', '4521'],
  ['access-code', 'Alarmcode 7788, niet vergeten op te zetten aub', '7788'],
  ['access-code', 'pincode gsm zorgjuf: 2580', '2580'],
  ['access-code', 'Tik 1974# in aan de poort, dat is de poortcode.', '1974'],
  ['access-code', 'Le code de la porte est 2468B', '2468B'],
  ['access-code', 'Je printcode = 30417', '30417'],
  ['access-code', "Le code pin de la tablette, c'est 1357.", '1357'],
  ['rule', 'De code voor het sleutelkluisje: een vier twee negen', 'een vier twee negen'],
  ['attachment', 'Het wachtwoord van de zip is Kiwi2025', 'Kiwi2025'],
  ['attachment', 'Het document is beveiligd. Paswoord van het bestand: mandarijn', 'mandarijn'],
  ['rule', 'Je wachtwoord is je voornaam en je geboortejaar, alles aan elkaar.', 'geboortejaar'],
  ['rule', 'Het wachtwoord is hetzelfde als vorig jaar maar met een ! op het einde', 'vorig jaar'],
  ['rule', "Le mot de passe est composé du prénom et de l'année de naissance de l'élève", 'année de naissance'],
  ['rule', 'Log in met je geboortedatum als wachtwoord.', 'geboortedatum'],
  ['rule', 'Gebruikersnaam en wachtwoord zijn allebei je stamnummer', 'stamnummer'],
  ['rule', 'Wachtwoord = voornaam + geboortejaar', 'geboortejaar'],
  ['rule', 'Het wachtwoord is hoofdletter W, dan elkom, nul een', 'elkom'],
  ['account', 'Je paswoord: het eerste deel van het wachtwoord is Zomer, de rest stuur ik via sms', 'Zomer,'],
  ['rule', 'The password is your first name followed by your date of birth.', 'date of birth'],
  [
    'list',
    {
      text: 'Hierbij de logins',
      files: [
        {
          name: 'logins.csv',
          type: 'text/csv',
          content: 'naam;gebruikersnaam;wachtwoord;klas\nNoor;noor.p;banaan;3A\nLars;lars.c;peer;3A\n',
        },
      ],
    },
    'banaan',
  ],
  [
    'list',
    {
      html: '<table><tr><th>Leerling</th><th>Login</th><th>ww</th></tr><tr><td>Noor</td><td>noor.p</td><td>banaan</td></tr></table>',
    },
    'banaan',
  ],
  ['list', 'Wachtwoorden Bingel:\nNoor: appel12\nLars: peer34\nMia: kers56', 'peer34'],
  [
    'list',
    {
      html: '<table><tr><td>Élève</td><td>Mot de passe</td></tr><tr><td>Noor</td><td>citron</td></tr><tr><td>Lars</td><td>pomme</td></tr></table>',
    },
    'pomme',
  ],
  ['key', 'De sleutel: AKIAIOSFODNN7EXAMPLE graag in de config', 'AKIAIOSFODNN7'],
  ['key', 'curl https://beheer:geheim99@intra.school.example/api', 'geheim99'],
  ['key', 'API key: 9f8e7d6c5b4a39281706', '9f8e7d6c'],
  ['key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7\n-----END RSA PRIVATE KEY-----', 'MIIEpAIB'],
  ['key', 'gebruik ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'ghp_abc'],
]

const HARMLESS: readonly (string | Letter)[] = [
  'Wachtwoord vergeten? Klik op de knop onderaan de aanmeldpagina.',
  'Je wachtwoord volgt apart per sms.',
  'Het wachtwoord vind je op de kaart in de envelop die je kind meekreeg.',
  'Eisen voor dit wachtwoord:\n- Minstens 10 tekens\n- Een hoofdletter\n- Een cijfer',
  'Wachtwoord: minimaal 8 tekens, waarvan 1 cijfer',
  'Kies een sterk wachtwoord, bijvoorbeeld M1jnKatEet3Muizen!, en deel het nooit.',
  'Gebruik nooit je geboortedatum of je voornaam als wachtwoord.',
  'Een wachtwoord is persoonlijk. Noteer het niet en geef het aan niemand door.',
  'Gebruikersnaam: <jouw gebruikersnaam>\nWachtwoord: <jouw wachtwoord>',
  'Wachtwoord: ********',
  'Wachtwoord: xxxxxx',
  'Wachtwoord: zie brief',
  'Wachtwoord: zelfgekozen',
  'Ga naar https://wachtwoord.school.example/reset?token=8f7d6e5c4b3a2f1e om een nieuw wachtwoord in te stellen.',
  'Je wachtwoord is verlopen. Surf naar https://login.school.example en kies een nieuw.',
  'Het wachtwoord is gewijzigd op 12/03/2025 om 10u15.',
  'Mijn wachtwoord werkt niet meer, kan ICT helpen in lokaal B204?',
  'Vergadering-id: 345 678 912\nToegangscode: Ab3dE9\nhttps://teams.microsoft.com/l/meetup-join/19abc',
  'Join Zoom Meeting\nhttps://zoom.us/j/98765432101\nMeeting ID: 987 6543 2101\nPasscode: 482913',
  'De game pin van de Kahoot is 4829137.',
  'Klascode voor Classroom: abc4xyz',
  'Het wachtwoord om in het kasteel te komen is Drakentand7, vertelt de ridder in het sprookje.',
  'Toets ww: onvoltooid verleden tijd van werkwoorden, les 3 en 4.',
  'pw wiskunde: H3 en H4, pw Frans: 12/5',
  'De postcode is 2180 en de stad Ekeren. Code geel vandaag door de storm.',
  'Met de code ZOMER10 krijg je 10% korting bij de uitgever.',
  'Je bestelling 4500123 staat klaar. De QR-code vind je aan de poort.',
  'We houden een infoavond over wachtwoorden, wachtwoordmanagers en tweestapsverificatie in lokaal A12.',
  'Mot de passe oublié ? Cliquez sur le lien ci-dessous pour réinitialiser votre mot de passe.',
  'Votre mot de passe est strictement personnel et confidentiel.',
  'Your password must be at least 12 characters long.',
  'Your password has been changed. If this was not you, contact the helpdesk at 03 123 45 67.',
  'Wachtwoord vergeten: bel 0470 12 34 56',
  'Je gebruikersnaam is jan.peeters1, het wachtwoord kreeg je vorig jaar op papier.',
  'Gebruikersnaam = voornaam.naam. Je wachtwoord kies je zelf.',
  'Wachtwoorden als Welkom01 en 123456 zijn te zwak en snel geraden.',
  'Hoe reset ik het wachtwoord van een leerling in Office365?',
  { subject: 'Wachtwoord: reset aangevraagd', text: 'Je aanvraag is goed ontvangen.' },
  { subject: 'Re: wachtwoord', text: 'Kom even langs, dan stellen we samen een nieuw in.' },
  {
    text: 'Wie heeft al een login?',
    files: [
      { name: 'stand.csv', type: 'text/csv', content: 'naam;wachtwoord gewijzigd op;klas\nNoor;12/03/2025;3A\n' },
    ],
  },
  {
    text: 'Lijst',
    files: [
      { name: 'kaartjes.csv', type: 'text/csv', content: 'naam;wachtwoord ontvangen;klas\nNoor;ja;3A\nLars;nee;3A\n' },
    ],
  },
  {
    html: '<table><tr><th>Naam</th><th>Wachtwoord</th></tr><tr><td>Noor</td><td>-</td></tr><tr><td>Lars</td><td>......</td></tr></table>',
  },
  'Voor het wachtwoord van je wifi thuis kijk je op de achterkant van de modem.',
  'De alarmcode krijg je mondeling van de directie.',
  'De pincode van je eID heb je nodig om aan te melden, breng ze mee.',
  'Pincode vergeten? Na 3 pogingen is je kaart geblokkeerd.',
  'Pinnen kan aan de kassa: 4500 euro werd vorig jaar opgehaald.',
  'In de les over WO II en ww2 lezen we een verhaal. Breng 1945 mee.',
  'Om je wachtwoord te wijzigen is je geboortedatum nodig.',
  'Stuur een mail met je naam en klas als je je wachtwoord kwijt bent.',
  'Vul onderstaande gegevens in.\nNaam:\nVoornaam:\nWachtwoord:\nGeboortedatum:',
  'Het wachtwoord moet een hoofdletter, een cijfer en een uitroepteken bevatten.',
  'Wachtwoord: Smartschool',
  'Niemand van de school zal ooit je wachtwoord vragen via mail.',
  'Login: via je schoolaccount. Klas: 3EWE2. Start: 08u30.',
  'Aanmelden kan met je e-mailadres en je zelfgekozen wachtwoord via https://ouders.school.example',
  'Het nieuwe wachtwoordbeleid 2025-2026 vind je op SharePoint.',
  'Handleiding: 1. Surf naar https://user:password@server.example als voorbeeld',
]

const show = (letter: string | Letter) =>
  (typeof letter === 'string'
    ? letter
    : `${letter.subject ?? ''} ${letter.text ?? letter.html ?? ''} ${letter.files?.[0]?.content ?? ''}`
  ).slice(0, 70)

describe('password', () => {
  for (const [category, letter, value] of GIVES_AWAY)
    it(`is given away: ${show(letter)}`, async () => {
      const findings = await look(letter, { rules })
      expect(findings.map((f) => f.category)).toContain(category)
      expect(Math.max(...findings.map((f) => f.confidence))).toBeGreaterThanOrEqual(0.8)
      for (const finding of findings) expect(finding.excerpt.toLowerCase()).not.toContain(value.toLowerCase())
    })
  for (const letter of DISCLOSING)
    it(`is given away in: ${show(letter)}`, async () => {
      const findings = await look(letter, { rules })
      expect(findings[0]?.confidence).toBeGreaterThanOrEqual(0.8)
    })
  for (const letter of [...HARMLESS, ...HARMLESS_LETTERS])
    it(`is only talked about: ${show(letter)}`, async () => {
      expect(await look(letter, { rules })).toEqual([])
    })
})
