import { describe, expect, it } from 'vitest'
import { type Letter, look } from './room.ts'

const seen = (letter: string | Letter) => look(letter, { rules: ['prohibited-content'] })

const HITS: readonly (readonly [string, string | Letter])[] = [
  ['insult', 'Jij bent een achterlijke trut en dat weet iedereen.'],
  ['insult', 'Wat een sukkel ben jij, echt waar.'],
  ['insult', 'Vuile klootzak, laat me met rust!'],
  ['insult', 'Die kankerschool kan de pot op.'],
  ['insult', 'Je bent te dom om voor de klas te staan.'],
  ['insult', 'Vous êtes vraiment une connasse.'],
  ['insult', 'You are a worthless idiot.'],
  ['insult', { subject: 'Stomme trut', text: 'Zie onderwerp.' }],
  [
    'insult',
    {
      text: 'Zie bijlage.',
      files: [{ name: 'brief.txt', type: 'text/plain', content: 'Gij zijt een dikke luie zeug.' }],
    },
  ],
  ['threat', 'Ik weet je wonen, pas maar op.'],
  ['threat', 'Je zal het nog berouwen.'],
  ['threat', 'Wacht maar tot ik je tegenkom na school.'],
  ['threat', 'I know where you live. You will regret this.'],
  ['threat', 'Je sais où tu habites.'],
  ['intimidation', 'Als je dit aan iemand vertelt, zorg ik ervoor dat je hier nooit meer werkt.'],
  ['intimidation', 'Als u klacht indient, dan maak ik je leven zuur.'],
  ['intimidation', 'Niemand wil met jou samenwerken en niemand zal je geloven.'],
  ['racist', 'Die makakken moeten hier weg.'],
  ['racist', 'Marokkanen zijn allemaal dieven.'],
  ['racist', 'Wij willen op onze school geen zwarten, geen Turken en geen buitenlanders.'],
  ['discriminatory', 'Vrouwen horen niet voor de klas, ze zijn te emotioneel.'],
  ['discriminatory', 'Homo’s zijn ziek en tegennatuurlijk.'],
  ['hate', 'Ze moeten die vluchtelingen allemaal afschieten.'],
  ['sexual', 'Wat zag je er weer lekker uit in dat rokje, ik wil je naakt zien.'],
  ['sexual', 'Stuur me een naaktfoto van jou.'],
  ['sexual', 'Ik wil met je naar bed.'],
]

const NEAR_MISSES: readonly (string | Letter)[] = [
  'Op het bord stond “jij bent een klootzak”, we zoeken nog wie het was.',
  'Op zijn bank was "ik maak je af" gekrast.',
  'Tijdens de pauze noemde hij haar een vuile trut. We hebben de ouders gebeld.',
  'Hij riep: "Ik maak je af, klootzak!" Dit incident is genoteerd.',
  'Kom op tegen Kanker: 200 euro van de kankerloop. Dank je wel!',
  'In de les geschiedenis lezen we hoe de nazi’s over Joden spraken.',
  'Dat was een domme fout van mij, sorry.',
  'Ik ben het beu dat de kopieermachine weer stuk is. Waardeloos ding!',
  'We gaan naar de boerderij: koe, varken, geit en ezel staan klaar.',
  'Alle kinderen zijn welkom. Moslims, Joden en christenen zijn gewoon mensen.',
  'De GSA organiseert Paarse Vrijdag voor homo’s, lesbiennes en transgenders.',
  'Je bent een kei! Wat een geweldige juf ben jij.',
  'Jij bent niet dom, hou vol.',
  'Als u een klacht indient, krijgt u antwoord binnen tien dagen.',
  'Als je dit aan iemand vertelt, kies dan iemand die je vertrouwt.',
  'De lessen seksuele vorming gaan over het lichaam, kussen en condooms.',
  'Het was lekker weer. Je ziet er moe uit, rust goed uit!',
  'Wacht maar tot je de foto’s ziet! Pas maar op voor de gladde speelplaats.',
  'De ASO-leerlingen lezen het boek “De neger van de Narcissus”. Wie noemt de titel racistisch?',
  'Ik schiet je het geld voor. Ik sla je bericht op.',
  'De eikels en kastanjes mogen in de zak. Wie heeft een aap van papier?',
  'Anita Pik en Dick Lul­le komen naar het oudercontact in Reet.',
  'Er worden veel leerlingen gepest. Het pestprotocol geldt voor iedereen.',
  {
    subject: 'RE: klacht',
    headers: ['In-Reply-To: <0@school.example>'],
    text: 'Ik geef dit door aan de directie.\n\nOp ma 2 nov 2026 om 09:15 schreef X <x@ouder.example>:\n> Jij bent een achterlijke trut. Ik weet je wonen.\n',
  },
]

describe('content that may not be sent', () => {
  it.each(HITS)('%s: %j', async (category, letter) =>
    expect((await seen(letter)).map((f) => f.category)).toContain(category),
  )
  it.each(NEAR_MISSES)('nothing: %j', async (letter) => expect(await seen(letter)).toEqual([]))
})
