/** Several messages in one file (mbox, RFC 4155), and Apple Mail's one message between a length and a property list. */
import type { Child, Reader } from '../reading.ts'

/** "From an@school.example Mon Jan  5 08:30:00 2026": a sender, and a time of day. */
const SEPARATOR = /^From \S[^\n]{0,300}\d\d:\d\d[^\n]{0,60}$/
const FROM = Buffer.from('\nFrom ')
const QUOTED = /^>(>*From )/gm

const lineAt = (bytes: Buffer, at: number): string => {
  const end = bytes.indexOf(0x0a, at)
  return bytes.toString('latin1', at, Math.min(end < 0 ? bytes.length : end, at + 400)).trimEnd()
}

/** Programs differ in how they mark a line of the text that starts with "From "; each mark has one ">" more. */
const unquoted = (message: Buffer): Buffer =>
  message.includes('\n>From ') || message.includes('\n>>From ')
    ? Buffer.from(message.toString('latin1').replace(QUOTED, '$1'), 'latin1')
    : message

const messagesIn = (bytes: Buffer, most: number): Buffer[] => {
  const starts: number[] = [0]
  for (let at = bytes.indexOf(FROM); at >= 0 && starts.length <= most; at = bytes.indexOf(FROM, at + 1))
    if (SEPARATOR.test(lineAt(bytes, at + 1))) starts.push(at + 1)
  return starts.map((start, i) => {
    const message = bytes.subarray(start, starts[i + 1] ?? bytes.length)
    const line = SEPARATOR.test(lineAt(message, 0)) ? message.indexOf(0x0a) + 1 : 0
    return unquoted(message.subarray(line))
  })
}

const emlx = (bytes: Buffer): Child[] | undefined => {
  const head = /^(\d{1,10})[ \t]{0,20}\r?\n/.exec(bytes.toString('latin1', 0, 40))
  if (!head) return undefined
  const start = head[0].length
  const end = start + Number(head[1])
  return [
    { name: '', type: 'message/rfc822', bytes: bytes.subarray(start, end) },
    ...(end < bytes.length ? [{ name: 'emlx.plist', type: 'text/xml', bytes: bytes.subarray(end) }] : []),
  ]
}

export const readMailbox: Reader['read'] = (bytes, { maxFiles }) => {
  const apple = emlx(bytes)
  if (apple) return { children: apple }
  const messages = messagesIn(bytes, maxFiles)
  const children = messages
    .slice(0, maxFiles)
    .map((message, i) => ({ name: `${i + 1}.eml`, type: 'message/rfc822', bytes: message }))
  return { children, troubles: messages.length > maxFiles ? [{ reason: 'limit', detail: 'files' }] : [] }
}
