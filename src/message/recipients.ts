/** Who sent it, who can see whom, and who is hidden. */
import { domainToASCII } from 'node:url'
import { parseAddressList } from './addresses.ts'
import { type RawField, rawValue } from './headers.ts'
import type { Envelope, Mailbox, VisibleRecipient } from './message.ts'

export type People = Readonly<{
  from: readonly Mailbox[]
  sender: Mailbox | undefined
  replyTo: readonly Mailbox[]
  visible: readonly VisibleRecipient[]
  hidden: readonly string[]
}>

const VISIBLE = ['to', 'cc', 'resent-to', 'resent-cc'] as const

/** One form for comparing: an international domain may be written in two ways. */
const key = (address: string): string => {
  const lower = address.trim().toLowerCase()
  const at = lower.lastIndexOf('@')
  const domain = lower.slice(at + 1)
  return /^[\x00-\x7f]*$/.test(domain) ? lower : `${lower.slice(0, at + 1)}${domainToASCII(domain) || domain}`
}

export const readPeople = (raw: Buffer, fields: readonly RawField[], envelope: Envelope): People => {
  const all = (name: string): Mailbox[] =>
    fields.filter((field) => field.name === name).flatMap((field) => parseAddressList(rawValue(raw, field)))
  const visible = VISIBLE.flatMap((field) => {
    const once = new Map<string, VisibleRecipient>()
    for (const mailbox of all(field)) if (!once.has(mailbox.address)) once.set(mailbox.address, { ...mailbox, field })
    return [...once.values()]
  })
  const seen = new Set(visible.map((mailbox) => key(mailbox.address)))
  const hidden = new Set(
    envelope.rcptTo.filter((address) => !seen.has(key(address))).map((address) => address.trim().toLowerCase()),
  )
  return { from: all('from'), sender: all('sender')[0], replyTo: all('reply-to'), visible, hidden: [...hidden] }
}
