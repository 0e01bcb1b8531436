/** Who people are: staff, pupils, parents, groups, partners; the class of every address; the persons a text names. */
import type { Word } from '../message/message.ts'

export { DirectoryError } from './error.ts'
export { type DirectoryOptions, emptyDirectory, type LoadedDirectory, loadDirectory } from './load.ts'
export { hashAddress } from './private-accounts.ts'

export type PersonKind = 'staff' | 'pupil' | 'parent'

export type Person = Readonly<{
  id: string
  kind: PersonKind
  firstName: string
  lastName: string
  /** Display name. */
  name: string
  email: string
  function: string
  /** Class of a pupil as the school writes it ("3B", "groep 5"). */
  class: string
  school: string
  pupilIds: readonly string[]
  photoConsent: boolean | undefined
}>

export type Group = Readonly<{ address: string; name: string; kind: 'group' | 'function'; members: readonly string[] }>
export type Partner = Readonly<{ domain: string; name: string; role: string }>
export type School = Readonly<{ id: string; name: string; address: string; phone: string; websites: readonly string[] }>

/**
 * general: a function mailbox (info@, directie@). group: stands for several persons. personal: a member of staff's school
 * account. private: a private account of a member of staff. partner: a care or other partner the school named.
 * (Clauses ME-3-categories, SJ-3-categories.)
 */
export type AddressClass = 'general' | 'group' | 'personal' | 'private' | 'pupil' | 'parent' | 'partner' | 'outside'

/** What is known of one address. `persons` may be several (two parents on one address, a parent who is also staff). */
export type Contact = Readonly<{
  address: string
  class: AddressClass
  /** The domain is one of ours. */
  ours: boolean
  /** A free-mail domain (gmail.com, telenet.be, ziggo.nl). */
  freeMail: boolean
  persons: readonly Person[]
  group?: Group
  partner?: Partner
  /** The directory itself says so; false when only the local part or domain suggests the class. */
  known: boolean
}>

/** A person named in a text. `strength` 0–1: 1 for first and last name, less for a first name that is also a word. */
export type NameHit = Readonly<{
  /** Persons the words may mean; one when unambiguous. */
  persons: readonly Person[]
  how: 'full' | 'last-first' | 'first-class' | 'initials-class' | 'last' | 'first' | 'number'
  /** UTF-16 offsets into the text the words came from. */
  start: number
  end: number
  strength: number
}>

export interface Directory {
  readonly domains: readonly string[]
  /** Pack id of one of our domains; undefined when the directory does not say. */
  packOf(domain: string): string | undefined
  contact(address: string): Contact
  person(id: string): Person | undefined
  /** All members of staff whose first and last name are these, folded; for look-alike private accounts. */
  staffNamed(firstName: string, lastName: string): readonly Person[]
  /** The member of staff whose name a local part or display name spells (jan.peeters, peetersjan, j.peeters82), if any. */
  staffSpelt(localPart: string, displayName: string): Person | undefined
  /** Members of staff with this first or last name. */
  staffCalled(name: string): readonly Person[]
  /** Domains of partners. */
  readonly partnerDomains: readonly string[]
  /** Persons' addresses at the domain of this one that begin with the same letter. */
  neighbours(address: string): readonly string[]
  /** Persons named in a text, in order. `text` is the original, `words` its tokens. */
  namesIn(text: string, words: readonly Word[]): readonly NameHit[]
  parentsOf(pupilId: string): readonly Person[]
  /** Staff addresses that may send as this shared address; empty when the directory does not say. */
  managersOf(address: string): readonly string[]
  /** `recipient` must not be mailed, by this sender or by anyone. */
  noContact(recipient: string, sender: string): boolean
  school(id: string): School | undefined
  readonly counts: Readonly<{ staff: number; pupils: number; parents: number; groups: number }>
}
