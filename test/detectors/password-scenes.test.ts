/** password: getting in told in other words, and what only looks like it. */
import { describe, expect, it } from 'vitest'
import { type Letter, look } from './room.ts'

const rules = ['password'] as const

/** A letter, and what no excerpt may show. */
const TOLD: readonly (readonly [string | Letter, string])[] = [
  ['De alarmcode, dat zijn gewoon de laatste vier cijfers van ons telefoonnummer.', 'laatste vier cijfers'],
  ['De tablet vraagt een code, dat zijn de eerste vier cijfers van onze postcode.', 'postcode'],
  ['inloggen als leerling7 en dan sinterklaas, gewoon klein en aan elkaar.', 'sinterklaas'],
  ["Ze staan op Quizlet.\nVoor de école: l'identifiant est lutgardis.fr, le mdp c'est croissant2026.", 'croissant2026'],
  [
    'Hoe komt uw kind erin?\n- Als naam: het leerlingnummer.\n- Daaronder: de achternaam van uw kind, met direct daarachter uw huisnummer.',
    'huisnummer',
  ],
  [{ subject: 'administratiepakket carla = Bladerhut-88, meteen veranderen', text: 'Zie hierboven.' }, 'Bladerhut-88'],
  ['inlogge met wiskunde-lutgardis en dan Pythag0ras-3', 'Pythag0ras-3'],
  [
    {
      subject: 'Draaiboek escaperoom',
      text: 'De laptop met het filmpje: gebruiker spelleider, wachtwoord Schoorsteen#12.',
    },
    'Schoorsteen#12',
  ],
  [
    'Ha Sofie, de laptop van juf Ann mag je gebruiken. Je komt erin met Bosuil88, dan sta je meteen op het bureaublad.',
    'Bosuil88',
  ],
  ['Tik gewoon Bloemkool7 in en je bent binnen.', 'Bloemkool7'],
  ['Roos kan weer werken op de oefensite.\n\nroos.declercq / vlinder31\n\nGroetjes', 'vlinder31'],
  ['Zet de pc aan, kies "leerkracht" en vul Papegaai!5 in in het witte vakje.', 'Papegaai!5'],
  ['De kast met de chromebooks: het slotje staat op 7-1-4.', '7-1-4'],
  [
    'Als ge aan de achterpoort staat, duwt ge drie keer op de 4 en dan op de 9, dan springt ze open.',
    'drie keer op de 4',
  ],
  ['Het tablet van de turnjuf is vergrendeld, vijf nullen en je kan eraan.', 'vijf nullen'],
  ['Om in mijn mailbox te geraken: kleine letter p, dan Ukkel met een grote U, en 1978 er direct achter.', 'Ukkel'],
  [
    'Iedereen van 2A komt op het platform met de eigen voornaam, kleine letters, en dan het jaar van geboorte er aan vast.',
    'jaar van geboorte',
  ],
  ['De wifi op de camping heet Dennenhof-gast, als hij iets vraagt typ je dennenhof1962.', 'dennenhof1962'],
  ['Wie morgen als eerste is: alarm af doe je met 40 91 en dan het groene knopje.', '40 91'],
  ['Hi Tom, for the copier just punch in 5518 and pick colour.', '5518'],
  ['Pour entrer le soir : 27B4 puis la touche verte.', '27B4'],
  ['Le portable de la classe se déverrouille avec tournesol9, tout attaché.', 'tournesol9'],
  ['user: klas4b pw: Regenjas12', 'Regenjas12'],
  ['Inlog Gynzy\nlk.groep6@school.example\nTulpenbol6\n\nSucces!', 'Tulpenbol6'],
  ['ParnasSys: jdevries, zwemdiploma3', 'zwemdiploma3'],
  ['Geef hem maar door dat het Welkom2Terug! is, hij mag het daarna zelf veranderen in Smartschool.', 'Welkom2Terug'],
  [
    { text: 'Zie bijlage', files: [{ name: 'inlog-Kaat-Sterrenwacht41.txt', content: 'stappenplan' }] },
    'Sterrenwacht41',
  ],
  [{ subject: 'Wisa: mvdb / Kerselaar8', text: 'zie titel, succes' }, 'Kerselaar8'],
  [{ subject: 'laptop juf Mia', text: 'Als hij zegt dat ie op slot zit: Paddestoel-3.' }, 'Paddestoel-3'],
  [
    {
      html: '<table><tr><td>wie</td><td>inloggen met</td></tr><tr><td>Kobe</td><td>beer-77</td></tr><tr><td>Nina</td><td>haas-12</td></tr><tr><td>Wout</td><td>das-93</td></tr></table>',
    },
    'beer-77',
  ],
  [
    {
      html: '<p>Per kind:</p><table><tr><th>Leerling</th><th>Bingel</th></tr><tr><td>Kobe M</td><td>kobe.m / hond4</td></tr><tr><td>Nina P</td><td>nina.p / kat8</td></tr></table>',
    },
    'hond4',
  ],
  [
    {
      text: 'De lijst',
      files: [
        { name: 'lijst.csv', type: 'text/csv', content: 'Voornaam;inlog;ww\nKobe;kobe.m;zwaluw\nNina;nina.p;merel\n' },
      ],
    },
    'zwaluw',
  ],
  [
    {
      text: 'Zie map',
      files: [
        {
          name: 'vervanging.txt',
          content:
            'Dagverloop\n8u30 onthaal\nLaptop: staat in de kast\nGebruiker: klas3\nDaaronder: Draakje99\nMiddag: refter',
        },
      ],
    },
    'Draakje99',
  ],
  [
    'Dag Lies,\nzie onder, Jan heeft het geregeld.\n\nOp ma 3 mrt 2025 om 09:15 schreef Jan <jan@school.example>:\n> Ik heb haar opnieuw binnengelaten, met Muizenval6 kan ze verder.\n> Jan',
    'Muizenval6',
  ],
  ['Het alarm: eerst de sterretoets, dan 6-0-3-1, dan hoor je een piep.', '6-0-3-1'],
  ['De sleutel van het tuinhuis zit in het kastje naast de deur, rol de wieltjes naar 2 4 6 8.', '2 4 6 8'],
  ['het geheim woordje van onze wifi is appelflap', 'appelflap'],
  ['Ik heb de zip beveiligd, open hem met Rapportjes26', 'Rapportjes26'],
  ['Bestand is dicht, je opent het met de geboortedatum van Finn (ddmmjj).', 'geboortedatum'],
  ['Hier het wachtwoord van de zip van daarnet: druivensap', 'druivensap'],
  ['X-Api-Key: skl_prod_9aQ72kfMx0Pz41LrTtY8', 'skl_prod_9aQ72kfMx0Pz41LrTtY8'],
  ['De koppeling draait op Server=sql01;Database=lvs;User Id=sync;Password=Vijver#22kroos;', 'Vijver#22kroos'],
  [
    'DefaultEndpointsProtocol=https;AccountName=schoolfiles;AccountKey=Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6MDEyMzQ1Njc4OUFCQ0RFRg==;EndpointSuffix=core.windows.net',
    'Zm9vYmFyYmF6',
  ],
  ['Zet dit in .env\nSMTP_PASS=kQ92mzlPwd01xyA\nSMTP_USER=noreply', 'kQ92mzlPwd01xyA'],
  ['sftp://upload:Varen77boot@files.school.example/in', 'Varen77boot'],
  ['Token voor de bot: 7712345678:AAHkq3x9Z0abcdEFGHijklMNOPqrstUVwx1', 'AAHkq3x9'],
  ['De code van de sleutelkluis heb ik veranderd, eerst mijn geboortedag en dan die van Rita: 1406 is het nu.', '1406'],
  ['Ma, di en do zit ik er. Anders: de kluis in de gang opent op 31-08-77.', '31-08-77'],
  ['Kopiëren kan met 2290#.', '2290'],
  ['Afdrukken: jouw cijfers zijn 61830, hou ze bij je.', '61830'],
  [
    'Het beginwachtwoord dat iedereen heeft is gewoon de naam van de school met een hoofdletter en het jaartal.',
    'jaartal',
  ],
  ['bij u is da nu Kabeljauw33, ge moet da wel direct veranderen als ge binnen zijt', 'Kabeljauw33'],
  ['Wacht, ik had het fout getypt. Het is met kleine letter: ooievaar1 ipv Ooievaar1. Nu kan je erin.', 'ooievaar1'],
  ['Deel 1 van het ww heb je al (Zon), deel 2 is dus bloem!9', 'bloem!9'],
  [
    'Je typt de volledige schoolnaam zonder spaties en daarachter de postcode. Dan zit je op het netwerk voor personeel.',
    'postcode',
  ],
  ['wifi leraars: kantjil-boven-5', 'kantjil-boven-5'],
  ['Op het briefje aan het scherm staat: beheer - Stoomtrein9. Daarmee kan je die update doen.', 'Stoomtrein9'],
  ['Als Windows om de beheerder vraagt: .\\admin en Gr@ssprietje.', 'Gr@ssprietje'],
  ['De rij van rechtsboven naar linksonder op het toetsenbordje, zo gaat de deur van het archief open.', 'rechtsboven'],
  ['De tablets: een letter Z tekenen over de bolletjes en ze zijn open.', 'letter Z'],
  ['Teken de L van boven naar onder en dan naar rechts, zo ontgrendel je de ipad van de zorgklas.', 'L van boven'],
  ['De vier hoeken van het toetsenbord, met de klok mee, en de poort gaat open.', 'vier hoeken'],
  ['Zijn inlog voor Magister had ik gereset: 204455 met Blauwe.Vis', 'Blauwe.Vis'],
  ['Hij vraagt dan zes cijfers, dat zijn 880214.', '880214'],
  ['Dirk, de code die ik kreeg op mijn gsm is 771203, vul ze snel in want ze vervalt.', '771203'],
  ['Your login is j.smith and you get in with Copperfield_2.', 'Copperfield_2'],
  ['Ton compte est prêt : nom dupont.l, et ensuite Girafe#7.', 'Girafe#7'],
  ["Le wifi des invités, c'est colibri-vert-12.", 'colibri-vert-12'],
  ['Mijn account mag je gebruiken hoor, Els.VDB en dan Chocomousse1', 'Chocomousse1'],
  ['De sleutelkast op het secretariaat: C 1 4 7 en draaien.', 'C 1 4 7'],
  ['Je kan op de computer in de bib als vrijwilliger: gebruiker bibmama, dan Boekenworm3', 'Boekenworm3'],
  ['hey, ipad zorg zit op slot, 246810 ingeven', '246810'],
  ['De nieuwe kluis op het bureau: drie keer de 8, dan een 1.', 'drie keer de 8'],
  ['You can open the shared folder with Lighthouse_88, same as before the holidays.', 'Lighthouse_88'],
  ['Ton accès Cabanga : m.leroy, puis Papillon+9', 'Papillon+9'],
]

const HARMLESS: readonly string[] = [
  'De bib-pc is vervangen, type Latitude 5420, het oude briefje mag weg.',
  'Neem als gebruikersnaam de eerste drie letters van je familienaam.',
  'Vragen stel je op mijn Discord: discord.gg/wiskunde3ew. Zelf een account maken en je zit erin.',
  'log:\n  [17-11 08:02:11] AuthProvider: password hash algorithm PBKDF2-SHA512 not supported by client\n  [17-11 08:02:11] login failed pwd=<redacted> retry=3',
  'In de quiz over sinterklaas log je in als groep, en dan detective, in kleine letters.',
  'Draaiboek escaperoom. Kist 2: de uitkomsten vormen de pincode van de speelgoedkluis: 5-1-2-6.',
  'Je krijgt je gegevens op papier mee, in een gesloten omslag.',
  'Je komt binnen via de achterpoort en loopt door naar lokaal B204.',
  'Tik op je bestemming en je ziet bus 22 vertrekken om 8.15.',
  'Probeer het eens met een ander potlood, HB2 of zo.',
  'In de speurtocht moeten ze eerst de code 4-7-1 van de schatkist kraken.',
  'Het toverwoord is alsjeblieft.',
  'De meeting: Meeting ID 412 882 113, Passcode 8kT2pQ.',
  'Klascode Google Classroom: xk3p9qz. Log in met je schoolaccount en voeg de klas toe.',
  'Ga naar kahoot.it en tik 482 991 in.',
  'Bestel de map met artikelnummer AB-4471-X bij de firma.',
  'Reservatienummer 7QK2LP, tonen aan de ingang.',
  'De bel gaat om 8u25, de poort gaat open om 8u10 en sluit om 8u30.',
  'Het alarm wordt morgen getest om 10 uur, niet schrikken.',
  'Bel aan bij nummer 14 en vraag naar Koen (0470 12 34 56).',
  'ww = werkwoord, zn = zelfstandig naamwoord. Dictee vrijdag: blz 34.',
  'pw geschiedenis H4 en H5, pw wiskunde H3',
  'Wachtwoorden wijzigen om de 90 dagen, minstens 12 tekens met een cijfer.',
  'Neem een zin zoals "mijn fiets heeft 2 wielen!" en maak er een sterk wachtwoord van.',
  'Wij mailen nooit een wachtwoord. Kom even langs met je laptop, lokaal 112.',
  'Gebruikersnaam is voornaam.naam, het wachtwoord kies je zelf bij de eerste aanmelding.',
  'De fotograaf komt dinsdag. Inloggen op zijn site kan met de kaart die je kind meekrijgt.',
  'Druk drie keer op de groene knop om het kopieerapparaat opnieuw te starten.',
  'Om het digibord te starten druk je eerst op de rode knop, dan op HDMI 2.',
  'De kluisjes van 3A zijn nummers 101 tot 124.',
  'Daan heeft kluisje 44, sleutel ligt op het secretariaat.',
  'Neem de R4 afrit 12 en dan de N70, rij tot aan het hek en bel aan.',
  'Het spel gaat open met een kaart: hoogste ster en dan 3 appels.',
  'Rekenen: typ in cel B2 =SOM(A1:A5) en druk enter.',
  'Schrijf je in via het formulier: naam, voornaam en geboortejaar.',
  'Voor het kamp graag voornaam, geboortedatum en rijksregisternummer doorgeven aan de mutualiteit, niet aan ons.',
  'Schrijf op elk boek je voornaam en je klas in drukletters, met een etiket.',
  'Zelfde als vorig jaar maar met een extra kraam op het einde.',
  'De wifi werkt opnieuw in blok C sinds 14u30.',
  'Tik je mail in en klik op Vergeten. Je krijgt dan een link die 1 uur geldig is.',
  'Nieuwe huisstijl: kleur #1F3A93 en lettertype Lato, logo v2.',
  'De serienummers zijn 5CD9120XYZ en 5CD9120XYW, model ProBook450.',
  'Lied: "Sesam open u", blz 12 in de bundel.',
  'Het wifi-netwerk heet School_Gast2, voor de rest vraag je het aan het onthaal.',
  'Vul in het formulier lokaal C1.07 en toestel 2244 in.',
  'Bij een valse mail: klik nergens op, geef geen wachtwoord en meld het aan ICT (toestel 112).',
  'Kunnen jullie de artikelcode van die passers doorsturen?',
  'Wat is de postcode van de sporthal?',
  'Wie weet het antwoord op raadsel 4? Stuur het door voor vrijdag.',
  'Mail jij mij de cijfers van het rapport van 3B even door?',
  'Stuur me de zes cijfers van het bestelnummer aub.',
  'Laat even weten welk woord jullie kozen voor de spellingwedstrijd.',
  'Wat moet ik intikken in Excel om een som te krijgen?',
  'Hoe geraak ik bij jullie? Welke bus moet ik nemen?',
  'Je hoeft je code van itsme nooit aan iemand te geven, ook niet aan ons.',
  'Kan jij mij de resetlink opnieuw sturen?',
  'Het wachtwoord van de pdf kregen jullie al per sms.',
  'Morgen les over veilig internet. We bespreken waarom 123456 en welkom01 geen goede keuzes zijn.',
  'Verhaal: de ridder fluistert het geheime woord Zilverdraak7 en de poort springt open.',
  'Toneel: Act 2, de poort gaat open na drie keer kloppen, dan twee keer fluiten.',
  'Lijst: passwords (wachtwoorden), username (gebruikersnaam), to log in (inloggen). Unit 3, p. 45.',
  "Vocabulaire : le mot de passe (het wachtwoord), l'écran (het scherm), p. 23.",
  'De turnzaal is bezet op di en do, 16u-18u. De deur van de kleedkamer klemt, stevig duwen.',
  'De sleutel ligt onder de derde bloempot links, gewoon draaien en duwen.',
  'Achter de plint hangt de sleutel.',
  'Voor de quiz: ploegnaam doorgeven voor 12/3, inschrijving 5 euro, QR-code in bijlage.',
  'Onze rekening: BE68 5390 0754 7034 met vermelding naam + klas (bv. Jan 3A).',
  'Betaal met mededeling 123/4567/89012.',
  'Op de leesfiche staat M4 of E4, dat is het niveau.',
  'Groepjes: Rood 1 = Kobe, Rood 2 = Nina, Blauw 1 = Wout',
  'De trein van 8.04 naar spoor 7, daarna tram 4 tot de halte Veldstraat.',
  'Beste, uw dossier 2026-4417 is volledig. Referentie: KL7-2201.',
  'Teams-code om het team te vervoegen: j7k2m9q',
  'Surf naar bookwidgets.example en gebruik code 7GHQ2 voor de oefening breuken.',
  'Kies sjabloon Rapport2026 in de map Sjablonen en bewaar als Rapport_3A_kerst.',
  'Open het bestand Leerlingen2026.xlsx en ga naar tabblad K3A.',
  'De printer PRN-B204 is weer online, kies bij afdrukken voor Ricoh5500.',
  'Zaterdag 14u: laser-game in hal B. Ingang met QR.',
  'Ik was 12 jaar toen ik op slot 3 van het kasteel werkte, mooi verhaal voor de les.',
  'Het cijferslot van de fiets van Daan is kapot, hij mag de tang lenen bij Stef.',
  'Leg de sleutel terug in de sleutelkluis aub, de code kent iedereen.',
  'De nieuwe code van het alarm krijg je morgen mondeling van Rita.',
  'Ze moeten twee keer kloppen en dan zingen, dan doet de Sint open.',
  'Als Windows om de beheerder vraagt, bel mij dan op 8812.',
  'Inloggen op de tablets lukt niet in lokaal 12, ze hangen op 98%.',
  'Log in met je schoolaccount en zoek het vak WIS4.',
  'Beker-wedstrijd: 3B won van 3C met 4-2 en daarna met 5-1.',
  'De les gaat over de Enigma: sleutel ABC, code 417, en dan het hele bericht.',
  'Wie kan er met zijn auto rijden? 4 plaatsen, vertrek 13u05 aan de poort.',
  'Voor uw bezoek aan het containerpark hebt u uw eID en pincode nodig.',
  'Het wachtwoord voor de Sint-quiz is pepernoot, dat mogen ze enkel aan de juf zeggen.',
  'Oefen de Engelse alfabetletters: capital A, then small b, and then say 3 words.',
  'We telden: vier keer zeven is 28 en dan twee erbij is 30.',
  'Rij 3: twee keer de bal tegen de muur, dan drie keer in de handen klappen.',
  'Tel tot 3 en duw dan op de knop. Zijn jullie binnen? Licht gaat vanzelf aan.',
  'Je bent binnen vanaf 8u. Neem trap 2 naar lokaal 114.',
  'De laptops (model EliteBook840) staan in kast 3. Opladen na gebruik aub.',
  'In het verhaal tikt Jonas 4-8-1-5 in op de deur van het laboratorium.',
  'Toetsen met de rekenmachine: typ 25 x 4 en druk op =, dan krijg je 100.',
  'Het wachtwoord van de dag is vriendelijkheid, zei de directeur in zijn toespraak.',
  'Reken mee: 4 x 250 + 12 x 75 = 1900 euro, rekening BE71 0961 2345 6769, mededeling KAMP 2026 + naam.',
]

const show = (letter: string | Letter): string => JSON.stringify(letter).slice(0, 90)

describe('getting in, told in other words', () => {
  for (const [letter, value] of TOLD)
    it(`is caught: ${show(letter)}`, async () => {
      const findings = await look(letter, { rules })
      expect(Math.max(...findings.map((one) => one.confidence))).toBeGreaterThanOrEqual(0.8)
      for (const { excerpt } of findings) expect(excerpt).not.toContain(value)
    })
})

describe('what only looks like getting in', () => {
  for (const letter of HARMLESS)
    it(`passes: ${show(letter)}`, async () => {
      expect(await look(letter, { rules })).toEqual([])
    })
})

const category = async (letter: string | Letter, settings = {}): Promise<readonly (string | undefined)[]> =>
  (await look(letter, { rules, settings: { password: settings } })).map((one) => one.category)

describe('a code that opens no account', () => {
  const meeting = 'Vergadering-id: 345 678 912\nToegangscode: Ab3dE9\nhttps://teams.microsoft.com/l/meetup-join/19abc'
  const game = 'Het wachtwoord om in het kasteel te komen is Drakentand7, zegt de ridder in het spel.'

  it('is let through', async () => {
    expect(await category(meeting)).toEqual([])
    expect(await category(game)).toEqual([])
  })

  it('is reported where the school wants so', async () => {
    expect(await category(meeting, { meetingCodes: true })).toEqual(['meeting-code'])
    expect(await category(game, { gameCodes: true })).toEqual(['game-code'])
  })
})

describe('a secret in the configuration of a system', () => {
  for (const [text, value] of [
    ['De koppeling: Server=sql01;Database=lvs;User Id=sync;Password=Vijver#22kroos;', 'Vijver#22kroos'],
    ['Authorization: Basic c2Nob29sOkdlaGVpbTEyMw==', 'c2Nob29s'],
    ['X-Api-Key: skl_prod_9aQ72kfMx0Pz41LrTtY8', 'skl_prod'],
    ['SMTP_PASS=kQ92mzlPwd01xyA', 'kQ92mzl'],
  ] as const)
    it(`is caught: ${text.slice(0, 30)}`, async () => {
      const findings = await look(text, { rules })
      expect(findings.map((one) => one.category)).toContain('key')
      for (const { excerpt } of findings) expect(excerpt).not.toContain(value)
    })

  it('is none where the value is still to be filled in', async () => {
    expect(await look('user = <customer id>\npassword = <see vault>\nAPI_KEY=your-key-here', { rules })).toEqual([])
  })
})

describe('who logs in and a value, line by line', () => {
  it('is caught without a word about it', async () => {
    const [found] = await look('noor.cl   uil-88-ster\nlars.pe   das-17-zon\n\nzo geraken ze er weer in', { rules })
    expect(found?.excerpt).not.toContain('uil-88')
  })

  it('is none when it lists two names of the same persons', async () => {
    expect(await look('noor.claes   noor.claes2\nlars.peeters   lars.peeters3', { rules })).toEqual([])
  })
})
