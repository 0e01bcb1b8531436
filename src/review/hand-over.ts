/** Handing a case to somebody else who may decide on it: the claim goes over, and they are told; nothing of what it says. */
import { handedNotice } from '../notices/notices.ts'
import type { MailId } from '../store/store.ts'
import { audit, byOf, nowOf } from './acts.ts'
import { claim, giveClaim } from './claims.ts'
import { deadlineOf, heldOf, loadHeld, type Mail } from './held-mail.ts'
import { aboutOf } from './letters.ts'
import type { ReviewParts } from './lifecycle.ts'
import { noteOn } from './notes.ts'
import { Refused } from './refused.ts'
import type { Actor, Deputy } from './review.ts'
import { demand, mayTakeOver } from './rights.ts'

const MOST = 100

/** Who may be given the case: the own deputy first, then by name. */
export const deputiesFor = async (parts: ReviewParts, actor: Actor, mail: Mail): Promise<readonly Deputy[]> => {
  const own = new Map(Object.entries(parts.options.deputies).map(([who, to]) => [who.toLowerCase(), to.toLowerCase()]))
  const deputy = own.get(actor.email.toLowerCase())
  const others = (await mayTakeOver(parts, mail)).filter(({ email }) => email !== actor.email.toLowerCase())
  return others
    .map(({ name, email }) => ({ name, email, own: email === deputy }))
    .toSorted((a, b) => Number(b.own) - Number(a.own) || a.name.localeCompare(b.name))
    .slice(0, MOST)
}

/** The claim is taken first, so that nobody's is given away. */
export const handOver = async (parts: ReviewParts, actor: Actor, id: MailId, to: string): Promise<Deputy> => {
  const mail = await loadHeld(parts, id)
  demand(parts, actor, mail, 'returning')
  const deputy = (await deputiesFor(parts, actor, mail)).find(({ email }) => email === to.toLowerCase())
  if (!deputy) throw new Refused('This person may not decide on this message. Please choose somebody else.')
  await claim(parts, actor, id, false)
  const at = nowOf(parts)
  await giveClaim(parts, id, { by: deputy.email, name: deputy.name, since: at }, deadlineOf(mail))
  await audit(parts, 'handed-over', actor, id, `to ${deputy.email}`)
  await noteOn(parts, id, { event: 'handed-over', by: byOf(actor), detail: deputy.name })
  const about = aboutOf(parts, mail, Buffer.alloc(0), heldOf(mail), at)
  const letter = handedNotice(about, deputy.email, { deadline: deadlineOf(mail), by: actor.name })
  await parts.store.enqueue(parts.queueNotice(letter, at))
  parts.wakeQueue()
  return deputy
}
