import { expect, it } from 'vitest'
import { type Letter, look } from './room.ts'

const seen = (letter: string | Letter) => look(letter, { rules: ['careless-language'] })

it.each<string | Letter>([
  'BESTE OUDERS, MORGEN IS ER GEEN OPVANG! HAAL UW KINDEREN OP TIJD AF OM KWART VOOR VIER!',
  'Beste ouders!!! Breng de turnzak mee!!! Vergeet ook de brooddoos niet!!!',
  'Beste, misschin is er volgende week een uitnodeging, dat is egt leuk en zowiezo gratis.',
  'NIET VERGETEN: morgen MOET iedereen EEN BRIEFJE MEEBRENGEN want ANDERS GAAT JULLIE KIND NIET MEE.',
  'Het word tijd dat we eigelijk onmidelijk iets doen aan de intresant lessen.',
])('careless: %j', async (letter) => expect(await seen(letter)).not.toEqual([]))

it.each<string | Letter>([
  'Beste ouders, morgen is er GEEN opvang. Haal uw kind op tijd af, alstublieft. Dank u wel!',
  'Hartelijk gefeliciteerd!!! We zijn trots op iedereen.',
  'De leerlingen van 3EW en 5WEWI gaan met de NMBS naar de VRT en bezoeken het KMSKA in Antwerpen.',
  { to: ['Jan <jan@school.example>'], text: 'MORGEN IS ER GEEN OPVANG EN IEDEREEN MOET DIRECT NAAR HUIS GAAN VANDAAG' },
  {
    subject: 'RE: opvang',
    headers: ['In-Reply-To: <0@school.example>'],
    text: 'MORGEN IS ER GEEN OPVANG EN IEDEREEN MOET DIRECT NAAR HUIS GAAN VANDAAG',
  },
  'Dear parents, the school trip takes place on Friday. Please bring a packed lunch and a raincoat.',
])('none: %j', async (letter) => expect(await seen(letter)).toEqual([]))
