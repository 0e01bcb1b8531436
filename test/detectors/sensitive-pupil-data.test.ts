import { describe, expect, it } from 'vitest'
import { SCHOOL } from './pupils-school.ts'
import { type Letter, look } from './room.ts'

const seen = (letter: string | Letter, directory: Record<string, unknown> | undefined = SCHOOL) =>
  look(letter, { rules: ['sensitive-pupil-data'], ...(directory ? { directory } : {}) })
const kinds = async (letter: string | Letter, directory?: Record<string, unknown>) =>
  (await seen(letter, directory)).map((f) => f.category)

const HITS: readonly (readonly [string, string | Letter])[] = [
  ['care', 'milan gaat nr t speciaal onderwys in januarie, nog nix zegge'],
  ['medical', 'let ff op milan hij heb weer n epileptische aanvall gehad vannacht zei ze moedr'],
  ['psycho-social', 'Milan is depressief sinds zijn hond dood is en gaat nu naar een kinderpsychiater.'],
  ['family', 'Lotte zorgt thuis voor de konijnen omdat haar moeder opgenomen is in de psychiatrie.'],
  ['medical', 'Lotte is doof aan één oor en krijgt volgende maand een implantaat.'],
  ['financial', 'De mama van Milan vroeg of ze de bosklassen in vijf keer mag betalen, ze zit zonder werk.'],
  ['psycho-social', 'Roos wordt al maanden uitgescholden in de groepschat en durft niet meer te slapen.'],
  ['family', 'Noor moet van de jeugdrechter om de veertien dagen naar haar vader, in een bezoekruimte.'],
  ['psycho-social', 'Emma knipt zichzelf met een schaartje in de benen, zei haar vriendin.'],
  ['family', 'Youssef slaapt in de opvang van het Rode Kruis, zijn asielaanvraag werd geweigerd.'],
  ['family', 'De grootouders voeden Milan op sinds zijn moeder is verdwenen.'],
  ['medical', 'Lotte krijgt sinds kort sondevoeding en mag niet meedoen met koken.'],
  [
    'medical',
    'Dag Jan, Lotte draagt sinds vorige week een insulinepomp. Als ze begint te beven moet ze een suikertje krijgen.',
  ],
  [
    'family',
    'Milan komt voortaan om de andere week vanuit Brussel. Zijn ouders zijn uit elkaar en de rechter besliste dat hij bij beiden woont.',
  ],
  ['psycho-social', 'Emma is gisteren op de trein gevonden na een overdosis pijnstillers. Ze ligt op intensieve.'],
  ['financial', 'Voor Youssef zal het kamp niet lukken: zijn mama poetst zwart en ze kunnen de huur amper betalen.'],
  ['care', 'Roos Janssens haalde op de WISC een totaal-IQ van 71, we vragen een verslag type basisaanbod.'],
  ['care', 'Verslag van Lotte Maes, L3B. TIQ 81, verwerkingssnelheid blijft achter.'],
  ['care', 'Bij Emma Peeters werd in mei een WPPSI afgenomen.'],
  ['medical', 'Bij Lotte was de suiker weer te laag na de turnles.'],
  ['special-category', 'De papa van Noor zit in voorarrest wegens drugshandel.'],
  ['psycho-social', 'Lotte Maes heeft in het toilet met een passer in haar arm staan krassen.'],
  [
    'psycho-social',
    'Noor zegt dat haar stiefvader ’s nachts in haar kamer komt. Ik heb het vertrouwenscentrum gebeld.',
  ],
  ['psycho-social', 'Youssef werd betrapt met een zakje wiet in zijn boekentas, de politie is langs geweest.'],
  [
    'special-category',
    'Emma noemt zich voortaan Elias en wil als jongen door het leven. De ouders weten het nog niet.',
  ],
  ['family', 'Roos verblijft met haar mama op een geheim adres omdat papa haar met een mes bedreigde.'],
  ['financial', 'De familie De Smet is failliet. Kan Noor gratis mee op bosklassen?'],
  ['medical', 'Noor’s little brother told us she has seizures at night and takes Keppra.'],
  ['psycho-social', 'Milan zou zich vorige zondag hebben willen ophangen, zijn zus vond hem op tijd.'],
  ['psycho-social', 'Dag collega, M. v. D. heeft zich gisteren weer gesneden, ik belde zijn moeder.'],
  ['psycho-social', 'L.M. uit 3B bleef na de les hangen. Ze zegt dat ze zich al weken in de armen snijdt.'],
  ['psycho-social', 'M.J. (5WEWI) vertelde dat hij er soms niet meer wil zijn.'],
  ['psycho-social', 'R.J. uit jouw 2A heeft een afscheidsbriefje geschreven.'],
  ['psycho-social', 'Y.E.A. van 6A zei vandaag dat hij liever niet meer wakker wordt.'],
  ['psycho-social', 'N.D.S. uit onze 3B heeft littekens op haar polsen, ze snijdt zich.'],
  ['psycho-social', 'L.M. uit jullie 3B weegt nog 38 kilo en slaat haar middagmaal over.'],
  ['psycho-social', 'Lotte zit sinds maandag in de eetkliniek.'],
  ['psycho-social', 'E.C. (4LAT) neemt laxeermiddelen.'],
  ['psycho-social', 'R.J. uit 2A heeft ondergewicht en eet alleen nog appels.'],
  ['psycho-social', 'N.D.S. uit 3B heeft last van eetbuien en braakt daarna.'],
  ['family', 'Het jongetje met de rode bril, wiens moeder in de gevangenis zit, komt morgen kijken.'],
  ['family', 'Het enige meisje met een hoofddoek in 3B slaapt nu met haar mama in het CAW, ze staat er alleen voor.'],
  ['medical', 'De leerling wiens vader bij ons kookt, heeft epilepsie.'],
  ['medical', 'Noor legde zelf uit dat ze epilepsie heeft.'],
  [
    'psycho-social',
    'Plaatsen voor volgende week:\nNoor: dagkliniek psychiatrie\nMilan: CLB, gesprek over zijn depressie\nLotte: time-out, drie dagen',
  ],
  ['medical', 'Ik heb de hele nacht gelezen over Noor, ze heeft weer een migraineaanval gehad.'],
  ['psycho-social', 'Het meisje met de lange vlecht, van wie de broer in 6A zit, wordt zwaar gepest.'],
  ['family', 'De kleuter waarvan de papa buschauffeur is, werd uit huis geplaatst.'],
  ['medical', 'Milan zegt dat hij suikerziekte heeft en dat hij in de klas moet mogen prikken.'],
  ['psycho-social', 'Emma zit al weken in een zware depressie en komt haar bed niet meer uit.'],
  ['medical', 'Dag Jan,\n\nNoor De Smet heeft ADHD en neemt sinds maandag Rilatine.\n\nGroeten,\nEls'],
  ['medical', 'noor heeft adhd en krijgt savonds medicatie'],
  ['medical', 'Noor: ADHD, Rilatine 10mg om 12u'],
  ['medical', 'Milan Jacobs uit 5WEWI lijdt aan epilepsi. Graag opletten bij het zwemmen.'],
  ['medical', 'Over Roos uit 2A: zij werd vorige week gediagnosticeerd met autisme.'],
  ['medical', 'Lotte Maes ligt in het ziekenhuis na een zware operatie.'],
  ['medical', 'Emma Claes is zwanger en weet niet goed hoe het verder moet.'],
  [
    'medical',
    { to: ['Mia Claes <mia@ouder.example>'], text: 'Beste,\n\nUw dochter had vandaag een epilepsieaanval in de klas.' },
  ],
  ['medical', { subject: 'Lotte Maes 3B', text: 'Ze slikt nu Concerta en heeft het nodig om 12 uur.' }],
  ['medical', 'Bonjour,\n\nL’élève Youssef El Amrani souffre d’épilepsie et prend des médicaments.'],
  ['medical', 'Hi Jan, Emma Claes has been diagnosed with diabetes last week.'],
  ['family', 'De ouders van Noor gaan scheiden. Ze slaapt al een week bij haar tante.'],
  ['family', 'Noor heeft het sinds de scheiding moeilijk.'],
  ['family', 'Milan huilt om de scheiding van zijn ouders.'],
  ['family', 'Noor kan niet naar de repetitie van de musical, haar vader zit sinds gisteren in de gevangenis.'],
  ['family', 'Milan speelt met niemand meer sinds zijn vader in de gevangenis zit.'],
  ['medical', 'Milan doet alsof er niets is, maar hij heeft epilepsie.'],
  ['family', 'Noor slaapt al een week bij haar tante omdat papa thuis weg is.'],
  ['family', 'Even over Milan Jacobs. Zijn vader zit in de gevangenis, vandaar.'],
  ['family', 'Lotte Maes werd thuis geslagen, ze toonde mij blauwe plekken.'],
  ['family', 'Er is een dossier bij de jeugdrechter voor Youssef El Amrani.'],
  ['family', 'Mevrouw De Smet vertelde dat haar man drinkt. De vader van Noor is agressief als hij drinkt.'],
  ['family', 'N.D.S. uit 3B verblijft sinds gisteren in een pleeggezin.'],
  ['psycho-social', 'Lotte vertelde dat ze niet meer wil leven. Ze snijdt zichzelf in haar armen.'],
  ['psycho-social', 'Milan Jacobs werd drie dagen geschorst na een vechtpartij met drugs.'],
  ['psycho-social', 'Emma Claes eet bijna niets meer tijdens de middag.'],
  ['psycho-social', 'Lotte Maes durft niet meer naar school te komen, ze wordt gepest in de klas.'],
  ['psycho-social', 'Noor De Smet a des idées suicidaires.'],
  ['care', 'Milan Jacobs heeft dyslexie en krijgt leersteun.'],
  ['care', 'Wij willen Roos Janssens aanmelden voor buitengewoon onderwijs type 9.'],
  ['care', { text: 'Zie bijlage.', files: [{ name: 'zorgdossier_Lotte_Maes.txt', content: 'Besproken op maandag.' }] }],
  ['financial', 'De ouders van Milan kunnen de schoolrekening niet meer betalen, er is een afbetalingsplan.'],
  ['financial', 'Het gezin van Youssef El Amrani krijgt een leefloon van het OCMW.'],
  ['special-category', 'Milan Jacobs vertelde mij dat hij homo is; uit de kast komen durft hij nog niet.'],
  ['special-category', 'Youssef El Amrani werd gisteren opgepakt door de politie.'],
  ['national-number', 'Het rijksregisternummer van Noor De Smet is 85.07.30-033.28.'],
  ['national-number', 'Leerling Lotte Maes, BSN 111222333.'],
  ['medical', { text: 'Naam\tKlas\tMedisch\nDe Smet Noor\t3B\tEpiPen bij zich\nMaes Lotte\t3B\t-' }],
  [
    'special-category',
    {
      text: 'In bijlage de lijst.',
      files: [
        {
          name: 'lijst.csv',
          type: 'text/csv',
          content: 'Naam;Klas;Thuistaal\nNoor De Smet;3B;Arabisch\nMilan Jacobs;5WEWI;Turks\n',
        },
      ],
    },
  ],
  [
    'family',
    {
      html: '<table><tr><th>Leerling</th><th>Gezinssituatie</th></tr><tr><td>Milan Jacobs</td><td>ouders gescheiden</td></tr></table>',
    },
  ],
  [
    'financial',
    {
      to: ['Koen <koen@ouder.example>', 'Mia Claes <mia@ouder.example>'],
      text: 'De schoolrekening van Milan Jacobs is nog niet betaald.',
    },
  ],
]

const UNKNOWN: readonly (readonly [string, string])[] = [
  ['medical', "let even op, mees z'n pilletjes voor zijn drukte zijn verhoogd, hij kan suf zijn"],
  ['psycho-social', 'Ifrah heeft zich gisteren weer gesneden.'],
  ['medical', 'De leerling Xanthe uit 3B heeft epilepsie.'],
  ['medical', 'Xanthe (3B) heeft ADHD.'],
  ['family', 'De mama van Xanthe zit in de gevangenis.'],
  ['psycho-social', 'J.V. uit 5WEWI heeft zelfmoordgedachten.'],
  ['care', 'Onze leerling Tuur krijgt een gemotiveerd verslag wegens dyslexie.'],
  ['medical', 'Emma heeft een notenallergie en heeft altijd een EpiPen bij.'],
  ['medical', 'De leerling met de rolstoel in 2A wordt morgen geopereerd.'],
]

const NEAR_MISSES: readonly (string | Letter)[] = [
  'milan gaat nr t speciale lokaal vr techniek in januarie',
  'let ff op milan hij heb weer in de aanvall gespeeld en wil gras van zn knie wasse',
  'Onze klassengoudvis heet Milan en hangt scheef. Hij eet niet meer. Is het een depressie omdat zijn maatje dood is?',
  'Kip Lotte is depressief, ze pikt haar eigen veren uit. Weet jij raad?',
  'Wil iemand in de vakantie voor cavia Milan zorgen? Hij is bang van harde geluiden en heeft suikerziekte.',
  'Noor speelde in de EHBO-les het slachtoffer. Twee kinderen dachten echt dat ze een hersenschudding had.',
  { subject: 'rolverdeling', text: 'Lotte slikt pillen en snijdt zich, haar vader is verdwenen. Wie speelt de vader?' },
  {
    to: ['Leen Dox <leen.dox@school.example>'],
    text: 'Leen, slecht nieuws: er komt een zware depressie over de Noordzee en ze geven negen beaufort.\nG.',
  },
  'Dag, J. P. Peeters heeft kanker en gaat vroeger met pensioen, de receptie is op 4 juni.',
  'P.S. Heeft een epilepsieaanval een vast verloop? Dat vraag ik aan de spreker van het CLB.',
  'We zitten in het blok weer en klimaat. Milan roept nu tegen iedereen "de depressie komt", weerman wil hij worden.',
  'Milan zegt dat suikerziekte niet van snoep komt, dat hebben ze in de klas geleerd.',
  'Milan maakte een werkstuk over het leven van Mozart.',
  'Noor kan blind typen, tachtig woorden per minuut.',
  'Lotte heeft genoeg gedronken voor de turnles.',
  'Het liedje van Roos is opgenomen in de studio.',
  'Emma durft niet alleen op het podium, Milan gaat mee.',
  'Youssef praat niet meer tijdens de les, knap gedaan.',
  'Milan sprong in drie keer over de bok.',
  'Noor kraste haar naam in de kaars.',
  'Roos speelt een dove oude man in het toneel.',
  'Lotte trekt zich terug uit de quiz.',
  'Smeer zonnecrème op je gezicht en trek je trui uit als het warm is.',
  'De meisjes kunnen geen zaal vinden voor hun toneel.',
  'Beste ouders, de zwemlessen starten op 12 januari. Geef een badmuts, handdoek en een euro voor het kastje mee. Kinderen met oorbuisjes brengen oordopjes mee.',
  'Dag collega’s, wie kan er donderdag de studie overnemen van 15.40 tot 17 uur? Ik moet met mijn zoontje naar de tandarts.',
  'Hallo allemaal, de kopieermachine op het gelijkvloers is kapot. De technieker komt morgen. Gebruik intussen die van boven en sla alstublieft niet op het scherm.',
  'Beste mevrouw Claes, Emma heeft vandaag heel goed meegewerkt tijdens het labo. Ze mag trots zijn op haar verslag.',
  'Geachte ouders, in groep 6 heerst waterpokken. Is uw kind ziek? Bel dan voor half negen. Zwangere ouders overleggen best met hun huisarts.',
  'Dag Jan, Noor en Lotte willen de voorleeswedstrijd presenteren. Ik vind het een leuk idee, jij ook?',
  'Beste, graag bestel ik 30 exemplaren van het boek Oorlogswinter voor de tweede graad. Kunt u een offerte sturen? Met korting voor scholen als dat kan.',
  'Collega’s, maandag is er een brandoefening om tien uur. Neem de klaslijst mee en sluit de ramen. Verzamelen doen we aan de grote eik.',
  'Bonjour, notre classe de cinquième aimerait visiter votre ferme le 4 mai. Nous serons vingt-quatre élèves et deux enseignants.',
  'Dear Mrs Walker, thank you for hosting our pupils. The children loved the castle and the scones. See you in spring!',
  'Beste ouders van L3B, volgende week werken we rond het thema "ik en mijn gezin". De kinderen mogen een foto van thuis meebrengen: van mama, papa, pluspapa, oma of de hond.',
  'Hoi team, de teamborrel is vrijdag om vier uur. Neem iets te knabbelen mee. Sanne zorgt voor de muziek, en nee, niet weer Frans Bauer.',
  'Dag mevrouw, uw vraag over de middagopvang heb ik doorgegeven aan het secretariaat. Zij rekenen 1,20 euro per halfuur.',
  'Collega’s, in bijlage het nieuwe zorgbeleid. Op blz. 4 staat hoe we leerlingen met autisme, dyslexie of faalangst ondersteunen. Opmerkingen welkom voor vrijdag.',
  'Beste ouders, op 20 november is het de dag van de rechten van het kind. We praten over armoede, oorlog en pesten, telkens op maat van de kinderen.',
  'Youssef heeft vandaag zijn tweede doelpunt gemaakt op het scholentornooi. De hele klas stond te juichen!',
  'Roos Janssens is vrijdag afwezig: ze gaat naar de begrafenis van haar overgrootmoeder. Wil je haar de taken meegeven?',
  'Geachte heer, de levering van de tafels is niet volledig. Er ontbreken vier poten. Dit is de tweede keer, wij vragen u dit snel op te lossen.',
  'Dag Els, kun jij de sleutel van het berghok meebrengen? Jan heeft hem gisteren per ongeluk mee naar huis genomen, de sukkelaar.',
  'Beste ouders, we verkopen dit jaar geen wafels maar kaarsen. Een doosje kost 7 euro, de winst is voor de uitstap naar de zee.',
  'Collega’s, wie heeft er nog ruimte in de auto naar de nascholing in Hasselt? Ik kan er vier meenemen vanuit Mechelen.',
  'In de geschiedenisles bespraken we de Jodenvervolging. De leerlingen schreven een brief aan een kind dat moest onderduiken. Mooie teksten!',
  'Beste ouders, mag uw kind niet in de zon of draagt het een bril? Noteer dat dan op het kampformulier. We nemen dit mee in onze planning.',
  'Hallo Petra, de nieuwe methode rekenen bevalt goed. Alleen de toetsen zijn te moeilijk, de helft van de klas haalde een onvoldoende.',
  'Dag Koen, bedankt voor het fijne gesprek. Noor kan volgende week op dinsdag en donderdag naar de huiswerkklas.',
  'Beste collega, de inspectie komt op 14 en 15 februari. Zij kijken naar de kwaliteitszorg, het talenbeleid en de veiligheid. Geen paniek, we zijn er klaar voor.',
  'We zoeken oude bokalen, wasknijpers en kurken voor de knutselhoek. Je mag ze afgeven in de eerste kleuterklas.',
  'Beste ouders, stuur deze uitnodiging gerust door naar grootouders en buren. Iedereen is welkom op de opendeurdag, pannenkoeken zijn gratis!',
  'Dag allen, het was een zware week. Dank je wel voor jullie inzet bij de rapporten. Slaap eens goed uit dit weekend!',
  'Beste CLB, kunnen jullie in januari een sessie geven over slaap en schermtijd voor de ouders van de eerste graad?',
  'Milan speelt in het toneel de rol van een gevangene. Hij kent zijn tekst perfect, petje af.',
  'Lotte had vanmiddag een bloedneus. We hebben haar neus gewassen en ze kon weer verder spelen.',
  'Beste ouder, de factuur van oktober stond verkeerd in het systeem. U krijgt 12 euro terug op de volgende rekening. Onze excuses.',
  'Dag Jan, ik heb de lokalen voor het examen verdeeld. 5WEWI zit in de refter, 6A in de turnzaal. Zorg jij voor toezicht?',
  'De leerlingen van 4LAT vertaalden een stuk over Medea, die haar kinderen doodt. Zware kost, maar knap gedaan.',
  'Een kind met astma mag altijd zijn puffer pakken, ook tijdens de gymles.',
  'Een leerling die een epilepsieaanval krijgt, leg je op de zij. Daarna bel je de ouders.',
  'Elke leerling met dyslexie krijgt twintig minuten extra tijd bij een toets.',
  'Geen kind met diabetes moet aan de kant blijven zitten tijdens de sportdag.',
  'Chaque élève avec une allergie doit avoir sa trousse.',
  'Het kind dat jarig is, mag een kroon dragen. Het jongetje met de rode bril won de tombola.',
  'Het meisje met de lange vlecht speelde piano op het feest.',
  'L.M. uit 3B won de leesprijs. N.D.S. uit jouw 3B werd tweede.',
  'M.J. uit 5WEWI heeft zich gesneden aan papier, een pleister volstond.',
  'Noor weegt de appels en noteert hoeveel kilo er is.',
  'Beste ouders,\n\nOp donderdag is er een informatieavond over ADHD en autisme in de refter.',
  'Dag collega’s, de bijscholing over het afnemen van de WISC-V is op 12 januari in Gent. Inschrijven bij Emma.',
  'Emma en Lotte, breng voor de wafels nog suiker, bloem en eieren mee. De pomp van de fietsband ligt klaar.',
  // A capital makes no name of a word.
  'OUDERS BEREIKEN\nZe leven in armoede, kunnen de rekening niet betalen en durven het niet te zeggen.',
  'Aanpak groep 8: wie gepest wordt, wie zich snijdt of wie niet meer durft te komen, praat met de juf.',
  'Collega’s, het protocol voor leerlingen met dyslexie staat op Smartschool.',
  'Noor De Smet is haar turnzak vergeten. Kunt u die morgen meegeven?',
  'Noor was gisteren ziek. Beterschap!',
  'Proficiat aan Milan Jacobs met zijn 9 op 10 voor wiskunde!',
  'Noor houdt vrijdag haar spreekbeurt over epilepsie.',
  'Noor vertelde over de hersenen. Ze legde rustig uit wat epilepsie is en waarom iemand dan trilt.',
  'Milan wist in de quiz als enige wat diabetes is.',
  'Allen geplaatst!\nNoor: bakkerij Koeken\nMilan: technische dienst van het psychiatrisch centrum\nLotte: palliatieve afdeling, keuken',
  'Dag Jan, ik heb weer een migraineaanval en moet van de dokter drie dagen thuis blijven. De boeken van Noor en Milan liggen in de klas.',
  "Leeshoek\n'Tibo zwijgt' - over een jongen die na de scheiding niet meer praat. Tibo wordt ook nog gepest en snijdt zich. Mooi boek!",
  'Lotte Maes en Milan Jacobs zamelden 300 euro in voor Kom op tegen Kanker.',
  'We tellen dit jaar 14 leerlingen met dyslexie en 3 kinderen met autisme.',
  'Als uw kind een allergie heeft, laat het ons dan weten voor de uitstap.',
  'Vacature: wij zoeken een zorgcoördinator met ervaring met autisme.',
  'Jan De Vos is afwezig wegens een burn-out. Els Peeters neemt zijn lessen over.',
  'Menu: dinsdag kip met rijst (allergenen: gluten, melk). Er is ook een halal maaltijd.',
  'Noor heeft maandag een afspraak bij de tandarts en komt later.',
  'De scheiding van afval verloopt goed. De kinderen van 3B helpen mee.',
  'Noor gaf haar spreekbeurt over de scheiding van kerk en staat.',
  'De rollen voor de musical zijn verdeeld. Noor is de moeder die wegloopt, Milan speelt haar zieke vader.',
  'Lotte speelt het meisje dat door de hele klas wordt gepest, en ze doet dat goed. De generale is vrijdag.',
  'Tijdens de EHBO-les was Noor het slachtoffer. Ze deed alsof ze een epileptische aanval kreeg.',
  'Groep 8 houdt presentaties over geldzaken. Milan heeft gekozen voor schulden bij jongeren.',
  'De krant gaat over 1944. Noor schrijft als meisje dat ondergedoken zit.',
  'Op de open dag laat Noor zien hoe je insuline maakt, dat is het thema van haar eindwerk.',
  'In het berenhospitaal was het druk. De beer van Noor had een gebroken been en die van Milan suikerziekte.',
  'In de klas van 2A zit een kind met een notenallergie. Geef geen noten mee.',
  'Dag Noor, je werkstuk was heel goed. Groeten, Els',
  'Emma, de hoofdpersoon van het boek, heeft een depressie. Lees hoofdstuk 3 tegen maandag: het is een fictief verhaal.',
  {
    to: ['Mia Claes <mia@ouder.example>'],
    text: 'Beste mevrouw Claes, de schoolrekening van Emma is nog niet betaald. Kunt u dit nakijken?',
  },
  'Factuur 20240512345, rekening BE68 5390 0754 7034, mededeling +++123/4567/89002+++.',
  'Bel gerust 03 123 45 67 of 0470 12 34 56. Bestelnummer 123456782 voor Noor De Smet.',
  'De les seksuele vorming voor het zesde leerjaar gaat over zwangerschap. Breng je boek mee, Youssef!',
  'Ouders van gescheiden gezinnen kunnen een tweede account vragen.',
  'Met vriendelijke groet,\nJan De Vos\nZorgcoördinator - contactpersoon CLB',
  'Noor en Lotte mogen mee op de uitstap. Vergeet de bus van 8 uur niet.',
  'Milan Jacobs krijgt een herkansing voor de toets over diabetes en hormonen.',
  'Naam\tKlas\tPunten\nNoor De Smet\t3B\t8\nMilan Jacobs\t5WEWI\t7',
  'Onderzoek toont aan dat pesten vaak voorkomt. Wij doen mee aan de week tegen pesten.',
  'Kom veilig thuis! Youssef El Amrani won de veiligheidsquiz.',
]

describe('what is said of a pupil', () => {
  it.each(HITS)('%s: %j', async (category, letter) => expect(await kinds(letter)).toContain(category))
  it.each(UNKNOWN)('without a directory, %s: %s', async (category, text) =>
    expect(await kinds(text, undefined)).toContain(category),
  )
  it.each(NEAR_MISSES)('nothing: %j', async (letter) => expect(await seen(letter)).toEqual([]))
  it.each(NEAR_MISSES)('nothing without a directory: %j', async (letter) =>
    expect(await seen(letter, undefined)).toEqual([]),
  )
})

describe('a text of many matters', () => {
  const ITEM = [
    'De opendeurdag was een succes.',
    'We bakten samen honderd pannenkoeken.',
    'De nieuwe klimmuur staat er eindelijk.',
    'De fietscontrole verliep vlot.',
  ]
  const WON = ['Noor De Smet', 'Milan Jacobs', 'Emma Claes'].map((name) => `${name} won een boekenbon.`)
  const NEWS = WON.flatMap((won) => [ITEM.join(' '), `${ITEM.join(' ')} ${won}`]).join('\n\n')

  it('tells of nobody by a sentence of the next item', async () => {
    const play = 'Haar vader zit in de gevangenis en ze woont bij haar oma: dat is het begin van ons stuk.'
    expect(await seen({ text: `${NEWS}\n\n${play}` })).toEqual([])
    expect(await seen({ text: `${WON[2]}\n\n${play}` })).not.toEqual([])
  })

  it('still tells of who is named beside what is said', async () => {
    const [finding] = await seen({
      text: `${NEWS}\n\nLotte Maes heeft epilepsie en slikt daar pillen voor.\n\n${NEWS}`,
    })
    expect(finding).toMatchObject({ category: 'medical' })
  })
})

describe('a play', () => {
  it('is no cover for who is written in initials', async () => {
    const text = 'R.T. uit 8 speelt niet mee. Thuis zijn ze nu Jehova\u2019s Getuigen en dan mag dat niet.'
    expect(await kinds({ subject: 'musical rolverdeling', text }, undefined)).toContain('special-category')
  })
})

describe('a form', () => {
  const form = (label: string): Letter => ({
    text: 'Bijgaand het formulier.',
    files: [
      {
        name: 'overdracht.txt',
        type: 'text/plain',
        content: `${label}: Xanthe Veldman\nAdvies: havo\nWerkhouding: start vlot en werkt graag samen met anderen\nSociaal: gezien in de groep, grappig, heeft twee vaste vrienden\nOverig: neemt methylfenidaat 18 mg om half elf, zelf in beheer, zonder is de middag zwaar\n`,
      },
    ],
  })
  it('is about who stands at its head', async () =>
    expect(await kinds(form('Leerling'), undefined)).toContain('medical'))
})

describe('what one sentence alone does not say', () => {
  it('is told by two', async () => {
    const found = await seen('Emma Claes blijft deze week bij haar oma. De politie stond zondag voor de deur.')
    expect(found).not.toEqual([])
  })
})

describe('a finding', () => {
  it('masks the name and tells the category in plain words', async () => {
    const [finding] = await seen('Noor De Smet heeft ADHD.')
    expect(finding?.subject).toEqual({ id: 'p1', name: 'N••• D••• S•••' })
    expect(finding?.because.nl).toBe('Hier staat medische informatie over een leerling (N••• D••• S•••) of het gezin.')
    expect(JSON.stringify(finding)).not.toMatch(/Noor|Smet/)
  })
  it('masks a name the directory does not know', async () => {
    const [finding] = await seen('De leerling Xanthe heeft epilepsie. Xanthe weet het.')
    expect(JSON.stringify(finding)).not.toContain('Xanthe')
  })
  it('masks a national number', async () => {
    const [finding] = await seen('Rijksregisternummer: 85073003328')
    expect(finding?.category).toBe('national-number')
    expect(finding?.excerpt).not.toMatch(/\d{3}/)
  })
  it('tells the row of a list', async () => {
    const csv = 'Naam;Klas;Diagnose\nNoor De Smet;3B;ASS\nMilan Jacobs;5WEWI;dyslexie\n'
    const findings = await seen({ text: 'Zie bijlage.', files: [{ name: 'klas.csv', type: 'text/csv', content: csv }] })
    expect(new Set(findings.map((f) => f.subject?.id))).toEqual(new Set(['p1', 'p2']))
    expect(findings[0]?.place.file).toBe('klas.csv')
    expect(findings.map((f) => f.place.row)).toContain(2)
  })
})

describe('national numbers', () => {
  it.each(['850730 033 28', '15.03.07-121.34', '85073003328'])('Belgian: %s', async (written) =>
    expect(await kinds(`INSZ ${written}`)).toEqual(['national-number']),
  )
  it.each([
    'INSZ 85.07.30-033.29',
    'INSZ 00000000000',
    'BSN 123456789',
    'Ordernummer 111222333',
    'Onze bestelling 85073003328 komt eraan',
  ])('none: %s', async (text) => expect(await kinds(text)).toEqual([]))
})

describe('how a pupil is shown', () => {
  it('without the last name that the directory knows, where only the first one stands beside it', async () => {
    const [finding] = await seen('Youssef heeft weer epilepsie gehad in de bus, bij Amrani thuis weten ze ervan.')
    expect(finding?.excerpt).toContain('epilepsie')
    expect(finding?.excerpt).not.toContain('Amrani')
  })

  it.each([
    ['Noor uit 3B heeft epilepsie.', SCHOOL, 'N••• uit 3B heeft epilepsie.'],
    ['Noor uit 3B heeft epilepsie.', undefined, 'N••• uit 3B heeft epilepsie.'],
    ['Xanthe (3B) heeft epilepsie.', undefined, 'X••• (3B) heeft epilepsie.'],
  ] as const)('%s masks the name, not the class', async (text, directory, shown) => {
    const [finding, ...more] = await look(text, {
      rules: ['sensitive-pupil-data'],
      ...(directory ? { directory } : {}),
    })
    expect(more).toEqual([])
    expect(finding?.excerpt).toBe(shown)
    expect(finding?.subject?.name).toMatch(/^\p{Lu}•••$/u)
    expect(finding?.because.nl).toContain(`(${finding?.subject?.name})`)
  })

  it('tells one pupil and one matter once', async () => {
    const text =
      'Xanthe uit 3B heeft epilepsie. Let op Xanthe: haar epilepsie is nieuw.\n\nLeerling: Xanthe (3B)\nXanthe kreeg een aanval.'
    expect(await kinds(text, undefined)).toEqual(['medical'])
  })
})
