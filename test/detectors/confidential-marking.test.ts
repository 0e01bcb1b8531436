/** confidential-marking: markings that stand by themselves, and words in a sentence. */
import { describe, expect, it } from 'vitest'
import { type Letter, look } from './room.ts'

const rules = ['confidential-marking'] as const
const doc = (name: string, content: string) => ({ name, type: 'text/plain', content })

const MARKED: readonly Letter[] = [
  { subject: 'VERTROUWELIJK: jaarverslag', text: 'zie bijlage' },
  { subject: '[intern] begroting', text: 'zie bijlage' },
  { text: 'STRIKT VERTROUWELIJK\n\nBeste, hierbij de cijfers.' },
  { text: 'zie bijlage', files: [doc('verslag_vertrouwelijk.txt', 'De cijfers van dit jaar.')] },
  { text: 'zie bijlage', files: [doc('nota - intern.txt', 'De cijfers van dit jaar.')] },
  { text: 'zie bijlage', files: [doc('nota.txt', 'Nota personeel\nVertrouwelijk\n\nDe cijfers van dit jaar.')] },
  { text: 'zie bijlage', files: [doc('nota.txt', 'Enkel voor intern gebruik\n\nDe cijfers.')] },
  { text: 'Niet verspreiden!\n\nHierbij de ontwerptekst.' },
  { subject: 'Confidentiel - budget', text: 'voir annexe' },
  { text: 'CONFIDENTIAL\nDraft budget attached' },
  { headers: ['Sensitivity: Company-Confidential'], text: 'hallo' },
  { headers: ['MSIP_Labels: MSIP_Label_1_Enabled=true; MSIP_Label_1_Name=Vertrouwelijk'], text: 'hallo' },
  { text: 'Beste\nhierbij het stuk', subject: 'Vertrouwelijk - functioneringsgesprek' },
  { text: '*** VERTROUWELIJK ***\nBeste Mia' },
  { text: 'Intern document - niet verspreiden\n\nTekst' },
  { text: 'Beste,', subject: '(intern gebruik) nota herstructurering' },
  { text: 'Strictement confidentiel\n\nBonjour' },
]

const UNMARKED: readonly Letter[] = [
  { to: ['tom@school.example'], subject: 'VERTROUWELIJK: jaarverslag', text: 'zie bijlage' },
  { text: 'We hadden een vertrouwelijk gesprek met de zorgjuf.' },
  { text: 'Onze vertrouwenspersoon is bereikbaar op maandag.' },
  { text: 'Uw gegevens worden vertrouwelijk behandeld.' },
  {
    text: 'Dag Mia, tot maandag.\n\nMet vriendelijke groeten\nEls\n\nDisclaimer: dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde. Indien u niet de geadresseerde bent, gelieve dit te verwijderen.',
  },
  { subject: 'Interne stage leerkracht', text: 'De stage start maandag.' },
  { text: 'De intern begeleider belt u morgen.' },
  { text: 'Het internaat is gesloten in de vakantie.' },
  { headers: ['Sensitivity: Personal'], text: 'hallo' },
  { headers: ['MSIP_Labels: MSIP_Label_1_Enabled=true; MSIP_Label_1_Name=Public'], text: 'hallo' },
  { text: 'De kinderen bewaren een geheim voor moederdag.' },
  { subject: 'International day', text: 'Internationale dag op school, iedereen welkom.' },
  { text: 'We behandelen deze melding vertrouwelijk.' },
  { text: 'Graag vertrouwelijk behandelen aub, dank.' },
  { text: 'hallo', subject: 'Interne verhuis lokaal 12' },
  { text: 'hallo', subject: 'Intern begeleider gezocht' },
  { text: 'Het verslag is niet vertrouwelijk, je mag het doorsturen.' },
  { text: 'De gesprekken met de leerlingbegeleider zijn vertrouwelijk.' },
  { text: 'hallo', subject: 'Vertrouwen en samen leren' },
  { text: 'De tekst: "Geheim agent op school", theatervoorstelling.' },
]

const show = ({ subject, text, headers, files }: Letter) =>
  (headers?.[0] ?? files?.[0]?.name ?? subject ?? text ?? '').slice(0, 60)

describe('confidential-marking', () => {
  for (const letter of MARKED)
    it(`is marked: ${show(letter)}`, async () => {
      const findings = await look(letter, { rules })
      expect(findings.length).toBeGreaterThan(0)
      expect(findings[0]!.recipients).toEqual(['mia@ouder.example'])
    })
  for (const letter of UNMARKED)
    it(`is not marked: ${show(letter)} ${letter.text?.slice(0, 30)}`, async () => {
      expect(await look(letter, { rules })).toEqual([])
    })
})
