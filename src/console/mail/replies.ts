/** What the next hop answered, as a kind that can be said in words. The line itself stays for whoever runs that server. */

export type ReplyKind =
  | 'accepted'
  | 'unknownAddress'
  | 'mailboxFull'
  | 'mailboxOff'
  | 'tooLarge'
  | 'refused'
  | 'slowDown'
  | 'noConnection'
  | 'connectionLost'
  | 'encryption'
  | 'signIn'
  | 'ours'
  | 'notYet'
  | 'never'

/** RFC 3463: subject and detail; the class says whether it is final. */
const BY_STATUS: readonly (readonly [RegExp, ReplyKind])[] = [
  [/^5\.1\.(?:1|2|3|6|10)$/, 'unknownAddress'],
  [/^[45]\.2\.2$/, 'mailboxFull'],
  [/^[45]\.2\.1$/, 'mailboxOff'],
  [/^[45]\.(?:3\.4|2\.3)$/, 'tooLarge'],
  [/^4\.4\.(?:1|3|4|5|6)$/, 'noConnection'],
  [/^4\.4\.2$/, 'connectionLost'],
  [/^[45]\.7\.(?:5|10)$/, 'encryption'],
  [/^[45]\.7\.(?:8|9)$/, 'signIn'],
  [/^5\.7\.\d{1,3}$/, 'refused'],
  [/^4\.(?:7|2)\.\d{1,3}$/, 'slowDown'],
]

const OURS = /^4\.3\.\d /

/** Of a line as the queue keeps it: the next hop's own ("550 5.1.1 … (host)"), or a status and our own words. */
export const kindOfReply = (line: string): ReplyKind => {
  const code = /^([245])\d\d[ -]/.exec(line)?.[1]
  const status = /^(?:\d{3}[ -])?([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(line)?.[1] ?? ''
  if (code === '2') return 'accepted'
  if (OURS.test(line)) return 'ours'
  const known = BY_STATUS.find(([pattern]) => pattern.test(status))?.[1]
  if (known) return known
  if (/^53[0458]/.test(line)) return 'signIn'
  if (/^552/.test(line)) return 'tooLarge'
  return code === '5' || status.startsWith('5') ? 'never' : 'notYet'
}

/** The same answer to many differs in addresses, ids and times only: those are left out, so that it counts as one. */
export const sameReply = (line: string): string =>
  line
    .slice(0, 300)
    .replace(/<[^<>\s]{1,200}>|[^\s<>@]{1,64}@[^\s<>@]{1,200}/g, '…')
    .replace(/\[?[0-9A-Za-z]{10,80}\]?(?:[.-][0-9A-Za-z]{4,40}){0,3}/g, (word) => (/\d/.test(word) ? '…' : word))
