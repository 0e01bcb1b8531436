/**
 * Somebody's own household arranged from the school account: a bathroom, a car, a holiday, an insurance.
 *
 * Two signs are needed, in what is written to a firm: something of one's home, and an order, a bill or a complaint. What is
 * told to families, colleagues and partners is talk ("mijn auto staat in de garage"), and a class that travels books too.
 */
import type { Case, Reading, Recipient } from './detectors.ts'
import type { TermHit } from './lexicon.ts'
import { isPrivatePerson } from './private-mail.ts'
import { indexTerms, type TermIndex } from './term-index.ts'

const ONE = new Set("mijn m'n mn ma mon mes my".split(' '))
const SEVERAL = new Set('ons onze notre nos our'.split(' '))
/** "Mijn nieuwe auto", "onze oude badkamer". */
const REACH = 2

const isFirm = (recipient: Recipient): boolean =>
  !recipient.ours && (recipient.class === 'outside' || recipient.class === 'general') && !isPrivatePerson(recipient)

const owned = (index: TermIndex, name: string, owners: readonly ReadonlySet<string>[]): TermHit | undefined =>
  index
    .all(name)
    .find(({ first }) =>
      index.reading.words
        .slice(Math.max(0, first - REACH), first)
        .some(({ folded }) => owners.some((words) => words.has(folded))),
    )

const homeIn = (index: TermIndex): TermHit | undefined =>
  owned(index, 'private-use.household', [ONE, SEVERAL]) ??
  owned(index, 'private-use.home', [ONE]) ??
  index.all('private-use.family')[0]

/** What of the writer's own household a message to firms arranges. */
export const affairIn = (
  { recipients }: Case,
  readings: readonly Reading[],
): { reading: Reading; hit: TermHit } | undefined => {
  if (recipients.length === 0 || !recipients.every(isFirm)) return undefined
  const indexes = readings.map(indexTerms)
  const told = (name: string): boolean => indexes.some((index) => index.all(name).length > 0)
  if (!told('private-use.dealing') || told('private-use.school')) return undefined
  for (const index of indexes) {
    const hit = homeIn(index)
    if (hit) return { reading: index.reading, hit }
  }
  return undefined
}
