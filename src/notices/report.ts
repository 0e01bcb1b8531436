/** What a mail program reads of a bounce: message/delivery-status (RFC 3464). Rule ids and codes, no words of the message. */
import { mailDate } from './clock.ts'
import { type Entity, type Field, fieldLines } from './mime.ts'

export type Fate = Readonly<{
  /** '' stands for recipients that are not named. */
  address: string
  action: 'failed' | 'delayed'
  status: string
  /** Type and text of Diagnostic-Code. */
  diagnostic: readonly [type: 'smtp' | 'x-mailsluis', text: string]
  more?: readonly Field[]
}>

const MAX_DIAGNOSTIC = 300
const MAX_ADDRESS = 400

const ascii = (text: string): string =>
  text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()

/** RFC 6533 §3: an address beyond ASCII is of type utf-8, its characters as \x{…}. */
const recipientOf = (address: string, unnamed: number): string => {
  if (address === '') return `x-undisclosed; ${unnamed}`
  const clean = address
    .replace(/[\u0000-\u0020\u007f]/g, '')
    .slice(0, MAX_ADDRESS)
    .toWellFormed()
  if (/^[\x21-\x7e]*$/.test(clean)) return `rfc822; ${clean}`
  return `utf-8; ${clean.replace(/[^\x21-\x7e]/gu, (c) => `\\x{${c.codePointAt(0)!.toString(16).toUpperCase()}}`)}`
}

const groupOf = ({ address, action, status, diagnostic, more = [] }: Fate, unnamed: number): string =>
  fieldLines([
    ['Final-Recipient', recipientOf(address, unnamed)],
    ['Action', action],
    ['Status', status],
    ['Diagnostic-Code', `${diagnostic[0]}; ${ascii(diagnostic[1]).slice(0, MAX_DIAGNOSTIC)}`],
    ...more,
  ])

/** `unnamed`: how many recipients a fate without an address stands for. */
export const deliveryStatus = (
  { host, mailId, receivedAt }: Readonly<{ host: string; mailId: string; receivedAt: number }>,
  fates: readonly Fate[],
  unnamed = 0,
): Entity => ({
  fields: [['Content-Type', 'message/delivery-status']],
  body: [
    fieldLines([
      ['Reporting-MTA', `dns; ${host}`],
      ['Arrival-Date', mailDate(receivedAt)],
      ['X-Mailsluis-Id', ascii(mailId)],
    ]),
    ...fates.map((fate) => groupOf(fate, unnamed)),
  ].join('\r\n'),
})
