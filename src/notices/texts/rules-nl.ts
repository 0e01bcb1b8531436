/** The rules in Dutch (B1): what is the matter, why it matters, what to do. */
import type { RuleTexts } from './catalogue.ts'

export const RULES_NL: RuleTexts = {
  'group-address-visible': {
    title: 'Een groepsadres staat zichtbaar in Aan of Cc',
    why: 'Iedere ontvanger ziet dan het adres van de groep en kan met één klik de hele groep mailen.',
    steps: ['Verplaats {addresses} van Aan of Cc naar BCC.', 'Blijft Aan leeg? Zet daar je eigen adres.'],
    tip: 'Zet een groepsadres altijd in BCC, en je eigen adres in Aan.',
  },
  'mass-recipients-visible': {
    title: 'Mensen van buiten de school zien elkaars adres',
    why: 'Een mailadres is een persoonsgegeven. Niet iedereen wil dat anderen het zien.',
    steps: ['Zet iedereen van buiten de school in BCC.', 'Zet je eigen adres in Aan.'],
    tip: 'Schrijf je naar meer mensen tegelijk? Zet ze in BCC, en je eigen adres in Aan.',
  },
  'unexpected-recipient': {
    title: 'Misschien staat er een verkeerde ontvanger bij',
    why: 'Met één verkeerd adres komt je bericht bij iemand voor wie het niet bedoeld is.',
    steps: ['Kijk het adres hierboven goed na.', 'Hoort het er niet bij? Haal het weg.'],
    tip: 'Kijk voor je verzendt nog eens naar de adressen. Je mailprogramma vult soms een verkeerd adres aan.',
  },
  password: {
    title: 'Er staat een wachtwoord of toegangscode in',
    why: 'Een mail blijft lang bewaard en is zo doorgestuurd. Wie hem leest, kan binnen.',
    steps: [
      'Haal het wachtwoord of de code uit je bericht en geef het persoonlijk of telefonisch door.',
      'Heb je het al eens gemaild? Wijzig het dan.',
    ],
    tip: 'Geef een wachtwoord of code persoonlijk of telefonisch door. Wijzig wat je nu gemaild hebt.',
  },
  'password-request': {
    title: 'Er wordt om een wachtwoord of code gevraagd',
    why: 'Oplichters doen dat ook. Als de school het nooit vraagt, herkent iedereen een valse mail.',
    steps: [
      'Haal die vraag uit je bericht.',
      'Kan iemand niet inloggen? Laat de ICT-coördinator een nieuw wachtwoord instellen.',
    ],
    tip: 'Vraag niemand om een wachtwoord of code. Laat de ICT-coördinator een nieuw wachtwoord instellen.',
  },
  'sensitive-pupil-data': {
    title: 'Er staat gevoelige informatie over een leerling in',
    why: 'Een mail kan bij de verkeerde persoon terechtkomen. In {pupilSystem} zien alleen de juiste mensen de informatie.',
    steps: [
      'Zet de informatie in {pupilSystem}.',
      'Verwijs er in je mail naar, zonder naam en zonder details. Bellen kan ook.',
    ],
    tip: 'Zet gevoelige informatie in {pupilSystem} en verwijs er in je mail naar, zonder naam en zonder details.',
  },
  'sensitive-in-reply': {
    title: 'In het eerdere bericht eronder staat gevoelige informatie over een leerling',
    why: 'Wat iemand je eerder schreef, reist mee met je antwoord of met wat je doorstuurt.',
    steps: [
      'Verwijder het eerdere bericht onder je eigen tekst.',
      'Zet de informatie in {pupilSystem} en verwijder de mails waarin die staat.',
    ],
    tip: 'Verwijder het eerdere bericht onder je antwoord. Zet de informatie in {pupilSystem} en verwijder de mails.',
  },
  'private-account': {
    title: 'Er wordt een privéadres gebruikt voor schoolzaken',
    why: 'Wat op een privéadres staat, kan de school niet beschermen.',
    steps: [
      'Gebruik alleen schooladressen: als afzender, als antwoordadres, en voor je collega of jezelf als ontvanger.',
      'Werk je thuis verder? Meld je daar aan met je schoolaccount.',
    ],
    tip: 'Gebruik voor schoolzaken alleen schooladressen, ook als antwoordadres. Thuis kun je je aanmelden met je schoolaccount.',
  },
  'private-address-disclosed': {
    title: 'Er staat een privéadres of privénummer van een collega in',
    why: 'Wie zo’n adres of nummer krijgt, kan het doorgeven. Je collega beslist wie het heeft.',
    steps: [
      'Vervang het door het adres of nummer van de school.',
      'Is het privénummer echt nodig? Laat je collega het zelf doorgeven.',
    ],
    tip: 'Geef het adres of nummer van de school door. Een privéadres of privénummer geeft je collega zelf.',
  },
  'send-as': {
    title: 'Het bericht vertrekt met het adres van iemand anders',
    why: 'De ontvanger moet kunnen zien wie er schrijft.',
    steps: [
      'Kies je eigen schooladres als afzender.',
      'Werk jij ook met dit adres? Vraag de ICT-coördinator om je toegang te geven.',
    ],
    tip: 'Kies je eigen schooladres als afzender, of vraag de ICT-coördinator om toegang tot dit adres.',
  },
  'anonymous-sender': {
    title: 'Het is niet duidelijk wie dit bericht schrijft',
    why: 'De ontvanger moet weten wie je bent en wat je op school doet.',
    steps: ['Zet je voornaam, achternaam en functie onder je bericht.', 'Stel je eigen naam in als afzender.'],
    tip: 'Gebruik je eigen naam als afzender en zet je functie onder je bericht.',
  },
  'prohibited-content': {
    title: 'Een deel van de tekst kan kwetsend, dreigend of ongepast zijn',
    why: 'Geschreven komt een zin vaak harder aan dan je bedoelt, en hij blijft bestaan.',
    steps: [
      'Lees je bericht straks rustig opnieuw en schrijf die zin anders.',
      'Is er iets gebeurd? Bellen of praten werkt vaak beter.',
    ],
    tip: 'Ben je boos of geschrokken? Laat een mail even liggen voor je hem verstuurt.',
  },
  'dangerous-attachment': {
    title: 'Een bijlage kan een computer besmetten',
    why: 'Met dit soort bestanden worden scholen aangevallen.',
    steps: [
      'Verstuur het document als pdf, of bewaar het opnieuw zonder macro’s.',
      'Ken je dit bestand niet? Open het niet en bel de ICT-coördinator.',
    ],
    tip: 'Verstuur documenten als pdf. Ken je het bestand niet? Bel de ICT-coördinator.',
  },
  'deceptive-link': {
    title: 'Een link gaat naar een andere website dan er staat',
    why: 'Zo werken valse mails. De ontvanger kan het verschil niet zien.',
    steps: [
      'Kijk waar de link echt heen gaat en zet het juiste adres in je bericht.',
      'Ken je de link niet? Klik er niet op en bel de ICT-coördinator.',
    ],
    tip: 'Kijk bij een link of de tekst en het echte adres dezelfde website noemen.',
  },
  uninspectable: {
    title: 'Een deel van het bericht kunnen we niet nakijken',
    why: 'Een bestand met een wachtwoord, of een bestand dat beschadigd is, kunnen we niet openen. Er kan dus van alles in staan.',
    steps: [
      'Staat er niets gevoeligs in? Verstuur het bestand zonder wachtwoord, of bewaar het opnieuw als pdf.',
      'Staat er wel iets gevoeligs in? Zet het in {pupilSystem} of in een afgeschermde map van de school. Mail alleen de link en geef een wachtwoord telefonisch of per sms door.',
    ],
    tip: 'Zet een beveiligd bestand in een afgeschermde map van de school. Mail alleen de link en geef een wachtwoord telefonisch of per sms door.',
  },
  'contact-data': {
    title: 'Er staat een lijst met privégegevens van meerdere mensen in',
    why: 'Telefoonnummers en adressen van leerlingen, ouders of collega’s geef je niet zomaar door.',
    steps: ['Haal de lijst uit je bericht of uit de bijlage.', 'Is één nummer of adres genoeg? Stuur dan alleen dat.'],
    tip: 'Stuur geen lijsten met privégegevens. Stuur alleen wat de ontvanger nodig heeft.',
  },
  'pupil-photo': {
    title: 'Er staan leerlingen op foto of film, en we weten niet of dat mag',
    why: 'Beelden van leerlingen deel je alleen met toestemming van de ouders of van de leerling zelf.',
    steps: [
      'Kijk na of er voor elke leerling toestemming is. Zo niet: laat het beeld weg.',
      'Is er toestemming? Schrijf dat dan in je bericht. Zet er geen namen bij.',
    ],
    tip: 'Kijk voor je een foto deelt na of er voor elke leerling toestemming is, en zet er geen namen bij.',
  },
  'copyright-image': {
    title: 'Een afbeelding is misschien van iemand anders',
    why: 'Voor een beschermde afbeelding kan de school een rekening krijgen.',
    steps: [
      'Neem een eigen foto, of een afbeelding die je vrij mag gebruiken.',
      'Heb je toestemming? Zet dan de naam van de maker erbij.',
    ],
    tip: 'Gebruik eigen foto’s, of afbeeldingen die je vrij mag gebruiken.',
  },
  'confidential-marking': {
    title: 'Iets wat vertrouwelijk of intern heet, gaat naar iemand buiten de school',
    why: 'Wie dat erop zette, wilde dat het binnen de school bleef.',
    steps: [
      'Mag dit naar buiten? Vraag het aan de maker of aan de directie.',
      'Mag het niet? Haal het weg uit je bericht.',
    ],
    tip: 'Vraag eerst aan de maker of aan de directie of iets vertrouwelijks naar buiten mag.',
  },
  'missing-signature': {
    title: 'De handtekening is niet volledig',
    why: 'Met een volledige handtekening weet de ontvanger wie je bent en hoe de school te bereiken is.',
    steps: [
      'Zet dit nog onder je bericht: {missing}.',
      'Bewaar de volledige handtekening in je mailprogramma. Dan hoef je er niet meer aan te denken.',
    ],
    tip: 'Bewaar een volledige handtekening in je mailprogramma. Er ontbreekt nog: {missing}.',
  },
  'careless-language': {
    title: 'De tekst kan nog wat verzorging gebruiken',
    why: 'Ouders en anderen zien in je mail hoe de school schrijft.',
    steps: [
      'Laat de spellingcontrole over je tekst gaan.',
      'Vermijd hele zinnen in hoofdletters: dat komt over als roepen.',
    ],
    tip: 'Laat de spellingcontrole over je tekst gaan, en vermijd hele zinnen in hoofdletters.',
  },
  'chain-mail': {
    title: 'Dit lijkt op een kettingbericht',
    why: 'Een kettingbericht maakt mensen ongerust en vult ieders mailbox.',
    steps: ['Stuur het niet door.', 'Twijfel je of het echt is? Vraag het aan de ICT-coördinator.'],
    tip: 'Stuur een kettingbericht niet door.',
  },
  'private-use': {
    title: 'Dit lijkt op een privébericht',
    why: 'Je schooladres is bedoeld voor je werk: wat je schrijft, komt uit naam van de school.',
    steps: ['Verstuur dit met je privéadres.'],
    tip: 'Gebruik voor privézaken je privéadres.',
  },
  'no-contact': {
    title: 'Een ontvanger hoort deze mail niet te krijgen',
    why: 'De ontvanger heeft dat gevraagd, of de school heeft het afgesproken.',
    steps: ['Haal deze ontvanger weg.', 'Is het toch nodig? Overleg met de directie.'],
    tip: 'Overleg met de directie voor je deze ontvanger mailt.',
  },
  'unapproved-channel': {
    title: 'Het gesprek gaat naar een app of chat die de school niet gebruikt',
    why: 'Wat leerlingen of ouders daar delen, kan de school niet beschermen.',
    steps: ['Gebruik een kanaal van de school: {channels}.'],
    tip: 'Gebruik een kanaal van de school: {channels}.',
  },
  'large-attachment': {
    title: 'Een bijlage is erg groot',
    why: 'Grote bijlagen komen soms niet aan en vullen mailboxen.',
    steps: [
      'Zet het bestand in de gedeelde opslag van de school.',
      'Mail een link die alleen de ontvanger kan openen.',
    ],
    tip: 'Zet grote bestanden in de gedeelde opslag van de school en mail een link.',
  },
}
