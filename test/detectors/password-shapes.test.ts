/**
 * password and password-request: the many shapes in which a secret is told or asked for in a school's day, and ordinary
 * mail that is built of the same words and figures.
 */
import { describe, expect, it } from 'vitest'
import { type Letter, look } from './room.ts'

/** A letter, and what no excerpt may show. */
const TELLS: readonly (readonly [string | Letter, string])[] = [
  // What is opened comes behind the value.
  ['Dag Lien, Zonnebril!4 heb je nodig voor de laptop van 6A. De kabel ligt in mijn lade.', 'Zonnebril!4'],
  ['Met 8826 krijg je de slagboom omhoog, daarna rij je door tot achter de refter.', '8826'],
  // A question stands in the quotation, the bare answer above it.
  [
    'Krokus2027!\n\nGroetjes, An\n\nOp ma 2 nov 2026 om 10:02 schreef Tom <tom@school.example>:\n> An, wat is het paswoord van de wifi nu ook weer?',
    'Krokus2027!',
  ],
  [{ subject: 'Re: code van de fietsenkelder?', text: '2580, tot straks!\n\nEls' }, '2580'],
  [
    'Ha Bram, nog altijd Tulpenveld8, maar vanaf vandaag met een uitroepteken erachter.\n\nOp di 3 nov 2026 om 09:00 schreef Bram <bram@school.example>:\n> Hoe kom ik in de map van het oudercomité?',
    'Tulpenveld8',
  ],
  // Told as a change to an old one that stands in the quotation.
  [
    'Hoi, zelfde als vroeger hoor, maar de 3 is nu een 4.\n\nOp di 3 nov 2026 om 09:00 schreef Kim <kim@school.example>:\n> Het paswoord van de Chromebooks werkt niet meer, Zebra303 wordt geweigerd.',
    'Zebra303',
  ],
  // A year twice over, and what only a keyboard takes.
  ['Jef, het bord start pas als je het stichtingsjaar dubbel intikt, dus 19471947. Vergeet je stick niet.', '19471947'],
  ['De projector wil niks weten: eerst juf.els, en in het tweede vakje Bloemkool9 typen.', 'Bloemkool9'],
  ['Voor de printserver is het sinds gisteren Draaimolen!6, gewoon in het venster plakken.', 'Draaimolen!6'],
  // Questions of a log-in, and the turns of a safe, the figure first.
  ['Ze vragen je het geheime antwoord, dat is de straat van oma: Kerkpoort', 'Kerkpoort'],
  ['Bij de veiligheidsvraag (meisjesnaam mama) vul je Verbiest in en je mag verder.', 'Verbiest'],
  ['De kluis op het secretariaat: 8 rechts, 44 links, 17 rechts en dan trekken.', '44'],
  // A log-in with words tied together, a network with its key.
  ['Bingel voor Arne: arne.d / ster-vis-boom', 'ster-vis-boom'],
  ['Wifi in de feestzaal: netwerk FeestGast, sleutel alle-ballen-vangen', 'alle-ballen-vangen'],
  // Told by what it is made of.
  ['Ik heb haar ww teruggezet op de voornaam met 22 erachter.', 'voornaam met 22'],
  // Behind what is entered stands what it gives; a number on its own behind where it belongs; as it left the factory.
  ['De fotopagina is afgeschermd: zeeklasL6 ingeven en je ziet ze allemaal.', 'zeeklasL6'],
  ['De bezemkast heeft een cijferslot. 4806 (jaar van de fusie achterstevoren).', '4806'],
  ['De router van de turnzaal is gereset, hij staat weer op admin en admin.', 'en admin'],
  ['Voor de testaccounts neem je telkens Probeer!Maar, dat zijn er vijf.', 'Probeer!Maar'],
  ['De herstelsleutel van de laptop van Bea: 118220-904311-550176, de rest later.', '118220-904311-550176'],
  ['Schermvergrendeling van de leengsm: een N, van linksonder naar boven.', 'een N'],
  // Written for a machine.
  ['Plak dit in de app om een QR te maken: WIFI:T:WPA;S:Gasten;P:roodborstje77;;', 'roodborstje77'],
  ['Open een venster en tik: net use Z: \\\\srv-school\\leraren /user:klas5 Pannenkoek7', 'Pannenkoek7'],
  ["Voor de back-up draai ik: mysqldump -u beheer -p'Kastanje.9' leerlingen > lln.sql", 'Kastanje.9'],
  ['BitLocker-herstelsleutel van LT-44: 482910-118203-550214-093811-662104-371925-208846-114502', '482910-118203'],
  ['sshpass -p Zwaluwnest77 ssh beheer@10.0.4.2', 'Zwaluwnest77'],
  // Columns and cells under other words.
  [
    {
      html: '<table><tr><th>Kind</th><th>vak 1</th><th>vak 2</th></tr><tr><td>Lars</td><td>lars5b</td><td>walvis8</td></tr><tr><td>Ilse</td><td>ilse5b</td><td>panda3</td></tr><tr><td>Youssef</td><td>yous5b</td><td>kameel6</td></tr></table>',
    },
    'walvis8',
  ],
  [
    {
      html: '<p>Rekenplein, groepje 2:</p><table><tr><td>Kind</td><td>naam op het scherm</td><td>sleutelwoord</td></tr><tr><td>Lars</td><td>lars5b</td><td>walvis</td></tr><tr><td>Ilse</td><td>ilse5b</td><td>panda</td></tr></table>',
    },
    'walvis',
  ],
  [
    {
      html: '<table><tr><td>Toestel</td><td>iPad 3 (kleuters)</td></tr><tr><td>Ontgrendelen</td><td>447192</td></tr><tr><td>Kast</td><td>links</td></tr></table>',
    },
    '447192',
  ],
  ['toestel;plaats;ontgrendelcode\niPad 1;K3A;5511\niPad 2;K3B;5522', '5511'],
  ['Digibord lokaal 4\ngebruiker: lokaal4\nsleutel: Krijtstof_4\n\nSucces met de les!', 'Krijtstof_4'],
  // In brackets, behind a slash, behind a dash.
  ['Pak maar de tablet uit de kast (code 6091) en neem hem mee naar de gang.', '6091'],
  ['Je mag op mijn pc werken [juf.lien / Droomboot!], de printer staat aan.', 'Droomboot!'],
  ["Camera's: http://192.168.1.60 - admin - Valkenoog12", 'Valkenoog12'],
  // Recipes.
  [
    'Het wachtwoord is onze straat zonder spatie met het huisnummer erachter.',
    'onze straat zonder spatie met het huisnummer',
  ],
  ['Inloggen op de tablet: de eerste drie letters van je voornaam en dan je klasnummer.', 'eerste drie letters'],
  [
    "Pour la tablette, le mot de passe c'est le nom de l'école à l'envers suivi de 2026.",
    "le nom de l'école à l'envers suivi de 2026",
  ],
  ['My laptop opens with the street I live in, lower case, plus the house number: elmroad14.', 'elmroad14'],
  // Cards, telephones, guards.
  ['De voicemail van het secretariaat beluister je met 1212 en dan een hekje.', '1212'],
  ['De simkaart van de kamp-gsm: pin 4471, puk 48219930.', '4471'],
  ['Met de bankkaart van de klas betalen kan, de pin is 1968.', '1968'],
  ['Als de meldkamer belt en naar het codewoord vraagt, zeg je Pinguïneiland.', 'Pinguïneiland'],
  ['De bevestigingscode die je zocht: 482 913, nog vijf minuten geldig.', '482 913'],
  ['Reservecodes van het schoolaccount:\n4821 9930\n7720 1184\n0913 5527', '4821 9930'],
  // Old and new.
  ['Gastaccount\nOud: Herfst25\nNieuw: Winter26', 'Winter26'],
  ['De code van de achterdeur is niet meer 4411 maar 7788.', '7788'],
  // Dialect and haste.
  ['Tpaswoord van de laptop is olsan Pietje1 zenne.', 'Pietje1'],
  ["'t Wachtwoord van d'n laptop is nou Worstenbrood!3, nie doorvertellen hè.", 'Worstenbrood!3'],
  ['ww vd beamerpc = kraai9 grtjs', 'kraai9'],
  // French and English.
  ["Le digicode du bâtiment B, c'est le 58A21.", '58A21'],
  ['Pour la session des stagiaires : utilisateur stage2, et ensuite tu tapes Coccinelle7.', 'Coccinelle7'],
  ['The lockbox by the side gate takes 3-9-4-1, the spare key is inside.', '3-9-4-1'],
  ['Guest network is Otter-Visitors, it will want foxglove-lane-21.', 'foxglove-lane-21'],
  ['Recovery question on that account: mother’s birthplace = Ostend.', 'Ostend'],
  // Recovery questions in other words.
  [
    'Lukt het niet, klik dan op "ik kan niet inloggen". Hij vraagt naar mijn eerste school (De Zandloper) en de straat waar ik opgroeide (Kiezelweg).',
    'Kiezelweg',
  ],
  ['Bij de controlevraag over je favoriete boek vul je Kruistocht in.', 'Kruistocht'],
  // Spelt and pictured.
  ['Inloggen doe je met v l i n d e r, alles aan elkaar, en dan 88.', 'v l i n d e r'],
  [
    'Op het startscherm tikt Mila eerst op de vis, dan op de zon en dan op het huis, dan is ze binnen.',
    'vis, dan op de zon',
  ],
]

const INNOCENT: readonly (string | Letter)[] = [
  'Kluisje 41 is van Noor. Sleutel 4107 hangt op haak 12, de reservesleutel bij Els.',
  'De akkoorden van het slotlied: Am7, Fmaj7 en G13. Oefen thuis met open snaren.',
  'In de proef doen we NaHCO3 bij CH3COOH, zet dan het raam open.',
  'Bus 4412 wacht aan de poort, de chauffeur laat jullie binnen om 8.15 uur.',
  'De opstelling is 4-4-2. De deur van de kleedkamer gaat om 13 uur open.',
  'Er staat een wagen voor de poort met nummerplaat 1-ABC-234, wil de eigenaar die verzetten?',
  'Laptop LT-4471 start niet meer op, serienummer 5CD9210KQ7. Kan hij in herstelling?',
  'De deuren van de gang worden geschilderd in RAL7016, de poort in RAL6005.',
  'De printer op de gang staat nu op 10.0.4.12, de drivers vind je op de server.',
  'Gaat het alarm af, bel dan 0470 00 12 34. De bewakingsfirma heeft klantnummer 88213.',
  'Galgje in de klas: het woord was poort, niemand raadde het.',
  'Ali Baba riep "Sesam, open u" en de deur van de grot ging open. Bespreek: wat is een toverspreuk?',
  'R2D2 opende de deur en C3PO liep naar binnen. Einde van het verhaal.',
  'Tik in de zoekbalk van de leeromgeving Fotosynthese2 in, dan vind je de les.',
  'Typ in cel B4 =SOM(B1:B3) en druk op enter. Sla op als Oefening4.',
  'Open je boek op bladzijde 142 en maak oefening 7B tot 9A.',
  'Met actiecode HERFST10 krijg je korting bij de uitgeverij, je logt gewoon in met je eigen account.',
  'Op de kapstok hangt nog een jas met een grote K erop, wie mist hem?',
  'De poort gaat open om 8.15 uur, het alarm gaat aan om 18.30 uur.',
  {
    html: '<table><tr><th>Ploeg</th><th>start</th><th>veld</th></tr><tr><td>Kabouter1</td><td>0900</td><td>A12</td></tr><tr><td>Kabouter2</td><td>0930</td><td>A13</td></tr><tr><td>Kabouter3</td><td>1000</td><td>A14</td></tr></table>',
  },
  {
    html: '<table><tr><td>Naam</td><td>vak 1</td><td>vak 2</td></tr><tr><td>Lars</td><td>wiskunde 5u</td><td>Frans 4u</td></tr><tr><td>Ilse</td><td>Latijn 4u</td><td>Grieks 3u</td></tr></table>',
  },
  'Betaal met de mededeling +++123/4567/89012+++ op rekening BE00 0000 0000 0000.',
  'De klascode voor Classroom is xk7p2qa, wie niet binnenraakt komt bij mij.',
  'Je gebruikersnaam is jan.peeters. Het wachtwoord kies je zelf bij de eerste keer.',
  'Phishing herken je zo. In de mail stond: "Uw wachtwoord is Welkom123, klik hier om het te wijzigen." Dat was nep.',
  'Voor het bosspel: kist 1 gaat open met 417, kist 2 met 935. Zeg niets tegen de kinderen van de speurtocht!',
  'Het paswoord voor de tablet zit in de envelop die je kind vandaag meekrijgt.',
  'Woordjes voor vrijdag: password = wachtwoord, screen = scherm, key = sleutel, lock = slot.',
  'Dictee: de deur, het slot, de sleutel, de code. Schrijf elk woord drie keer.',
  'In hoofdstuk 3 kraken Bas en Lot de kluis met 0712, en daarin ligt het dagboek van opa.',
  'De afstandsbediening van het bord: toets 3 is bron, toets 4 is volume. Druk op HDMI2 voor de laptop.',
  'Het toestel toont foutmelding E041 als je de printer opent. Wat nu?',
  'De nieuwe laptops zijn van het type ProBook450, met Windows11 en 16 GB.',
  'Maandag: toets wiskunde 3A in lokaal B204, toegang vanaf 0820. Woensdag 3B.',
  'Zet de verwarming op 21, de boiler op 60 en sluit de poort.',
  'Le code du bus est 4471 et la porte du car ferme à 8h05.',
  'Our team is called Otters26 and the gate opens at 9.30 for all parents.',
  'Een sterk wachtwoord maak je met drie woorden, Fiets-Kaas-Wolk is er zo een. Neem dat dus niet over.',
  'De code van het schilderij in de catalogus is SK-A-1718, je vindt het op de site van het museum.',
  'Vis met spinaziepuree (1,4,7) en vla. De poort sluit om 13 uur.',
  'Handleiding 3D-printer en afspraken voor 18-jarigen op de laptop.',
  'Mijn toestelnummer is 118, de deur van de gang staat open.',
  'De alarmcode wordt elk schooljaar vernieuwd.',
  'Leasing laptop 3EW: contract 44871 loopt af, kluis 206 is leeg.',
  'Het slotje van de broekrits is stuk. Maat 146, kleur 88.',
  'Het wachtwoord van Sem is opnieuw ingesteld, hij krijgt het morgen op een kaartje mee.',
  'De hoes is afgeschermd: maat L6 passen en je ziet het meteen.',
  'De bezemkast staat in de kelder. 4806 stuks hout liggen ervoor.',
  'De beheerder is Admin en Beheer BV, hij reset de router vrijdag.',
  'Probeer!Maar zonder kabel gaat het niet, zei de man van de testaccounts.',
  'De herstelling van de laptop van Bea: dossier 118220-904311, klaar op vrijdag.',
  'De server is opnieuw gestart, het ticket van de leverancier is 44871029.',
  'Vul je naam in het bovenste vakje in en je klas in het tweede vakje.',
  'Bij de turnproef: 8 rechts, 44 links, 17 rechts, dat zijn de rugnummers per kant.',
  'Sem en Lou wisselen van groep: kring.a / water-zand-bouw, vanaf maandag.',
  'Het ww-verslag gaat naar de voornaam bovenaan de lijst, met 22 leerlingen erachter.',
  'Klant 19471947 belde dus maar terug over de poort.',
  'Het geheime antwoord van de speurtocht staat op de achterkant.',
  'Beveiligingsvragen zijn onveilig: je eerste huisdier staat vaak op Facebook. Vul er iets anders in.',
]

const ASKS: readonly (string | Letter)[] = [
  'Welke pin gebruik jij voor de kopieermachine? Ik sta ervoor.',
  'Vul in kolom D van de lijst het wachtwoord van je leerlingen in en stuur ze me terug.',
  'Lees me eens voor wat er op het kaartje onder het toetsenbord staat, dan kan ik aanmelden als jou.',
  'Maak een foto van je wachtwoordenlijst en stuur ze door, dan zet ik alles over.',
  "Peux-tu me redonner le code de l'alarme ? Je suis devant la porte.",
  'What do I type in to get onto the wifi in your room?',
  'Hoe geraak ik in jouw puntenboek als ge er niet zijt? Stuurt ge dat eens door?',
  {
    text: 'Zie bijlage, graag ingevuld terug.',
    files: [
      {
        name: 'intake.txt',
        content: 'Naam: ........\nGebruikersnaam: ........\nWachtwoord: ........\nHandtekening: ........',
      },
    ],
  },
  'Graag per kerende de combinatie van het hangslot van de kantine.',
  'Ik moet in de kluis van de boekhouding zijn. Wat zijn de cijfers?',
  'Bezorg me tegen vrijdag de logins en paswoorden van al je leerlingen.',
  'Er komt straks een bevestigingscode op jouw telefoon binnen, wil je die meteen naar mij mailen?',
  'Heb jij nog ergens het paswoord liggen van de oude site?',
  "J'ai besoin de tes codes d'accès pour encoder les points.",
  'Could you drop me the combination for the bike shed?',
  'Deel je wachtwoord met Sofie, dan kan zij volgende week invallen.',
  'wa was de code vant poortje weer? antwoord es snel',
  'Wil jij je inlog aan je vervanger geven voor je vertrekt?',
]

const ASKS_NOTHING: readonly (string | Letter)[] = [
  'Geef je code aan niemand door, ook niet als ik het zelf vraag.',
  'Kan je me laten weten of het paswoord nu werkt?',
  'Stuur je een foto van de nieuwe poort voor de nieuwsbrief?',
  'Welke code heeft de inkt op de bon? Dan bestel ik bij.',
  'Heb je de sleutel van het kluisje nog? Leg hem dan in mijn vakje.',
  'Vraag 3: je krijgt een mail met "stuur ons je pincode". Wat doe je? Bespreek per twee.',
  'Zet je naam en klas op het formulier en mail het terug. Je wachtwoord heb je niet nodig.',
  'De code van de kast is veranderd, kom je hem even bij mij halen?',
  'Kun je het wachtwoord van Sem opnieuw instellen? Hij raakt er niet meer in.',
  'Quelle est la combinaison de couleurs pour la fête ?',
  "What's the dress code for Friday?",
  'Mag ik van jou nog de cijfers van wiskunde van 4B?',
  'Wat is de postcode van het kamphuis?',
  'Kan je mij de code van je Python-programma doorsturen? Ik krijg een foutmelding.',
  'Kan je de kostenplaats en de code van de leverancier doormailen?',
  'Oefen thuis even met inloggen: kan je kind zijn gebruikersnaam en wachtwoord zelf typen?',
  'Hebben de ouders hun code al gekregen?',
  'Welk wachtwoord zou jij nooit kiezen? Bespreek het in je groepje.',
]

describe('a secret that is told', () => {
  it.each(TELLS)('%j', async (letter, secret) => {
    const found = await look(letter, { rules: ['password'] })
    expect(found.map(({ rule }) => rule)).toContain('password')
    expect(found.map(({ excerpt }) => excerpt).join(' | ')).not.toContain(secret)
  })
})

describe('figures, names and words that open nothing', () => {
  it.each(INNOCENT)('%j', async (letter) => {
    expect(await look(letter, { rules: ['password', 'password-request'] })).toEqual([])
  })
})

describe('a secret that is asked for', () => {
  it.each(ASKS)('%j', async (letter) => {
    expect((await look(letter, { rules: ['password-request'] })).map(({ rule }) => rule)).toContain('password-request')
  })
})

describe('a question for something else', () => {
  it.each(ASKS_NOTHING)('%j', async (letter) => {
    expect(await look(letter, { rules: ['password', 'password-request'] })).toEqual([])
  })
})
