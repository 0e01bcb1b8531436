/** The register of suspected data leaks. */
import { inFrench, type Language } from '../../message/message.ts'
import type { Leak } from '../../review/review.ts'
import { plural } from '../plural.ts'

export type LeakOutcome = NonNullable<Leak['closed']>['outcome']

type Titled = Readonly<{ title: string; words: string }>

export type LeakWords = Readonly<{
  title: string
  lead: string
  empty: Titled
  refused: Titled
  /** The clock of 72 hours. */
  left: (hours: number) => string
  over: string
  until: string
  from: string
  sent: string
  reported: string
  known: string
  to: (all: number, outside: number, delivered: number) => string
  why: string
  words: string
  openCase: string
  close: string
  closeWords: string
  outcome: string
  outcomes: Readonly<Record<LeakOutcome, string>>
  reason: string
  button: string
  closed: string
  done: string
}>

export const LEAK_WORDS: Readonly<Record<Language, LeakWords>> = {
  nl: {
    title: 'Datalekken',
    lead: 'Wat gemeld is als vermoeden van een datalek. Moet het naar de toezichthouder, dan kan dat tot 72 uur nadat iemand het wist.',
    empty: {
      title: 'Geen meldingen',
      words: 'Meldt iemand een vermoeden van een datalek, dan staat het hier, met de tijd die er nog is.',
    },
    refused: {
      title: 'Dit is voor wie het register bijhoudt',
      words: 'De directie, het aanspreekpunt privacy, auditors en beheerders zien dit register.',
    },
    left: (hours) => (hours < 1 ? 'Nog minder dan een uur' : plural.nl(hours, 'Nog % uur')),
    over: 'De 72 uur zijn om',
    until: 'Melden kan tot',
    from: 'Bericht van',
    sent: 'Verstuurd op',
    reported: 'Gemeld door',
    known: 'Bekend sinds',
    to: (all, outside, delivered) =>
      `${plural.nl(all, '% ontvanger', '% ontvangers')}, ${outside} van buiten de school, ${delivered === 0 ? 'nog niemand kreeg het' : `${delivered} al afgeleverd`}`,
    why: 'Regels',
    words: 'Uitleg',
    openCase: 'Bekijk het bericht',
    close: 'Sluit de melding af',
    closeWords: 'Ook wat je niet meldt, hoort in het register, met de reden (AVG, artikel 33, lid 5).',
    outcome: 'Wat is er beslist?',
    outcomes: {
      notified: 'Gemeld aan de toezichthouder',
      'no-risk': 'Wel een lek, maar melden hoeft niet',
      'no-leak': 'Geen lek',
    },
    reason: 'Waarom, en wat is er gedaan?',
    button: 'Sluit af',
    closed: 'Afgesloten door',
    done: 'De melding is afgesloten. Ze blijft in het register.',
  },
  fr: inFrench({
    title: 'Fuites de données',
    lead: 'Les fuites possibles qui ont été signalées. S’il faut prévenir l’autorité de contrôle, vous avez 72 heures à partir du moment où quelqu’un l’a su.',
    empty: {
      title: 'Aucun signalement',
      words: 'Si quelqu’un signale une fuite possible, elle figure ici, avec le temps qui reste.',
    },
    refused: {
      title: 'Réservé aux personnes qui tiennent le registre',
      words: 'La direction, le référent vie privée, les auditeurs et les administrateurs voient ce registre.',
    },
    left: (hours) => (hours < 1 ? 'Il reste moins d’une heure' : `Il reste ${plural.fr(hours, '% heure', '% heures')}`),
    over: 'Les 72 heures sont écoulées',
    until: 'À notifier avant le',
    from: 'Message de',
    sent: 'Envoyé le',
    reported: 'Signalé par',
    known: 'Connu depuis',
    to: (all, outside, delivered) =>
      `${plural.fr(all, '% destinataire', '% destinataires')}, ${outside} hors de l’école, ${delivered === 0 ? 'pas encore remis' : `${delivered} déjà remis`}`,
    why: 'Règles',
    words: 'Explication',
    openCase: 'Voir le message',
    close: 'Clore le signalement',
    closeWords:
      'Une fuite qui n’est pas notifiée doit elle aussi figurer au registre, avec la raison (RGPD, article 33, § 5).',
    outcome: 'Qu’est-ce qui a été décidé ?',
    outcomes: {
      notified: 'Notifié à l’autorité de contrôle',
      'no-risk': 'Une fuite, mais sans obligation de notifier',
      'no-leak': 'Pas de fuite',
    },
    reason: 'Pourquoi, et qu’a-t-on fait ?',
    button: 'Clore',
    closed: 'Clos par',
    done: 'Le signalement est clos. Il reste au registre.',
  }),
  en: {
    title: 'Data leaks',
    lead: 'Everything reported as a suspected data leak. If the supervisory authority has to be notified, that must happen within 72 hours of somebody finding out.',
    empty: {
      title: 'No reports',
      words: 'When somebody reports a suspected leak, you see it here, with the time that is left.',
    },
    refused: {
      title: 'For those who keep the register',
      words: 'Heads, privacy officers, auditors and administrators see this register.',
    },
    left: (hours) => (hours < 1 ? 'Less than an hour left' : `${plural.en(hours, '% hour', '% hours')} left`),
    over: 'The 72 hours are over',
    until: 'Notify by',
    from: 'Message from',
    sent: 'Sent on',
    reported: 'Reported by',
    known: 'Known since',
    to: (all, outside, delivered) =>
      `${plural.en(all, '% recipient', '% recipients')}, ${outside} outside the school, ${delivered === 0 ? 'not delivered yet' : `${delivered} already delivered`}`,
    why: 'Rules',
    words: 'Explanation',
    openCase: 'See the message',
    close: 'Close this report',
    closeWords: 'A leak that is not notified belongs in the register too, with the reason (GDPR, Article 33(5)).',
    outcome: 'What was decided?',
    outcomes: {
      notified: 'Notified to the supervisory authority',
      'no-risk': 'A leak, but no need to notify',
      'no-leak': 'No leak',
    },
    reason: 'Why, and what was done about it?',
    button: 'Close',
    closed: 'Closed by',
    done: 'The report is closed. It stays in the register.',
  },
}
