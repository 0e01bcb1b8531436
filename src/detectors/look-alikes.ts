/** Addresses one slip of the finger away from a known one: a domain of ours, a partner's, a mail provider's, a person's. */
import type { Contact, Directory } from '../directory/directory.ts'
import type { Recipient } from './detectors.ts'
import { distance } from './spelling.ts'

// Mail providers whose misspellings are registered by strangers.
const PROVIDERS =
  `gmail.com hotmail.com hotmail.be hotmail.nl outlook.com outlook.be live.be live.nl telenet.be skynet.be
  proximus.be ziggo.nl kpnmail.nl icloud.com yahoo.com`.split(/\s+/)
// The same label under another ending is a provider's own (hotmail.de) unless the ending is a slip.
const SLIPPED = new Set('con cm om co vom xom comm cpm coom cmo bee eb b ne n ln nll'.split(' '))

const splitDomain = (domain: string): [string, string] => {
  const dot = domain.lastIndexOf('.')
  return [domain.slice(0, dot), domain.slice(dot + 1)]
}

const nearProvider = (domain: string): boolean => {
  const [label, ending] = splitDomain(domain)
  return PROVIDERS.some((provider) => {
    const [known, knownEnding] = splitDomain(provider)
    if (label === known) return SLIPPED.has(ending)
    return ending === knownEnding && label.length >= 4 && distance(label, known) === 1
  })
}

const squash = (text: string): string => text.replace(/[^a-z0-9]/g, '')

/** One letter off, or our name with other punctuation or another ending: school-ekeren.com for schoolekeren.be. */
const nearOurs = (domain: string, ours: readonly string[]): boolean =>
  ours.some((own) => {
    if (own.length >= 7 && distance(domain, own) === 1) return true
    const [core, ownCore] = [squash(splitDomain(domain)[0]), squash(splitDomain(own)[0])]
    return core === squash(own) || (ownCore.length >= 7 && core === ownCore)
  })

const CONSONANTS = /^[bcdfghjklmnpqrstvwxz]{2}$/

/** Forms one slip away: a letter too many or too few of two, two swapped, a vowel forgotten. Digits tell namesakes apart. */
const slips = (word: string): string[] => {
  const forms: string[] = []
  for (let i = 0; i < word.length; i++) {
    const [before, letter, after] = [word.slice(0, i), word[i]!, word.slice(i + 1)]
    if (!/[a-z]/.test(letter)) continue
    forms.push(before + after, before + letter + letter + after)
    if (after !== '') forms.push(before + after[0] + letter + after.slice(1))
    if (CONSONANTS.test(letter + after.slice(0, 1)))
      for (const vowel of 'aeiou') forms.push(before + letter + vowel + after)
  }
  for (const end of 'setn') forms.push(word + end)
  return [...new Set(forms)].filter((form) => form !== word && form.length >= 5)
}

const LONGEST = 30

/** The directory is asked for each form, so only a handful of unknown addresses per message is looked at. */
const nearKnown = (
  written: string,
  before: string,
  after: string,
  known: (contact: Contact) => boolean,
  people: Directory,
) => written.length <= LONGEST && slips(written).some((form) => known(people.contact(`${before}${form}${after}`)))

const nearPartner = (domain: string, people: Directory): boolean => {
  const [label, ending] = splitDomain(domain)
  return nearKnown(label, 'x@', `.${ending}`, (contact) => contact.class === 'partner', people)
}

const isPerson = (contact: Contact): boolean => contact.known && contact.persons.length > 0

const nearPerson = (address: string, people: Directory): boolean => {
  const at = address.lastIndexOf('@')
  return nearKnown(address.slice(0, at), '', address.slice(at), isPerson, people)
}

// Beyond these an address list is no slip, and each costs some hundred questions to the directory.
const MAX_ASKED = 3

export const lookAlikes = (recipients: readonly Recipient[], people: Directory): ReadonlyMap<Recipient, number> => {
  const unknown = recipients.filter((r) => !r.ours && !r.known && r.class !== 'partner')
  const domains = new Map<string, boolean>()
  const found = new Map<Recipient, number>()
  for (const recipient of unknown) {
    const domain = recipient.address.slice(recipient.address.lastIndexOf('@') + 1)
    const near =
      domains.get(domain) ?? (!recipient.freeMail && (nearProvider(domain) || nearOurs(domain, people.domains)))
    domains.set(domain, near)
    if (near) found.set(recipient, 0.8)
  }
  const { parents, staff, pupils } = people.counts
  if (parents + staff + pupils === 0 || unknown.length > MAX_ASKED) return found
  for (const recipient of unknown) {
    const { address, freeMail } = recipient
    const near = freeMail
      ? nearPerson(address, people)
      : nearPartner(address.slice(address.lastIndexOf('@') + 1), people)
    if (near && !found.has(recipient)) found.set(recipient, 0.65)
  }
  return found
}
