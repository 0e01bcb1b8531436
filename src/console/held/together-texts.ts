/** Deciding on several messages at once, and undoing it. */
import { inFrench, type Language } from '../../message/message.ts'
import { plural } from '../plural.ts'

type Counted = (n: number) => string

export type TogetherTexts = Readonly<{
  title: string
  lead: Counted
  none: string
  onlyFirst: Counted
  alike: Readonly<{ title: string; words: string; sender: Counted; recipients: Counted }>
  messages: string
  release: Readonly<{ title: string; words: string; button: string }>
  return: Readonly<{ title: string; words: string; label: string; button: string }>
  chooseOne: string
  writeWords: string
  refused: Readonly<{ title: string; words: Counted; done: Counted }>
  undo: Readonly<{
    released: Counted
    returned: Counted
    until: (clock: string) => string
    button: string
    undone: string
    late: string
  }>
}>

const nl: TogetherTexts = {
  title: 'In één keer beslissen',
  lead: (n) => plural.nl(n, 'Je koos % bericht.', 'Je koos % berichten. Kijk ze na en beslis in één keer.'),
  none: 'Wat je koos, wacht niet meer, of is niet voor jou.',
  onlyFirst: (n) => `Je ziet de eerste ${n}. Beslis daarover, dan volgen de andere.`,
  alike: {
    title: 'Meer zoals dit',
    words: 'Ze wachten om dezelfde reden.',
    sender: (n) => `Alle ${n} van deze afzender`,
    recipients: (n) => `Alle ${n} aan dezelfde ontvangers`,
  },
  messages: 'Berichten',
  release: {
    title: 'Vrijgeven',
    words: 'Alle ontvangers krijgen het bericht.',
    button: 'Geef vrij wat is aangevinkt',
  },
  return: {
    title: 'Terugsturen',
    words: 'Elke afzender krijgt dezelfde uitleg van jou.',
    label: 'Wat moet er anders?',
    button: 'Stuur terug wat is aangevinkt',
  },
  chooseOne: 'Vink minstens één bericht aan.',
  writeWords: 'Schrijf eerst wat er anders moet. De afzenders lezen dat.',
  refused: {
    title: 'Niet alles is gelukt',
    words: (n) => plural.nl(n, 'Over % bericht kon je niet beslissen:', 'Over % berichten kon je niet beslissen:'),
    done: (n) => plural.nl(n, 'Bij % bericht is het wel gelukt.', 'Bij % berichten is het wel gelukt.'),
  },
  undo: {
    released: (n) => plural.nl(n, 'Je gaf % bericht vrij.', 'Je gaf % berichten vrij.'),
    returned: (n) => plural.nl(n, 'Je stuurde % bericht terug.', 'Je stuurde % berichten terug.'),
    until: (clock) => `Tot ${clock} vertrekt er niets.`,
    button: 'Maak ongedaan',
    undone: 'Ongedaan gemaakt. Er is niets vertrokken: alles wacht weer.',
    late: 'Dat was net te laat: de beslissing stond al vast.',
  },
}

const fr: TogetherTexts = {
  title: 'Décider en une fois',
  lead: (n) =>
    plural.fr(n, 'Vous avez choisi % message.', 'Vous avez choisi % messages. Vérifiez-les et décidez en une fois.'),
  none: 'Ce que vous avez choisi n’attend plus, ou ne vous est pas destiné.',
  onlyFirst: (n) => `Vous voyez les ${n} premiers. Décidez-en, les autres suivront.`,
  alike: {
    title: 'D’autres comme celui-ci',
    words: 'Ils attendent pour la même raison.',
    sender: (n) => `Les ${n} de cet expéditeur`,
    recipients: (n) => `Les ${n} aux mêmes destinataires`,
  },
  messages: 'Messages',
  release: {
    title: 'Libérer',
    words: 'Tous les destinataires reçoivent le message.',
    button: 'Libérer tout ce qui est coché',
  },
  return: {
    title: 'Retourner à l’expéditeur',
    words: 'Chaque expéditeur reçoit la même explication de votre part.',
    label: 'Que faut-il changer ?',
    button: 'Retourner tout ce qui est coché',
  },
  chooseOne: 'Cochez au moins un message.',
  writeWords: 'Écrivez d’abord ce qu’il faut changer. Les expéditeurs le liront.',
  refused: {
    title: 'Tout n’a pas réussi',
    words: (n) =>
      plural.fr(n, 'Vous n’avez pas pu décider de % message :', 'Vous n’avez pas pu décider de % messages :'),
    done: (n) => plural.fr(n, 'C’est fait pour % message.', 'C’est fait pour % messages.'),
  },
  undo: {
    released: (n) => plural.fr(n, 'Vous avez libéré % message.', 'Vous avez libéré % messages.'),
    returned: (n) => plural.fr(n, 'Vous avez retourné % message.', 'Vous avez retourné % messages.'),
    until: (clock) => `Rien ne part avant ${clock}.`,
    button: 'Annuler',
    undone: 'Annulé. Rien n’est parti : tout attend à nouveau.',
    late: 'C’était juste trop tard : la décision était déjà définitive.',
  },
}

const en: TogetherTexts = {
  title: 'Decide in one go',
  lead: (n) => plural.en(n, 'You chose % message.', 'You chose % messages. Check them and decide in one go.'),
  none: 'What you chose is no longer waiting, or is not for you.',
  onlyFirst: (n) => `These are the first ${n}. Decide on them, and the others follow.`,
  alike: {
    title: 'More like this',
    words: 'They are waiting for the same reason.',
    sender: (n) => `All ${n} from this sender`,
    recipients: (n) => `All ${n} to the same recipients`,
  },
  messages: 'Messages',
  release: { title: 'Release', words: 'All recipients get the message.', button: 'Release everything ticked' },
  return: {
    title: 'Return',
    words: 'Each sender gets the same explanation from you.',
    label: 'What should be different?',
    button: 'Return everything ticked',
  },
  chooseOne: 'Tick at least one message.',
  writeWords: 'First write what should be different. The senders will read it.',
  refused: {
    title: 'Not everything worked',
    words: (n) => plural.en(n, 'You could not decide on % message:', 'You could not decide on % messages:'),
    done: (n) => plural.en(n, 'It worked for % message.', 'It worked for % messages.'),
  },
  undo: {
    released: (n) => plural.en(n, 'You released % message.', 'You released % messages.'),
    returned: (n) => plural.en(n, 'You returned % message.', 'You returned % messages.'),
    until: (clock) => `Nothing leaves before ${clock}.`,
    button: 'Undo',
    undone: 'Undone. Nothing has left: everything is waiting again.',
    late: 'Just too late: the decision was already final.',
  },
}

export const TOGETHER_TEXTS: Readonly<Record<Language, TogetherTexts>> = { nl, fr: inFrench(fr), en }
