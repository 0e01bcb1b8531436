/** Roles and kinds of findings, as people call them. */
import type { Language } from '../../message/message.ts'
import { CATEGORIES, type Category, type Role } from '../../review/review.ts'
import type { View } from '../layout.ts'

const ROLES: Readonly<Record<Language, Readonly<Record<Role, string>>>> = {
  nl: {
    admin: 'beheerder',
    'privacy-officer': 'aanspreekpunt privacy',
    head: 'directeur',
    reviewer: 'beslisser',
    helpdesk: 'helpdesk',
    auditor: 'auditor',
  },
  fr: {
    admin: 'administrateur',
    'privacy-officer': 'référent vie privée',
    head: 'direction',
    reviewer: 'décideur',
    helpdesk: 'assistance',
    auditor: 'auditeur',
  },
  en: {
    admin: 'administrator',
    'privacy-officer': 'privacy officer',
    head: 'head',
    reviewer: 'reviewer',
    helpdesk: 'helpdesk',
    auditor: 'auditor',
  },
}

const KINDS: Readonly<Record<Language, Readonly<Record<Category, string>>>> = {
  nl: {
    family: 'thuissituatie',
    'psycho-social': 'psychosociaal',
    medical: 'medisch',
    care: 'zorg',
    financial: 'geld',
    'special-category': 'bijzondere gegevens',
    'national-number': 'rijksregisternummer of BSN',
    sexual: 'seksueel',
    racist: 'racistisch',
    discriminatory: 'discriminerend',
    insult: 'belediging',
    intimidation: 'intimidatie',
    threat: 'bedreiging',
    hate: 'haat',
  },
  fr: {
    family: 'situation familiale',
    'psycho-social': 'psychosocial',
    medical: 'médical',
    care: 'suivi',
    financial: 'argent',
    'special-category': 'données particulières',
    'national-number': 'numéro national',
    sexual: 'sexuel',
    racist: 'raciste',
    discriminatory: 'discriminatoire',
    insult: 'insulte',
    intimidation: 'intimidation',
    threat: 'menace',
    hate: 'haine',
  },
  en: {
    family: 'situation at home',
    'psycho-social': 'psychosocial',
    medical: 'medical',
    care: 'care',
    financial: 'money',
    'special-category': 'special categories',
    'national-number': 'national number',
    sexual: 'sexual',
    racist: 'racist',
    discriminatory: 'discriminatory',
    insult: 'insult',
    intimidation: 'intimidation',
    threat: 'threat',
    hate: 'hate',
  },
}

export const EVERY_ROLE = Object.keys(ROLES.en) as readonly Role[]

export const roleName = (role: Role, { language }: View): string => ROLES[language][role]

/** Of a category, or of a rule. */
export const kindName = (kind: string, { language, texts }: View): string => {
  const category = CATEGORIES.find((one) => one === kind)
  if (category) return KINDS[language][category]
  return Object.hasOwn(texts.rules, kind) ? texts.rules[kind as keyof typeof texts.rules] : kind
}

/** Rules whose findings are of no category of these. */
export const rulesIn = ({ texts }: View): readonly string[] =>
  Object.keys(texts.rules).filter((rule) => !['sensitive-pupil-data', 'prohibited-content'].includes(rule))
