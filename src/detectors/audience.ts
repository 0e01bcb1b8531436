/** Who of the recipients stands outside the school's own staff. Pupils and parents do, also behind an address of ours. */
import type { Case, Recipient } from './detectors.ts'

const FAMILIES = /(?:ouder|parent|leerling|pupil|eleve|student|vrijwilliger|familie)|(?:^|[._-])lln(?:$|[._@-])/
const OUTSIDE = new Set(['private', 'pupil', 'parent', 'partner', 'outside'])

export const isOutsider = (recipient: Recipient): boolean => {
  if (!recipient.ours || OUTSIDE.has(recipient.class)) return true
  // "lln-5b@", "daan@leerling.school": what the directory does not know, the address may tell.
  // "3ew@" is what its members are.
  if (recipient.group?.kind === 'group' && recipient.group.members.some((member) => FAMILIES.test(member))) return true
  return (recipient.class === 'group' || !recipient.known) && FAMILIES.test(recipient.address)
}

/** Lower-cased addresses of all recipients outside the staff. */
export const outsidersOf = (seen: Case): string[] =>
  seen.recipients.filter(isOutsider).map((r) => r.address.toLowerCase())
