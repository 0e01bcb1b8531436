/** A message judged on trial, by the rules in force: nothing of it is kept, sent or logged. */
import type { ConsoleParts } from './console/console.ts'
import { readMessage, weigh } from './gateway.ts'
import type { House } from './house.ts'
import { ownEnvelope, parseMessage } from './message/message.ts'

export const trialIn =
  ({ rulebook, readers, scanner, exceptions, now }: House): ConsoleParts['judge'] =>
  async (raw, { pack, ...given } = {}) => {
    const envelope = ownEnvelope(await parseMessage(raw, { mailFrom: '', rcptTo: [] }), given)
    const read = await readMessage(raw, envelope, readers, scanner)
    const { seen, ...judged } = weigh({ ...read, exceptions: await exceptions() }, rulebook.current(), now(), pack)
    return { ...judged, unread: seen.case.unread }
  }
