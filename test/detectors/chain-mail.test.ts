import { expect, it } from 'vitest'
import { look } from './room.ts'

const seen = (text: string) => look(text, { rules: ['chain-mail'] })

it.each([
  'Stuur deze kaars naar zeven vrouwen die je bewondert, ook naar mij terug. Niet onderbreken, dat brengt ongeluk!',
  'Dit is de boodschap van Sint-Antonius. Laat hem niet liggen! Stuur hem vandaag nog naar 9 mensen en er komt geld op je weg. Een man die het niet deed, verloor zijn job.',
  'Facebook gaat morgen al je foto’s openbaar maken. Kopieer dit bericht en zet het op je muur, en stuur het naar iedereen, ook al geloof je het niet.',
  'Zet dit bericht door naar al je kennissen. Wie het niet doet, krijgt er spijt van.',
  'Verspreid dit onder al wie je kent: voor elk bericht schenkt een firma een cent.',
  'Mail dit door naar alle vrienden in je lijst, een nieuw virus wist je hele telefoon!',
  'Deze zegen is al jaren rond. De keten stopt niet bij jou: onderbreek de keten niet en stuur hem door.',
  'Plak dit op je pagina en deel het met iedereen van wie je houdt, laat zien dat je om kanker geeft.',
  'Stuur dit bericht door naar 10 mensen en je zal binnen 24 uur geluk hebben.',
  'Verbreek de ketting niet! Stuur door naar al je vrienden.',
  'Stuur deze mail naar al je contacten, anders heb je zeven jaar pech.',
  'Voor elke mail die je doorstuurt naar vijf vrienden krijg je 2 euro van Microsoft.',
  'Faites suivre ce message à 12 personnes et la chance vous sourira.',
  'Ne brisez pas la chaîne, envoyez ce message à tous vos contacts.',
  'Send this to ten people within 24 hours or you will have bad luck.',
  'Dit is geen grap: WhatsApp wordt betalend. Stuur dit door naar iedereen die je kent.',
  'Kopieer en plak deze tekst voor al uw vrienden, een engel waakt over je.',
  'Forward this to everyone you know. Do not break the chain!',
  'Zend dit door naar 7 vriendinnen. Je wens komt uit.',
  'Geef dit door aan 20 mensen, dan krijg je een wonder.',
])('chain mail: %s', async (text) => expect(await seen(text)).toHaveLength(1))

it.each([
  'Verspreid deze uitnodiging zoveel je wil, de inkom is gratis.',
  'Zet dit in je agenda: kerstmarkt op 12 december.',
  'Deel deze brief met je collega’s en hang hem op in het lokaal.',
  'Er gaat een virus rond in de klas, was goed je handen. Geef dit door aan de ouders.',
  'Voor elke verkochte wafel schenkt de bakker tien cent aan de klas.',
  'Plaats dit op het prikbord, wie wint krijgt een cadeaubon.',
  'Graag doorsturen aan de ouders van uw klas.',
  'Deel dit bericht gerust met wie interesse heeft. Veel geluk met de examens!',
  'Stuur dit formulier door naar het secretariaat, 25 leerlingen hebben het al gedaan.',
  'Wij waarschuwen: stuur kettingmails niet door, ook niet als er geluk wordt beloofd.',
  'Faites suivre ce courrier à la direction, merci.',
  'Affiche wafelverkoop in bijlage, met vriendelijk verzoek tot verspreiding.',
  'Bonne chance à tous pour les examens !',
  'Geef dit door aan de vervanger: les 3 valt weg.',
  'Stuur de foto door naar mij, dan krijg je ze afgedrukt terug.',
  'Vermist: een blauwe jas. Laat iets weten aan de balie.',
  'Forward this to the secretary, please.',
  'Kopieer deze tekst in je schrift en maak oefening 5.',
])('none: %s', async (text) => expect(await seen(text)).toEqual([]))
