/** A notice as its reader's program sees it: about which message, what kind, for whom of its recipients. */
import { deliveryStatus } from '../gateway/dsn.ts'

export type Notice = Readonly<{
  id: string
  kind: string
  number: number | undefined
  /** Whom it names as failed. */
  named: readonly string[]
  /** Hidden recipients it counts as failed (RFC 6533 has no word for them; ours is x-undisclosed). */
  unnamed: number
  remedy: string | undefined
  text: string
}>

/** Quoted-printable, as far as links and words go. */
const readable = (raw: Buffer): string => raw.toString('latin1').replace(/=\r\n/g, '').replace(/=3D/gi, '=')

export const readNotice = (raw: Buffer): Notice => {
  const text = readable(raw)
  const [, id = '', kind = ''] = /^Message-ID:\s{1,3}<([0-9A-Z]{26}\.([a-z]+)[^>]*)>/m.exec(text) ?? []
  const number = /^In-Reply-To:\s{1,3}<n(\d+)@/m.exec(text)?.[1]
  const failed = deliveryStatus(raw).recipients.filter(({ action }) => action === 'failed')
  const finals = failed.map(({ 'final-recipient': final = '' }) => final)
  return {
    ...{ id, kind, text, number: number === undefined ? undefined : Number(number) },
    named: finals.filter((final) => final.startsWith('rfc822;')).map((final) => final.slice(7).trim()),
    unnamed: finals
      .filter((final) => final.startsWith('x-undisclosed;'))
      .reduce((n, final) => n + Number(final.slice(14)), 0),
    remedy: /https?:\/\/[^\s"<>]+\/r\/[\w-]{16,100}/.exec(text)?.[0],
  }
}
