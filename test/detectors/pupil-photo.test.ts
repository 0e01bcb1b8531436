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
