/**
 * The header block of a message, as far as the door must know it: loops, what joins two submissions, a first line that
 * our Received line would swallow. At most 256 KB are kept; what comes after is for the judges.
 */

import { isAscii } from 'node:buffer'
import { createHash, randomUUID } from 'node:crypto'
import type { Envelope } from '../message/message.ts'
import type { MailHead } from '../store/store.ts'
import { SmtpReply } from './reply.ts'

const MAX_BYTES = 256 * 1024
const END = Buffer.from('\r\n\r\n')
const BOM = Buffer.from([0xef, 0xbb, 0xbf])

export class HeaderBlock {
  #room = Buffer.alloc(0)
  #size = 0
  #done = false

  see(chunk: Buffer): void {
    if (this.#done) return
    const from = Math.max(0, this.#size - 3)
    this.#append(chunk.subarray(0, MAX_BYTES - this.#size))
    const kept = this.bytes
    // A message may begin with the empty line: then it has no header at all.
    const end = kept[0] === 0x0d && kept[1] === 0x0a ? 0 : kept.indexOf(END, from)
    if (end >= 0) this.#size = end
    this.#done = end >= 0 || this.#size === MAX_BYTES
  }

  /** The bytes up to the empty line. */
  get bytes(): Buffer {
    return this.#room.subarray(0, this.#size)
  }

  /** Room doubles, so that a sender who drips byte by byte costs no more than one who does not. */
  #append(chunk: Buffer): void {
    const size = this.#size + chunk.length
    if (size > this.#room.length) {
      const room = Buffer.allocUnsafe(Math.min(MAX_BYTES, Math.max(size, 2 * this.#room.length)))
      this.#room.copy(room, 0, 0, this.#size)
      this.#room = room
    }
    chunk.copy(this.#room, this.#size)
    this.#size = size
  }
}

/** Unfolded fields (RFC 5322 §2.2.3), one byte a character. */
const fieldsOf = (block: Buffer): string[] =>
  block
    .toString('latin1')
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')

export type HeaderFacts = Readonly<{
  received: number
  ownMarks: number
  joining: readonly string[]
  eightBit: boolean
}>

/** The first one, without its angle brackets; '' when it has none. */
export const messageIdIn = ({ joining }: HeaderFacts): string => {
  const field = joining.find((one) => /^message-id[ \t]*:/i.test(one)) ?? ''
  const value = Buffer.from(field.slice(field.indexOf(':') + 1, 2000), 'latin1').toString()
  return (/<([^<>]{1,998})>/.exec(value)?.[1] ?? value).trim()
}

const isNamed = ({ joining }: HeaderFacts): boolean => joining.some((field) => /^message-id[ \t]*:/i.test(field))

const JOINING = /^(?:message-id|from)[ \t]*:/i

export const readHeaderFacts = (block: Buffer, ownMark: string): HeaderFacts => {
  const fields = fieldsOf(block)
  const received = fields.filter((field) => /^received[ \t]*:/i.test(field))
  const mark = ownMark.toLowerCase()
  return {
    received: received.length,
    ownMarks: received.filter((field) => field.toLowerCase().includes(mark)).length,
    joining: fields.filter((field) => JOINING.test(field)),
    eightBit: !isAscii(block),
  }
}

/**
 * What its author wrote and its readers see, in order: the same in all parts of one message, which servers split over
 * several transactions. What servers add differs from part to part.
 */
const AUTHORED =
  /^(?:message-id|date|subject|from|sender|reply-to|to|cc|in-reply-to|references|mime-version|content-[a-z-]{1,40}|resent-[a-z-]{1,20})[ \t]*:/i
/** A line that names the one recipient of its part would tell the others of him: such a part is a message of its own. */
const ADDRESSED = /^(?:delivered-to|x-original-to|envelope-to)[ \t]*:/i
const RECEIVED = /^received[ \t]*:/i
const FOR = /\sfor\s{1,20}<[^<>\s]{1,998}>/i
/** Never travels on. */
const BLIND = /^bcc[ \t]*:/i

const wordsOf = (field: string): readonly string[] => field.toLowerCase().split(/[\s<>()[\]:;,"=]+/)

/** Recipients that nothing written by the author shows to the others, as they would stand in a line. */
const hiddenOf = ({ mailFrom, rcptTo }: Envelope, fields: readonly string[]): ReadonlySet<string> => {
  const shown = new Set(fields.filter((field) => AUTHORED.test(field)).flatMap(wordsOf))
  const [from, ...to] = [mailFrom, ...rcptTo].map((address) => Buffer.from(address).toString('latin1').toLowerCase())
  return new Set(to.filter((address) => address !== from && !shown.has(address)))
}

const tellsApart = (field: string, hidden: ReadonlySet<string>): readonly string[] => {
  if (AUTHORED.test(field) || ADDRESSED.test(field)) return [field]
  // In whatever line, and however it is written there: Exim's trace has no angle brackets.
  if (!BLIND.test(field) && wordsOf(field).some((word) => hidden.has(word))) return [field]
  return RECEIVED.test(field) ? (FOR.exec(field) ?? []) : []
}

type Sent = Pick<MailHead, 'envelope' | 'client' | 'smtputf8'>

/** The same for all parts of one message from one client; undefined when nothing names the message. */
export const familyKeyOf = (block: Buffer, facts: HeaderFacts, sent: Sent): string | undefined => {
  if (!isNamed(facts) || block.length >= MAX_BYTES) return undefined
  const fields = fieldsOf(block)
  const hidden = hiddenOf(sent.envelope, fields)
  const telling = fields.flatMap((field) => tellsApart(field, hidden))
  return createHash('sha256')
    .update(JSON.stringify([telling, sent.client.user, sent.smtputf8]))
    .digest('base64url')
}

/** Throws when the message must not get our Received line on top, or has come round too often (RFC 5321 §6.3). */
export const checkHeaderBlock = (block: Buffer, facts: HeaderFacts, maxReceived: number): void => {
  const first = block[0]
  if (first === 0x20 || first === 0x09) throw new SmtpReply(554, '5.6.0', 'First line is a continuation line')
  if (block.subarray(0, 3).equals(BOM)) throw new SmtpReply(554, '5.6.0', 'First line begins with a byte order mark')
  if (facts.ownMarks >= 2) throw new SmtpReply(554, '5.4.6', 'Mail loop: this message has been here twice')
  if (facts.received > maxReceived) throw new SmtpReply(554, '5.4.6', 'Mail loop: too many Received lines')
}

/**
 * The same for the same submission sent again by a client that missed our 250. Without a Message-ID two alarms of the
 * same words are two messages: nothing joins them.
 */
export const joinKeyOf = (facts: HeaderFacts, envelope: Envelope): string => {
  const own = isNamed(facts) ? '' : randomUUID()
  return createHash('sha256')
    .update(JSON.stringify([facts.joining, own, envelope.mailFrom, [...envelope.rcptTo].sort()]))
    .digest('base64url')
}
