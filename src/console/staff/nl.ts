/** The pages for staff in Dutch. */

import { plural } from '../plural.ts'
import type { StaffTexts } from './texts.ts'

const days = (n: number): string => plural.nl(n, '% dag', '% dagen')

export const nl: StaffTexts = {
  why: {
    title: 'Waarom werd mijn mail tegengehouden?',
    lead: 'Kies wat er in onze mail aan jou stond.',
    of: (organisation) => `Zo is het afgesproken bij ${organisation}.`,
    all: 'Alle redenen',
    choose: 'Van welke school ben je?',
    agreed: 'Wat heeft de school afgesproken?',
    noClause: 'Hierover staat niets in de afspraken. De regel beschermt leerlingen en collega’s.',
    doNow: 'Wat kun je doen?',
    nextTime: 'Voor de volgende keer',
    happens: 'Wat gebeurt er?',
    does: {
      bounce: 'Het bericht vertrekt niet. Je krijgt het terug, met uitleg.',
      hold: 'Het bericht wacht. Iemand van de school kijkt het na.',
      notify: 'Het bericht vertrekt. Je krijgt een tip.',
      forward: 'Het bericht vertrekt gewoon.',
      trial: 'De school probeert deze regel uit. Je bericht vertrekt gewoon.',
      off: 'Deze regel staat uit op jouw school.',
    },
    kinds: 'Voor sommige soorten gegevens is de regel strenger of milder.',
    ask: 'Vragen?',
    contact: (who, address) => `Vraag het aan ${who}: ${address}.`,
    leak: (address) =>
      `Ging er iets mis, of twijfel je? Meld het aan ${address}. Liever een keer te veel dan te weinig.`,
    nobody: 'Vraag het aan de directie of de ICT-coördinator van je school.',
    unknown: { title: 'Deze reden kennen we niet', words: 'Kies hieronder een andere, of kijk de link na.' },
  },
  what: {
    title: 'Wat wordt nagekeken, bewaard en bekeken?',
    lead: 'Je hebt er recht op te weten wat er met je mail gebeurt.',
    checked: 'Wat wordt nagekeken?',
    checkedWords:
      'Een programma kijkt elke mail na die van de school vertrekt: de adressen, het onderwerp, de tekst en de bijlagen. Dat gebeurt automatisch. Er leest niemand mee.',
    groups: {
      bounce: { title: 'Dit gaat terug naar jou', words: 'Je krijgt meteen uitleg, en soms een knop die het oplost.' },
      hold: {
        title: 'Dit wacht op de beslissing van een collega',
        words: 'Je krijgt een mail dat het wacht, en tot wanneer.',
      },
      notify: { title: 'Hiervoor krijg je een tip', words: 'Je mail vertrekt gewoon.' },
      trial: { title: 'Dit wordt uitgeprobeerd', words: 'Er wordt alleen geteld. Je mail vertrekt gewoon.' },
      off: { title: 'Hier kijken we niet naar', words: 'Deze regels staan uit.' },
    },
    kept: 'Wat wordt bewaard, en hoelang?',
    keptOf: {
      gone: (n) =>
        `Mail die vertrokken is: de inhoud wordt gewist zodra ze is aangekomen. Wie aan wie schreef, wanneer, en hoe het afliep, blijft ${days(n)} bewaard.`,
      held: (n) =>
        `Mail die wacht: tot iemand beslist, hoogstens ${plural.nl(n, '% schooldag', '% schooldagen')}. Daarna krijg je ze terug.`,
      stopped: (n) =>
        `Mail die je terugkreeg: ${days(n)}, zodat de knop in onze mail werkt. Daarna wordt de inhoud gewist.`,
      cases: (n) => `Over welke regel het ging en wat er beslist is, zonder inhoud: ${days(n)}.`,
      sealed: 'Alles wat bewaard wordt, is versleuteld.',
    },
    who: 'Wie mag kijken?',
    whoWords: 'Alleen naar mail die tegengehouden is, en alleen wie op school deze taak heeft:',
    roles: (region) =>
      region === 'BE'
        ? [
            'de directie',
            'het aanspreekpunt privacy',
            'een aangeduide collega, zoals de zorgcoördinator',
            'de beheerder',
          ]
        : [
            'de directie',
            'de privacyfunctionaris',
            'een aangewezen collega, zoals de intern begeleider',
            'de beheerder',
          ],
    sees: {
      metadata: 'Zij zien van wie en aan wie het bericht is en welke regel speelt. Wat er staat, zien ze nooit.',
      findings:
        'Zij zien van wie en aan wie het bericht is en wat er gevonden is, met namen en geheimen afgedekt. De hele mail kan niemand lezen.',
      full: 'Zij zien eerst alleen wat er gevonden is, met namen en geheimen afgedekt. De hele mail lezen kan alleen met een reden.',
    },
    never:
      'Niemand beslist over eigen mail, of over mail aan of over zichzelf. Er worden geen lijstjes per persoon gemaakt.',
    looks: 'Hoe wordt dat bijgehouden?',
    looksWords: [
      'Elke keer dat iemand een bericht opent, staat dat in een logboek. Niemand kan daar ongemerkt iets in veranderen.',
      'Leest iemand de hele mail? Dan zie jij dat bij je bericht, met de reden.',
    ],
    questions: 'Vragen?',
  },
  mine: {
    title: 'Mijn mail',
    lead: 'Zie wat er gebeurde met berichten van jou die tegengehouden zijn. Je krijgt een link in je eigen mailbox.',
    address: 'Je e-mailadres van de school',
    button: 'Stuur me een link',
    sent: {
      title: 'Kijk in je mailbox',
      words:
        'Is dit een adres van de school, dan komt er een mail met een link. Die werkt één uur en één keer. Komt er niets? Kijk het adres na, of wacht een uur als je al een paar keer vroeg.',
    },
    malformed: 'Vul je e-mailadres in, zoals an@school.be.',
    open: { title: 'Je berichten bekijken', words: 'Klik op de knop. De link in je mail werkt daarna niet meer.' },
    openButton: 'Toon mijn berichten',
    over: {
      title: 'Deze link werkt niet meer',
      words: 'Een link werkt één keer, en hoogstens een uur. Vraag gerust een nieuwe.',
    },
    askAgain: 'Vraag een nieuwe link',
    list: (address) => `Van ${address}`,
    days: (n) => `Wat de laatste ${days(n)} werd tegengehouden. De inhoud staat hier niet.`,
    none: { title: 'Niets tegengehouden', words: 'De laatste tijd is geen enkel bericht van jou tegengehouden.' },
    waits: 'Wacht op een beslissing',
    decidedBy: 'uiterlijk',
    follow: 'Volg of trek terug',
    close: 'Sluit deze lijst',
    closed: 'De lijst is gesloten.',
    fates: { stopped: 'tegengehouden, je kreeg uitleg', withdrawn: 'door jou ingetrokken' },
  },
  sent: {
    title: 'Je bericht is al verstuurd',
    words: (when) => `Dat gebeurde met deze link, op ${when}. Je hoeft niets meer te doen.`,
  },
  looks: {
    nobody: 'Niemand las de hele mail.',
    title: 'Iemand van de school las de hele mail',
    reason: 'Reden:',
  },
  links: {
    why: 'Waarom werd mijn mail tegengehouden?',
    what: 'Wat wordt nagekeken, bewaard en bekeken?',
    mine: 'Mijn mail',
  },
}
