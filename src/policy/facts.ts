/**
 * The facts that guards and a school's own rules may ask about: who, to whom, what kind of message, what was found.
 * Never raw text: what a message says is judged by detectors, whose findings are masked.
 */
import type { Recipient, Seen } from '../detectors/detectors.ts'
import { LANGUAGES } from '../message/message.ts'
import type { Pack } from './policy.ts'

export type Facts = Readonly<{
  sender: Readonly<{ address: string; domain: string; class: string; function: string; school: string; known: boolean }>
  counts: Readonly<{ recipients: bigint; outside: bigint; visible: bigint; hidden: bigint }>
  recipients: readonly Readonly<{ address: string; domain: string; class: string; seen: string; ours: boolean }>[]
  message: Readonly<{
    reply: boolean
    forwarded: boolean
    bulk: boolean
    automatic: boolean
    language: string
    size: bigint
    attachments: bigint
  }>
  findings: Readonly<{ rules: readonly string[]; categories: readonly string[]; count: bigint }>
  time: Readonly<{ hour: bigint; weekday: bigint; date: string }>
}>

type Told<T> = { readonly [K in keyof T]: readonly [type: string, meaning: string] }
type Fields<T> = T extends readonly (infer Item)[] ? Item : T

/** Type and meaning of every fact: what expressions are checked against, and what the schema tells the editor. */
export const FACTS: { readonly [K in keyof Facts]: Told<Fields<Facts[K]>> } = {
  sender: {
    address: ['string', 'From address in lower case, else the envelope sender'],
    domain: ['string', 'what follows its @'],
    class: ['string', 'general, group, personal, private, pupil, parent, partner or outside'],
    function: ['string', "function of the member of staff, '' when not known"],
    school: ['string', "school of the member of staff, '' when not known"],
    known: ['bool', 'the directory itself knows the address'],
  },
  counts: {
    recipients: ['int', 'recipients of this message'],
    outside: ['int', 'those whose domain is not ours'],
    visible: ['int', 'addresses in To and Cc'],
    hidden: ['int', 'recipients in BCC'],
  },
  recipients: {
    address: ['string', 'in lower case'],
    domain: ['string', 'what follows its @'],
    class: ['string', 'as for the sender'],
    seen: ['string', 'to, cc or hidden'],
    ours: ['bool', 'the domain is ours'],
  },
  message: {
    reply: ['bool', 'an answer in a thread'],
    forwarded: ['bool', 'a forwarded message'],
    bulk: ['bool', 'list or newsletter mail'],
    automatic: ['bool', 'sent by a machine: out-of-office, receipt, calendar reply, DSN'],
    language: ['string', `one of ${LANGUAGES.join(', ')}`],
    size: ['int', 'bytes'],
    attachments: ['int', 'files that hang on it'],
  },
  findings: {
    rules: ['list<string>', 'ids of the rules that saw something'],
    categories: ['list<string>', 'categories of what they saw'],
    count: ['int', 'how many findings'],
  },
  time: {
    hour: ['int', '0 to 23, Brussels and Amsterdam time'],
    weekday: ['int', '1 (Monday) to 7 (Sunday)'],
    date: ['string', 'as 2026-09-01'],
  },
}

/** One line per fact, for people. */
export const describeFacts = (): string =>
  Object.entries(FACTS)
    .flatMap(([group, fields]) => {
      const owner = group === 'recipients' ? 'recipients[i]' : group
      return Object.entries(fields).map(([name, [type, meaning]]) => `${owner}.${name} (${type}): ${meaning}`)
    })
    .join('\n')

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

// Brussels and Amsterdam keep the same clock.
const CLOCK = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Brussels',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  weekday: 'short',
})
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

const timeOf = (now: number): Facts['time'] => {
  const parts = CLOCK.formatToParts(now)
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((p) => p.type === type)!.value
  return {
    hour: BigInt(part('hour')),
    weekday: BigInt(WEEKDAYS.findIndex((day) => part('weekday').startsWith(day)) + 1),
    date: `${part('year')}-${part('month')}-${part('day')}`,
  }
}

const senderOf = ({ sender }: Seen['case']): Facts['sender'] => {
  const staff = sender.persons.find((person) => person.kind === 'staff')
  return {
    address: sender.address,
    domain: domainOf(sender.address),
    class: sender.class,
    function: staff?.function ?? '',
    school: staff?.school ?? '',
    known: sender.known,
  }
}

const recipientOf = ({ address, class: kind, seen, ours }: Recipient): Facts['recipients'][number] => ({
  address: address.toLowerCase(),
  domain: domainOf(address.toLowerCase()),
  class: kind,
  seen,
  ours,
})

const findingsOf = ({ findings }: Seen, pack: Pack): Facts['findings'] => {
  const on = new Set<string>(pack.rules.filter(({ mode }) => mode !== 'off').map(({ rule }) => rule))
  const counted = findings.filter(({ rule }) => on.has(rule))
  return {
    rules: [...new Set(counted.map(({ rule }) => rule))],
    categories: [...new Set(counted.flatMap(({ category }) => category ?? []))],
    count: BigInt(counted.length),
  }
}

const count = <T>(items: readonly T[], holds: (item: T) => boolean): bigint => BigInt(items.filter(holds).length)

/** CEL knows int only as bigint: a JavaScript number would be a double. */
export const factsOf = (seen: Seen, pack: Pack, now: number): Facts => {
  const { message, recipients, visible } = seen.case
  return {
    sender: senderOf(seen.case),
    counts: {
      recipients: BigInt(recipients.length),
      outside: count(recipients, ({ ours }) => !ours),
      visible: BigInt(new Set(visible.map(({ address }) => address)).size),
      hidden: count(recipients, (recipient) => recipient.seen === 'hidden'),
    },
    recipients: recipients.map(recipientOf),
    message: {
      reply: message.reply,
      forwarded: message.forwarded,
      bulk: message.bulk,
      automatic: message.automatic,
      language: message.language,
      size: BigInt(message.size),
      attachments: count(message.parts, ({ disposition }) => disposition !== 'inline'),
    },
    findings: findingsOf(seen, pack),
    time: timeOf(now),
  }
}
