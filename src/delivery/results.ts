/**
 * What an answer of the next hop means for a recipient. Only a clear 5xx about this recipient or message is final;
 * everything else is tried again: a lost mail is worse than a late one.
 */
import type { RecipientResult } from './delivery.ts'

export type Outcome = RecipientResult['outcome']
export type Answer = Omit<RecipientResult, 'address'>

const MAX_REPLY = 500

/** One line, no control characters: it goes into logs, lists and notices. */
export const cleanReply = (reply: string): string =>
  reply
    .replace(/\r?\n\d{3}[ -]/g, ' ')
    .replace(/[\p{C}\u2028\u2029]/gu, ' ')
    .trim()
    .slice(0, MAX_REPLY)

const statusIn = (reply: string): string | undefined => /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(reply)?.[1]

/**
 * Codes that speak of us and not of the mail: sign-in or TLS demanded (530, 534, 535, 538), and 503, which Exchange Online
 * gives on a connection it has lost count of. A wrong password of ours must not bounce a school's mail.
 */
const OURS = new Set([503, 530, 534, 535, 538])

/** The class of the reply code decides, not the enhanced code: some servers contradict themselves. */
export const answerOf = (reply: string, hop: string): Answer => {
  const code = Number(/^\d{3}/.exec(reply)?.[0] ?? 0)
  const outcome: Outcome = code >= 200 && code < 300 ? 'delivered' : code >= 500 && !OURS.has(code) ? 'failed' : 'retry'
  const status = statusIn(reply) ?? (/^[245]/.test(reply) && code > 0 ? `${reply[0]}.0.0` : '4.4.2')
  return { outcome, reply: cleanReply(reply), status, hop }
}

/** No usable answer: try again. */
export const troubleOf = (status: string, words: string, hop: string): Answer => ({
  outcome: 'retry',
  reply: cleanReply(words),
  status,
  hop,
})
