/** Ordinary school mail: no rule about secrets, contacts, photos, markings, links or channels has anything to say. */
import { describe, expect, it } from 'vitest'
import { look } from './room.ts'

const rules = [
  'password',
  'password-request',
  'contact-data',
  'dangerous-attachment',
  'uninspectable',
  'deceptive-link',
  'confidential-marking',
  'copyright-image',
  'pupil-photo',
  'unapproved-channel',
  'large-attachment',
] as const

const LETTERS: readonly string[] = [
  'Beste ouders,\n\nOp vrijdag 14 maart gaan we met groep 5 naar het museum. We vertrekken om 8.45 uur en zijn rond 15.00 uur terug. Graag een lunchpakket en een regenjas meegeven. De kosten zijn € 7,50 en kunnen worden overgemaakt op NL91 ABNA 0417 1643 00 t.n.v. Stichting Kindante o.v.v. de naam van uw kind.\n\nMet vriendelijke groet,\nJuf Sanne\nBasisschool De Wegwijzer\nDorpsstraat 12, 6131 AB Sittard\n046-4363366',
  'Dag mevrouw Claes,\n\nBedankt voor uw bericht. Het oudercontact van Lars gaat door op dinsdag 18/03 om 17u20 in lokaal B112. Tot dan!\n\nVriendelijke groeten\nTom Aerts\nklastitularis 3EWE2\n03 541 12 12 | www.school.example',
  'Beste collega,\n\nDe nieuwe laptops zijn geleverd. Je kan je exemplaar ophalen bij ICT (lokaal 0.12). Breng je oude toestel mee. Aanmelden doe je met je schoolaccount; wachtwoord blijft ongewijzigd.\n\nMvg\nICT-team',
  'Chers parents,\n\nLa réunion aura lieu le jeudi 20 mars à 19h30 dans la salle polyvalente (bâtiment C). Merci de confirmer votre présence avant lundi.\n\nBien à vous,\nMme Dupont\nTitulaire P4',
  'Hallo,\n\nIn bijlage de factuur 2025-00341 van € 125,60, te betalen voor 31/03/2025 met gestructureerde mededeling +++091/2345/67890+++.\n\nGroeten\nBoekhouding',
  'Beste, de vergadering van de MR vindt plaats via Teams.\n\n________________________________\nMicrosoft Teams Need help?\nJoin the meeting now\nMeeting ID: 345 123 987 654\nPasscode: 7Fq2Lk\nDial in by phone\n+31 20 123 4567,,123456789# Netherlands, Amsterdam\nPhone conference ID: 123 456 789#\n',
  'Beste leerlingen, de toets over WO II (ww2) is verplaatst naar 21/03. Leer hoofdstuk 5 en 6, p. 112-134. Let op: ww met d/t!',
  'Dag Jan, kan je me het verslag van de vakgroep nog even doorsturen? Ik vind het niet terug op Teams. Alvast bedankt!',
  'Beste ouder, op maandag start de week tegen pesten. In de klas praten we over respect online. Meer info op https://www.kieskleurtegenpesten.be.',
  'Dag allemaal, de code van onze poort werd vernieuwd. Je vindt ze in het lerarenlokaal aan het bord.',
  'Beste, gelieve de ontleende boeken (ISBN 978-90-301-3456-7) terug te brengen voor 1 juni.',
  'Geachte heer, de bus met nummerplaat 1-ABC-234 vertrekt om 07u45 aan de Kerkstraat 12. Noodnummer chauffeur: 0475 12 34 56.',
  'Dag ouders, u kan de schoolrekening raadplegen op Smartschool. Wachtwoord vergeten? Klik op "Wachtwoord vergeten" of contacteer het secretariaat: secretariaat@school.example, 03 541 12 01.',
  'Proficiat aan Noor Claes en Lars De Smet met hun mooie resultaat op de wiskundeolympiade!',
  'De gymzaal is gesloten wegens werken. Sleutels kunnen opgehaald worden bij de conciërge.',
  'Beste ouders\nDe klasfoto wordt donderdag genomen. Graag een nette trui.\nGroetjes juf Lien',
  'Beste ouders, wij zoeken nog helpers voor het schoolfeest. Inschrijven kan via https://forms.office.com/e/abc123. Taken: bar (4), springkasteel (2), opruim (6).',
  'Gebruikersnaam onbekend? Stuur een mail naar helpdesk@school.example met je naam en klas.',
  'Hierbij de planning voor periode 3: week 10 SO H3, week 11 PW H3+H4, week 12 herkansing. pw = proefwerk, so = schriftelijke overhoring.',
  'Geachte mevrouw, het CLB zal contact met u opnemen. Dit gesprek verloopt vertrouwelijk. Vriendelijke groeten, de zorgcoördinator',
  'Hoi Els, tof weekend gehad? Ik breng maandag de boeken mee. Tot dan!',
  'Beste ouders, de luizencontrole vindt plaats op woensdag. Controleer ook thuis even. Bedankt!',
  'De nieuwe Wi-Fi is actief. Apparaten van de school verbinden automatisch; voor privétoestellen is er geen toegang.',
  'Lesmateriaal: H2O, CO2, E=mc2, type3, Windows11 en MP3. Lees p12 t.e.m. p18.',
  'Bonjour, pourriez-vous nous envoyer le certificat médical de votre fils ? Merci.',
  'Dear parents, the sports day is on 14 May. Please bring a water bottle and sunscreen. Kind regards, Mr Brown',
  'Beste, uw bestelling SH-99213 is verzonden. Track & trace: 3SABCD123456789. Postcode 2180.',
  'Herinnering: het kamp van de zesdes kost 185 euro. Lijst met benodigdheden: slaapzak, zaklamp, 2 handdoeken, toiletgerief, eID.',
  'De leerlingenraad vraagt: wat vinden jullie van smartphones? Vul de enquête in: https://www.mentimeter.com/abc, code 1234 5678.',
  'Beste ouders, voor Bingel gebruikt uw kind dezelfde inloggegevens als vorig jaar. Vragen? Stuur gerust een bericht via Gimme.',
  'Quiz op vrijdag: ga naar kahoot.it, de pin verschijnt op het scherm. Je mag je gsm gebruiken.',
  'Dag Mia, ik heb je mail goed ontvangen. Het wachtwoordprobleem is opgelost door ICT, Lars kan weer inloggen.',
  'De brandoefening is op 3/4 om 10u. Na het alarm verzamelen we op de speelplaats. Poort 2 blijft gesloten.',
  'Vacature: leraar wiskunde 20/20, vanaf 1/9. Solliciteer via jobs@school.example t.a.v. directeur K. Mertens, Lindelaan 5, 2930 Brasschaat.',
]

describe('ordinary mail', () => {
  for (const letter of LETTERS)
    it(`raises nothing: ${letter.slice(0, 60).replace(/\n/g, ' ')}`, async () => {
      expect(await look(letter, { rules })).toEqual([])
    })
})
