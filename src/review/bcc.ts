/**
 * Letting go with BCC: what the remedy would do, done by the reviewer. Only where it takes away what it is a remedy for, and
 * only for everybody at once: a message has one body, and who still waits would get the changed one too.
 */
import type { Message } from '../message/message.ts'
import type { Decision } from '../policy/policy.ts'
import { decisionOf, heldOf, type Mail } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import { Refused } from './refused.ts'
import { applyRemedies, stopping } from './remedies.ts'
import type { BccPreview } from './review.ts'

const REMEDIES = ['move-to-bcc'] as const
const IMPOSSIBLE = 'BCC does not mend this message: it is signed, or the addresses stand elsewhere too.'

/** What it would mend, by what was found. Cheap: nothing is read. */
export const mayMend = (decision: Decision): boolean => stopping(decision).some(({ fix }) => fix === 'move-to-bcc')

/** Other reasons to stop it are for the reviewer to weigh, as with any release. */
const isMended = (before: Decision, after: Decision): boolean => {
  const mended = new Set(stopping(before).flatMap(({ rule, fix }) => (fix === 'move-to-bcc' ? [rule] : [])))
  return !stopping(after).some(({ rule }) => mended.has(rule))
}

type InBcc = Readonly<{ body: Buffer; message: Message }>

const demandWhole = (mail: Mail, recipients: readonly string[]): void => {
  if (recipients.length < heldOf(mail).length)
    throw new Refused('With BCC a message goes to everybody who waits, at once.')
  if (mail.recipients.some(({ fate }) => fate === 'waiting'))
    throw new Refused('Part of this message is still under way. Please try again later.')
}

/** The message as it would go out. Refused where the remedy does not apply, or does not cure. */
export const inBcc = async (parts: ReviewParts, mail: Mail, recipients = heldOf(mail)): Promise<InBcc> => {
  demandWhole(mail, recipients)
  const decision = decisionOf(mail)
  if (!mail.hasBody || !mayMend(decision)) throw new Refused(IMPOSSIBLE)
  const { envelope } = mail.head
  const raw = await parts.store.body(mail.id)
  const { message } = await parts.judge(raw, envelope)
  const body = applyRemedies(raw, REMEDIES, message, decision, parts.people())
  if (!body) throw new Refused(IMPOSSIBLE)
  const after = await parts.judge(body, envelope, mail)
  if (!isMended(decision, after.decision)) throw new Refused(IMPOSSIBLE)
  return { body, message: after.message }
}

export const bccPreview = async (parts: ReviewParts, mail: Mail): Promise<BccPreview> => {
  const { message } = await inBcc(parts, mail)
  const visible = message.visible.map((box) => box.address)
  const hidden = heldOf(mail).filter((address) => !visible.includes(address.toLowerCase()))
  const others = stopping(decisionOf(mail)).some(({ fix }) => fix !== 'move-to-bcc')
  return { id: mail.id, visible, hidden, others }
}
