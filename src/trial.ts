/** A message judged on trial, by the rules in force: nothing of it is kept, sent or logged. */
import type { ConsoleParts } from './console/console.ts'
import { readMessage, weigh } from './gateway.ts'
import type { House } from './house.ts'
import { isUnread, ownEnvelope, parseMessage } from './message/message.ts'
import type { Identity } from './notices/notices.ts'
import { noticesOf, type SettlementParts } from './settlement.ts'
import type { MailHead } from './store/store.ts'

// What a message gets that came in; a trial is none.
const TRIAL = '-'

export const trialIn =
  ({ rulebook, readers, scanner, exceptions, now }: House): ConsoleParts['judge'] =>
  async (raw, { pack, ...given } = {}) => {
    const envelope = ownEnvelope(await parseMessage(raw, { mailFrom: '', rcptTo: [] }), given)
    const read = await readMessage(raw, envelope, readers, scanner)
    const { seen, ...judged } = weigh({ ...read, exceptions: await exceptions() }, rulebook.current(), now(), pack)
    return { ...judged, unread: seen.case.unread.filter(isUnread) }
  }

const headOf = (envelope: MailHead['envelope'], receivedAt: number, size: number): MailHead => ({
  ...{ kind: 'mail', envelope, received: '', smtputf8: false, eightBit: true, receivedAt, size },
  client: { address: '', name: '', tls: '', user: '' },
})

type Lettering = Pick<House, 'review' | 'now'> &
  Readonly<{ packFor: SettlementParts['packFor']; identity: (domain: string) => Identity; remedyMs: number }>

/** As settling would make them, but nothing is kept: a link that would be made leads nowhere. */
const tried = ({ review, packFor, identity, remedyMs }: Lettering): SettlementParts => {
  const linkTo = (sender: string, path: string): string => {
    const { url } = identity(sender.slice(sender.lastIndexOf('@') + 1))
    return url && `${url}/${path}/…`
  }
  return {
    ...{ identity, packFor, remedyMs, admins: async () => [] },
    review: {
      deadline: review.deadline,
      reviewers: async () => [],
      link: async ({ sender }) => linkTo(sender, 'm'),
      offer: async (stopped, remedies, at) => {
        const url = linkTo(stopped.head.envelope.mailFrom, 'r')
        if (url === '' || !(await review.curable(stopped, remedies))) return []
        return remedies.map((remedy) => ({ remedy, url, expires: at + remedyMs }))
      },
    },
  }
}

/** The letters its sender would get, word for word. */
export const trialLettersIn =
  (parts: Lettering): ConsoleParts['letters'] =>
  async (raw, { message, pack, decision }) => {
    const { envelope } = message
    const at = parts.now()
    const judged = { id: TRIAL, head: headOf(envelope, at, raw.length), raw, message, pack, decision, now: at }
    const deadline = parts.review.deadline(at, pack, message.from[0]?.address ?? envelope.mailFrom)
    return noticesOf(judged, tried(parts), deadline)
  }
