/** `held`: the list, one case, release and return, beside a running server. */

import { closeHouse, type House, openHouse } from '../house.ts'
import { silentLog } from '../log.ts'
import { sayPlace } from '../message/message.ts'
import { type Actor, type HeldCase, type HeldItem, Refused } from '../review/review.ts'
import type { RecipientState } from '../store/store.ts'
import type { Context } from './context.ts'
import { clock, line, table } from './terminal.ts'

/** Whoever may run this command may read the store: an administrator by nature. Its use is in the audit log. */
export const operator = ({ terminal }: Context): Actor => ({
  name: `command line (${terminal.env.USER ?? 'operator'})`,
  email: '',
  roles: ['admin'],
  schools: [],
  categories: [],
})

export const withHouse = async (context: Context, action: (house: House) => Promise<number>): Promise<number> => {
  const house = await openHouse(context.config, silentLog)
  try {
    return await action(house)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    context.terminal.err(line(error.message))
    return 1
  } finally {
    await closeHouse(house)
  }
}

/** False once everybody it is for was decided on. */
const waits = ({ deadline }: HeldItem): boolean => Number.isFinite(deadline)

const plain = (item: HeldItem): object => ({
  id: item.id,
  from: item.from,
  subject: item.subject,
  pack: item.pack,
  rules: item.rules,
  recipients: item.recipients.filter((r) => r.fate === 'held').map((r) => r.address),
  heldAt: new Date(item.heldAt).toISOString(),
  deadline: waits(item) ? new Date(item.deadline).toISOString() : '',
  urgent: item.urgent,
  claimedBy: item.claim?.by ?? '',
})

export const heldList = (context: Context, options: { json?: boolean }): Promise<number> =>
  withHouse(context, async ({ review }) => {
    const { out } = context.terminal
    const items = await review.held(operator(context))
    if (options.json) out(items.map((item) => line(JSON.stringify(plain(item)))).join(''))
    else if (items.length === 0) out(line('Nothing is held.'))
    else
      out(
        table([
          ['ID', 'HELD SINCE', 'DECIDE BY', 'FROM', 'RULES', 'SUBJECT'],
          ...urgentFirst(items).map((i) => [
            ...[i.id, clock(i.heldAt), `${clock(i.deadline)}${i.urgent ? ' URGENT' : ''}`],
            ...[i.from, i.rules.join(' '), i.subject],
          ]),
        ]),
      )
    return 0
  })

const urgentFirst = (items: readonly HeldItem[]): readonly HeldItem[] =>
  items.toSorted((a, b) => Number(b.urgent) - Number(a.urgent))

/** Delivered is what the next hop took, and nothing before. */
const fateOf = ({ decision }: HeldCase, { address, fate, lastReply }: RecipientState): string => {
  const own = decision.recipients.find((r) => r.address.toLowerCase() === address.toLowerCase())
  if (fate === 'waiting') return own?.outcome === 'hold' ? 'released, under way' : 'under way'
  return fate === 'delivered' || fate === 'failed' ? `${fate}: ${lastReply}` : fate
}

const proposalText = ({ proposal }: HeldCase): readonly string[] =>
  [['released', proposal?.release ?? []] as const, ['returned at once', proposal?.bounce ?? []] as const].flatMap(
    ([what, to]) =>
      to.length > 0
        ? [`Now       By the rules as they are now it would be ${what} for ${to.join(', ')}. You decide.`]
        : [],
  )

const caseText = (held: HeldCase): string => {
  const rows = held.decision.hits.flatMap(({ finding, rule, clause, outcome, unknown }) => [
    line(`  ${outcome}  ${rule}${clause ? ` (${clause})` : ''}`),
    ...(unknown ? [line(`    ${unknown}`)] : []),
    ...(finding && held.visibility !== 'metadata'
      ? [line(`    ${sayPlace(finding.place, 'nl')}: ${finding.because.nl}`), line(`    │ ${finding.excerpt}`)]
      : []),
  ])
  const recipients = held.recipients.map((r) => line(`  ${r.address}  ${fateOf(held, r)}`))
  const head = [
    `ID        ${held.id}`,
    `From      ${held.from}`,
    ...(held.mail.hasBody ? [`Subject   ${held.subject}`] : []),
    `Policy    ${held.pack}`,
    ...(waits(held) ? [`Deadline  ${clock(held.deadline)}`] : []),
    ...(waits(held) && held.urgent ? [`Urgent    ${held.urgentReason}`] : []),
    ...(waits(held) && held.claim ? [`Claimed   by ${held.claim.name} since ${clock(held.claim.since)}`] : []),
    ...proposalText(held),
  ]
  const gone = held.mail.hasBody ? [] : [line('Its content was destroyed at its time.')]
  return [...head.map(line), line('Recipients'), ...recipients, line('Why'), ...rows, ...gone].join('')
}

const plainCase = (held: HeldCase): object => ({
  ...plain(held),
  hits: held.decision.hits,
  fates: held.recipients.map(({ address, fate, lastReply }) => ({ address, fate, lastReply })),
  proposal: held.proposal,
})

export const heldShow = (context: Context, id: string, options: { json?: boolean }): Promise<number> =>
  withHouse(context, async ({ review }) => {
    const held = await review.case(operator(context), id)
    context.terminal.out(options.json ? line(JSON.stringify(plainCase(held))) : caseText(held))
    return 0
  })

type TakeOver = Readonly<{ takeOver?: boolean }>

/** What somebody else is looking at is decided on only when it is taken over, in so many words. */
const takeOver = async ({ review }: House, context: Context, id: string, options: TakeOver): Promise<void> => {
  if (options.takeOver) await review.claim(operator(context), id, { takeOver: true })
}

export const heldRelease = (
  context: Context,
  id: string,
  options: TakeOver & Readonly<{ rcpt?: string[] }>,
): Promise<number> =>
  withHouse(context, async (house) => {
    const { review } = house
    await takeOver(house, context, id, options)
    await review.release(operator(context), id, options.rcpt ? { recipients: options.rcpt } : {})
    context.terminal.out(line(`${id} is released and under way. See when it arrives: mailsluis held show ${id}`))
    return 0
  })

export const heldReturn = (context: Context, id: string, options: TakeOver & { words: string }): Promise<number> =>
  withHouse(context, async (house) => {
    const { review } = house
    await takeOver(house, context, id, options)
    await review.return(operator(context), id, options.words)
    context.terminal.out(
      line(`${id} is not sent. Its sender reads your words (a machine or the null sender is never answered).`),
    )
    return 0
  })
