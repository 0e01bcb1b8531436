/** Remedies: what a sender can do in one step from the notice. The link shows first; only a POST does it. */
import { randomBytes } from 'node:crypto'
import type { Directory } from '../directory/directory.ts'
import { appendText, type Message, moveToBcc } from '../message/message.ts'
import type { Decision, Hit, Remedy } from '../policy/policy.ts'
import type { Store } from '../store/store.ts'

export type Ticket = Readonly<{ id: string; remedies: readonly Remedy[]; expires: number }>

const REMEDIES_KNOWN: readonly Remedy[] = ['move-to-bcc', 'add-signature']

/** The sender's signature from the directory: what the school's policy wants to see. */
const signatureOf = (message: Message, people: Directory): string | undefined => {
  const person = people.contact(message.from[0]?.address ?? '').persons.find((p) => p.kind === 'staff')
  const school = person && people.school(person.school)
  if (!person || !school) return undefined
  const lines = ['-- ', person.name, person.function, school.name, school.address, school.phone, ...school.websites]
  return `${lines.filter((line) => line !== '').join('\r\n')}\r\n`
}

export const stopping = (decision: Decision): readonly Hit[] =>
  decision.hits.filter(({ outcome }) => outcome === 'hold' || outcome === 'bounce')

const stoppingHits = (decision: Decision, remedy: Remedy): readonly Hit[] =>
  stopping(decision).filter(({ fix }) => fix === remedy)

const applyOne = (
  raw: Buffer,
  remedy: Remedy,
  message: Message,
  decision: Decision,
  people: Directory,
): Buffer | undefined => {
  // A signed or calendar message must not be rewritten: the signature would break, the meeting would be lost.
  if (message.sealed) return undefined
  if (remedy === 'move-to-bcc') {
    const addresses = stoppingHits(decision, remedy).flatMap((hit) => hit.finding?.remedy ?? [])
    return addresses.length > 0 ? moveToBcc(raw, addresses) : undefined
  }
  const signature = signatureOf(message, people)
  return signature === undefined
    ? undefined
    : appendText(raw, signature, `mailsluis-${randomBytes(12).toString('hex')}`)
}

/** The changed message, or undefined when a remedy is not possible here. */
export const applyRemedies = (
  raw: Buffer,
  remedies: readonly Remedy[],
  message: Message,
  decision: Decision,
  people: Directory,
): Buffer | undefined => {
  let bytes: Buffer | undefined = raw
  for (const remedy of remedies) bytes = bytes && applyOne(bytes, remedy, message, decision, people)
  return remedies.length > 0 && remedies.every((remedy) => REMEDIES_KNOWN.includes(remedy)) ? bytes : undefined
}

/** Remedies that together might cure everything that stops the message. */
export const remediesOf = (decision: Decision): readonly Remedy[] => {
  const hits = stopping(decision)
  const fixes = hits.flatMap((hit) => hit.fix ?? [])
  return fixes.length === hits.length ? [...new Set(fixes)] : []
}

export const stops = (decision: Decision): boolean => decision.outcome === 'hold' || decision.outcome === 'bounce'

/** A new link: random, stored as a keyed hash, gone after use. */
export const issueTicket = async (store: Store, ticket: Ticket): Promise<string> => {
  const token = randomBytes(24).toString('base64url')
  await store.put('remedy', { key: token, value: ticket, expires: ticket.expires })
  return token
}
