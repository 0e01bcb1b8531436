/** unapproved-channel: who is moved to a chat group, and who only speaks of one. */
import { describe, expect, it } from 'vitest'
import { type Letter, look } from './room.ts'

const rules = ['unapproved-channel'] as const
const PUPILS = ['leerlingen-3a@school.example']

const MOVES: readonly (readonly [string, Letter])[] = [
  [
    'pupils',
    {
      to: PUPILS,
      text: 'We maken een WhatsAppgroep voor onze klas, hier is de link: https://chat.whatsapp.com/AbC123',
    },
  ],
  [
    'parents',
    { text: 'Beste ouders, voor de klas is er een WhatsApp-groep. Sluit je aan via https://chat.whatsapp.com/AbC123' },
  ],
  ['pupils', { to: PUPILS, text: 'Voeg mij toe op Snapchat voor vragen over de taak.' }],
  ['pupils', { to: PUPILS, text: 'Join onze Discord server voor de wiskundelessen!' }],
  ['parents', { text: 'Beste ouders\nWe starten een Facebookgroep voor 3A, word allemaal lid.' }],
  ['parents', { text: 'Ouders kunnen mij voortaan bereiken via WhatsApp op mijn nummer.' }],
  ['parents', { text: 'Beste ouders, stuur de foto’s gerust door via Messenger.' }],
  ['parents', { text: 'Chers parents, rejoignez notre groupe WhatsApp de la classe.' }],
  ['pupils', { to: PUPILS, text: 'Beste leerlingen, jullie krijgen een uitnodiging voor de groep op Telegram.' }],
  [
    'parents',
    { html: '<p>Beste ouders, <a href="https://chat.whatsapp.com/XyZ987">klik hier</a> voor onze groep.</p>' },
  ],
  ['parents', { to: ['ouders.2b@school.example'], text: 'De filmpjes zet ik op mijn eigen Dropbox, de link volgt.' }],
  [
    'parents',
    {
      to: ['ouders.2b@school.example'],
      text: 'Laat het me weten met een spraakbericht op Telegram, dan moet u niet bellen.',
    },
  ],
  [
    'parents',
    { to: ['fam.claes@webmail.example'], text: 'Beste ouders, stuur een foto van het briefje met Messenger naar mij.' },
  ],
  ['pupils', { to: PUPILS, subject: 'WhatsAppgroep 3A: kom erbij', text: 'Tot straks' }],
  ['parents', { text: 'Dear parents, please join our class WhatsApp group.' }],
  [
    'parents',
    {
      text: 'Beste ouders, om sneller te communiceren maken we een whatsapp groep voor L3. Geef je nummer door als je erbij wil.',
    },
  ],
  [
    'pupils',
    {
      text: 'Hoi allemaal, ik heb een groepsapp aangemaakt voor de klas. Wie nog niet in de groep zit, stuurt me een appje via WhatsApp.',
      to: ['lln-5b@school.example'],
    },
  ],
  [
    'pupils',
    {
      text: 'Dag Daan, volg me op insta @meester.tom, daar post ik de oefeningen.',
      to: ['leerling.daan@leerling.school.example'],
    },
  ],
  ['pupils', { text: 'Voor het kamp gebruiken we Telegram: https://t.me/+abcd', to: ['leerlingen@school.example'] }],
  [
    'parents',
    { text: 'Beste ouders, in de facebookgroep "Klas 2B" plaatsen we vanaf nu de huistaken. Vraag gerust toegang.' },
  ],
  [
    'pupils',
    { text: 'Chers élèves, ajoutez-moi sur Snapchat pour poser vos questions.', to: ['eleves@school.example'] },
  ],
  ['pupils', { text: 'De leerlingen mogen mij altijd een berichtje sturen op WhatsApp.' }],
  ['parents', { text: 'Ouders van groep 6: scan de qr-code om lid te worden van de appgroep.' }],
  [
    'parents',
    {
      text: 'Mag ik jullie toevoegen aan de klassenapp (WhatsApp)? Laat het even weten.',
      to: ['ouders-3a@school.example'],
    },
  ],
  [
    'pupils',
    { text: 'Stuur me een DM op Instagram als je de les gemist hebt', to: ['leerling@leerling.school.example'] },
  ],
  ['gateway', { to: ['32470123456@sms.gateway.example'], text: 'Kom je straks?' }],
  ['gateway', { to: ['0470123456@smsgateway.be'], text: 'De bus is te laat.' }],
  [
    'pupils',
    {
      to: PUPILS,
      text: 'Hoi Kaj, ik maakte een Telegram-kanaal waar je me altijd vragen over de spreekbeurt kan stellen.',
    },
  ],
  [
    'pupils',
    {
      to: PUPILS,
      text: 'Dag allemaal, voor het project zit ik vanavond op Discord, kom er gerust bij, mijn naam is meesterR.',
    },
  ],
  [
    'pupils',
    { to: PUPILS, text: 'Beste leerlingen, voor onze presentatie chatten we verder via Snapchat, voeg me toe.' },
  ],
  ['parents', { text: 'Beste ouders, geef mij jullie nummer, dan zet ik iedereen in een groepje op WhatsApp.' }],
  ['parents', { text: 'Beste ouders, de klasafspraken lopen voortaan in onze Signalgroep. Scan de code op het bord.' }],
  [
    'pupils',
    {
      to: PUPILS,
      text: 'Voortaan krijgen jullie het huiswerk op Instagram van mij, stuur een volgverzoek naar juf_lien.',
    },
  ],
  ['pupils', { to: PUPILS, text: 'Ik heb op snap een groepje gemaakt, voeg me toe dan gooi ik jullie erin.' }],
  ['pupils', { to: PUPILS, text: 'Stuur me een appje op 0470 12 34 56 als je niet naar de training kan.' }],
  ['pupils', { to: PUPILS, text: 'Mijn eigen nummer is 0470 12 34 56, app me als er iets is in Rome.' }],
  ['pupils', { to: PUPILS, text: 'We hebben een discordje opgezet voor Frans. Join even.' }],
  ['pupils', { to: PUPILS, text: 'Volg mijn tiktok voor de oefeningen, vragen stel je via dm.' }],
  ['parents', { text: 'Beste ouders, geef uw gsm-nummer door, dan steek ik u in het groepje van de klas.' }],
  [
    'pupils',
    { to: ['ouders-8@school.example'], text: 'Ik start een WhatsAppgroep met mij en alle kinderen van de klas.' },
  ],
  [
    'pupils',
    {
      to: PUPILS,
      text: 'Die mails lezen jullie toch nooit op tijd, dus ik heb voor ons op Snapchat een groepje gemaakt. Stel daar je vragen.',
    },
  ],
]

const STAYS: readonly Letter[] = [
  { to: PUPILS, text: 'Stuur een appje naar je ouders als de bus aankomt.' },
  { to: PUPILS, text: 'App me niet, gebruik Smartschool.' },
  { to: PUPILS, text: 'Maak tegen maandag een poster over de voor- en nadelen van Discord en TikTok.' },
  { text: 'Beste mevrouw, uw zoon kreeg via Snapchat een naar berichtje van een andere jongen.' },
  { text: 'Uw dochter zit in de groep van juf An. Het telefoonnummer van de school is 03 541 12 12.' },
  { to: PUPILS, text: 'WhatsApp gebruiken we niet op school, stuur een bericht via Smartschool.' },
  { text: 'Beste ouders, er werd gepest in een WhatsAppgroep van de klas. Praat er thuis over.' },
  { text: 'Infoavond over de gevaren van Snapchat en TikTok voor ouders van de derde klas.' },
  { to: PUPILS, text: 'Morgen een les mediawijsheid over Instagram en TikTok.' },
  { text: 'Een foto van de leerling werd gedeeld op Snapchat, we hebben dit gemeld bij de politie.' },
  { text: 'Volg onze school op Instagram en Facebook!' },
  {
    to: ['tom@school.example'],
    text: 'Collega’s, sluit je aan bij de WhatsApp-groep van het team: https://chat.whatsapp.com/AbC',
  },
  { text: 'De toiletten in de klas worden hersteld, we signaleren het signal.' },
  { to: ['jan@leverancier.example'], text: 'Kan je de offerte ook even via WhatsApp sturen?' },
  { text: 'Het is verboden om leerlingen toe te voegen aan een WhatsAppgroep.' },
  { text: 'Beste ouders, gebruik geen WhatsApp om uw kind afwezig te melden.' },
  { text: 'TikTok heeft een minimumleeftijd van 13 jaar; uw kind mag er niet op.' },
  { text: 'Beste ouders, de klas maakt een film over een dorp.' },
  { text: 'Beste ouders, in de klas werken we rond sociale media: TikTok, Snapchat en Instagram komen aan bod.' },
  { text: "Beste ouders, gelieve geen foto's van andere kinderen op Facebook te plaatsen." },
  { text: 'Uw zoon heeft via WhatsApp kwetsende berichten gestuurd naar een klasgenoot.' },
  { text: 'De ouderraad heeft een eigen Facebookpagina.' },
  { text: 'Volg ons via Facebook, Instagram en onze website.' },
  { text: 'Er circuleert een filmpje op Snapchat. We vragen om het niet te delen.' },
  { text: 'Communicatie verloopt via Smartschool, niet via WhatsApp.' },
  { to: ['ouders.2b@school.example'], text: 'De filmpjes staan op de Dropbox van de school.' },
  { to: ['ouders.2b@school.example'], text: 'Stuur ons geen foto’s via Messenger of Telegram.' },
  { to: ['ouders.2b@school.example'], text: 'Stuur het strookje mee. Telegram gebruiken we niet.' },
  { to: ['jan.peeters@school.example'], text: 'Ik zet de foto’s van het personeelsfeest op mijn eigen Dropbox.' },
  { text: 'We bespreken op de infoavond de afspraken rond WhatsAppgroepen van ouders.' },
  { text: 'De schoolfotograaf plaatst de link op Gimme.' },
  { text: 'Heb je een signal gehoord? Ga dan naar de speelplaats.' },
  { text: 'Kan je de planning in de WhatsAppgroep van het team zetten?', to: ['jan.peeters@school.example'] },
  { text: 'Groepje 3 maakt een snap-kaartspel in de klas.' },
  {
    text: 'Beste ouders, er bestaat een WhatsAppgroep van ouders van L5. Die gaat niet uit van de school en wij lezen er niet mee.',
  },
  {
    text: 'Beste ouders, de Facebookgroep "Populier Praat" is geen initiatief van de school. Onze berichten vind je op Gimme.',
  },
  { text: 'Beste ouders, in de whatsappgroep van de klas circuleert een verkeerd uur: de uitstap start om 9 uur.' },
  { text: 'Wij zijn als school geen lid van de WhatsAppgroep van de ouders en beheren die ook niet.' },
  { text: 'Vraag van een ouder: zit de leerkracht in de WhatsApp-groep? Nee. Stel je vraag via de agenda.' },
  { text: "Chers parents, le groupe WhatsApp des parents n'est pas géré par l'école." },
  {
    text: 'De leerlingen maken een werkstuk over TikTok en hoe je daar filmpjes maakt. Ze hebben hier hun boek voor nodig.',
  },
]

const show = ({ subject, text, html, to }: Letter) => (subject ?? text ?? html ?? to![0]!).slice(0, 60)

describe('unapproved-channel', () => {
  for (const [category, letter] of MOVES)
    it(`moves ${category}: ${show(letter)}`, async () => {
      const findings = await look(letter, { rules })
      expect(findings.map((f) => f.category)).toContain(category)
      expect(findings[0]!.confidence).toBeGreaterThanOrEqual(0.8)
    })
  for (const letter of STAYS)
    it(`stays: ${show(letter)}`, async () => {
      expect(await look(letter, { rules })).toEqual([])
    })
  it('lets a school approve a platform, and parents', async () => {
    const letter = MOVES[1]![1]
    expect(await look(letter, { rules, settings: { 'unapproved-channel': { parents: false } } })).toEqual([])
    expect(await look(letter, { rules, settings: { 'unapproved-channel': { approved: ['WhatsApp'] } } })).toEqual([])
    expect(await look(MOVES[0]![1], { rules, settings: { 'unapproved-channel': { parents: false } } })).toHaveLength(1)
  })
})
