/**
 * What the rules of now would do with messages held under older ones. A person decides; nothing goes or returns by itself,
 * and what was released is not looked at again.
 */
import type { Decision } from '../policy/policy.ts'
import type { MailId } from '../store/store.ts'
import { deadlineOf, heldOf, type Mail } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import type { Proposal } from './review.ts'

// Judging is work of the processor; the mail that comes in goes before it.
const AT_ONCE = 20
const PAGE = 100
const DAY = 86_400_000
// Longer than any message waits.
const MARK_MS = 400 * DAY

const keyOf = (id: MailId): string => `proposal:${id}`

/** Undefined when the rules have changed since, or nobody waits for whom it would differ. */
export const proposalOf = async ({ store, policy }: ReviewParts, mail: Mail): Promise<Proposal | undefined> => {
  const held = new Set(heldOf(mail))
  if (held.size === 0) return undefined
  const found = (await store.get('mark', keyOf(mail.id))) as Proposal | undefined
  if (!found || found.version !== policy().version) return undefined
  const [release, bounce] = [found.release, found.bounce].map((some) => some.filter((to) => held.has(to))) as [
    string[],
    string[],
  ]
  return release.length + bounce.length === 0 ? undefined : { ...found, release, bounce }
}

const proposed = (mail: Mail, decision: Decision, at: number): Proposal => {
  const outcomes = new Map(decision.recipients.map(({ address, outcome }) => [address.toLowerCase(), outcome]))
  const with_ = (some: readonly string[]): readonly string[] =>
    heldOf(mail).filter((to) => some.includes(outcomes.get(to.toLowerCase()) ?? decision.outcome))
  return { version: decision.policyVersion, at, release: with_(['forward', 'notify']), bounce: with_(['bounce']) }
}

/**
 * Once for each version of the policy, whoever of the nodes comes first. The mark goes before the judging: a message that
 * takes the process down is not tried again, it just waits for its reviewer without a proposal.
 */
const rejudgeOne = async (parts: ReviewParts, mail: Mail, version: string, at: number): Promise<boolean> => {
  const { store } = parts
  const mark = { key: `rejudged:${mail.id}:${version}`, value: true, expires: at + MARK_MS }
  if (!(await store.put('mark', mark, { ifAbsent: true }))) return false
  const { decision } = await parts.judge(await store.body(mail.id), mail.head.envelope)
  const value = proposed(mail, decision, at)
  if (value.release.length + value.bounce.length > 0)
    await store.put('mark', { key: keyOf(mail.id), value, expires: deadlineOf(mail) + DAY })
  return true
}

/** Walks through what is held, newest first, some at each call; from the start again when the policy changes. */
export const openRejudging = (parts: ReviewParts): ((at: number) => Promise<number>) => {
  const { store, log } = parts
  let walk: { version: string; before: MailId | undefined; done: boolean } = {
    version: '',
    before: undefined,
    done: true,
  }

  const step = async (mail: Mail, at: number): Promise<boolean> => {
    if (mail.verdict === undefined || mail.verdict.decision.policyVersion === walk.version) return false
    return rejudgeOne(parts, mail, walk.version, at).catch((error) => {
      log.error('taskFailed', { task: 'rejudge', id: mail.id }, error)
      return true
    })
  }

  return async (at) => {
    const { version } = parts.policy()
    if (version !== walk.version) walk = { version, before: undefined, done: false }
    let judged = 0
    while (!walk.done && judged < AT_ONCE) {
      const page = { fate: 'held', limit: PAGE, ...(walk.before ? { before: walk.before } : {}) } as const
      const mails = (await store.list(page)) as readonly Mail[]
      for (const mail of mails) {
        if (judged >= AT_ONCE || walk.version !== version) return judged
        walk.before = mail.id
        if (await step(mail, at)) judged++
      }
      walk.done = mails.length < PAGE
    }
    return judged
  }
}
