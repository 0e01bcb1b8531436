/** Whether an address outside the school looks like somebody's own or like that of a firm, a school, an office. */
import type { Contact } from '../directory/directory.ts'

// Small providers and families name themselves so: mail.example, thuis.example, familie-claes.example.
const HOME = /(?:^|[.-])(?:e-?mail|web-?mail|mail|thuis|home|priv[ée]|private|maison|famil(?:ie|y|le)|gezin)/
const PARENTS = /ouder|parent/
const SCHOOL =
  /school|scholen|college|lyceum|atheneum|athenee|gymnasium|campus|onderwijs|academie|universit|ecole|lycee|institut/

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

/** A mailbox a member of staff could have at home. */
export const isHomeMail = ({ ours, freeMail, address }: Contact): boolean =>
  !ours && (freeMail || HOME.test(domainOf(address)))

/** Somebody who writes for himself: a parent, a pupil, anybody with an account at home. */
export const isPrivatePerson = (contact: Contact): boolean =>
  contact.class === 'parent' ||
  contact.class === 'pupil' ||
  (contact.class === 'outside' && (isHomeMail(contact) || PARENTS.test(domainOf(contact.address))))

/** The domain of another school: its teachers are each other's colleagues. */
export const ofOtherSchool = (contact: Contact): string | undefined => {
  const domain = domainOf(contact.address)
  return !contact.ours && !contact.freeMail && SCHOOL.test(domain) && !PARENTS.test(domain) ? domain : undefined
}
