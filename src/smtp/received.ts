/** Our trace line (RFC 5321 §4.4), put on top of the untouched bytes; also the mark by which a loop is known. */
import { isIPv6 } from 'node:net'

export type Arrival = Readonly<{
  id: string
  hostname: string
  clientAddress: string
  /** As the client called itself. */
  clientName: string
  tls: string
  signedIn: boolean
  extended: boolean
  smtputf8: boolean
  recipients: readonly string[]
  at: number
}>

export const ownMark = (hostname: string): string => ` by ${hostname} (Mailsluis) `

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const two = (value: number): string => String(value).padStart(2, '0')

/** RFC 5322 §3.3, in UTC. */
export const mailDate = (at: number): string => {
  const date = new Date(at)
  const day = `${DAYS[date.getUTCDay()]}, ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
}

/** A name is what the client says: nothing in it may end our line or begin another (CWE-93). */
export const cleanName = (name: string): string => name.replace(/[^A-Za-z0-9.:[\]_-]/g, '').slice(0, 255) || 'unknown'

/** RFC 3848, RFC 6531 §4.3. */
const protocol = (arrival: Arrival): string => {
  if (!arrival.extended) return 'SMTP'
  const suffix = (arrival.tls ? 'S' : '') + (arrival.signedIn ? 'A' : '')
  return (arrival.smtputf8 ? 'UTF8SMTP' : 'ESMTP') + suffix
}

export const receivedLine = (arrival: Arrival): string => {
  const { clientAddress, hostname, recipients } = arrival
  const literal = isIPv6(clientAddress) ? `[IPv6:${clientAddress}]` : `[${clientAddress}]`
  const [only] = recipients
  // With more than one recipient the line would tell them of each other: hidden recipients must stay hidden.
  const single = recipients.length === 1 && only && /^[\x21-\x7e]+$/.test(only) ? ` for <${only}>` : ''
  const tls = arrival.tls ? ` (${arrival.tls})` : ''
  return (
    `Received: from ${cleanName(arrival.clientName)} (${literal})\r\n` +
    `\tby ${hostname} (Mailsluis) with ${protocol(arrival)}${tls}\r\n` +
    `\tid ${arrival.id}${single}; ${mailDate(arrival.at)}\r\n`
  )
}
