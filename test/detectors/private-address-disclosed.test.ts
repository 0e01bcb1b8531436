import { describe, expect, it } from 'vitest'
import { SCHOOL } from './address-school.ts'
import { type Letter, look } from './room.ts'

const seen = (letter: Letter) => look(letter, { rules: ['private-address-disclosed'], directory: SCHOOL })
const bare = (letter: Letter) => look(letter, { rules: ['private-address-disclosed'] })

const HITS: readonly string[] = [
  'U kan juf Sofie ook bereiken op sofke1980@hotmail.com.',
  'Mail gerust naar zonnebloem77@telenet.be als het dringend is.',
  'Het privénummer van juf Els is 0470 12 34 56.',
  'Het gsm-nummer van meester Karim: 0470/12.34.56, bel hem gerust thuis.',
  'Je mag Jan De Vos bellen op zijn privégsm: 0499 11 22 33',
  'De directeur woont in de Kerkstraat 12 te Wilgendam, haar thuisadres dus.',
  'Het thuisadres van Sofie Janssens is Kerkstraat 12, 9999 Wilgendam.',
  'Hier is mijn privénummer: 06-12345678. Bel me vanavond maar.',
  'Voici le numéro privé de Madame Janssens : 0470 12 34 56.',
  "Monsieur El Amrani: adresse privée rue de l'Église 5, 1000 Bruxelles",
  'This is the private number of Mrs Peeters: +32 470 12 34 56',
  'De privémail van meester Karim is karim.elamrani@gmail.com.',
  'Collega Pieter van den Berg is thuis te bereiken op 046-1234567.',
  'Karim El Amrani, tel. thuis 02 123 45 67, mag u altijd bellen.',
  'Graag een ruiker voor onze zorgcoördinator, op factuur. Ze is er vrijdag niet: ze woont Nieuwe Dreef 27 bus 1.',
  'Kan de taart bij Karim thuis gebracht worden? Hij woont Korenstraat 14.',
  'Sofie krijgt graag bezoek met de baby! Adres: Lindelaan 45, 9999 Wilgendam.',
  'Bel maar met Pieter (0470 12 34 56), hij zit thuis met zijn been omhoog.',
  'Juf Sofie is ziek. Je kan haar bellen op 0470 12 34 56, dat is haar eigen nummer.',
  'Graag bezorgen bij onze gymmeester, Karim El Amrani, Rozenlaan 41 in Wilgendam.',
  'Meneer De Vos herstelt. Wie hem wil bellen: 0470 12 34 56, hij is de hele dag thuis.',
  'Antwoord gerust op mijn gmail, die lees ik vaker: zeemeeuw12@gmail.com',
]
const NEAR_MISSES: readonly string[] = [
  'U kan juf Sofie bereiken op sofie.janssens@school.example.',
  'Bel naar school: 09 000 12 30.',
  'Met vriendelijke groeten,\n\nEls Peeters\nLeerkracht\nWilgenlaan 3, 9999 Wilgendam\nT 09 000 12 30',
  'Klopt uw adres koen.desmet@gmail.com nog?',
  'Is 0470 12 34 56 nog altijd uw privénummer, mevrouw Claes?',
  'Wij geven geen privénummers van collega’s door. Bel de school op 09 000 12 30.',
  'Het secretariaat is bereikbaar op 09 000 12 30, ook de directeur.',
  'Geef het thuisadres van uw kind door voor 12 november.',
  'De leerkracht gaat op 12 maart naar de Kerkstraat 12 voor een bezoek aan het museum.',
  'Juf Els is morgen jarig en woont nu in Gent.',
  'Mail naar info@uitgeverij.example of bel 02 123 45 67.',
  'Meester Karim is afwezig. Vervanger in lokaal 12, dossier 0470123456.',
  'Vul uw thuisadres in op het formulier van juf Els, kamer 12.',
  'Het gsm-nummer van de directie van de school is 09 000 12 30.',
  'De stagementor, mevrouw Aerts van bakkerij Het Broodje, woont boven de winkel: Marktstraat 3.',
  'Meester Karim gaat mee naar het museum. Adres: Marktstraat 5, 9000 Gent.',
  'Karim gaat mee op kamp. De kamptelefoon is 0470 12 34 56.',
  'Contactpersoon: Karim El Amrani, 0470 12 34 56.',
  'Leveren aan Karim El Amrani, Wilgenlaan 3, 9999 Wilgendam.',
  'Leveren bij Karim op school, Wilgenlaan 3, 9999 Wilgendam.',
  'Milan woont nu in de Kerkstraat 12, zijn papa belde op 0470 12 34 56.',
]

describe('a colleague’s private address told to outsiders', () => {
  it.each(HITS)('%s', async (text) => {
    const found = await seen({ text })
    expect(found).toHaveLength(1)
    expect(found[0]?.excerpt).not.toMatch(/\d{2}[ ./-]?\d{2}[ ./-]?\d{2}|sofke|zonnebloem|elamrani|Kerkstraat 12/)
  })
  it.each(NEAR_MISSES)('not: %s', async (text) => {
    expect(await seen({ text })).toEqual([])
  })
  it('is fine inside', async () => {
    for (const text of HITS) expect(await seen({ text, to: ['jan.devos@school.example'] })).toEqual([])
  })
  it('is seen in an attachment and in a quote', async () => {
    const list = { name: 'lijst.csv', type: 'text/csv', content: 'naam;mail\nSofie Janssens;sofke1980@hotmail.com\n' }
    expect(await seen({ text: 'Zie bijlage.', files: [list] })).toHaveLength(1)
    const quote =
      'Zie onder.\n\nOp ma 2 nov 2026 om 09:15 schreef Jan <jan.devos@school.example>:\n> Mail naar sofke1980@hotmail.com'
    expect(await seen({ text: quote, subject: 'RE: vraag' })).toHaveLength(1)
  })
  it('that is a recipient here is no news to the recipient alone', async () => {
    expect(await seen({ text: 'Klopt sofke1980@hotmail.com nog?', to: ['sofke1980@hotmail.com'] })).toEqual([])
  })
  it('is not news when outsiders wrote it themselves in the header block of a quote', async () => {
    const text =
      'Dag Koen\n\n-----Oorspronkelijk bericht-----\nVan: Koen <koen.desmet@gmail.com>\nVerzonden: maandag\nAan: Els\nOnderwerp: vraag\n\nMijn nummer is 0470 12 34 56.'
    expect(await seen({ text, to: ['koen.desmet@gmail.com'], subject: 'RE: vraag' })).toEqual([])
  })
  it('needs no directory where it is labelled', async () => {
    expect(await bare({ text: 'Het privénummer van juf Els is 0470 12 34 56.' })).toHaveLength(1)
    expect(await bare({ text: 'Het privéadres van meester Jan is Kerkstraat 12 in Gent.' })).toHaveLength(1)
    expect(await bare({ text: 'Bel juf Els op 09 000 12 30.' })).toEqual([])
    expect(
      await bare({ text: 'Het privénummer van mevrouw Claes is 0470 12 34 56.', to: ['an@school.example'] }),
    ).toEqual([])
  })
})
