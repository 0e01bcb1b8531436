/** What the list of held messages says, and deciding on several at once. */
import type { AddressClass } from '../../directory/directory.ts'
import { inFrench, type Language } from '../../message/message.ts'

type Titled = Readonly<{ title: string; words: string }>
type Counted = (n: number) => string

export type ListTexts = Readonly<{
  /** At least so many. */
  countMore: Counted
  /** Of a search. */
  found: Readonly<{ exactly: Counted; more: Counted }>
  left: Readonly<{ now: string; minutes: Counted; hours: Counted }>
  classes: Readonly<Record<AddressClass, Counted>>
  search: Readonly<{
    label: string
    hint: string
    button: string
    filters: string
    clear: string
    rule: string
    school: string
    claimed: string
    all: string
    mine: string
    free: string
    taken: string
    soon: string
  }>
  nothing: Titled
  /** So much was looked at, and there may be more. */
  unfinished: string
  goOn: string
  next: string
  first: string
  /** Before the subject of a message. */
  choose: string
  together: string
  wholePage: string
  alike: string
  changed: string
  refresh: string
  /** Read aloud when the list renewed itself. */
  renewed: string
}>

const plural =
  (one: string, more: string): Counted =>
  (n) =>
    n === 1 ? `1 ${one}` : `${n} ${more}`

const nl: ListTexts = {
  countMore: (n) => `Meer dan ${n} berichten wachten op een beslissing.`,
  found: {
    exactly: (n) => (n === 1 ? '1 bericht gevonden.' : `${n} berichten gevonden.`),
    more: (n) => `Meer dan ${n} berichten gevonden.`,
  },
  left: {
    now: 'Beslis nu',
    minutes: (n) => (n === 1 ? 'Nog 1 minuut schooltijd' : `Nog ${n} minuten schooltijd`),
    hours: (n) => (n === 1 ? 'Nog 1 schooluur' : `Nog ${n} schooluren`),
  },
  classes: {
    general: plural('algemeen adres', 'algemene adressen'),
    group: plural('groep', 'groepen'),
    personal: plural('collega', 'collega’s'),
    private: plural('privéadres van een collega', 'privéadressen van collega’s'),
    pupil: plural('leerling', 'leerlingen'),
    parent: plural('ouder', 'ouders'),
    partner: plural('partner van de school', 'partners van de school'),
    outside: (n) => `${n} van buiten de school`,
  },
  search: {
    label: 'Zoek',
    hint: 'Adres of onderwerp',
    button: 'Zoek',
    filters: 'Verfijn',
    clear: 'Toon alles',
    rule: 'Waarom het wacht',
    school: 'School',
    claimed: 'Wie kijkt',
    all: 'Alles',
    mine: 'Ik',
    free: 'Nog niemand',
    taken: 'Iemand',
    soon: 'Alleen wat bijna om is',
  },
  nothing: {
    title: 'Niets gevonden',
    words: 'Er wacht geen bericht dat hierbij past. Zoek op een deel van een adres, of toon alles.',
  },
  unfinished: 'Er wacht veel. Er is nog niet overal gezocht.',
  goOn: 'Zoek verder',
  next: 'Volgende',
  first: 'Naar het begin',
  choose: 'Kies:',
  together: 'Beslis over wat je aanvinkt',
  wholePage: 'Beslis over alles op deze pagina',
  alike: 'Alle zoals dit',
  changed: 'De lijst is veranderd.',
  refresh: 'Toon de nieuwe lijst',
  renewed: 'De lijst is vernieuwd.',
}

const fr: ListTexts = {
  countMore: (n) => `Plus de ${n} messages attendent une décision.`,
  found: {
    exactly: (n) => (n < 2 ? `${n} message trouvé.` : `${n} messages trouvés.`),
    more: (n) => `Plus de ${n} messages trouvés.`,
  },
  left: {
    now: 'Décidez maintenant',
    minutes: (n) => (n < 2 ? `Encore ${n} minute de temps scolaire` : `Encore ${n} minutes de temps scolaire`),
    hours: (n) => (n < 2 ? `Encore ${n} heure scolaire` : `Encore ${n} heures scolaires`),
  },
  classes: {
    general: plural('adresse générale', 'adresses générales'),
    group: plural('groupe', 'groupes'),
    personal: plural('collègue', 'collègues'),
    private: plural('adresse privée d’un collègue', 'adresses privées de collègues'),
    pupil: plural('élève', 'élèves'),
    parent: plural('parent', 'parents'),
    partner: plural('partenaire de l’école', 'partenaires de l’école'),
    outside: plural('personne hors de l’école', 'personnes hors de l’école'),
  },
  search: {
    label: 'Rechercher',
    hint: 'Adresse ou objet',
    button: 'Rechercher',
    filters: 'Affiner',
    clear: 'Tout afficher',
    rule: 'Pourquoi il attend',
    school: 'École',
    claimed: 'Qui regarde',
    all: 'Tout',
    mine: 'Moi',
    free: 'Personne encore',
    taken: 'Quelqu’un',
    soon: 'Seulement ce qui presse',
  },
  nothing: {
    title: 'Rien trouvé',
    words: 'Aucun message en attente ne correspond. Cherchez une partie d’une adresse, ou affichez tout.',
  },
  unfinished: 'Beaucoup de messages attendent. Tous n’ont pas encore été parcourus.',
  goOn: 'Continuer la recherche',
  next: 'Suivants',
  first: 'Retour au début',
  choose: 'Choisir :',
  together: 'Décider de tout ce qui est coché',
  wholePage: 'Décider de toute cette page',
  alike: 'Tous les semblables',
  changed: 'La liste a changé.',
  refresh: 'Afficher la nouvelle liste',
  renewed: 'La liste a été actualisée.',
}

const en: ListTexts = {
  countMore: (n) => `More than ${n} messages are waiting for a decision.`,
  found: {
    exactly: (n) => (n === 1 ? '1 message found.' : `${n} messages found.`),
    more: (n) => `More than ${n} messages found.`,
  },
  left: {
    now: 'Decide now',
    minutes: (n) => (n === 1 ? '1 minute of school time left' : `${n} minutes of school time left`),
    hours: (n) => (n === 1 ? '1 school hour left' : `${n} school hours left`),
  },
  classes: {
    general: plural('general address', 'general addresses'),
    group: plural('group', 'groups'),
    personal: plural('colleague', 'colleagues'),
    private: plural('private address of a colleague', 'private addresses of colleagues'),
    pupil: plural('pupil', 'pupils'),
    parent: plural('parent', 'parents'),
    partner: plural('partner of the school', 'partners of the school'),
    outside: (n) => `${n} from outside the school`,
  },
  search: {
    label: 'Search',
    hint: 'Address or subject',
    button: 'Search',
    filters: 'Refine',
    clear: 'Show all',
    rule: 'Why it is waiting',
    school: 'School',
    claimed: 'Who is looking',
    all: 'All',
    mine: 'Me',
    free: 'Nobody yet',
    taken: 'Somebody',
    soon: 'Only what is almost due',
  },
  nothing: {
    title: 'Nothing found',
    words: 'No waiting message matches. Search for part of an address, or show all.',
  },
  unfinished: 'A lot is waiting. Not all of it has been searched yet.',
  goOn: 'Keep searching',
  next: 'Next',
  first: 'Back to the start',
  choose: 'Choose:',
  together: 'Decide on what you tick',
  wholePage: 'Decide on everything on this page',
  alike: 'All like this',
  changed: 'The list has changed.',
  refresh: 'Show the new list',
  renewed: 'The list has been updated.',
}

export const LIST_TEXTS: Readonly<Record<Language, ListTexts>> = { nl, fr: inFrench(fr), en }
