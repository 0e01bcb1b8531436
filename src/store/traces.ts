/**
 * By what a message is found again, though none of it stands in clear: keyed hashes of whom it is from and for, of their
 * domains, of its Message-ID, and of the message that a notice of ours is about. They stand in its row, and the indexes
 * follow from there: so they come, change and go with it, in a backup too. The key is the one for names (ring.ts), which
 * a rotation leaves as it is.
 *
 * Cut to 48 bits: enough that two hardly ever meet, and too few to prove to anybody that an address was among them.
 */
import { domainToASCII } from 'node:url'
import type { MailHead, MailQuery, Verdict } from './store.ts'
import type { Vault } from './vault.ts'

const BYTES = 6
/** No address is longer (RFC 5321 §4.5.3.1), no line of a header (RFC 5322 §2.1.1). */
const MOST = 1000

type Use = 'sender' | 'recipient' | 'message-id' | 'about'

const domainIn = (text: string): string => {
  const domain = text.slice(text.lastIndexOf('@') + 1).replace(/\.$/, '')
  return domainToASCII(domain) || domain
}

/** An address with its domain as DNS has it; all in lower case, since people are not asked how it was written. */
const plainAddress = (given: string): string => {
  const address = given.slice(0, MOST).trim().toLowerCase()
  const at = address.lastIndexOf('@')
  return at < 0 ? domainIn(address) : `${address.slice(0, at)}@${domainIn(address)}`
}

const plainId = (given: string): string => given.slice(0, MOST).trim().replace(/^<|>$/g, '')

const termOf = (vault: Vault, use: Use, value: string): number =>
  vault.blind(`trace ${use}`, value).readUIntBE(0, BYTES)

const partiesOf = (vault: Vault, use: 'sender' | 'recipient', addresses: readonly string[]): readonly number[] => {
  const plain = new Set(addresses.filter((address) => address !== '').map(plainAddress))
  const domains = new Set([...plain].map(domainIn))
  return [...plain, ...[...domains].map((domain) => `@${domain}`)].map((value) => termOf(vault, use, value))
}

/** What stands in the row: a list of numbers as JSON, each once. */
export const tracesOf = (
  vault: Vault,
  head: MailHead,
  verdict?: Pick<Verdict, 'from' | 'messageId'> | undefined,
): string => {
  const { mailFrom, rcptTo } = head.envelope
  const messageId = plainId(head.messageId ?? verdict?.messageId ?? '')
  const terms = [
    ...partiesOf(vault, 'sender', [mailFrom, verdict?.from ?? '']),
    ...partiesOf(vault, 'recipient', rcptTo),
    ...(messageId === '' ? [] : [termOf(vault, 'message-id', messageId)]),
    ...(head.about === undefined ? [] : [termOf(vault, 'about', head.about)]),
  ]
  return JSON.stringify([...new Set(terms)])
}

/** Whether judging found something that was not known at the door: another author, a Message-ID of an earlier release. */
export const addsTraces = (head: MailHead, { from, messageId }: Pick<Verdict, 'from' | 'messageId'>): boolean =>
  (head.messageId === undefined && messageId !== '') || plainAddress(from) !== plainAddress(head.envelope.mailFrom)

export const termsIn = (traces: string | null): readonly number[] =>
  traces === null ? [] : (JSON.parse(traces) as number[])

/** An address, or a domain with or without @ before it. */
const party = (vault: Vault, use: 'sender' | 'recipient', given: string): number => {
  const plain = plainAddress(given)
  const isDomain = !plain.includes('@') || plain.startsWith('@')
  return termOf(vault, use, isDomain ? `@${domainIn(plain)}` : plain)
}

/** What all messages asked for have in common; empty when only time counts. */
export const termsFor = (vault: Vault, { sender, recipient, messageId, about }: MailQuery): readonly number[] => [
  ...(sender === undefined ? [] : [party(vault, 'sender', sender)]),
  ...(recipient === undefined ? [] : [party(vault, 'recipient', recipient)]),
  ...(messageId === undefined ? [] : [termOf(vault, 'message-id', plainId(messageId))]),
  ...(about === undefined ? [] : [termOf(vault, 'about', about)]),
]
