/** What a backtest found: counts now and then, rule by rule, and each message whose fate would change. */
import type { Contact } from '../directory/directory.ts'
import { sayPlace } from '../message/message.ts'
import { type Hit, OUTCOMES, type Outcome } from '../policy/policy.ts'
import { clock, line, table } from './terminal.ts'

type Count = { now: number; proposed: number }

export type Tally = {
  messages: number
  /** Not from this school: mail that came in. */
  leftOut: number
  unreadable: number
  changed: number
  /** When the earliest and the latest of them were sent. */
  first: number | undefined
  last: number | undefined
  readonly outcomes: Readonly<Record<Outcome, Count>>
  /** Messages in which a rule counts. */
  readonly rules: Record<string, Count>
}

/** `hits`: those of the stricter side, which are why. */
export type Change = Readonly<{
  file: string
  date: number | undefined
  sender: Contact
  now: Outcome
  proposed: Outcome
  hits: readonly Hit[]
}>

const difference = ({ now, proposed }: Count): string => {
  if (now === proposed) return ''
  return proposed > now ? `+${proposed - now}` : `−${now - proposed}`
}

const NUMBER = 'no gateway'.length

/** Names at the left, numbers under their heads. */
const rows = (heads: readonly string[], counts: readonly (readonly [string, Count])[]): string =>
  table(
    [heads, ...counts.map(([name, count]) => [name, `${count.now}`, `${count.proposed}`, difference(count)])].map(
      ([name = '', ...numbers]) => [name, ...numbers.map((number) => number.padStart(NUMBER))],
    ),
  )

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

/** Of each rule the first thing it saw. */
const describeHit = ({ rule, clause, finding, unknown }: Hit, more: number): string => {
  const what = finding ? `, ${sayPlace(finding.place, 'nl')}: ${finding.because.nl}` : unknown ? `: ${unknown}` : ''
  const rest = more > 0 ? ` (+${more})` : ''
  return [
    line(`    ${rule}${clause ? ` (${clause})` : ''}${what}${rest}`),
    finding?.excerpt ? line(`    │ ${finding.excerpt}`) : '',
  ].join('')
}

const describeChange = ({ file, date, sender, now, proposed, hits }: Change): string => {
  const sent = date === undefined ? 'no date' : clock(date)
  const some = now === proposed ? ', for some of its recipients' : ''
  return [
    line(`${now} → ${proposed}  ${file}`),
    line(`    ${sent}, from ${domainOf(sender.address)} (${sender.class})${some}`),
    ...[...Map.groupBy(hits, ({ rule }) => rule).values()].map(([first, ...more]) => describeHit(first!, more.length)),
  ].join('')
}

const several = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`

const headline = ({ messages, leftOut, unreadable, first, last }: Tally): string => {
  const days =
    first === undefined || last === undefined ? '' : ` of ${clock(first).slice(0, 10)} to ${clock(last).slice(0, 10)}`
  const others = [
    leftOut > 0 ? `${leftOut} not sent from this school left out` : '',
    unreadable > 0 ? `${unreadable} unreadable` : '',
  ].filter(Boolean)
  return line(`${several(messages, 'message', 'messages')}${days}${others.map((words) => `, ${words}`).join('')}.`)
}

/** `compared`: with the rules in force, else with no gateway at all. */
export const describeBacktest = (changes: readonly Change[], tally: Tally, compared: boolean): string => {
  const heads = compared ? ['in force', 'proposed'] : ['no gateway', 'in force']
  const rules = Object.entries(tally.rules).sort(([a], [b]) => a.localeCompare(b))
  return [
    headline(tally),
    line(),
    rows(
      ['outcome', ...heads],
      OUTCOMES.map((outcome) => [outcome, tally.outcomes[outcome]]),
    ),
    ...(rules.length > 0 ? [line(), rows(['messages by rule', ...heads], rules)] : []),
    line(),
    line(changes.length === 0 ? 'No message would fare otherwise.' : `Would fare otherwise: ${changes.length}`),
    ...changes.map(describeChange),
  ].join('')
}

const findingOf = ({ rule, clause, finding, unknown, outcome }: Hit): object => ({
  rule,
  category: finding?.category ?? '',
  clause: clause ?? '',
  outcome,
  place: finding ? sayPlace(finding.place, 'nl') : '',
  excerpt: finding?.excerpt ?? '',
  because: finding?.because.nl ?? unknown ?? '',
})

/** One line for each message that changes, then one with the counts. */
export const jsonOf = (changes: readonly Change[], { first, last, ...tally }: Tally): string => {
  const isoOf = (date: number | undefined): string => (date === undefined ? '' : new Date(date).toISOString())
  const lines = changes.map(({ file, date, sender, now, proposed, hits }) => ({
    file,
    date: isoOf(date),
    sender: { class: sender.class, domain: domainOf(sender.address) },
    now,
    proposed,
    findings: hits.map(findingOf),
  }))
  const summary = { ...tally, first: isoOf(first), last: isoOf(last) }
  return [...lines, { summary }].map((one) => line(JSON.stringify(one))).join('')
}
