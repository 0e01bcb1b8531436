/** From what was seen to what a pack makes of it: one hit per finding, unchecked rule and own rule. */
import type { Finding, Seen } from '../detectors/detectors.ts'
import { compelled } from './compelled.ts'
import { type Exception, exceptionsFor, means } from './exceptions.ts'
import { type Facts, factsOf } from './facts.ts'
import { forAutomatic, milder, under } from './outcomes.ts'
import type { Hit, Mode, Outcome, Pack, PackRule, Policy } from './policy.ts'

/** From here on two people at a school would agree. */
const SURE = 0.8

type Judging = Readonly<{
  policy: Policy
  pack: Pack
  seen: Seen
  now: number
  automatic: boolean
  facts: () => Facts
}>

const outcomeFor = ({ categories, outcome, unsure }: PackRule, { category, confidence }: Finding): Outcome => {
  const sure = category !== undefined && Object.hasOwn(categories, category) ? categories[category]! : outcome
  return confidence < SURE ? milder(sure, unsure) : sure
}

/** The clause that speaks of this kind of finding, else the first that speaks of no kind, else the first. */
const clauseFor = (pack: Pack, rule: PackRule, category: string | undefined): string | undefined => {
  const kindsOf = (id: string) => pack.clauses.find((clause) => clause.id === id)?.categories
  return (
    rule.clauses.find((id) => category !== undefined && kindsOf(id)?.includes(category)) ??
    rule.clauses.find((id) => kindsOf(id) === undefined) ??
    rule.clauses[0]
  )
}

const weigh = ({ automatic }: Judging, mode: Mode, wouldBe: Outcome): Pick<Hit, 'mode' | 'outcome' | 'wouldBe'> => {
  const outcome = under(mode, wouldBe)
  return { mode, outcome: automatic ? forAutomatic(outcome) : outcome, wouldBe }
}

const hitOf = (judging: Judging, rule: PackRule, finding: Finding): Hit => {
  const weighed = weigh(judging, rule.mode, outcomeFor(rule, finding))
  const clause = clauseFor(judging.pack, rule, finding.category)
  const stopped = weighed.outcome === 'hold' || weighed.outcome === 'bounce'
  return {
    rule: rule.rule,
    ...weighed,
    ...(clause === undefined ? {} : { clause }),
    ...(stopped && rule.fix !== undefined ? { fix: rule.fix } : {}),
    finding,
    // An empty list would mean "nobody"; a detector that says so has seen something all the same.
    ...(finding.recipients && finding.recipients.length > 0 ? { recipients: finding.recipients } : {}),
  }
}

const unknownHit = (judging: Judging, rule: PackRule, unknown: string): Hit => {
  const clause = rule.clauses[0]
  return { rule: rule.rule, ...weigh(judging, rule.mode, 'hold'), ...(clause === undefined ? {} : { clause }), unknown }
}

const outOfForce = ({ fix: _, ...hit }: Hit, { id }: Exception): Hit => ({ ...hit, outcome: 'forward', exception: id })

/** A hit, parted into what exceptions cover and what still counts. */
const excepted = ({ policy, seen, now }: Judging, hit: Hit, finding: Finding): readonly Hit[] => {
  const inForce = exceptionsFor(policy.exceptions, finding, seen.case.sender.address, now)
  if (inForce.length === 0) return [hit]
  const forAll = inForce.find(({ recipient }) => recipient === undefined)
  if (forAll) return [outOfForce(hit, forAll)]
  const concerned = hit.recipients ?? seen.case.recipients.map(({ address }) => address.toLowerCase())
  const parts = Map.groupBy(concerned, (address) => inForce.find(({ recipient }) => means(recipient, address)))
  if ([...parts.keys()].every((exception) => exception === undefined)) return [hit]
  return [...parts].map(([exception, recipients]) => {
    const part = { ...hit, recipients }
    return exception ? outOfForce(part, exception) : part
  })
}

/** true, false, or why it could not be told. */
const holds = ({ policy, facts }: Judging, when: string): boolean | string => {
  const guard = policy.guards.get(when)
  if (!guard) return 'its guard is not loaded'
  try {
    return guard(facts())
  } catch {
    return 'a fact that its guard needs is missing'
  }
}

const ruleHits = (
  judging: Judging,
  rule: PackRule,
  findings: readonly Finding[],
  error: string | undefined,
): readonly Hit[] => {
  if (findings.length === 0 && error === undefined) return []
  const counts = rule.when === undefined ? true : holds(judging, rule.when)
  if (counts === false) return []
  const untold = typeof counts === 'string' ? { ...weigh(judging, rule.mode, 'hold'), unknown: counts } : {}
  const known = findings.flatMap((finding) =>
    excepted(judging, { ...hitOf(judging, rule, finding), ...untold }, finding),
  )
  return error === undefined ? known : [...known, unknownHit(judging, rule, error)]
}

/** With the clause that speaks of it, where the pack has one. */
const compelledHits = (judging: Judging, findings: readonly Finding[]): readonly Hit[] =>
  findings.flatMap((finding) => {
    const outcome = compelled(finding)
    if (outcome === undefined) return []
    const rule = judging.pack.rules.find((one) => one.rule === finding.rule)
    const clause = rule && clauseFor(judging.pack, rule, finding.category)
    const quoted = clause === undefined ? {} : { clause }
    return [{ rule: finding.rule, ...weigh(judging, 'enforce', outcome), ...quoted, finding }]
  })

const ownHits = (judging: Judging): readonly Hit[] =>
  judging.pack.ownRules.flatMap(({ id, when, outcome, mode, clause }): readonly Hit[] => {
    const counts = mode === 'off' ? false : holds(judging, when)
    if (counts === false) return []
    const quoted = clause === undefined ? {} : { clause }
    if (counts === true) return [{ rule: `own:${id}`, ...weigh(judging, mode, outcome), ...quoted }]
    return [{ rule: `own:${id}`, ...weigh(judging, mode, 'hold'), ...quoted, unknown: counts }]
  })

export const hitsOf = (policy: Policy, pack: Pack, seen: Seen, now: number): readonly Hit[] => {
  const { message } = seen.case
  let facts: Facts | undefined
  const judging: Judging = {
    policy,
    pack,
    seen,
    now,
    automatic: message.automatic || message.envelope.mailFrom === '',
    facts: () => (facts ??= factsOf(seen, pack, now)),
  }
  const chosen = seen.findings.filter((finding) => compelled(finding) === undefined)
  const byRule = Map.groupBy(chosen, ({ rule }) => rule)
  const errors = new Map(seen.unknown.map(({ rule, error }) => [rule, error]))
  const rules = pack.rules.filter(({ mode }) => mode !== 'off')
  return [
    ...compelledHits(judging, seen.findings),
    ...rules.flatMap((rule) => ruleHits(judging, rule, byRule.get(rule.rule) ?? [], errors.get(rule.rule))),
    ...ownHits(judging),
  ]
}
