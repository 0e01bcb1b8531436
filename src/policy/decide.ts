/** The decision over one message: every rule is walked, the strictest outcome wins for each recipient, all evidence is kept. */
import { colleaguesIn } from '../detectors/detectors.ts'
import { hitsOf } from './hits.ts'
import { rank, strictest } from './outcomes.ts'
import type { Decide, Hit, RecipientDecision } from './policy.ts'

const sureness = (hit: Hit): number => hit.finding?.confidence ?? 0

/** Strictest first; what only would have counted after what counts; then the surest. */
const byWeight = (a: Hit, b: Hit): number =>
  rank(b.outcome) - rank(a.outcome) || rank(b.wouldBe) - rank(a.wouldBe) || sureness(b) - sureness(a)

type Verdict = Omit<RecipientDecision, 'address'>

const verdict = (hits: readonly Hit[]): Verdict => ({
  outcome: strictest(hits.map(({ outcome }) => outcome)),
  rules: [...new Set(hits.toSorted(byWeight).map(({ rule }) => rule))],
})

/** Hits that stop or advise, by the recipient they are about; '' is everybody. */
const counting = (hits: readonly Hit[]): ReadonlyMap<string, readonly Hit[]> => {
  const found = new Map<string, Hit[]>()
  for (const hit of hits) {
    if (hit.outcome === 'forward') continue
    for (const address of new Set(hit.recipients ?? [''])) {
      const known = found.get(address)
      if (known) known.push(hit)
      else found.set(address, [hit])
    }
  }
  return found
}

export const decide: Decide = (policy, pack, seen, now) => {
  const hits = hitsOf(policy, pack, seen, now).toSorted(byWeight)
  const by = counting(hits)
  const whole = by.get('') ?? []
  // Of ten thousand recipients most have no finding of their own: their verdict is one and the same.
  const common = verdict(whole)
  const recipients = seen.case.recipients.map(({ address }): RecipientDecision => {
    const own = by.get(address.toLowerCase())
    return { address, ...(own ? verdict([...whole, ...own]) : common) }
  })
  // A message that names no recipient is still judged.
  const all: readonly Verdict[] = recipients.length > 0 ? recipients : [verdict(hits)]
  const named = all.some(({ outcome }) => outcome === 'hold') ? colleaguesIn(seen.case) : []
  return {
    pack: pack.id,
    policyVersion: policy.version,
    outcome: strictest(all.map(({ outcome }) => outcome)),
    recipients,
    hits,
    ...(named.length > 0 ? { named } : {}),
  }
}
