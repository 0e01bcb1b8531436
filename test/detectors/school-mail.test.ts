/** Mail as schools write it, judged by all the rules about content at once. */
import { describe, expect, it } from 'vitest'
import { SCHOOL } from './pupils-school.ts'
import { type Letter, look } from './room.ts'

const RULES = ['sensitive-pupil-data', 'sensitive-in-reply', 'prohibited-content', 'chain-mail', 'private-use'] as const
const seen = (letter: string | Letter) => look(letter, { rules: RULES, directory: SCHOOL })

const BAD: readonly (string | Letter)[] = [
  'Hoi,\nkort vraagje: de ouders van Roos liggen in een vechtscheiding en papa\nmag haar enkel in het weekend zien. Wie haalt haar woensdag op?',
  'Milan (5WEWI) heeft een dubbele diagnose ADHD/ODD, hij krijgt sinds september begeleiding van het ondersteuningsnetwerk.',
  'Ik maak me zorgen over Noor. Ze is altijd moe, heeft vaak blauwe plekken en is bang om naar huis te gaan.',
  {
    to: ['Koen De Smet <koen@ouder.example>'],
    text: 'Dag Koen, het CLB vermoedt een taalstoornis bij Noor. Graag een afspraak maken.',
  },
  'Voor de leveranciers: allergie Lotte Maes (3B): anafylactische shock bij noten, EpiPen in de rugzak.',
  'Youssef zijn vader werd vorige nacht gearresteerd. Hij komt vandaag niet.',
  'Ter voorbereiding van het MDO van donderdag: Milan Jacobs, verhoogde zorg, motivatie laag, thuis veel conflicten met plusvader.',
  {
    text: 'Fijn weekend!',
    files: [
      {
        name: 'oudergesprek.txt',
        type: 'text/plain',
        content:
          'Verslag oudergesprek\nLeerling: Emma Claes\nMoeder vertelt dat Emma zichzelf snijdt sinds de scheiding. Afspraak met psycholoog op 12/3.',
      },
    ],
  },
  'Emma C. uit 4LAT is weggelopen van huis, de politie zoekt haar.',
  'De familie Jacobs zit in collectieve schuldenregeling, laat de kosten van de reis vallen.',
  'Notre élève Youssef (6A) est suivi par le SAJ, son père est en prison.',
  'Lotte has an eating disorder and sees a psychiatrist every week.',
  'Ivm Roos: mama heeft borstkanker en ligt in het ziekenhuis, opa haalt Roos op.',
  { subject: 'Milan J. - zelfdodingspoging', text: 'Bel mij aub.' },
  'Noor De Smet - doofheid links - hoorapparaat - zit best vooraan',
  'Jij achterlijke gladiool, leer eens lezen!',
  'Wie niet voor mij stemt, die sla ik verrot. Jij bent de eerste!',
  'Vrouwen zijn allemaal hysterisch, daarom horen ze niet in de directie.',
  'Je bent een lelijk dik varken en niemand wil met jou in de groep.',
  'Mijn nieuwe zaak opent zaterdag: Nagelstudio Els. Boek nu met kortingscode SCHOOL10!',
]
const GOOD: readonly (string | Letter)[] = [
  'Beste ouders van 3B, door een zieke juf Els krijgt de klas maandag les van meester Jan.',
  'Noor en Roos mogen volgende week de klaspop mee naar huis nemen.',
  {
    to: ['Koen De Smet <koen@ouder.example>'],
    text: 'Dag Koen, Noor is een beetje ziek en vraagt om naar huis te gaan. Kan je haar komen halen?',
  },
  'Milan Jacobs behaalde zijn rijbewijs B. Proficiat!',
  'Gelieve het attest van de dokter binnen te brengen voor Emma Claes na haar afwezigheid van drie dagen.',
  'De oma van Lotte komt donderdag vertellen over vroeger.',
  'Op vrijdag 3 april is er een toneelstuk over pesten voor de derde graad. Youssef doet de techniek.',
  'Ons zorgteam bestaat uit Jan De Vos (zorgcoördinator) en het CLB. Ouders kunnen altijd een afspraak maken.',
  'Het project rond armoede levert 400 euro op voor Welzijnszorg. Bedankt Roos, Milan en Emma!',
  'Lotte werkt aan een profielwerkstuk over depressie bij jongeren.',
  'Noor leent haar fiets aan Emma. De band van de fiets is stuk.',
  'De directeur vraagt om uw kind op tijd te brengen. Te laat komen stoort de les.',
  'Uitslag crosscup: 1. Milan Jacobs 2. Youssef El Amrani 3. Tibo Maes',
  'We zingen voor de jarigen: Emma (4LAT), Noor (3B), Roos (2A).',
  'Kan iemand mij de code van de kopieermachine bezorgen? Ik ben gek aan het worden van dat ding.',
  'Het leesboek voor 5WEWI is Het gouden ei. Waarschuwing: het bevat geweld.',
  'Beste mama en papa, bedankt voor de taart van Roos! Alle kinderen hebben gesmuld.',
  'Roos verhuist naar Mechelen en verlaat onze school op het einde van de maand. We zullen haar missen!',
  'Wij wensen Lotte en haar gezin een fijne vakantie.',
  'De nieuwe regels over medicatie op school: geef nooit medicijnen zonder attest van de arts.',
  'Dear Ms Claes, Emma did a great job at the debate on drug policy. Congratulations!',
  'Noor heeft deelgenomen aan de actie Rode Neuzen Dag voor jongeren met psychische problemen.',
]

describe('ordinary school mail', () => {
  it.each(BAD)('stops: %j', async (letter) => expect(await seen(letter)).not.toEqual([]))
  it.each(GOOD)('passes: %j', async (letter) => expect(await seen(letter)).toEqual([]))
})
