/** Addresses one slip of the finger away from a known one: a domain of ours, a partner's, a mail provider's, a person's. */
import type { Directory } from '../directory/directory.ts'
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

/** What the eye takes for another: rn for m, vv for w, 0 for o, 1 and I for l. */
const seenAs = (text: string): string =>
  text.replace(/rn/g, 'm').replace(/vv/g, 'w').replace(/0/g, 'o').replace(/[1i]/g, 'l')

/** One letter off, or our name with other punctuation or another ending: school-ekeren.com for schoolekeren.be. */
const nearOurs = (domain: string, ours: readonly string[]): boolean =>
  ours.some((own) => {
    if (own.length >= 7 && (distance(domain, own) === 1 || seenAs(domain) === seenAs(own))) return true
    const [core, ownCore] = [squash(splitDomain(domain)[0]), squash(splitDomain(own)[0])]
    return core === squash(own) || (ownCore.length >= 7 && core === ownCore)
  })

/** A partner's name with one slip in it, or under another ending of the same kind. */
const nearPartner = (domain: string, partners: readonly string[]): boolean =>
  partners.some((partner) => {
    const [label, ending] = splitDomain(domain)
    const [known, knownEnding] = splitDomain(partner)
    if (known.length < 6 || ending !== knownEnding) return false
    return distance(label, known) === 1 || seenAs(label) === seenAs(known)
  })

const digitsOf = (text: string): string => text.replace(/\D/g, '')

const isSwap = (a: string, b: string): boolean =>
  a.length === b.length && [...a].sort().join('') === [...b].sort().join('')

const CONSONANTS = /[bcdfghjklmnpqrstvwxz]{2}/

/** Two words of a name that differ by a slip. Jan and Jana, Claes and Claeys, Peeters1 and Peeters2 are different people. */
const isSlip = (written: string, known: string): boolean => {
  if (Math.max(written.length, known.length) < 5 || written[0] !== known[0]) return false
  if (digitsOf(written) !== digitsOf(known) || distance(written, known) !== 1) return false
  if (isSwap(written, known) || seenAs(written) === seenAs(known)) return true
  if (written.length === known.length) return false
  const [short, long] = written.length < known.length ? [written, known] : [known, written]
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  const lost = long[at]!
  const doubled = lost === long[at - 1]
  const ended = at === short.length && /[setn]/.test(lost)
  // "desmt" for "desmet": the vowel between two consonants.
  return doubled || ended || (written === short && /[aeiou]/.test(lost) && CONSONANTS.test(short.slice(at - 1, at + 1)))
}

const nearPerson = (written: string, known: string): boolean => {
  const [a, b] = [written, known].map((address) => address.slice(0, address.lastIndexOf('@')).split(/[._-]/))
  // Google reads no dots, and the directory keeps such addresses without them.
  if (a!.length !== b!.length) return isSlip(a!.join(''), b!.join(''))
  const different = a!.map((_, i) => i).filter((i) => a![i] !== b![i])
  return different.length === 1 && isSlip(a![different[0]!]!, b![different[0]!]!)
}

/** Addresses that nobody knows, beside what they may have been meant to be; an own account of staff is no slip. */
export const lookAlikes = (recipients: readonly Recipient[], people: Directory): ReadonlyMap<Recipient, number> => {
  const unknown = recipients.filter((r) => !r.ours && !r.known && r.class !== 'partner')
  const domains = new Map<string, number>()
  const found = new Map<Recipient, number>()
  for (const recipient of unknown) {
    const { address, freeMail } = recipient
    const domain = address.slice(address.lastIndexOf('@') + 1)
    const ofDomain = (): number => {
      if (freeMail) return 0
      if (nearProvider(domain) || nearOurs(domain, people.domains)) return 0.8
      return nearPartner(domain, people.partnerDomains) ? 0.75 : 0
    }
    const near = domains.get(domain) ?? ofDomain()
    domains.set(domain, near)
    if (near > 0) found.set(recipient, near)
    else if (people.neighbours(address).some((known) => nearPerson(address, known))) found.set(recipient, 0.65)
  }
  return found
}
