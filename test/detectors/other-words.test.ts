/** Letters about secrets, pictures, lists and channels in other words than the rules' own, judged by all these rules at once. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RuleId } from '../../src/detectors/detectors.ts'
import { type File, type Letter, look } from './room.ts'

const rules = [
  'password',
  'password-request',
  'contact-data',
  'dangerous-attachment',
  'uninspectable',
  'deceptive-link',
  'confidential-marking',
  'copyright-image',
  'pupil-photo',
  'unapproved-channel',
  'large-attachment',
] as const
const directory = JSON.parse(readFileSync(new URL('../clauses/directory.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>

const JPEG = Buffer.concat([
  Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  Buffer.alloc(40_000, 7),
  Buffer.from('ffd9', 'hex'),
])
const pictures = (...names: string[]): File[] => names.map((name) => ({ name, type: 'image/jpeg', content: JPEG }))
const file = (name: string, content: string): File[] => [{ name, type: 'text/plain', content }]
const FROM = 'Els Vermaelen <els.vermaelen@depopulier.example>'
const OUT = ['contact@zorgboerderij.example']
const HK = 'Robin Scholten <robin.scholten@hetkompas.example>'
const PUPIL = { from: HK, to: ['kaj.verbeek@leerling.hetkompas.example'] }
const PARENT = ['evelien.faes@ouder.example']

const BAD: readonly (readonly [RuleId, Letter])[] = [
  [
    'password',
    {
      text: 'Dag Joke,\nde chromebooks: iedereen logt in met zijn voornaam en als paswoord de eerste drie letters van zijn achternaam plus het klasnummer.',
      to: ['joke.heylen@depopulier.example'],
    },
  ],
  [
    'password',
    {
      text: 'Hoi, als je zondag binnen wil: poort naast de kerk, op het klavier 7 3 1 9 en dan het sleuteltje drukken. Alarm idem maar achterstevoren.',
    },
  ],
  [
    'password',
    {
      text: 'Beste trainer,\nhet kotje met de doelen heeft een cijferslot, dat staat op 558. Na gebruik de wieltjes terug verdraaien aub.',
      to: OUT,
    },
  ],
  [
    'password',
    { text: 'Bonjour, le vestiaire est fermé par un cadenas : mettez les chiffres sur 6-1-4-0 et tirez.', to: OUT },
  ],
  [
    'password',
    {
      text: 'Dag Wim, ik lig ziek in bed. Mijn laptop staat op mijn bureau, erin geraken doe je met mijn trouwdatum, 140607.',
      to: ['wim.daneels@depopulier.example'],
    },
  ],
  ['password', { text: 'Voor de vervanger: op de schoolpc is het gewoon schaap zonder hoofdletter als wachtwoord.' }],
  [
    'password',
    { text: 'Gast-wifi voor de lezing: naam PopulierGast, en dan vragen ze een sleutel: dat is boterbloem88' },
  ],
  [
    'password',
    {
      text: 'Hello, the kids sign in to the reading app with their first name followed by their birth year, all lower case.',
    },
  ],
  [
    'password',
    {
      text: 'Geert,\nde twee stukken achter elkaar plakken: wat ik je daarnet belde en dan Duif_63. Zo kom je in het puntenboek.',
      to: ['joke.heylen@depopulier.example'],
    },
  ],
  [
    'password',
    {
      text: 'Zie bijlage voor de tablets.',
      files: file(
        'tablets.csv',
        'nr;toestel;gebruiker;toegang\n1;tablet A;k3a-1;Vosje11\n2;tablet B;k3a-2;Dasje22\n3;tablet C;k3a-3;Uiltje33\n',
      ),
    },
  ],
  ['password', { text: 'Nog even voor op kamp: de pin van de gsm van de school is vier keer de zeven.' }],
  [
    'password-request',
    {
      text: 'Dag mevrouw Faes, ik probeer uw account te herstellen. Schrijft u me even terug met uw mailadres en de zin die u gekozen had om binnen te geraken?',
    },
  ],
  [
    'password-request',
    { text: 'Hoi Kaj, geef mij anders gewoon je inlog van Magister, dan zet ik je opdracht er zelf in.', ...PUPIL },
  ],
  [
    'password-request',
    { text: 'Beste, u kreeg zonet een sms met zes cijfers. Mailt u mij die even door? Dan rond ik de koppeling af.' },
  ],
  [
    'password-request',
    {
      text: 'Bonjour, pour débloquer votre dossier il me faut votre identifiant et le mot secret, par retour de mail svp.',
    },
  ],
  [
    'contact-data',
    {
      text: 'Dag, hier de bellijst voor het vervoer:\nmama Noor Willekens 0470 11 22 31\npapa Ilias Bakkali 0485 44 10 92\noma van Tuur Maes 0499 73 20 18\nGroet',
      to: OUT,
    },
  ],
  [
    'contact-data',
    {
      text: 'Lijst voor de chauffeur: eerst Lore Adams, Beukenlaan 4, dan Milan Dhont in de Kerkstraat 117 en als laatste Aya Tahiri, Stationsplein 9 bus 3.',
      to: OUT,
    },
  ],
  [
    'pupil-photo',
    {
      text: 'Hey, zo leuk was het bij de dieren! Hier zijn ze, Lotte met het geitje en Ferre op de tractor. Zet maar op jullie Insta.',
      to: OUT,
      files: pictures('IMG_5521.jpg', 'IMG_5522.jpg'),
    },
  ],
  [
    'pupil-photo',
    {
      text: 'Beste redactie, bijgaand een plaatje van onze groep 7 bij de start van de loop. Toestemming regelen we later wel.',
      to: ['redactie@weekblad.example'],
      files: pictures('start loop.jpg'),
    },
  ],
  [
    'pupil-photo',
    {
      text: 'Bonjour, en pièce jointe quelques photos de nos petits lutins pendant la visite. Vous pouvez les publier.',
      to: OUT,
      files: pictures('visite1.jpg'),
    },
  ],
  [
    'unapproved-channel',
    {
      text: 'Beste ouders, ik ben Gimme beu. Vanaf nu post ik alles in een gesloten groep op Facebook, stuur me een vriendschapsverzoek en ik laat jullie binnen.',
    },
  ],
  [
    'unapproved-channel',
    {
      text: 'Hi Kaj, app me vanavond maar op whatsapp als je vastzit met wiskunde, mijn nummer is 06 12 34 56 78.',
      ...PUPIL,
    },
  ],
  [
    'unapproved-channel',
    {
      text: 'Chers parents, pour aller plus vite je crée un groupe WhatsApp pour la classe, envoyez-moi votre numéro.',
    },
  ],
  [
    'unapproved-channel',
    {
      text: 'Jongens, de training en de uren komen voortaan op onze Snap, zoek op turnmeester_stef en volg.',
      ...PUPIL,
    },
  ],
  [
    'confidential-marking',
    {
      text: 'Beste, zie bijlage.',
      to: OUT,
      files: file(
        'nota.txt',
        'STRIKT VERTROUWELIJK - niet verspreiden buiten de directie\n\nNota over de personeelsformatie 2027.',
      ),
    },
  ],
  [
    'password',
    {
      text: 'Dag, de brandkast in het bureau: eerst 12 naar links, dan 47 naar rechts, dan 30 naar links en ze is open. De combinatie is 12-47-30.',
      to: OUT,
    },
  ],
  ['password', { text: 'Voor de poetsploeg: alarm binnen 30 seconden afleggen met 5518, deur langs achter.', to: OUT }],
  ['password', { text: 'Ter info: iedere leerling heeft als paswoord zijn stamnummer met een sterretje erachter.' }],
  ['password', { text: "Son code pour l'ordinateur, c'est sa date de naissance à l'envers." }],
  ['password', { text: 'aanmelden doe je als juf3a en dan gewoon regenboog!3a intikken' }],
  ['password', { text: 'Wachtwoord is hetzelfde als de naam van onze school met het huisnummer erachter.' }],
  ['password', { text: 'Kluisje van Kaj is nummer 118 en gaat open met 0-4-4-2.', ...PUPIL }],
  [
    'password-request',
    { text: 'Beste, gelieve bijgevoegd formulier met uw toegangsgegevens in te vullen en ons terug te bezorgen.' },
  ],
  [
    'password-request',
    {
      text: 'Dag Joke, welk paswoord had jij weer gekozen voor het klasaccount? Ik sta hier voor de deur van de klas en kan niet beginnen.',
      to: ['joke.heylen@depopulier.example'],
    },
  ],
  [
    'pupil-photo',
    {
      text: 'Beste, hierbij zoals gevraagd enkele beelden van de kleuters bij de geitjes. U mag ze op uw website plaatsen.',
      to: OUT,
      files: pictures('geitjes1.jpg'),
    },
  ],
  [
    'unapproved-channel',
    {
      text: 'Dag ouders, jullie mogen mij ook gewoon appen op 0470 11 22 33, ik heb een klasgroepje gemaakt op WhatsApp.',
    },
  ],
  [
    'unapproved-channel',
    { text: 'Kaj, we spreken straks af op Discord om de presentatie te oefenen, ik stuur je de server.', ...PUPIL },
  ],
  [
    'contact-data',
    {
      text: 'Beste organisator, de ouders die komen helpen:\n- Karin Wouters 0476 20 30 40\n- Ben Aerts 0488 51 62 73\n- Sofie Maes 0495 12 98 76',
      to: OUT,
    },
  ],
]

const FINE: readonly Letter[] = [
  {
    text: 'Dag Evelien,\nop de tablets van de klas melden de kinderen zich aan met hun eigen QR-kaartje, er is dus geen paswoord meer nodig.\nGroet, Nele',
  },
  {
    text: 'Beste ouders,\nmaandag gaat het schoolhek al om 7.30 uur open omdat de toetsen voor groep 8 vroeg beginnen. Vanaf 0815 is er toezicht.\nHet team',
  },
  {
    text: 'Hoi,\nde kluisjes worden verdeeld: kluisje 118 is voor Kaj, 119 voor Vera. Het sleuteltje krijg je tegen 10 euro waarborg.',
  },
  {
    text: 'Beste,\nhet inbraakalarm wordt donderdag getest tussen 1400 en 1500. De firma komt langs met een ladder van 350 cm om bij de sensor boven de deur te geraken.',
  },
  {
    text: 'Chers parents,\npour inscrire votre enfant au stage, indiquez son prénom, son nom et son année de naissance sur le talon et remettez-le au secrétariat.',
  },
  {
    text: "Dear families,\nplease label every lunch box with your child's first name and class. Lost property is kept by the front door, next to the safe.",
  },
  {
    text: 'Dag collega,\nin de les ict maken we een sterk paswoord: drie woorden, een hoofdletter, een cijfer en een leesteken. De kinderen verzinnen er zelf een en zeggen het tegen niemand.',
    to: ['joke.heylen@depopulier.example'],
  },
  {
    text: 'Beste mevrouw Faes,\nuw dochter kon vandaag niet op Bingel. Karim heeft haar paswoord opnieuw ingesteld en het haar op een briefje meegegeven. Meer hoeft u niet te doen.',
  },
  {
    text: 'Geachte,\nuw reservatie is bevestigd onder nummer 884213. Breng dit nummer mee naar de balie, de deur is open vanaf 9 uur.',
  },
  {
    text: 'Beste ouders,\nin de spelletjesnamiddag lossen we raadsels op: wie de juiste code 3725 vindt, opent de schatkist met snoep!',
  },
  {
    text: 'Dag Stef,\nde nieuwe hangsloten voor het materiaalhok zijn er (5 stuks, 60 mm, art. 40213). Kom je ze halen?',
    to: ['stef.claeskens@depopulier.example'],
  },
  {
    text: 'Beste ouder,\nlukt het aanmelden op Questi niet? Klik op "wachtwoord vergeten", vul uw e-mailadres in en kies zelf een nieuw. Wij kennen uw wachtwoord niet en vragen er ook nooit naar.',
  },
  {
    text: 'Dag mevrouw,\nkan u mij laten weten of u bij het inloggen een wit scherm of een foutmelding kreeg? Dan geef ik het door aan de leverancier.',
  },
  {
    text: 'Beste ouders,\nwaarmee kunnen jullie helpen op het schoolfeest? Laat het weten via het strookje: tap, grime of afwas.',
  },
  {
    text: 'Goedemiddag,\nhierbij een foto van het nieuwe klimtoestel op de speelplaats. De kinderen mogen er vanaf maandag op. Kunnen jullie een offerte maken voor de valmatten?',
    to: OUT,
    files: pictures('IMG_7781.jpg'),
  },
  {
    text: "Beste,\nin bijlage de foto's van de waterschade in de refter en in de gang bij de kleuters. De verzekering vroeg er minstens zes.",
    to: OUT,
    files: pictures('20261112_081500.jpg', '20261112_081533.jpg'),
  },
  {
    text: "Beste ouders,\nvrijdag komt de schoolfotograaf. Wie niet op de foto mag, laat het weten. De foto's bestelt u zelf op de site van de fotograaf.",
  },
  {
    text: 'Dag,\nhier de foto van onze leerkrachten op de pedagogische studiedag, voor jullie nieuwsbrief. Iedereen vindt het goed.',
    to: OUT,
    files: pictures('studiedag.jpg'),
  },
  {
    text: 'Hallo,\nhierbij een foto van de taart die de juffen bakten. Het recept volgt!',
    to: OUT,
    files: pictures('IMG_1188.jpg'),
  },
  {
    text: 'Bonjour,\nvoici une photo du mur à repeindre, à côté de la classe de maternelle.',
    to: OUT,
    files: pictures('IMG_4431.jpg'),
  },
  {
    text: 'Beste buren,\nhierbij het kiekje van jullie kat die in onze zandbak sliep.',
    to: OUT,
    files: pictures('IMG_2290.jpg'),
  },
  {
    text: 'Beste ouders,\nwij horen dat er in een klasgroep op WhatsApp lelijke dingen staan over een klasgenoot. Praat er thuis over. Wij doen dat in de klas ook.',
  },
  {
    text: 'Beste ouders,\nop 4 december is er een avond over TikTok, Snapchat en gamen. Een politieman legt uit hoe kinderen er vriendschapsverzoeken van vreemden krijgen.',
  },
  {
    text: 'Beste ouders,\nde school gebruikt geen WhatsApp. Krijgt u toch een uitnodiging voor een groep met onze naam, dan komt die niet van ons.',
  },
  {
    text: 'Beste,\nonze school staat ook op Facebook en Instagram: daar leest u wat er leeft. Afwezigheden meldt u zoals altijd via Parro.',
    from: HK,
  },
  {
    text: 'Beste leveranciers,\nvoor facturen: boekhouding@depopulier.example of 03 000 41 11. Voor leveringen: conciërge, 03 000 41 12. Voor directie: 03 000 41 10.',
    to: OUT,
  },
  {
    text: 'Beste ouders,\nnuttige nummers tijdens de vakantie: huisartsenwacht 1733, tandarts van wacht 0903 39 969, Antigifcentrum 070 245 245, Awel 102.',
  },
  {
    text: 'Beste,\ngelieve de offerte vertrouwelijk te behandelen tot de gunning rond is. Het bestek staat op onze website.',
    to: OUT,
  },
  {
    text: 'Beste ouders,\nde activiteitenlijst voor volgende week: ma zwemmen, di bib, wo film "Het geheim van de code", do techniek, vr markt.',
  },
  {
    text: 'Beste Evelien,\nde barcode op het toegangskaartje voor de musical is 9922 1834. Toon ze aan de ingang, de deur gaat open om 19 uur.',
  },
  {
    text: 'Beste ouders,\nhet slot van de achterpoort is stuk. Tot het hersteld is, komt iedereen langs de voordeur binnen. Duur: 3 dagen, kost 450 euro.',
  },
  {
    text: 'Dag Rita,\nde sleutel van de wifi-kast hangt bij jou? Ik moet er om 1330 bij met de technieker.',
    to: ['rita.symons@depopulier.example'],
  },
  {
    text: 'Beste,\nonze kluis wordt op 2026-12-03 geleverd, bestelling 77120. De chauffeur belt aan de poort en belt 0470 11 22 33 als er niemand opendoet.',
    to: OUT,
  },
  {
    text: 'Beste ouders,\nop het inschrijvingsformulier vult u de voornaam, de geboortedatum en het rijksregisternummer van uw kind in. Daarna krijgt u een mail om uw account te activeren.',
  },
  {
    text: 'Hallo,\nin groep 7 leren we over geheimschrift: A wordt 1, B wordt 2. Het geheime woord van vandaag is 3-1-11-5. Kan jij het kraken?',
  },
  {
    text: 'Beste leerling,\nhoofdletters zijn belangrijk: schrijf je naam met een hoofdletter K, dan een punt en dan je familienaam.',
    ...PUPIL,
  },
  {
    text: 'Beste Evelien,\nschrijft u mij even terug met het uur dat past en het telefoonnummer waarop ik u kan bereiken?',
  },
  { text: 'Beste,\nkan u mij de sleutel van de sporthal bezorgen? Ik sta om 18 uur aan de deur.', to: OUT },
  {
    text: 'Dag Evelien,\nLotte en Ferre spelen morgen samen in het toneel. Zie bijlage voor het plan van de zaal.',
    files: pictures('IMG_0909.jpg'),
  },
  {
    text: 'Beste,\nhierbij een foto van het huurcontract en van de meterstand in de hal.',
    to: OUT,
    files: pictures('IMG_1212.jpg'),
  },
  {
    text: 'Dag mama van Ilias,\nde foto van de toets: zo ziet u zelf wat er fout liep.',
    files: pictures('IMG_1213.jpg'),
  },
  {
    text: 'Beste buren,\nde kinderen maakten kerstkaarten. Hier alvast een prentje van een kaart.',
    to: OUT,
    files: pictures('kaart.jpg'),
  },
  { text: 'Beste ouders,\nvolg de school op Instagram voor sfeerbeelden. Vragen stelt u niet daar maar via Gimme.' },
  {
    text: 'Dag Wim,\nzullen we de planning van de vakgroep in ons WhatsApp-groepje van leerkrachten zetten?',
    to: ['wim.daneels@depopulier.example'],
  },
  {
    text: 'Beste ouders,\nuw kind mag pas vanaf 13 jaar op Snapchat. Kijk samen wie hen kan toevoegen en zet de locatie uit.',
  },
  {
    text: 'Beste,\nde wedstrijd begint om 1400, spelers met rugnummer 1022 tot 1050 melden zich aan de ingang van de sporthal.',
    to: OUT,
  },
  { text: 'Beste ouders,\nMilan vergat zijn turnzak met daarop zijn naam. Hij staat aan de deur van lokaal 114.' },
  {
    text: 'Dag Karim,\nik kan niet meer inloggen met mijn account, het scherm blijft wit. Kan jij eens komen kijken?',
    to: ['karim.bouzid@depopulier.example'],
  },
  {
    text: "Bonjour,\nla porte du gymnase s'ouvre à 18 h 30. Prenez le bus 272 et descendez à l'arrêt de l'école.",
    to: OUT,
  },
  {
    text: 'Beste ouders, bij het aanmelden voor de middelbare school kiest u drie scholen. Uw aanmeldnummer ontvangt u per brief op 15 maart.',
  },
  {
    ...PUPIL,
    text: 'Oefen je tekst:\n\nVLOGGER: Hoi kijkers! Voeg me toe op Snap!\nKOOR: Leg dat ding eens weg.\nOMA: Wat is dat, een Discord?',
  },
]

const found = async (letter: Letter) =>
  (await look({ from: FROM, to: PARENT, ...letter }, { rules, directory })).map((finding) => finding.rule)
const show = ({ text }: Letter) => text!.slice(0, 70).replace(/\n/g, ' ')

describe('in other words', () => {
  for (const [rule, letter] of BAD)
    it(`${rule}: ${show(letter)}`, async () => {
      expect(await found(letter)).toContain(rule)
    })
  for (const letter of FINE)
    it(`passes: ${show(letter)}`, async () => {
      expect(await found(letter)).toEqual([])
    })
})
