/** What is said about tokens of the API. */
import { inFrench, type Language } from '../../message/message.ts'
import type { Scope } from '../../review/review.ts'

export type TokenTexts = Readonly<{
  title: string
  lead: string
  /** Beside a link to the description. */
  manual: string
  empty: string
  actsFor: string
  program: string
  schools: string
  allSchools: string
  lastUsed: string
  never: string
  ends: string
  noEnd: string
  revoke: string
  revokeWords: string
  revokeButton: string
  revoked: (name: string) => string
  add: string
  name: string
  nameHint: string
  may: string
  account: string
  accountHint: string
  days: string
  dayCount: (days: number) => string
  addButton: string
  added: Readonly<{ title: string; words: string; label: string; back: string }>
  refused: Readonly<{ title: string; words: string }>
  scopes: Readonly<Record<Scope, string>>
}>

const nl: TokenTexts = {
  title: 'Sleutels voor programma’s',
  lead: 'Met een sleutel doet een programma wat jij het hier toelaat, zonder jouw wachtwoord.',
  manual: 'Wat programma’s kunnen vragen, staat in',
  empty: 'Er zijn nog geen sleutels.',
  actsFor: 'Werkt voor',
  program: 'een programma',
  schools: 'Scholen',
  allSchools: 'alle',
  lastUsed: 'Laatst gebruikt',
  never: 'nog niet',
  ends: 'Eindigt',
  noEnd: 'niet vanzelf',
  revoke: 'Intrekken',
  revokeWords: 'Het programma kan dan meteen niets meer. Terugdraaien kan niet: je maakt dan een nieuwe sleutel.',
  revokeButton: 'Trek deze sleutel in',
  revoked: (name) => `De sleutel ${name} opent niets meer.`,
  add: 'Nieuwe sleutel',
  name: 'Naam',
  nameHint: 'Kleine letters, cijfers en streepjes, bijvoorbeeld outlook-knop. De naam staat in het logboek.',
  may: 'Wat mag het programma?',
  account: 'Voor wie werkt het?',
  accountHint:
    'Kies jezelf als het programma in jouw naam beslist. Het mag dan nooit meer dan jij, en niets over je eigen berichten.',
  days: 'Hoe lang geldt de sleutel?',
  dayCount: (days) => `${days} dagen`,
  addButton: 'Maak de sleutel',
  added: {
    title: 'De sleutel is klaar',
    words: 'Kopieer hem nu naar het programma. Je ziet hem maar één keer: wij bewaren hem niet.',
    label: 'Sleutel',
    back: 'Klaar, ik heb hem',
  },
  refused: { title: 'Dit is voor beheerders', words: 'Alleen een beheerder van alle scholen maakt sleutels.' },
  scopes: {
    check: 'Een bericht laten beoordelen, zonder het te bewaren',
    'held:read': 'Wachtende berichten zien, met bedekte woorden',
    'held:decide': 'Beslissen over wachtende berichten',
    'held:original': 'De hele tekst lezen, met een reden die de afzender ziet',
    'held:export': 'Het dossier van een bericht meenemen, met een reden',
    'exceptions:read': 'Uitzonderingen zien',
    'exceptions:write': 'Uitzonderingen maken en beëindigen',
    'leaks:read': 'Het register van mogelijke datalekken lezen',
    'leaks:write': 'Een mogelijk datalek melden en afsluiten',
    'mail:read': 'Berichten en de wachtrij volgen',
    'mail:retry': 'Wachtende mail opnieuw laten proberen',
    'mail:end': 'Mislukte mail opnieuw sturen, of opgeven',
    'blocked:read': 'Geblokkeerde accounts zien',
    'blocked:lift': 'Een blokkering opheffen',
    'accounts:read': 'Zien wie hier kan aanmelden',
    'accounts:write': 'Accounts maken en wijzigen: wie dit heeft, kan iedereen worden',
    'policy:read': 'De afspraken en hun regels lezen',
    'audit:read': 'Het logboek nakijken en meenemen',
    'counts:read': 'Aantallen zien',
    'figures:read': 'Tellingen per school, dag en week zien',
  },
}

const fr: TokenTexts = {
  title: 'Clés pour programmes',
  lead: 'Avec une clé, un programme fait ce que vous lui permettez ici, sans votre mot de passe.',
  manual: 'Ce que les programmes peuvent demander se trouve dans',
  empty: 'Il n’y a pas encore de clé.',
  actsFor: 'Agit pour',
  program: 'un programme',
  schools: 'Écoles',
  allSchools: 'toutes',
  lastUsed: 'Dernier usage',
  never: 'pas encore',
  ends: 'Prend fin',
  noEnd: 'pas d’elle-même',
  revoke: 'Retirer',
  revokeWords:
    'Le programme ne peut aussitôt plus rien faire. C’est définitif : au besoin, vous créerez une nouvelle clé.',
  revokeButton: 'Retirer cette clé',
  revoked: (name) => `La clé ${name} n’ouvre plus rien.`,
  add: 'Nouvelle clé',
  name: 'Nom',
  nameHint: 'Minuscules, chiffres et tirets, par exemple bouton-outlook. Le nom figure dans le journal.',
  may: 'Que peut faire le programme ?',
  account: 'Pour qui agit-il ?',
  accountHint:
    'Choisissez-vous vous-même si le programme décide en votre nom. Il ne pourra jamais plus que vous, et rien sur vos propres messages.',
  days: 'Combien de temps la clé est-elle valable ?',
  dayCount: (days) => `${days} jours`,
  addButton: 'Créer la clé',
  added: {
    title: 'La clé est prête',
    words: 'Copiez-la maintenant dans le programme. Vous ne la verrez qu’une fois : nous ne la gardons pas.',
    label: 'Clé',
    back: 'C’est fait, je l’ai',
  },
  refused: {
    title: 'Réservé aux administrateurs',
    words: 'Seul un administrateur de toutes les écoles crée des clés.',
  },
  scopes: {
    check: 'Faire juger un message, sans le garder',
    'held:read': 'Voir les messages en attente, mots masqués',
    'held:decide': 'Décider des messages en attente',
    'held:original': 'Lire le texte entier, avec une raison que l’expéditeur voit',
    'held:export': 'Exporter le dossier d’un message, avec une raison',
    'exceptions:read': 'Voir les exceptions',
    'exceptions:write': 'Créer et terminer des exceptions',
    'leaks:read': 'Lire le registre des fuites possibles',
    'leaks:write': 'Signaler une fuite possible et la clore',
    'mail:read': 'Suivre les messages et la file',
    'mail:retry': 'Faire réessayer les messages en attente',
    'mail:end': 'Renvoyer ce qui a échoué, ou y renoncer',
    'blocked:read': 'Voir les comptes bloqués',
    'blocked:lift': 'Lever un blocage',
    'accounts:read': 'Voir qui peut se connecter ici',
    'accounts:write': 'Créer et modifier des comptes : qui peut cela peut devenir n’importe qui',
    'policy:read': 'Lire le règlement et ses règles',
    'audit:read': 'Vérifier le journal et l’emporter',
    'counts:read': 'Voir les nombres',
    'figures:read': 'Voir les chiffres par école, par jour et par semaine',
  },
}

const en: TokenTexts = {
  title: 'Tokens for programs',
  lead: 'With a token, a program can do what you allow here, without your password.',
  manual: 'What programs can ask for is described in',
  empty: 'There are no tokens yet.',
  actsFor: 'Acts for',
  program: 'a program',
  schools: 'Schools',
  allSchools: 'all',
  lastUsed: 'Last used',
  never: 'not yet',
  ends: 'Ends',
  noEnd: 'never',
  revoke: 'Revoke',
  revokeWords: 'The program loses access at once. This cannot be undone: you would have to create a new token.',
  revokeButton: 'Revoke this token',
  revoked: (name) => `The token ${name} no longer works.`,
  add: 'New token',
  name: 'Name',
  nameHint: 'Lowercase letters, digits and dashes, such as outlook-button. The name appears in the log.',
  may: 'What may the program do?',
  account: 'Who does it act for?',
  accountHint:
    'Choose yourself if the program decides in your name. It can then never do more than you can, and nothing with your own messages.',
  days: 'How long is the token valid?',
  dayCount: (days) => `${days} days`,
  addButton: 'Create the token',
  added: {
    title: 'The token is ready',
    words: 'Copy it into the program now. You will see it only this once: we do not keep it.',
    label: 'Token',
    back: 'Done, I have it',
  },
  refused: { title: 'This is for administrators', words: 'Only an administrator of all schools can create tokens.' },
  scopes: {
    check: 'Have a message checked, without keeping it',
    'held:read': 'See waiting messages, with masked words',
    'held:decide': 'Decide on waiting messages',
    'held:original': 'Read the whole text, with a reason the sender can see',
    'held:export': 'Export the file of a case, with a reason',
    'exceptions:read': 'See exceptions',
    'exceptions:write': 'Create and end exceptions',
    'leaks:read': 'Read the register of possible data leaks',
    'leaks:write': 'Report a possible data leak and close it',
    'mail:read': 'Follow messages and the queue',
    'mail:retry': 'Try waiting mail again',
    'mail:end': 'Resend failed mail, or give up on it',
    'blocked:read': 'See blocked accounts',
    'blocked:lift': 'Lift a block',
    'accounts:read': 'See who can sign in here',
    'accounts:write': 'Create and change accounts: whoever has this can become anybody',
    'policy:read': 'Read the policy and its rules',
    'audit:read': 'Verify and export the log',
    'counts:read': 'See counts',
    'figures:read': 'See counts per school, day and week',
  },
}

export const TOKENS: Readonly<Record<Language, TokenTexts>> = { nl, fr: inFrench(fr), en }
