/** contact-data: lists that leave the school, and numbers that may. */
import { describe, expect, it } from 'vitest'
import { type Letter, look } from './room.ts'

const rules = ['contact-data'] as const

const LEAKS: readonly Letter[] = [
  { text: 'Voor nood: Tamara 06-11003331, Corine 06-12003332, Malika 06-13003333, Patricia 06-14003334.' },
  {
    text: 'Wie gebeld kan worden: Femke (06 1030 8881), Debora (06 1000 8882) en Khadija (06 1200 8883), alle drie moeders.',
  },
  { text: 'De rijouders:\nTamara 06-11003331\nCorine 06-12003332\nMalika 06-13003333' },
  {
    text: 'Hier de nummers voor de carpool:\nMia Claes 0470 12 34 56\nJan De Smet 0471 22 33 44\nSara Peeters 0472 33 44 55',
  },
  { text: 'Telefoonlijst groep 5\nmama van Noor: 06-12345678\npapa van Lars: 06-87654321\nopa van Mia: 06-11223344' },
  {
    text: 'In bijlage de klaslijst',
    files: [
      {
        name: 'klaslijst.csv',
        type: 'text/csv',
        content: 'leerling;gsm mama;gsm papa\nNoor;0470123456;0471223344\nLars;0472334455;0473445566\n',
      },
    ],
  },
  {
    text: 'adressen voor het feestje:\nNoor Claes, Kerkstraat 12, 2180 Ekeren\nLars De Smet, Dorpslaan 4, 2180 Ekeren\nMia Peeters, Veltwijcklaan 27 bus 3, 2180 Ekeren',
  },
  {
    html: '<table><tr><th>Naam</th><th>Telefoon</th></tr><tr><td>Noor</td><td>+32 470 12 34 56</td></tr><tr><td>Lars</td><td>+32 471 22 33 44</td></tr><tr><td>Mia</td><td>+32 472 33 44 55</td></tr></table>',
  },
  { text: 'Mailadressen van de ouders:\nmia.claes@gmail.com\nsmet.jan@telenet.be\nsara82@hotmail.com' },
  {
    text: 'Les numéros des parents :\nMarie Dupont 0475 11 22 33\nPaul Lambert 0476 22 33 44\nAnne Simon 0477 33 44 55',
  },
  {
    text: 'zie onder\n\nOp ma 3 mrt 2025 om 09:15 schreef Jan <jan@school.example>:\n> Collega’s thuis:\n> Els Peeters 0470 12 34 56\n> Tom Claes 0471 22 33 44\n> Ria Maes 0472 33 44 55',
  },
  { text: "gsm's ouders 3B: Mia Claes 0470/12.34.56, Jan Smets 0471/22.33.44, Sara Baert 0472/33.44.55" },
  {
    text: 'De GSM-nummers van de leerkrachten: Els Peeters +32470123456; Tom Claes +32471223344; Ria Maes +32472334455',
  },
  {
    text: 'Bijlage',
    files: [
      {
        name: 'contact.txt',
        type: 'text/plain',
        content: 'Noodlijst\nNoor Claes, papa 0470123456\nLars Smet, mama 0471223344\nMia Maes, oma 0472334455\n',
      },
    ],
  },
  { text: 'Liste\nNom\tAdresse\nNoor\tRue de la Paix 12\nLars\tAvenue Louise 44\nMia\tChaussée de Gand 100' },
  {
    text: 'Taxi-lijst voor de zwemles:\n- mama Lotte: 0486 11 22 33\n- papa Finn: 0486 22 33 44\n- oma Kobe: 0486 33 44 55\n- tante Jade: 0486 44 55 66',
  },
  {
    text: 'Adressenlijst 6B\nDaan Wouters;Lindelaan 5;2930 Brasschaat\nLotte Maes;Beukendreef 18;2930 Brasschaat\nFinn Vos;Kapelsesteenweg 101;2950 Kapellen',
  },
  {
    text: 'Hallo,\nje kan deze mensen bellen: Karin Mertens (0478/44 55 66), Rik Aerts (0479/11 22 33) en Dirk Thys (0477/88 99 00).',
  },
  {
    text: 'Groepslijst groep 4\nEmma de Vries  Dorpsstraat 12  3632 AB Loenen  06 12 34 56 78\nSem Bakker  Kerkweg 3  3632 AC Loenen  06 23 45 67 89\nLiv Visser  Parklaan 44  3632 AD Loenen 06 34 56 78 90',
  },
  { text: 'Klasouders: anja.mertens@telenet.be, rik.aerts@gmail.com, dirkthys@hotmail.com, leen.m@skynet.be' },
]

const FINE: readonly Letter[] = [
  {
    to: ['tom@school.example'],
    text: 'Mia Claes 0470 12 34 56\nJan De Smet 0471 22 33 44\nSara Peeters 0472 33 44 55',
  },
  {
    text: 'Je kan mij bereiken op 0470 12 34 56.\n\nMet vriendelijke groeten\nEls Peeters\nleerkracht\nBasisschool De Wijzer\nKerkstraat 12, 2180 Ekeren\n03 541 12 12',
  },
  { text: 'Bel bij problemen onderweg met meester Tom Claes op 0471 22 33 44.' },
  {
    text: 'Nuttige nummers:\nsecretariaat 03 541 12 01\ndirectie 03 541 12 02\nCLB 03 543 75 20\nTele-Onthaal 106\npolitie 03 338 55 11',
  },
  {
    text: 'Onze scholen:\nBasisschool De Wijzer, Kerkstraat 12, 03 541 12 01\nBasisschool De Linde, Dorpslaan 4, 03 644 12 02\nCollege Sint-Jan, Veltwijcklaan 27, 03 646 12 03',
  },
  {
    text: 'Betaal op BE68 5390 0754 7034 met mededeling +++123/4567/89012+++.\nBestelling 0470123456, 0470123457 en 0470123458 zijn klaar.',
  },
  { text: 'Programma 12/03/2025: 10u00 start, 11u30 pauze, 12u15 lunch. Lokaal 204.' },
  {
    text: 'ok\n\nVan: Mia <mia@gmail.com>\nVerzonden: maandag 3 maart 2025 9:15\nAan: jan@telenet.be; sara@hotmail.com; tom@skynet.be\nOnderwerp: hallo\n\nDag juf',
  },
  { text: 'Mia Claes 0470 12 34 56 en Jan De Smet 0471 22 33 44 rijden mee.' },
  { text: 'Contact: info@museum.example, tickets@museum.example en groepen@museum.example.' },
  {
    text: 'Stagebedrijven:\nfirma Jansen, 0470 11 22 33\nbedrijf Peeters bv, 0471 22 33 44\nwinkel De Kroon, 0472 33 44 55',
  },
  { text: 'We vertrekken aan de Kerkstraat 12 en wandelen via de Dorpslaan naar het Marktplein.' },
  { text: 'Het adres van de jeugdherberg: Brugstraat 14, 8000 Brugge. Noodnummer kamp: 0470 99 88 77.' },
  { text: 'Voor vragen: directeur Karin Mertens 03 541 22 33, secretariaat 03 541 22 34, zorg 03 541 22 35.' },
  {
    text: 'Dokter Maes, Lindelaan 5, 03 644 11 22\nDokter Vos, Kerkstraat 8, 03 644 22 33\nApotheek De Linde, Dorpsplein 1, 03 644 33 44',
  },
  { text: 'Route: Kerkstraat 12, daarna Dorpslaan 4 en Veltwijcklaan 27 voor de fotozoektocht.' },
  { text: 'Openingsuren: ma 08u30-16u00, di 08u30-16u00. Rekening BE12 3456 7890 1234.' },
  { text: 'Zwembad Sint-Jan, Zwemlaan 3, 03 200 11 22. Bus vertrekt om 9u15.' },
]

const show = ({ text, html }: Letter) => (text ?? html ?? '').slice(0, 60)

describe('contact-data', () => {
  for (const letter of LEAKS)
    it(`goes out: ${show(letter)}`, async () => {
      const findings = await look(letter, { rules })
      expect(findings.length).toBeGreaterThan(0)
      expect(findings[0]!.confidence).toBeGreaterThanOrEqual(0.8)
      expect(findings[0]!.excerpt).not.toMatch(/\d{4,}|@gmail|straat 12/)
      expect(findings[0]!.recipients).toEqual(['mia@ouder.example'])
    })
  for (const letter of FINE)
    it(`is fine: ${show(letter)}`, async () => {
      expect(await look(letter, { rules })).toEqual([])
    })
  it('counts from the number the pack sets', async () => {
    const two = 'Mia Claes 0470 12 34 56\nJan De Smet 0471 22 33 44'
    expect(await look(two, { rules, settings: { 'contact-data': { min: 2 } } })).toHaveLength(1)
  })
})
