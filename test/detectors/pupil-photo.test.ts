/** pupil-photo: pictures of pupils on their way out, and pictures of things. */
import { describe, expect, it } from 'vitest'
import { type File, type Letter, look } from './room.ts'

const rules = ['pupil-photo'] as const

const JPEG = Buffer.concat([
  Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  Buffer.alloc(40_000, 7),
  Buffer.from('ffd9', 'hex'),
])
const MP4 = Buffer.concat([Buffer.from('00000018667479706d703432000000006d703432', 'hex'), Buffer.alloc(40_000, 7)])
const photo = (name: string, more: Partial<File> = {}): File => ({ name, type: 'image/jpeg', content: JPEG, ...more })
const directory = {
  domains: ['school.example'],
  pupils: [
    { id: 'p1', firstName: 'Noor', lastName: 'Claes', class: '3B', photoConsent: true },
    { id: 'p2', firstName: 'Lars', lastName: 'Baert', class: '3B', photoConsent: false },
  ],
  parents: [{ name: 'Mia Claes', email: 'mia@ouder.example', pupilIds: ['p1'] }],
}

const GOES: readonly (readonly [string, Letter])[] = [
  ['without-consent', { text: 'Beste ouders, hier de foto’s van de klas op uitstap!', files: [photo('IMG_2034.jpg')] }],
  ['without-consent', { text: 'Veel plezier ermee', files: [photo('klasfoto 3B.jpg')] }],
  ['without-consent', { subject: 'foto’s sportdag', text: 'Zie bijlage', files: [photo('DSC_0012.JPG')] }],
  [
    'without-consent',
    {
      to: ['redactie@krant.example'],
      text: 'In bijlage enkele sfeerbeelden van de leerlingen.',
      files: [photo('a.jpg')],
    },
  ],
  [
    'without-consent',
    {
      text: 'Het filmpje van de musical van de kinderen',
      files: [{ name: 'musical.mp4', type: 'video/mp4', content: MP4 }],
    },
  ],
  ['without-consent', { text: 'Voilà les photos de la sortie de la classe', files: [photo('IMG_1.jpg')] }],
  ['without-consent', { text: 'Here are some pictures of the children at the farm', files: [photo('P1010001.jpg')] }],
  ['with-names', { text: 'Een leuke foto van Lars Baert in de turnles', files: [photo('IMG_9.jpg')] }],
  [
    'with-names',
    {
      to: ['redactie@krant.example'],
      text: 'Op de foto: Emma, Lars en Tuur tijdens het schoolfeest.',
      files: [photo('x.jpg')],
    },
  ],
  ['with-names', { text: 'alsjeblieft', files: [photo('Lars Baert.jpg')] }],
  [
    'without-consent',
    {
      text: 'We hebben nog geen toestemming van alle ouders, maar hier de foto’s van de kleuters.',
      files: [photo('IMG_3.jpg')],
    },
  ],
  ['without-consent', { text: 'De foto’s van het kamp van de leerlingen staan op https://photos.app.goo.gl/abc' }],
  [
    'without-consent',
    {
      to: ['info@drukkerij.example'],
      text: 'Hallo, hier het kiekje van onze kampioenen voor in het wijkblad: Yara, Robbe en Marthe. Geen idee of ze er thuis mee instemmen.',
      files: [photo('IMG_3312.jpg')],
    },
  ],
  [
    'without-consent',
    {
      to: ['info@drukkerij.example'],
      text: 'Foto van de groepjes op de speeldag voor jullie Facebookpagina. Of alle ouders toestemming gaven moet ik nog nakijken.',
      files: [photo('P1020033.jpg')],
    },
  ],
  [
    'without-consent',
    {
      to: ['info@drukkerij.example'],
      text: 'Kijk eens hoe Ayoub straalt op het podium! Mag gerust op jullie site.',
      files: [photo('IMG-20261106-WA0010.jpg')],
    },
  ],
  [
    'without-consent',
    {
      to: ['info@drukkerij.example'],
      text: 'Wat hebben ze genoten bij jullie in het museum, Vera en Ayoub vooral. Zie bijlage!',
      files: [photo('20261105_101522.jpg')],
    },
  ],
  [
    'without-consent',
    {
      to: ['info@drukkerij.example'],
      text: 'Bijgevoegd de ploegfoto met alle spelers van de schoolploeg U12, de toestemming van de ouders is nog niet binnen.',
      files: [photo('ploeg.jpg')],
    },
  ],
  [
    'without-consent',
    {
      to: ['info@drukkerij.example'],
      text: "Voici Léa et Hugo en plein effort pendant le cross. Je n'ai pas demandé aux parents.",
      files: [photo('DSC01234.JPG')],
    },
  ],
]

const STAYS: readonly Letter[] = [
  { to: ['tom@school.example'], text: 'Foto’s van de klas op uitstap', files: [photo('IMG_2034.jpg')] },
  { text: 'Foto van het nieuwe fietsenrek', files: [photo('IMG_2035.jpg')] },
  { text: 'Ons logo in bijlage', files: [photo('logo.jpg')] },
  { text: 'Foto’s van de leerlingen, met toestemming van alle ouders.', files: [photo('IMG_4.jpg')] },
  { text: 'Een foto van Noor Claes aan de schommel', files: [photo('IMG_5.jpg')] },
  { text: 'Groetjes, de juf', files: [photo('image001.jpg', { inline: true })] },
  { text: 'De affiche van het schoolfeest', files: [photo('affiche.jpg')] },
  { text: 'Foto’s van de schade aan de deur van de klas', files: [photo('IMG_6.jpg')] },
  { text: 'De fotograaf komt dinsdag voor de klasfoto’s van de leerlingen.' },
  { text: 'Mogen we foto’s van uw kind nemen? Vul het formulier in.' },
  { text: 'Tekeningen van de kleuters', files: [photo('tekening.jpg')] },
  { text: 'De offerte', files: [photo('offerte.jpg')] },
  {
    to: ['info@drukkerij.example'],
    text: "Hierbij een foto van de nieuwe fietsenberging. Foto's van de leerlingen mailen wij niet.",
    files: [photo('berging.jpg')],
  },
  {
    to: ['info@drukkerij.example'],
    text: 'In bijlage een foto van het lege klaslokaal van de kleuters, voor de offerte van het schilderwerk.',
    files: [photo('IMG_0001.jpg')],
  },
  {
    to: ['info@drukkerij.example'],
    text: 'Foto van de versleten turnmatten zoals gevraagd. De leerlingen gebruiken ze elke dag.',
    files: [photo('IMG_0002.jpg')],
  },
  {
    to: ['info@drukkerij.example'],
    text: 'Hier de teamfoto voor het clubblad. De ouders van alle spelers gaven schriftelijk toestemming.',
    files: [photo('ploeg.jpg')],
  },
  {
    to: ['info@drukkerij.example'],
    text: 'Hierbij de foto van de barst in de gevel, boven de klas van L3.',
    files: [photo('IMG_0003.jpg')],
  },
  {
    to: ['info@drukkerij.example'],
    text: "Op de foto zie je het nummer van de boiler. Foto's van kinderen sturen we nooit door.",
    files: [photo('boiler.jpg')],
  },
  {
    to: ['info@drukkerij.example'],
    text: "Voici la photo du portail cassé. Nous n'envoyons jamais de photos des élèves.",
    files: [photo('portail.jpg')],
  },
]

const show = ({ subject, text }: Letter) => `${subject ?? ''} ${text ?? ''}`.slice(0, 60)

describe('pupil-photo', () => {
  for (const [category, letter] of GOES)
    it(`goes ${category}: ${show(letter)}`, async () => {
      const findings = await look(letter, { rules, directory })
      expect(findings.map((f) => f.category)).toEqual([category])
      expect(findings[0]!.excerpt).not.toContain('Baert')
    })
  for (const letter of STAYS)
    it(`stays: ${show(letter)}`, async () => {
      expect(await look(letter, { rules, directory })).toEqual([])
    })
})
