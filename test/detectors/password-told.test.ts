/** password: told by a recipe, dictated, in two pieces, or keyed in at a door, and what uses the same words. */
import { describe, expect, it } from 'vitest'
import { look } from './room.ts'

const rules = ['password'] as const

const TOLD: readonly string[] = [
  'Dag iedereen, inloggen op de tablets doen de leerlingen met hun roepnaam en hun klasnummer.',
  'Voor Polpo is het paswoord telkens de voornaam, in kleine letters, gevolgd door het geboortejaar.',
  'Het wachtwoord is voor alle kinderen op dezelfde manier gemaakt. Het is de achternaam met 01 erachter.',
  'Wat de code van het gebouw betreft: dat is gewoon de postcode van de school en dan een hekje. De alarmcode is onze postcode achterstevoren.',
  'Je komt erin met je familienaam en daarachter je geboortejaar, dat is je wachtwoord.',
  'Pour se connecter à Wazzou, le mot de passe est leur prénom suivi de leur année de naissance.',
  'Log in with your first name and your year of birth, no spaces, that is the password.',
  'De tablet van L2: hun wachtwoord is hun voornaam zonder hoofdletter',
  'Het schuurtje met de ballen krijg je open met 3381.',
  'Het hangslot aan de fietsenstalling: draai de cijfers op 5-0-7-2 en trek.',
  'Als je als eerste komt moet je het alarm uitzetten: toets 6640 en dan groen.',
  "Le portail s'ouvre en tapant 4488 puis la clochette.",
  'To open the gate after hours press 9013 and the star key.',
  'De sleutel zit in de sleutelkluis naast de deur, die gaat open op 2 8 4 1.',
  'Dan typ je een hoofdletter K, daarna astanje, een hekje en 26.',
  'Je raakt op de laptop als volgt: kleine letter m, dan 2 nullen, dan een vraagteken, alles aan elkaar: typ dat maar in.',
  'Het wachtwoord is kerst, dan een uitroepteken en dan het cijfer 9.',
  'Eerste stuk: Beer77. Het andere stuk krijg je straks via sms, om in het pakket te geraken plak je ze aan elkaar.',
  'Zoals beloofd de tweede helft van het wachtwoord: boom_12',
  'Netwerk: Gasten-Lutgardis\nSleutel van het netwerk: kapelveld2026',
  'Beveiligingssleutel wifi: 99kersen99',
  'Als hij de beveiligingsvraag stelt: eerste huisdier = Bobientje.',
  'De herstelvragen van het account: geboorteplaats van mijn moeder: Oudermark, lievelingskleur: Turkoois.',
  'Question de sécurité du compte : premier animal : Grisette',
  'De kluis op het secretariaat: links tot 40, rechts naar 12 en dan weer links naar 77.',
  'For the safe: turn left to 40, right to 12, left again to 77.',
  'De Boekenkluis beneden: links tot 40, rechts naar 12 en dan weer links naar 77.',
  'Le cadenas du garage : gauche à 40, droite à 12, gauche à 77.',
  'Het zit in de grijze kist: vier keer naar rechts draaien tot 22, links 9, rechts 35 en dan trekken.',
  'Le coffret noir : tourne à gauche jusque 12, droite à 30, gauche à 5.',
  'Stelt hij u de controlevraag, dan moet ge antwoorden met de kat van uw nonkel: Mietje (met hoofdletter).',
  'Voor de muziekinstallatie: netwerk ZAAL-EVENT, intikken Merel_gast88.',
  'De geheime vraag: eerste huisdier = Bobientje.',
  'Secret question: first pet = Grizzle',
]

const HARMLESS: readonly string[] = [
  'Beste ouders, om uw kind aan te melden voor de speelpleinwerking vult u de voornaam en het geboortejaar in.',
  'Wachtwoord vergeten? Mail je voornaam en geboortedatum naar de helpdesk, dan krijg je een nieuw.',
  'Je wachtwoord mag niet je voornaam en geboortejaar zijn, kies iets anders.',
  'Gebruik nooit je voornaam gevolgd door je geboortejaar als wachtwoord.',
  'De gebruikersnaam is de voornaam en de familienaam aan elkaar. Het wachtwoord kiest iedereen zelf.',
  'Om het wachtwoord te resetten heb je je stamnummer en je geboortedatum nodig.',
  'Noteer op het blad je voornaam, je klasnummer en je geboortejaar in drukletters.',
  'De poort gaat open om 0815 en sluit weer om 1600. In 2027 krijgt ze een nieuwe motor.',
  'De deur van lokaal 2104 gaat niet goed open, kan je de conciërge bellen op 1234?',
  'Het alarm ging af om 10u12, we stonden met 450 leerlingen op de speelplaats. Na het openen van de deur gingen we binnen.',
  'Wie te laat is belt aan de poort, dan opent het secretariaat (03 541 12 12). De kluis werd geleverd op 12/03/2026.',
  'Een zin begint met een hoofdletter en eindigt met een punt. Oefen de hoofdletter D, dan de hoofdletter B op bladzijde 12.',
  'In de oefening typ je hoofdletter A in cel B2.',
  'Een goed wachtwoord bevat een hoofdletter, een cijfer en een uitroepteken, gevolgd door nog acht tekens.',
  'Het tweede deel van de toets is hoofdstuk 4, het eerste deel is p.12-18. Breng deel 1 en deel 2 mee.',
  'De sleutel van het netwerklokaal ligt op het secretariaat. Sleutel van de turnzaal: bij Stef.',
  'Deel 1 van de cursus is MAT-3021, om te bestellen bij de uitgeverij.',
  'De brandkast is verhuisd, open ze enkel met de directeur. De sleutel hangt op haak 104.',
  'De beveiligingsvraag gaat over je eerste huisdier of je lievelingskleur. Kies een antwoord dat niemand kent.',
  'Mijn eerste huisdier = Bobientje, schreef Noor in haar opstel. Haar lievelingskleur is Turkoois.',
  'De kluis staat links van de kast. Rij links naar 40, rechts naar 12 en parkeer.',
  'Draai aan het kruispunt links, na 200 m rechts, dan links tot nr. 61 en daar rechts de parking op.',
  'De volkskring danst eerst drie keer naar rechts, dan links en draait in maat 12 weer naar rechts.',
  'De controlevraag op de toets was te moeilijk. Wie antwoordt met een volledige zin, zoals Mietje, krijgt een punt.',
  'Netwerken ZAAL-EVENT en Merel_gast zijn vanaf zaterdag weg, gebruik dus School-Wifi.',
  'In de gang links tot lokaal 12, dan rechts naar 14, links naar 16: daar staat de kopieermachine.',
  'Het hek is 2500 mm breed en gaat open met een afstandsbediening.',
  'Eerste keer aanmelden: ga naar de startpagina, klik op "Wachtwoord instellen" en typ de code over uit de brief.',
  'Wijzig dan meteen je wachtwoord in de app (Profiel > Beveiliging) en laat iets weten.',
]

describe('a password told without being written', () => {
  for (const text of TOLD)
    it(`is caught: ${text.slice(0, 70).replace(/\n/g, ' ')}`, async () => {
      expect(await look(text, { rules })).not.toEqual([])
    })

  it('is not shown in the excerpt', async () => {
    const [found] = await look('Het schuurtje met de ballen krijg je open met 3381.', { rules })
    expect(found?.excerpt).not.toContain('3381')
  })
})

const LISTS: readonly string[] = [
  'Hieronder de kaartjes. Anouk: Hoefijzer!31, Bilal: Lantaarn!58, Corneel: Kastanje!74',
  'kind\tnaam in app\tplaatjeszin\nAnouk\tanouk.g3\tgrijsgans4\nBilal\tbilal.g3\twitzwaan8\nCorneel\tcorneel.g3\tbruinree6',
  'Voornaam\tGebruiker\tGeheim\nAnouk\tanouk.v\tlamp-31\nBilal\tbilal.e\tstoel-58\nCorneel\tcorneel.d\tkast-74',
]

const OTHER_LISTS: readonly string[] = [
  'Anouk\tanouk31\nBilal\tbilal58\nCorneel\tcorneel74',
  'Anouk: Chromebook31, Bilal: Chromebook58, Corneel: Chromebook74',
  'Juf An: Beren2\nJuf Els: Vissen1\nJuf Ine: Uilen3',
  'maandag: blz12, dinsdag: oef3, woensdag: week7',
  'kar\tlokaal\tsticker\nA\tlokaal12\tlaptop07\nB\tzaal3\ttablet11\nC\thal2\tscan4',
]

describe('a list of log-ins that calls nothing by its name', () => {
  for (const text of LISTS)
    it(`is caught, and no value of it is shown: ${text.slice(0, 40).replace(/\s/g, ' ')}`, async () => {
      const found = await look(text, { rules })
      expect(found).not.toEqual([])
      for (const { excerpt } of found) expect(excerpt).not.toMatch(/31|58|74|gans|zwaan|lamp|stoel/)
    })

  for (const text of OTHER_LISTS)
    it(`is no list of numbered things: ${text.slice(0, 40).replace(/\s/g, ' ')}`, async () => {
      expect(await look(text, { rules })).toEqual([])
    })
})

describe('in a newsletter', () => {
  const NEWS = Array.from({ length: 30 }, (_, i) => `De klas van juf ${'ABCDE'[i % 5]} tekende de herfst.`).join('\n')

  it('a plain word is a value where it opens something', async () => {
    expect(await look(`${NEWS}\nWachtwoord van de wifi: zonnewijzer`, { rules })).not.toEqual([])
  })

  it('and the answer of a joke where it does not', async () => {
    const joke = 'Mop van de week. Wat is het wachtwoord van een kabouter? Antwoord: zonnewijzer'
    expect(await look(`${NEWS}\n${joke}`, { rules })).toEqual([])
  })
})

describe('what only resembles it', () => {
  for (const text of HARMLESS)
    it(`passes: ${text.slice(0, 70).replace(/\n/g, ' ')}`, async () => {
      expect(await look(text, { rules })).toEqual([])
    })
})
