/** What the list of held messages says, and deciding on several at once. */
import type { AddressClass } from '../../directory/directory.ts'
import { inFrench, type Language } from '../../message/message.ts'
import { plural } from '../plural.ts'

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

const nl: ListTexts = {
  countMore: (n) => plural.nl(n, 'Meer dan % berichten wachten op een beslissing.'),
  found: {
    exactly: (n) => plural.nl(n, '% bericht gevonden.', '% berichten gevonden.'),
    more: (n) => plural.nl(n, 'Meer dan % berichten gevonden.'),
  },
  left: {
    now: 'Beslis nu',
    minutes: (n) => plural.nl(n, 'Nog % minuut schooltijd', 'Nog % minuten schooltijd'),
    hours: (n) => plural.nl(n, 'Nog % schooluur', 'Nog % schooluren'),
  },
  classes: {
    general: (n) => plural.nl(n, '% algemeen adres', '% algemene adressen'),
    group: (n) => plural.nl(n, '% groep', '% groepen'),
    personal: (n) => plural.nl(n, '% collega', '% collega’s'),
    private: (n) => plural.nl(n, '% privéadres van een collega', '% privéadressen van collega’s'),
    pupil: (n) => plural.nl(n, '% leerling', '% leerlingen'),
    parent: (n) => plural.nl(n, '% ouder', '% ouders'),
    partner: (n) => plural.nl(n, '% partner van de school', '% partners van de school'),
    outside: (n) => plural.nl(n, '% van buiten de school'),
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
  countMore: (n) => plural.fr(n, 'Plus de % messages attendent une décision.'),
  found: {
    exactly: (n) => plural.fr(n, '% message trouvé.', '% messages trouvés.'),
    more: (n) => plural.fr(n, 'Plus de % messages trouvés.'),
  },
  left: {
    now: 'Décidez maintenant',
    minutes: (n) => plural.fr(n, 'Encore % minute d’école', 'Encore % minutes d’école'),
    hours: (n) => plural.fr(n, 'Encore % heure d’école', 'Encore % heures d’école'),
  },
  classes: {
    general: (n) => plural.fr(n, '% adresse générale', '% adresses générales'),
    group: (n) => plural.fr(n, '% groupe', '% groupes'),
    personal: (n) => plural.fr(n, '% collègue', '% collègues'),
    private: (n) => plural.fr(n, '% adresse privée d’un collègue', '% adresses privées de collègues'),
    pupil: (n) => plural.fr(n, '% élève', '% élèves'),
    parent: (n) => plural.fr(n, '% parent', '% parents'),
    partner: (n) => plural.fr(n, '% partenaire de l’école', '% partenaires de l’école'),
    outside: (n) => plural.fr(n, '% personne hors de l’école', '% personnes hors de l’école'),
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
  countMore: (n) => plural.en(n, 'More than % messages are waiting for a decision.'),
  found: {
    exactly: (n) => plural.en(n, '% message found.', '% messages found.'),
    more: (n) => plural.en(n, 'More than % messages found.'),
  },
  left: {
    now: 'Decide now',
    minutes: (n) => plural.en(n, '% minute of school time left', '% minutes of school time left'),
    hours: (n) => plural.en(n, '% school hour left', '% school hours left'),
  },
  classes: {
    general: (n) => plural.en(n, '% general address', '% general addresses'),
    group: (n) => plural.en(n, '% group', '% groups'),
    personal: (n) => plural.en(n, '% colleague', '% colleagues'),
    private: (n) => plural.en(n, '% private address of a colleague', '% private addresses of colleagues'),
    pupil: (n) => plural.en(n, '% pupil', '% pupils'),
    parent: (n) => plural.en(n, '% parent', '% parents'),
    partner: (n) => plural.en(n, '% partner of the school', '% partners of the school'),
    outside: (n) => plural.en(n, '% from outside the school'),
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
