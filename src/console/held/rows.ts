/** What a line of the list says beyond what the review knows: classes of the recipients, whether a subject is kept from us. */
import type { AddressClass } from '../../directory/directory.ts'
import type { HeldItem } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import type { Row } from './list-page.ts'

// A letter to hundreds is told by its first ones.
const CLASSED_AT_MOST = 500

const classesOf = ({ people }: ConsoleParts, { recipients }: HeldItem): ReadonlyMap<AddressClass, number> => {
  const directory = people()
  const counts = new Map<AddressClass, number>()
  for (const { address } of recipients.filter(({ fate }) => fate === 'held').slice(0, CLASSED_AT_MOST)) {
    const { class: name } = directory.contact(address)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

export const rowOf = (parts: ConsoleParts, item: HeldItem): Row => {
  const policy = parts.policy()
  const pack = policy.packs.get(item.pack) ?? policy.packFor(item.from.slice(item.from.lastIndexOf('@') + 1))
  return { ...item, hidesSubject: pack.reviewVisibility === 'metadata', classes: classesOf(parts, item) }
}
