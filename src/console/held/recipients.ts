/** Whom a message is for: who they are to the school, why they wait, what became of it for them. */
import { html } from 'hono/html'
import type { Contact, Directory } from '../../directory/directory.ts'
import type { HeldCase } from '../../review/review.ts'
import type { RecipientState } from '../../store/store.ts'
import type { View } from '../layout.ts'
import { type Html, shown } from '../shown.ts'
import { mixedOf } from './alphabets.ts'
import { CASE_WORDS } from './case-texts.ts'
import { fateOf } from './fates.ts'
import { ruleName } from './list-page.ts'

const MOST_NAMED = 3

/** `choose`: the viewer may tick who gets it. */
export type Addressed = Readonly<{ held: HeldCase; people: Directory; choose: boolean }>

const pupilsOf = ({ persons }: Contact, people: Directory): readonly string[] =>
  persons
    .flatMap(({ pupilIds }) => pupilIds)
    .flatMap((id) => people.person(id) ?? [])
    .map(({ name, class: group }) => (group ? `${name} (${group})` : name))

/** More than the class, where the directory knows it. Not where the policy shows next to nothing. */
const whoOf = (contact: Contact, { held, people }: Addressed, { language }: View): string => {
  const words = CASE_WORDS[language]
  const { persons, group, partner } = contact
  if (held.visibility === 'metadata') return ''
  if (contact.class === 'parent') {
    const pupils = pupilsOf(contact, people).slice(0, MOST_NAMED)
    return pupils.length > 0 ? words.parentOf(new Intl.ListFormat(language).format(pupils)) : ''
  }
  if (group) return group.members.length > 0 ? `${group.name}, ${words.members(group.members.length)}` : group.name
  if (partner) return partner.role ? `${partner.name}, ${partner.role}` : partner.name
  const [person] = persons
  return person ? [person.name, person.function].filter((part) => part !== '').join(', ') : ''
}

/** Where the findings concern everybody alike, they say it all already. */
const whyOf = (address: string, { held }: Addressed, view: View): string => {
  const lists = held.decision.recipients.map(({ rules }) => rules.filter((rule) => held.rules.includes(rule)).join(' '))
  if (new Set(lists).size < 2) return ''
  const own = held.decision.recipients.findIndex((one) => one.address.toLowerCase() === address.toLowerCase())
  const rules = (lists[own] ?? '').split(' ').filter((rule) => rule !== '')
  return rules.map((rule) => ruleName(rule, view)).join(', ')
}

const aboutOf = (recipient: RecipientState, addressed: Addressed, view: View): Html => {
  const { held, people } = addressed
  const { texts, language } = view
  const same = (address: string): boolean => address.toLowerCase() === recipient.address.toLowerCase()
  const contact = people.contact(recipient.address)
  const who = whoOf(contact, addressed, view)
  const visible = held.mail.verdict?.visibleTo.some(same)
  const why = whyOf(recipient.address, addressed, view)
  const isParentOf = contact.class === 'parent' && who !== ''
  return html`<span>${shown(recipient.address)}</span>
    ${mixedOf(recipient.address, view)}
    <span class="muted">${isParentOf ? '' : texts.classes[contact.class]}${who && !isParentOf ? texts.colon : ''}${who ? shown(who) : ''}, ${visible ? texts.case.visible : texts.case.hidden}</span>
    ${
      recipient.fate === 'held' && why !== ''
        ? html`<span class="muted">${CASE_WORDS[language].waitsFor}${texts.colon}${shown(why)}</span>`
        : ''
    }`
}

/** Where the rules of now would let it go to some only, these are proposed. */
const isTicked = (address: string, { proposal }: HeldCase): boolean =>
  proposal === undefined || proposal.release.length === 0 || proposal.release.includes(address)

/** Held, and not part of a decision that can still be undone. */
export const undecidedIn = ({ recipients, pending }: HeldCase): readonly RecipientState[] =>
  recipients.filter(({ address, fate }) => fate === 'held' && !pending?.recipients.includes(address))

/** What was decided on is no more to be chosen, though it can still be undone. */
const becomeOf = (recipient: RecipientState, { pending, decision }: HeldCase, view: View): string => {
  if (recipient.fate !== 'held' || !pending?.recipients.includes(recipient.address))
    return fateOf(recipient, decision, view)
  return pending.to === 'release' ? view.texts.case.underWay : view.texts.fates.returned
}

const recipientOf = (recipient: RecipientState, index: number, addressed: Addressed, view: View): Html => {
  const { held, choose } = addressed
  const { address } = recipient
  const about = aboutOf(recipient, addressed, view)
  return choose && undecidedIn(held).includes(recipient)
    ? html`<li><input type="checkbox" id="to-${index}" name="recipient" value="${address}" ${isTicked(address, held) ? 'checked' : ''}><label for="to-${index}">${about}</label></li>`
    : html`<li class="gone"><span>${about}<span>${becomeOf(recipient, held, view)}</span></span></li>`
}

export const recipientsOf = (addressed: Addressed, view: View): Html =>
  html`<ul class="recipients">${addressed.held.recipients.map((r, i) => recipientOf(r, i, addressed, view))}</ul>`
