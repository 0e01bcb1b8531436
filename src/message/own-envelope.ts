/** The envelope of a message that came without one, or with a part of it: from From to To, Cc and Bcc. */
import { parseAddressList } from './addresses.ts'
import type { Envelope, Message } from './message.ts'

export const ownEnvelope = (
  message: Pick<Message, 'headers' | 'from' | 'visible'>,
  given: Readonly<{ mailFrom?: string | undefined; rcptTo?: readonly string[] | undefined }>,
): Envelope => {
  const bcc = message.headers.filter((h) => h.name === 'bcc').flatMap((h) => parseAddressList(h.value))
  const all = [...message.visible, ...bcc].map((box) => box.address)
  return {
    mailFrom: given.mailFrom ?? message.from[0]?.address ?? '',
    rcptTo: given.rcptTo ?? [...new Set(all)],
  }
}
