import { expect, it } from 'vitest'
import { type Letter, look } from './room.ts'

const seen = (letter: string | Letter) => look(letter, { rules: ['private-use'] })

it.each<string | Letter>([
  'Op het schoolplein vroegen jullie ernaar: de bakfiets mag weg voor 650. Contant of een tikkie, zaterdag zijn we thuis.',
  'Op maandag heb ik een eigen praktijk aan huis. Een uurtje voetreflex kost bij mij 45 euro, ik heb nog plek!',
  'Op zondag open ik mijn nagelstudio. Collega’s krijgen 20 procent op hun eerste behandeling.',
  'Mijn nieuwe dichtbundel is uit! Bestel ze bij mij voor 18 euro, ik signeer met plezier.',
  'Wie heeft er zin in een avondje sieraden kijken bij mij? Ik ben sinds kort verkoopster bij een juwelenmerk en jullie krijgen 15% korting.',
  'Onze hond heeft zes puppy’s. Ze mogen vanaf december weg, 650 euro. Bel me thuis na zes uur.',
  'Huis te huur in Heist-op-den-Berg, drie slaapkamers, 950 euro per maand. Neem contact op met mij of mijn man.',
  'Naast mijn job ben ik begonnen als loopbaancoach, 60 euro per uur.',
  'Mijn vrouw verkoopt zelfgemaakte kaarsen, 8 euro per stuk, bij mij thuis af te halen.',
  'Ik geef bijles Latijn na mijn uren, 25 euro per uur, contant.',
  'Onze chalet in de Ardennen is nog vrij in mei: 300 euro per weekend, betalen op mijn rekening.',
  'Wie zoekt een droogkast? Mag weg voor 80 euro, kom kijken in Mol.',
  'Ik start als zelfstandige met fotografie aan huis: eerste sessie met korting, 90 euro.',
  'Ik verkoop mijn Volkswagen Golf, vraagprijs 4500 euro, ophalen in Gent.',
  'Te koop: mijn oude zetel, bieden vanaf 50 euro.',
  { subject: 'Te koop', text: 'Kinderfiets in goede staat, 40 euro. Bel of mail mij.' },
  'Wij verhuren ons vakantiehuis in Frankrijk, 600 euro per week. Interesse?',
  'Kom naar mijn Tupperware-avond! Bestellen kan bij mij.',
  'Ik start met mijn massagepraktijk. Boek nu je sessie met kortingscode LENTE.',
  'Volg mijn pagina en schrijf je in op mijn nieuwsbrief.',
  'Extra inkomen nodig? Met Herbalife verdien je snel bij.',
  'Je vends ma voiture, prix demandé 3000 euro.',
  'I am selling my bike, asking price 100 euro.',
  'Twee tickets over voor Pukkelpop, 200 euro, bel mijn gsm.',
  'Neem eens een kijkje in mijn webshop met juwelen, gratis verzending vanaf 30 euro.',
  'De zomercollectie van mijn sieradenlijn is binnen. Donderdag een avondje bij mij thuis, wie iets bestelt krijgt 10%.',
  'In de meivakantie is ons vakantiehuisje nog vrij. 450 euro per week, honden welkom.',
  'Deze maand in mijn coachpraktijk: vijf sessies voor 395 euro. Wil je deze nieuwsbrief niet meer? Laat het weten.',
  'Wij doen de mountainbike van onze dochter weg. Mag weg voor 150 euro, ophalen bij ons thuis.',
  'In het weekend ben ik fotograaf. Boek gerust een fotoshoot, 120 euro per uur.',
])('private: %j', async (letter) => expect(await seen(letter)).toHaveLength(1))

it.each<string | Letter>([
  'Ik ben begonnen als leerkracht in 4B. De uitstap kost 12 euro per kind.',
  'Naast mijn werk als zorgcoördinator geef ik twee uur les in 3A.',
  'De toneelgroep van het zesde verkoopt kaarten: 5 euro per stuk, op school te koop.',
  'In mijn vrije tijd lees ik graag. Welk boek raad jij aan?',
  'De fotograaf komt aan huis bij de school, een klasfoto kost 4 euro.',
  'Kan iemand mij vrijdag naar het station brengen? Ik betaal de koffie.',
  'De wafelverkoop start maandag: 6 euro per doos, te koop op school.',
  'Op het schoolfeest zijn plantjes te koop voor 5 euro ten voordele van de speelplaats.',
  'Het oudercomité verkoopt tweedehandsboeken, ophalen in de refter.',
  'Gelukkige verjaardag! Ga je mee lunchen?',
  'Kan ik vrijdag met je meerijden naar Gent?',
  'Vacature: leerkracht wiskunde, interesse? Mail de directie.',
  'De uitstap kost 15 euro. Gelieve te betalen voor vrijdag.',
  'Wij huren een bus en een appartement voor de schoolreis, prijs 250 euro per week.',
  'Onze leerlingen van de minionderneming verkopen kaarsen in hun webshop.',
  'Ik ben mijn sleutels kwijt. Heeft iemand ze gevonden?',
  'Graag een offerte voor 20 stoelen, prijs per stuk in euro.',
  'Vraagstuk 3: Jan verkoopt zijn auto voor 4500 euro. Hoeveel winst maakt hij?',
  'Ons kookboek is klaar! Bestellen kan op het secretariaat, 10 euro per stuk.',
  'Mijn fiets staat nog in de fietsenstalling, kan iemand hem binnenzetten?',
  'Onze klas verkoopt taarten op bestelling, 8 euro per stuk, voor de reis naar Parijs.',
  'Mijn praktijklokaal is bezet, per les wissel ik van zaal.',
])('none: %j', async (letter) => expect(await seen(letter)).toEqual([]))

const firm = (subject: string, text: string): Letter => ({ to: ['info@firma.example'], subject, text })

it.each([
  firm(
    'Offerte',
    'Graag een offerte voor onze nieuwe badkamer, 12 m2 tegels. Mijn man komt zaterdag de maten brengen.',
  ),
  firm('Polis', 'Mijn nieuwe auto is er, kunt u de polis omzetten?'),
  firm('Storing', 'Bij mij thuis valt de verbinding weg. Wanneer komt de technieker?'),
  firm('Trouwfeest', 'Wij zochten nog een fotograaf voor ons trouwfeest op 4 juli. Wat kost een halve dag?'),
  firm('Caravan', 'Onze caravan moet voor mei naar de keuring, kan dat bij jullie?'),
  firm('Wasmachine', 'Mijn wasmachine is nog in garantie en lekt. Graag een afspraak.'),
  firm('Réservation', 'Je voudrais réserver deux nuits en août, mon mari viendra plus tard.'),
])('household: %j', async (letter) => expect(await seen(letter)).toHaveLength(1))

it.each([
  firm('Offerte', 'Graag een offerte voor de badkamer van de kleuters: een lage wastafel en twee toiletten.'),
  firm('Keuken', 'Onze keuken kookt voor 200 kinderen. Graag een prijsopgave voor een nieuwe vaatwasser.'),
  firm('Laptop', 'Mijn laptop is stuk en nog in garantie. Wanneer komt de technieker naar school?'),
  firm('Tuin', 'Voor onze tuin bestellen we tien zakken compost, levering aan de poort van de school.'),
  firm('Bosklassen', 'Wij boeken voor 46 kinderen en 5 begeleiders, twee nachten in mei.'),
  firm('Afspraak', 'Ik ben woensdag vrij. Past een afspraak om tien uur voor de nieuwe kopieermachine?'),
  {
    to: ['mia@ouder.example'],
    subject: 'Afspraak',
    text: 'Mijn auto staat in de garage, kan de afspraak om vijf uur?',
  },
  { to: ['jan.maes@school.example'], subject: 'Later', text: 'Bij mij thuis komt een monteur, ik ben er om tien uur.' },
])('for the school, or only told: %j', async (letter) => expect(await seen(letter)).toEqual([]))
