/**
 * Categories somebody is asked for. A scope is a list of categories of findings (`medical`, `insult`) and of rules
 * (`password`); an empty one is all of them.
 *
 * A case is seen by who is asked for at least one thing that keeps it; of the other findings they learn the rule, and no
 * more. They may send it back. Only who is asked for everything that keeps it may release it or read its text: nobody lets
 * go what they could not see. So that no case is left without anyone, somebody scoped needs a colleague who is not
 * (`cover.ts`): whoever is not scoped is asked for every case of the school.
 */
import type { Hit } from '../policy/policy.ts'
import { Refused } from './refused.ts'
import type { HeldCase, HeldFor, HeldItem } from './review.ts'
import { bareHit } from './sight.ts'

export const CATEGORIES = [
  ...(['family', 'psycho-social', 'medical', 'care', 'financial', 'special-category', 'national-number'] as const),
  ...(['sexual', 'racist', 'discriminatory', 'insult', 'intimidation', 'threat', 'hate'] as const),
]
export type Category = (typeof CATEGORIES)[number]

type Scoped = Readonly<{ categories: readonly string[] }>

/** How much of what keeps a message somebody is asked for. */
export type Share = 'all' | 'some' | 'none'

const counts = ({ outcome }: Hit): boolean => outcome === 'hold' || outcome === 'bounce'

/** Of a hit what decides who is asked for it. */
export type Scope = Readonly<{ rule: string; category: string | undefined; counts: boolean; inSubject: boolean }>

export const scopeOf = (hit: Hit): Scope => ({
  rule: hit.rule,
  category: hit.finding?.category,
  counts: counts(hit),
  inSubject: hit.finding?.place.in === 'subject',
})

export const coversScope = ({ categories }: Scoped, { rule, category }: Pick<Scope, 'rule' | 'category'>): boolean =>
  categories.length === 0 || categories.includes(rule) || (category !== undefined && categories.includes(category))

const covers = (who: Scoped, { rule, finding }: Hit): boolean => coversScope(who, { rule, category: finding?.category })

export const shareOf = (who: Scoped, decision: HeldFor['decision']): Share => {
  if (who.categories.length === 0) return 'all'
  const counting = decision?.hits.filter(counts) ?? []
  const own = counting.filter((hit) => covers(who, hit)).length
  return own === 0 ? 'none' : own === counting.length ? 'all' : 'some'
}

export const demandWhole = (who: Scoped, decision: HeldFor['decision']): void => {
  if (shareOf(who, decision) !== 'all')
    throw new Refused('Part of this message is not for your categories: somebody who may see all of it decides.')
}

/** Which rule, and not of what kind the finding was. */
const closed = (hit: Hit): Hit => {
  const { finding, ...bare } = bareHit(hit)
  if (!finding) return bare
  const { category: _category, ...rest } = finding
  return { ...bare, finding: rest }
}

const sameText = (a: Hit, b: Hit): boolean => {
  const [one, other] = [a.finding?.place, b.finding?.place]
  if (!one || !other || one.in !== other.in) return false
  return one.in !== 'attachment' || other.in !== 'attachment' || one.file === other.file
}

/** An excerpt has the words around what was found, and masks no more than that: beside another's finding it may tell it. */
const apart = (hit: Hit, hidden: readonly Hit[]): Hit =>
  hit.finding && hidden.some((other) => sameText(hit, other))
    ? { ...hit, finding: { ...hit.finding, excerpt: '' } }
    : hit

const subjectFor = (who: Scoped, subject: string, decision: HeldFor['decision']): string =>
  decision?.hits.some((hit) => !covers(who, hit) && hit.finding?.place.in === 'subject') ? '•••' : subject

/** A line of the list as somebody scoped sees it. */
export const scopedItem = (who: Scoped, item: HeldItem, decision: HeldFor['decision']): HeldItem => ({
  ...item,
  subject: subjectFor(who, item.subject, decision),
})

/** A case as somebody scoped sees it. */
export const scopedCase = (who: Scoped, held: HeldCase): HeldCase => {
  const hidden = held.decision.hits.filter((hit) => !covers(who, hit))
  if (hidden.length === 0) return held
  const hits = held.decision.hits.map((hit) => (covers(who, hit) ? apart(hit, hidden) : closed(hit)))
  const decision = { ...held.decision, hits }
  const subject = subjectFor(who, held.subject, held.decision)
  const verdict = held.mail.verdict && { ...held.mail.verdict, subject, shownSubject: subject, decision }
  const partial = shareOf(who, held.decision) !== 'all'
  // Letting go and making exceptions are for who may see all of it; what its sender wrote to somebody else may be anything.
  const may = partial ? { mayBcc: false, exceptable: [], questions: [] } : {}
  return { ...held, ...may, subject, decision, mail: { ...held.mail, verdict }, partial }
}
