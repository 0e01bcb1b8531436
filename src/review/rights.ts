/** Who may see a held message, and who may decide on it: by role and school, and never in one's own case. */

import { domainOf, type Mail, senderOf } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import { Refused } from './refused.ts'
import type { Actor, Role } from './review.ts'

/** Roles that may let a message go or send it back. */
const DECIDING: readonly Role[] = ['admin', 'privacy-officer', 'head', 'reviewer']

const decides = (roles: readonly Role[]): boolean => roles.some((role) => DECIDING.includes(role))

export const conflict = (actor: Actor, mail: Mail): string | undefined => {
  const own = actor.email.toLowerCase()
  const from = [senderOf(mail), mail.head.envelope.mailFrom].map((address) => address.toLowerCase())
  if (actor.schools.length > 0 && !actor.schools.map((s) => s.toLowerCase()).includes(domainOf(senderOf(mail))))
    return 'This message is of another school.'
  if (own === '') return undefined
  if (from.includes(own)) return 'This is your own message: somebody else decides on it.'
  const to = [...mail.recipients.map((r) => r.address), ...(mail.verdict?.visibleTo ?? [])]
  if (to.some((address) => address.toLowerCase() === own))
    return 'This message is addressed to you: somebody else decides on it.'
  return undefined
}

export const demand = (actor: Actor, mail: Mail, deciding: boolean): void => {
  if (deciding && !decides(actor.roles)) throw new Refused('Your role may not decide on held messages.')
  const reason = conflict(actor, mail)
  if (reason) throw new Refused(reason)
}

/** Who is told that something waits: who may decide on mail of this sender, and the addresses of the configuration. */
export const reviewersOf = async (parts: ReviewParts, sender: string): Promise<readonly string[]> => {
  const school = domainOf(sender)
  const deciding = (await parts.accounts.list()).filter(
    ({ disabled, roles, schools }) =>
      !disabled && decides(roles) && (schools.length === 0 || schools.some((s) => s.toLowerCase() === school)),
  )
  const all = [...parts.options.alert, ...deciding.map(({ email }) => email)].map((address) => address.toLowerCase())
  return [...new Set(all)].filter((address) => address !== sender.toLowerCase())
}
