/** A message inside a message (message/rfc822, .eml): read like any other, its places set inside the attachment. */
import { type Message, type Place, parseMessage, type Text, type Unread } from '../message/message.ts'
import type { Trouble } from './reading.ts'

export type Nested =
  | Readonly<{ message: Message; texts: readonly Text[]; unread: readonly Unread[] }>
  | Readonly<{ trouble: Trouble }>

/** All of it is content of an attachment now: its signature is not the sender's, its quotes not this thread's. */
const asAttachment = (text: Text, file: string): Text => ({
  ...text,
  role: text.role === 'disclaimer' ? 'disclaimer' : 'attachment',
  place: moved(text.place, file),
})

const moved = (place: Place, file: string): Place => ({ ...place, in: 'attachment', file })

export const nestMessage = async (bytes: Buffer, file: string): Promise<Nested> => {
  try {
    // Its envelope is gone; whom it was sent to in secret is not known.
    const message = await parseMessage(bytes, { mailFrom: '', rcptTo: [] })
    return {
      message,
      texts: message.texts.map((text) => asAttachment(text, file)),
      unread: message.unread.map((unread) => ({ ...unread, place: moved(unread.place, file) })),
    }
  } catch (error) {
    return { trouble: { reason: 'broken', detail: error instanceof Error ? error.name : 'message' } }
  }
}
