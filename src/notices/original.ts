/**
 * What of the original travels back: some of its header, none of its body (RFC 6522 §4).
 *
 * Fields are let through by name. Bcc names hidden recipients, and so does "for" in a Received line; Thread-Topic repeats
 * the subject; a mail service proves itself to the gateway by a secret field. None of them is for a shared mailbox.
 */
import { rawFields } from '../message/message.ts'
import { type Entity, quotedPrintable } from './mime.ts'

const RETURNED: ReadonlySet<string> = new Set([
  'date',
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'subject',
  'message-id',
  'in-reply-to',
  'references',
  'user-agent',
  'x-mailer',
])
const MAX_BYTES = 64 * 1024

/** The fields that fit, as bytes. One of odd form or beyond the limit is left out whole. */
const kept = (headers: Buffer, withSubject: boolean): Buffer => {
  const lines: Buffer[] = []
  let room = MAX_BYTES
  for (const { name, start, end } of rawFields(headers).fields) {
    if (!RETURNED.has(name) || (name === 'subject' && !withSubject)) continue
    const text = headers
      .toString('latin1', start, end)
      .replace(/\r?\n$/, '')
      .replace(/\r\n|\r|\n/g, '\r\n')
    const line = Buffer.from(`${text}\r\n`, 'latin1')
    if (line.length > room) continue
    room -= line.length
    lines.push(line)
  }
  return Buffer.concat(lines)
}

const PLAIN = /^(?:[\x20-\x7e\t]{0,76}\r\n)*$/

/** Quoted-printable when a field is 8-bit or long: RFC 6522 §4 allows it for just that. */
export const originalHeaders = (headers: Buffer, withSubject: boolean): Entity => {
  const bytes = kept(headers, withSubject)
  const simple = PLAIN.test(bytes.toString('latin1'))
  return {
    fields: [
      ['Content-Type', 'text/rfc822-headers'],
      ['Content-Transfer-Encoding', simple ? '7bit' : 'quoted-printable'],
    ],
    body: simple ? bytes.toString('latin1') : quotedPrintable(bytes),
  }
}
