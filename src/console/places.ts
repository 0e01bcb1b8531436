/** The places of the console, in the order of its navigation, and whose they are. */
import type { Language } from '../message/message.ts'
import type { Account, Role } from '../review/review.ts'

type Place = Readonly<{
  path: string
  /** Only with one of these roles; everybody who is signed in when absent. */
  roles?: readonly Role[]
  /** Only for who is limited to no school. */
  allSchools?: true
  name: Readonly<Record<Language, string>>
}>

const PLACES: readonly Place[] = [
  { path: '/held', name: { nl: 'Wachtende berichten', fr: 'Messages en attente', en: 'Waiting messages' } },
  { path: '/policy', name: { nl: 'Afspraken', fr: 'Règlement', en: 'Policy' } },
  {
    path: '/mail',
    roles: ['admin', 'helpdesk', 'auditor', 'privacy-officer', 'head'],
    name: { nl: 'Mail volgen', fr: 'Suivi des messages', en: 'Track mail' },
  },
  { path: '/overview', name: { nl: 'Overzicht', fr: 'Vue d’ensemble', en: 'Overview' } },
  {
    path: '/leaks',
    roles: ['admin', 'privacy-officer', 'head', 'auditor'],
    name: { nl: 'Datalekken', fr: 'Fuites de données', en: 'Data leaks' },
  },
  {
    path: '/blocked',
    roles: ['admin'],
    name: { nl: 'Geblokkeerd', fr: 'Bloqués', en: 'Blocked' },
  },
  { path: '/accounts', roles: ['admin'], name: { nl: 'Accounts', fr: 'Comptes', en: 'Accounts' } },
  {
    path: '/tokens',
    roles: ['admin'],
    allSchools: true,
    name: { nl: 'Sleutels', fr: 'Clés', en: 'Tokens' },
  },
  { path: '/account', name: { nl: 'Mijn toegang', fr: 'Mon accès', en: 'My access' } },
]

export const placesOf = ({ roles, schools }: Account): readonly Place[] =>
  PLACES.filter(
    (place) =>
      (place.roles === undefined || place.roles.some((role) => roles.includes(role))) &&
      (schools.length === 0 || !place.allSchools),
  )
