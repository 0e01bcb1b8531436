/** What the letter about a week says. */
import { inFrench, type Language } from '../../message/message.ts'
import type { Counted } from './catalogue.ts'

export type WeeklyPhrases = Readonly<{
  week: string
  lead: Counted
  outcomes: Readonly<Record<'forward' | 'notify' | 'hold' | 'bounce', string>>
  size: string
  decided: string
  decidedHow: string
  falseAlarms: string
  wait: string
  waitHow: string
  tooFew: string
  rules: string
  few: string
  button: string
  small: string
}>

export const WEEKLY: Readonly<Record<Language, WeeklyPhrases>> = {
  nl: {
    week: 'week {week}, {from} tot en met {until}',
    lead: {
      one: 'In {period} keek Mailsluis één bericht na.',
      many: 'In {period} keek Mailsluis {count} berichten na.',
    },
    outcomes: {
      forward: 'Gewoon verstuurd',
      notify: 'Verstuurd, met een tip voor de afzender',
      hold: 'Wachtte op een beslissing',
      bounce: 'Tegengehouden, met uitleg voor de afzender',
    },
    size: 'Grootte van alle berichten samen',
    decided: 'Beslissingen',
    decidedHow:
      '{released} vrijgegeven, {returned} teruggestuurd, {withdrawn} ingetrokken, {expired} door tijdsverloop',
    falseAlarms: 'Vals alarm (ongewijzigd vrijgegeven)',
    wait: 'Tijd tot een beslissing',
    waitHow: 'de helft binnen {median}, negen op de tien binnen {most} schooltijd',
    tooFew: 'te weinig beslissingen om iets te zeggen',
    rules: 'Wat er het vaakst werd gevonden',
    few: '1 tot 4',
    button: 'Bekijk de week',
    small:
      'Dit zijn alleen aantallen en groottes: geen inhoud, geen namen. Je krijgt dit omdat je adres op de lijst van het weekbericht staat.',
  },
  fr: inFrench({
    week: 'la semaine {week}, du {from} au {until}',
    lead: {
      one: 'Pendant {period}, Mailsluis a vérifié un message.',
      many: 'Pendant {period}, Mailsluis a vérifié {count} messages.',
    },
    outcomes: {
      forward: 'Envoyés normalement',
      notify: 'Envoyés, avec un conseil pour l’expéditeur',
      hold: 'Mis en attente d’une décision',
      bounce: 'Arrêtés, avec une explication pour l’expéditeur',
    },
    size: 'Taille de tous les messages',
    decided: 'Décisions',
    decidedHow: 'libérés : {released}, retournés : {returned}, retirés : {withdrawn}, délai écoulé : {expired}',
    falseAlarms: 'Fausses alertes (libérés sans changement)',
    wait: 'Délai avant une décision',
    waitHow: 'une sur deux en moins de {median}, neuf sur dix en moins de {most} (heures d’école)',
    tooFew: 'trop peu de décisions pour en dire quelque chose',
    rules: 'Ce qui a été trouvé le plus souvent',
    few: '1 à 4',
    button: 'Voir la semaine',
    small:
      'Ce ne sont que des nombres et des tailles : aucun contenu, aucun nom. Vous recevez ce message parce que votre adresse figure sur la liste du bilan hebdomadaire.',
  }),
  en: {
    week: 'week {week}, {from} to {until}',
    lead: {
      one: 'In {period} Mailsluis checked one message.',
      many: 'In {period} Mailsluis checked {count} messages.',
    },
    outcomes: {
      forward: 'Sent as usual',
      notify: 'Sent, with a tip for the sender',
      hold: 'Waited for a decision',
      bounce: 'Stopped, with an explanation for the sender',
    },
    size: 'Total size of all messages',
    decided: 'Decisions',
    decidedHow: '{released} released, {returned} returned, {withdrawn} withdrawn, {expired} out of time',
    falseAlarms: 'False alarms (released unchanged)',
    wait: 'Time to a decision',
    waitHow: 'half within {median}, nine in ten within {most} of school time',
    tooFew: 'too few decisions to tell',
    rules: 'What was found most often',
    few: '1 to 4',
    button: 'See the week',
    small:
      'These are only counts and sizes: no content, no names. You get this because your address is on the list for the weekly report.',
  },
}
