/**
 * Mail that waits for nothing but a virus scanner: when that answers again, it is scanned, and goes on when it is clean and
 * the rules of now let it go. A person has nothing to add there; whatever else is found waits for one.
 */
import { releasedNotice } from '../notices/notices.ts'
import type { Decision } from '../policy/policy.ts'
import { move } from './decisions.ts'
import { deadlineOf, heldOf, type Mail } from './held-mail.ts'
import { INFECTED, rescanOf } from './infected.ts'
import { lettersOf } from './letters.ts'
import type { ReviewParts } from './lifecycle.ts'
import { decidedOn } from './pending.ts'

const AT_ONCE = 20
const PAGE = 100
const DAY = 86_400_000

const isUnscanned = ({ hits }: Decision): boolean => hits.some(({ finding }) => finding?.category === 'scanner-down')

const waitsForScanner = ({ verdict }: Mail): boolean =>
  verdict !== undefined &&
  isUnscanned(verdict.decision) &&
  verdict.decision.hits.every(
    ({ outcome, finding }) => finding?.category === 'scanner-down' || outcome === 'forward' || outcome === 'notify',
  )

const goingOn = (mail: Mail, { outcome, recipients }: Decision): readonly string[] => {
  const outcomes = new Map(recipients.map((one) => [one.address.toLowerCase(), one.outcome]))
  return heldOf(mail).filter((to) => ['forward', 'notify'].includes(outcomes.get(to.toLowerCase()) ?? outcome))
}

/** Once for each message, whoever of the nodes comes first; again only when the scanner was away once more. */
const rescanOne = async (parts: ReviewParts, mail: Mail, at: number): Promise<boolean> => {
  const { store, log } = parts
  if (await decidedOn(parts, mail.id)) return false
  const key = rescanOf(mail.id)
  if ((await store.get('mark', key)) !== undefined) return false
  const { decision } = await parts.judge(await store.body(mail.id), mail.head.envelope, mail)
  if (isUnscanned(decision)) return false
  const isInfected = decision.hits.some(({ finding }) => finding?.category === INFECTED)
  const mark = { key, value: isInfected ? INFECTED : true, expires: deadlineOf(mail) + DAY }
  // What failed before this is tried again; of two nodes that got here one goes on.
  if (!(await store.put('mark', mark, { ifAbsent: true }))) return false
  if (isInfected) return true
  const recipients = goingOn(mail, decision)
  if (recipients.length === 0) return true
  const history = { at, event: 'released', by: 'scanner' }
  const notices = await lettersOf(parts, mail, recipients, releasedNotice)
  await move(parts, mail, { from: 'held', to: 'waiting', recipients, history, notices })
  log.info('holdReleased', { id: mail.id })
  return true
}

/** Newest first, some at each call. Answers how many were scanned. */
export const rescan = async (parts: ReviewParts, at: number): Promise<number> => {
  const { store, log } = parts
  let scanned = 0
  for (let before: string | undefined; ; ) {
    const page = { fate: 'held', limit: PAGE, ...(before ? { before } : {}) } as const
    const mails = (await store.list(page)) as readonly Mail[]
    for (const mail of mails.filter(waitsForScanner)) {
      if (scanned >= AT_ONCE || !parts.scannerAnswers?.()) return scanned
      try {
        if (await rescanOne(parts, mail, at)) scanned++
      } catch (error) {
        log.error('taskFailed', { task: 'rescan', id: mail.id }, error)
      }
    }
    if (mails.length < PAGE) return scanned
    before = mails.at(-1)!.id
  }
}
