/** `policy backtest`: what other rules would have done with past mail, beside what those in force do. Nothing is sent or kept. */
import { openReaders, type Readers } from '../attachments/attachments.ts'
import { type Judgement, type Read, readMessage, weigh } from '../gateway.ts'
import type { Decision, Hit, Outcome } from '../policy/policy.ts'
import { OUTCOMES } from '../policy/policy.ts'
import { readRules } from '../rulebook.ts'
import { type Change, describeBacktest, jsonOf, type Tally } from './backtest-report.ts'
import type { Context } from './context.ts'
import { countingHits } from './expectations.ts'
import { type Letter, lettersIn, openLetter, whyUnreadable } from './letters.ts'
import { type ProposalOptions, propose, type Side } from './proposal.ts'
import { line, UsageError } from './terminal.ts'

export type BacktestOptions = ProposalOptions & Readonly<{ against?: string; json?: boolean }>

const UNREADABLE = 3

/** `now` is undefined where nothing is proposed: then the rules in force are compared with having no gateway at all. */
type Sides = Readonly<{ now: Side | undefined; proposed: Side }>

const sidesOf = (context: Context, { against, ...proposal }: BacktestOptions): Sides => {
  const inForce = readRules(context.config).rules
  const now = against === undefined ? { rules: inForce } : propose(context, { pack: against }, inForce)
  const isOne = [proposal.pack, proposal.lexicons, proposal.rule, proposal.model].some((given) => given !== undefined)
  return isOne ? { now, proposed: propose(context, proposal, inForce) } : { now: undefined, proposed: now }
}

/** Mail that came in lies in the same folders; the gateway never saw it. */
const isOutgoing = ({ message: { from, envelope } }: Read, { rules: { people } }: Side): boolean =>
  [...from.map(({ address }) => address), envelope.mailFrom].some((address) => {
    const contact = people.contact(address)
    return contact.ours || contact.class === 'private'
  })

/** At the hour it was sent, since a guard may ask for that; but only with the exceptions there are today. */
const weighAt = (read: Read, { rules, pack }: Side, given: string | undefined, today: number): Judgement => {
  const exceptions = rules.policy.exceptions.filter(({ expires }) => expires > today)
  const policy = { ...rules.policy, exceptions }
  const sent = Math.min(read.message.date ?? today, today)
  return weigh(read, { ...rules, policy }, sent, pack ?? given)
}

const counting = (decision: Decision | undefined): readonly Hit[] => (decision ? countingHits(decision) : [])

const fateOf = (decision: Decision | undefined): string =>
  decision?.recipients.map(({ address, outcome }) => `${address} ${outcome}`).join('\n') ?? ''

const rankOf = (outcome: Outcome): number => OUTCOMES.indexOf(outcome)

const changeOf = ({ name }: Letter, now: Judgement | undefined, proposed: Judgement): Change | undefined => {
  const was = now?.decision.outcome ?? 'forward'
  const { outcome } = proposed.decision
  if (was === outcome && (now === undefined || fateOf(now.decision) === fateOf(proposed.decision))) return undefined
  const hits = counting(rankOf(outcome) < rankOf(was) ? now?.decision : proposed.decision)
  const { message, seen } = proposed
  return { file: name, date: message.date, sender: seen.case.sender, now: was, proposed: outcome, hits }
}

const add = (tally: Tally, now: Judgement | undefined, proposed: Judgement): void => {
  tally.outcomes[now?.decision.outcome ?? 'forward'].now += 1
  tally.outcomes[proposed.decision.outcome].proposed += 1
  for (const [side, judgement] of [['now', now] as const, ['proposed', proposed] as const]) {
    for (const rule of new Set(counting(judgement?.decision).map((hit) => hit.rule))) {
      const { now = 0, proposed = 0 } = tally.rules[rule] ?? {}
      tally.rules[rule] = { now, proposed, [side]: (side === 'now' ? now : proposed) + 1 }
    }
  }
}

const newTally = (): Tally => ({
  messages: 0,
  leftOut: 0,
  unreadable: 0,
  changed: 0,
  first: undefined,
  last: undefined,
  outcomes: {
    forward: { now: 0, proposed: 0 },
    notify: { now: 0, proposed: 0 },
    hold: { now: 0, proposed: 0 },
    bounce: { now: 0, proposed: 0 },
  },
  rules: {},
})

type Trial = Readonly<{ sides: Sides; readers: Readers; tally: Tally; today: number }>

const tryLetter = async (letter: Letter, { sides, readers, tally, today }: Trial): Promise<Change | undefined> => {
  const { raw, envelope, pack } = await openLetter(letter, sides.proposed.rules.policy)
  const read = await readMessage(raw, envelope, readers)
  if (!isOutgoing(read, sides.proposed)) {
    tally.leftOut += 1
    return undefined
  }
  const proposed = weighAt(read, sides.proposed, pack, today)
  const now = sides.now && weighAt(read, sides.now, pack, today)
  tally.messages += 1
  if (read.message.date !== undefined) {
    tally.first = Math.min(tally.first ?? Number.POSITIVE_INFINITY, read.message.date)
    tally.last = Math.max(tally.last ?? 0, read.message.date)
  }
  add(tally, now, proposed)
  return changeOf(letter, now, proposed)
}

const tryAll = async ({ terminal }: Context, paths: readonly string[], trial: Trial): Promise<readonly Change[]> => {
  const changes: Change[] = []
  for (const letter of lettersIn(paths, terminal.cwd)) {
    try {
      const change = await tryLetter(letter, trial)
      if (change) changes.push(change)
    } catch (error) {
      terminal.err(line(`${letter.name}: ${whyUnreadable(error)}`))
      trial.tally.unreadable += 1
    }
  }
  trial.tally.changed = changes.length
  return changes
}

export const policyBacktest = async (
  context: Context,
  paths: readonly string[],
  options: BacktestOptions,
): Promise<number> => {
  const sides = sidesOf(context, options)
  const readers = openReaders(context.config.attachments)
  try {
    const trial = { sides, readers, tally: newTally(), today: Date.now() }
    const changes = await tryAll(context, paths, trial)
    const { tally } = trial
    if (tally.messages + tally.leftOut + tally.unreadable === 0) throw new UsageError('There is no mail there.')
    const { terminal } = context
    if (options.json) terminal.out(jsonOf(changes, tally))
    else terminal.out(describeBacktest(changes, tally, sides.now !== undefined))
    return tally.unreadable > 0 ? UNREADABLE : 0
  } finally {
    await readers.close()
  }
}
