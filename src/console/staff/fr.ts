/** The pages for staff in French. */

import { plural } from '../plural.ts'
import type { StaffTexts } from './texts.ts'

const days = (n: number): string => plural.fr(n, '% jour', '% jours')

export const fr: StaffTexts = {
  why: {
    title: 'Pourquoi mon e-mail a-t-il été arrêté ?',
    lead: 'Choisissez ce que disait notre message.',
    of: (organisation) => `Voici ce qui a été convenu à ${organisation}.`,
    all: 'Toutes les raisons',
    choose: 'De quelle école êtes-vous ?',
    agreed: 'Qu’a convenu l’école ?',
    noClause: 'Le règlement n’en parle pas. La règle protège les élèves et les collègues.',
    doNow: 'Que pouvez-vous faire ?',
    nextTime: 'Pour la prochaine fois',
    happens: 'Que se passe-t-il ?',
    does: {
      bounce: 'Le message ne part pas. Vous le recevez en retour, avec une explication.',
      hold: 'Le message attend. Quelqu’un de l’école le vérifie.',
      notify: 'Le message part. Vous recevez un conseil.',
      forward: 'Le message part normalement.',
      trial: 'L’école essaie cette règle. Votre message part normalement.',
      off: 'Cette règle est désactivée dans votre école.',
    },
    kinds: 'Pour certaines sortes de données, la règle est plus ou moins stricte.',
    ask: 'Des questions ?',
    contact: (who, address) => `Demandez à ${who} : ${address}.`,
    leak: (address) =>
      `Quelque chose s’est mal passé, ou vous doutez ? Signalez-le à ${address}. Mieux vaut une fois de trop que trop peu.`,
    nobody: 'Demandez à la direction ou au coordinateur TIC de votre école.',
    unknown: {
      title: 'Nous ne connaissons pas cette raison',
      words: 'Choisissez-en une autre ci-dessous, ou vérifiez le lien.',
    },
  },
  what: {
    title: 'Qu’est-ce qui est vérifié, conservé et consulté ?',
    lead: 'Vous avez le droit de savoir ce qu’il advient de vos e-mails.',
    checked: 'Qu’est-ce qui est vérifié ?',
    checkedWords:
      'Un programme vérifie chaque e-mail qui part de l’école : les adresses, l’objet, le texte et les pièces jointes. C’est automatique. Personne ne lit par-dessus votre épaule.',
    groups: {
      bounce: {
        title: 'Ceci vous revient',
        words: 'Vous recevez aussitôt une explication, et parfois un bouton qui résout le problème.',
      },
      hold: {
        title: 'Ceci attend la décision d’un collègue',
        words: 'Vous recevez un e-mail qui dit que le message attend, et jusqu’à quand.',
      },
      notify: { title: 'Pour ceci, vous recevez un conseil', words: 'Votre e-mail part normalement.' },
      trial: { title: 'Ceci est à l’essai', words: 'C’est seulement compté. Votre e-mail part normalement.' },
      off: { title: 'Ceci n’est pas vérifié', words: 'Ces règles sont désactivées.' },
    },
    kept: 'Qu’est-ce qui est conservé, et combien de temps ?',
    keptOf: {
      gone: (n) =>
        `Un e-mail parti : son contenu est détruit dès qu’il est arrivé. Qui a écrit à qui, quand, et comment cela s’est terminé, est conservé ${days(n)}.`,
      held: (n) =>
        `Un e-mail qui attend : jusqu’à ce que quelqu’un décide, au plus ${plural.fr(n, '% jour d’école', '% jours d’école')}. Ensuite, il vous revient.`,
      stopped: (n) =>
        `Un e-mail qui vous est revenu : ${days(n)}, pour que le bouton de notre message fonctionne. Ensuite, son contenu est détruit.`,
      cases: (n) => `La règle concernée et ce qui a été décidé, sans contenu : ${days(n)}.`,
      sealed: 'Tout ce qui est conservé est chiffré.',
    },
    who: 'Qui peut regarder ?',
    whoWords: 'Seulement les e-mails arrêtés, et seulement ceux qui ont cette tâche à l’école :',
    roles: () => [
      'la direction',
      'le référent vie privée',
      'un collègue désigné, par exemple de la coordination des soins',
      'l’administrateur',
    ],
    sees: {
      metadata: 'Ils voient qui a écrit à qui et quelle règle est en jeu. Ils ne voient jamais le contenu.',
      findings:
        'Ils voient qui a écrit à qui et ce qui a été vu, avec noms et secrets masqués. Personne ne peut lire l’e-mail entier.',
      full: 'Ils voient d’abord seulement ce qui a été vu, avec noms et secrets masqués. Lire l’e-mail entier exige une raison.',
    },
    never:
      'Personne ne décide de ses propres e-mails, ni d’e-mails qui lui sont adressés ou qui parlent de lui. Il n’y a pas de listes par personne.',
    looks: 'Comment est-ce consigné ?',
    looksWords: [
      'Chaque fois que quelqu’un ouvre un message, c’est noté dans un journal. Personne ne peut le modifier sans que cela se voie.',
      'Si quelqu’un lit l’e-mail entier, vous le voyez auprès de votre message, avec la raison.',
    ],
    questions: 'Des questions ?',
  },
  mine: {
    title: 'Mes e-mails',
    lead: 'Voyez ce que sont devenus vos messages arrêtés. Vous recevez un lien dans votre propre boîte de réception.',
    address: 'Votre adresse e-mail de l’école',
    button: 'Envoyez-moi un lien',
    sent: {
      title: 'Regardez dans votre boîte de réception',
      words:
        'Si c’est une adresse de l’école, un e-mail avec un lien est en route. Il fonctionne une heure, et une seule fois. Rien ne vient ? Vérifiez l’adresse, ou attendez une heure si vous avez déjà demandé plusieurs fois.',
    },
    malformed: 'Indiquez votre adresse e-mail, comme an@ecole.be.',
    open: {
      title: 'Voir vos messages',
      words: 'Cliquez sur le bouton. Le lien de votre e-mail ne fonctionnera plus ensuite.',
    },
    openButton: 'Afficher mes messages',
    over: {
      title: 'Ce lien ne fonctionne plus',
      words: 'Un lien fonctionne une seule fois, et au plus une heure. Demandez-en simplement un nouveau.',
    },
    askAgain: 'Demander un nouveau lien',
    list: (address) => `De ${address}`,
    days: (n) => `Ce qui a été arrêté ces ${days(n)}. Le contenu n’est pas affiché ici.`,
    none: { title: 'Rien n’a été arrêté', words: 'Ces derniers temps, aucun de vos messages n’a été arrêté.' },
    waits: 'Attend une décision',
    decidedBy: 'au plus tard',
    follow: 'Suivre ou retirer',
    close: 'Fermer cette liste',
    closed: 'La liste est fermée.',
    fates: { stopped: 'arrêté, vous avez reçu une explication', withdrawn: 'retiré par vous' },
  },
  sent: {
    title: 'Votre message est déjà parti',
    words: (when) => `Il a été envoyé avec ce lien, le ${when}. Vous n’avez plus rien à faire.`,
  },
  looks: {
    nobody: 'Personne n’a lu l’e-mail entier.',
    title: 'Quelqu’un de l’école a lu l’e-mail entier',
    reason: 'Raison :',
  },
  links: {
    why: 'Pourquoi mon e-mail a-t-il été arrêté ?',
    what: 'Qu’est-ce qui est vérifié, conservé et consulté ?',
    mine: 'Mes e-mails',
  },
}
