/** Who may see a held message, and who may decide on it: by role, school and category, and never in one's own case. */
import type { Decision, Pack } from '../policy/policy.ts'
import { domainOf, type Mail, senderOf } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import { Refused } from './refused.ts'
import type { Account, Actor, HeldFor, Role } from './review.ts'
import { demandWhole, shareOf } from './scope.ts'

export const actorOf = ({ name, email, roles, schools, categories }: Account): Actor => ({
  ...{ name, email, roles, schools, categories },
})

/** Roles that may let a message go or send it back. */
const DECIDING: readonly Role[] = ['admin', 'privacy-officer', 'head', 'reviewer']

export const mayDecideBy = (roles: readonly Role[]): boolean => roles.some((role) => DECIDING.includes(role))

const lower = (addresses: readonly string[]): readonly string[] => addresses.map((address) => address.toLowerCase())

/** Whom a message is about, and which colleagues it speaks of; ids of the directory. */
export const namedIn = (decision: Decision | undefined): ReadonlySet<string> =>
  new Set([...(decision?.named ?? []), ...(decision?.hits.flatMap(({ finding }) => finding?.subject?.id ?? []) ?? [])])

/** Why somebody is a party to a message, by address; undefined when they are none. */
const partyIn = (parts: Pick<ReviewParts, 'people'>, email: string, held: HeldFor): string | undefined => {
  const own = email.toLowerCase()
  if (own === '') return undefined
  if (lower(held.from).includes(own)) return 'This is your own message: somebody else decides on it.'
  if (lower(held.recipients).includes(own)) return 'This message is addressed to you: somebody else decides on it.'
  const named = namedIn(held.decision)
  const persons = named.size > 0 ? parts.people().contact(own).persons : []
  return persons.some(({ id }) => named.has(id)) ? 'This message is about you: somebody else decides on it.' : undefined
}

/** For whom a stored message was held. */
export const heldFor = (mail: Mail): HeldFor => ({
  from: [senderOf(mail), mail.head.envelope.mailFrom],
  recipients: [...mail.recipients.map((r) => r.address), ...(mail.verdict?.visibleTo ?? [])],
  decision: mail.verdict?.decision as Decision | undefined,
})

/** `school`: a domain. Who has no schools sees all. */
export const isOfSchool = (schools: readonly string[], school: string): boolean =>
  schools.length === 0 || lower(schools).includes(school)

export const conflict = (parts: Pick<ReviewParts, 'people'>, actor: Actor, mail: Mail): string | undefined => {
  if (!isOfSchool(actor.schools, domainOf(senderOf(mail)))) return 'This message is of another school.'
  const held = heldFor(mail)
  if (shareOf(actor, held.decision) === 'none') return 'This message is not for your categories.'
  return partyIn(parts, actor.email, held)
}

/**
 * `deciding`: it lets something go or shows all of it, and whoever does so may see everything that keeps it.
 * `returning`: it does no more than keep it or send it back; part of it is enough.
 */
export const demand = (
  parts: Pick<ReviewParts, 'people'>,
  actor: Actor,
  mail: Mail,
  deciding: boolean | 'returning',
): void => {
  if (deciding && !mayDecideBy(actor.roles)) throw new Refused('Your role may not decide on held messages.')
  const reason = conflict(parts, actor, mail)
  if (reason) throw new Refused(reason)
  if (deciding === true) demandWhole(actor, heldFor(mail).decision)
}

const mayDecide = (account: Account, school: string, { decision }: Pick<HeldFor, 'decision'>): boolean =>
  !account.disabled &&
  mayDecideBy(account.roles) &&
  isOfSchool(account.schools, school) &&
  shareOf(account, decision) !== 'none'

/** Accounts that may decide on this message in somebody's place; a party to it never. */
export const mayTakeOver = async (
  parts: Pick<ReviewParts, 'accounts' | 'people'>,
  mail: Mail,
): Promise<readonly Account[]> => {
  const school = domainOf(senderOf(mail))
  const held = heldFor(mail)
  const deciding = (await parts.accounts.list()).filter((account) => mayDecide(account, school, held))
  return deciding.filter(({ email }) => partyIn(parts, email, held) === undefined)
}

/** Who hears of a suspected leak: whom the pack names, else the school's privacy officers, else its administrators. */
export const reportedTo = async (
  { accounts, options }: Pick<ReviewParts, 'accounts' | 'options'>,
  { contacts }: Pack,
  school: string,
): Promise<readonly string[]> => {
  const named = contacts['data-leak'] ?? contacts['privacy-officer']
  if (named) return [named]
  const all = (await accounts.list()).filter(({ disabled, schools }) => !disabled && isOfSchool(schools, school))
  const having = (role: Role) => all.filter(({ roles }) => roles.includes(role)).map(({ email }) => email)
  return [having('privacy-officer'), having('admin'), options.alert].find((some) => some.length > 0) ?? []
}

/** Who is asked to decide, and which deputy in whose place. */
export type Asked = Readonly<{ reviewers: readonly string[]; deputies: ReadonlyMap<string, string> }>

/** Along the line of deputies, the first who may be asked. */
const deputyOf = (
  email: string,
  next: ReadonlyMap<string, string>,
  mayBeAsked: (email: string) => boolean,
): string | undefined => {
  const seen = new Set([email])
  let deputy = next.get(email)
  while (deputy !== undefined && !seen.has(deputy)) {
    if (mayBeAsked(deputy)) return deputy
    seen.add(deputy)
    deputy = next.get(deputy)
  }
  return undefined
}

/** Everybody who may decide on this message, by account or by the configuration; a party to it never. */
export const askedFor = async (parts: ReviewParts, held: HeldFor): Promise<Asked> => {
  const school = domainOf(held.from.find((address) => address !== '') ?? '')
  const accounts = new Map((await parts.accounts.list()).map((account) => [account.email, account]))
  const deciding = [...accounts.values()]
    .filter((account) => mayDecide(account, school, held))
    .map(({ email }) => email)
  const all = [...new Set(lower([...parts.options.alert, ...deciding]))]
  const isParty = (email: string): boolean => partyIn(parts, email, held) !== undefined
  const reviewers = all.filter((email) => !isParty(email))
  const mayBeAsked = (email: string): boolean => {
    const account = accounts.get(email)
    return !isParty(email) && (account === undefined || mayDecide(account, school, held))
  }
  const next = new Map(
    Object.entries(parts.options.deputies).map(([who, deputy]) => [who.toLowerCase(), deputy.toLowerCase()]),
  )
  const deputies = new Map<string, string>()
  for (const email of all) {
    const deputy = deputyOf(email, next, mayBeAsked)
    // Who is asked anyway stands in for nobody.
    if (deputy !== undefined && !reviewers.includes(deputy)) deputies.set(deputy, email)
  }
  return { reviewers, deputies }
}

/** Who is told of a message as soon as it is held: a deputy only of a reviewer who is a party to it. */
export const alertedOf = async (parts: ReviewParts, held: HeldFor): Promise<readonly string[]> => {
  const { reviewers, deputies } = await askedFor(parts, held)
  const standing = [...deputies].filter(([, absent]) => !reviewers.includes(absent))
  return [...reviewers, ...standing.map(([deputy]) => deputy)]
}
