/** What kind of message it is, by its headers and parts. */
import type { Envelope, Header } from './message.ts'
import { isSmime } from './smime.ts'
import type { Structure } from './structure.ts'

export type Fields = (name: string) => readonly string[]

export const fieldsOf = (headers: readonly Header[]): Fields => {
  const byName = new Map<string, string[]>()
  for (const { name, value } of headers) {
    const known = byName.get(name)
    if (known) known.push(value)
    else byName.set(name, [value])
  }
  return (name) => byName.get(name) ?? []
}

const hasType = (structure: Structure, type: string): boolean =>
  structure.leaves.some((leaf) => leaf.type.value === type)

const isCalendarReply = (structure: Structure): boolean =>
  structure.leaves.some(
    ({ type }) => type.value === 'text/calendar' && type.params.get('method')?.toLowerCase() === 'reply',
  )

/** RFC 3834 §2 and §5, RFC 6522, RFC 8098, RFC 5546 §3.2.3, and the marks of older answering machines. */
export const isAutomatic = (envelope: Envelope, fields: Fields, structure: Structure): boolean =>
  envelope.mailFrom === '' ||
  fields('auto-submitted').some((value) => !/^no\b/i.test(value)) ||
  fields('x-autoreply').length > 0 ||
  fields('x-autorespond').length > 0 ||
  fields('precedence').some((value) => /^auto_reply$/i.test(value)) ||
  structure.root.value === 'multipart/report' ||
  hasType(structure, 'message/disposition-notification') ||
  isCalendarReply(structure)

const LIST_FIELDS = [
  'list-id',
  'list-unsubscribe',
  'list-post',
  'list-help',
  'list-subscribe',
  'list-owner',
  'list-archive',
]

export const isBulk = (fields: Fields): boolean =>
  LIST_FIELDS.some((name) => fields(name).length > 0) ||
  fields('precedence').some((value) => /^(?:bulk|list|junk)$/i.test(value))

// "[EXT] RE: FW: …": tags of mail servers and counters ("RE[2]:") may stand in between.
const TAGS = /^(?:\s*\[[^\]]{0,30}\])*\s*/
const REPLY = /^(?:re|antw|aw|ré|ref|sv|betr)\s{0,2}(?:\[\d{1,3}\])?[\s\u00a0\u202f]{0,2}[:：]/i
const FORWARD = /^(?:fwd?|doorst|tr|wg|vs|i)\s{0,2}(?:\[\d{1,3}\])?[\s\u00a0\u202f]{0,2}[:：]/i

const prefixes = (subject: string): { reply: boolean; forward: boolean } => {
  const found = { reply: false, forward: false }
  let rest = subject.slice(0, 400).normalize('NFC').replace(TAGS, '')
  for (;;) {
    const reply = REPLY.exec(rest)
    const match = reply ?? FORWARD.exec(rest)
    if (!match) return found
    if (reply) found.reply = true
    else found.forward = true
    rest = rest.slice(match[0].length).replace(TAGS, '')
  }
}

export const isReply = (fields: Fields, subjects: readonly string[]): boolean =>
  fields('in-reply-to').some((value) => value !== '') ||
  fields('references').some((value) => value !== '') ||
  subjects.some((subject) => prefixes(subject).reply)

export const hasForwardPrefix = (subjects: readonly string[]): boolean =>
  subjects.some((subject) => prefixes(subject).forward)

const SEALED =
  /^(?:application\/(?:x-)?pkcs7-(?:mime|signature)|application\/pgp-(?:signature|encrypted)|text\/calendar)$/

/** A remedy must not touch what is signed, encrypted or an invitation: the signature would break, the calendar lose track. */
export const isSealed = (structure: Structure, inlinePgp: boolean): boolean =>
  inlinePgp ||
  structure.multiparts.has('multipart/signed') ||
  structure.multiparts.has('multipart/encrypted') ||
  structure.leaves.some((leaf) => SEALED.test(leaf.type.value) || isSmime(leaf))
