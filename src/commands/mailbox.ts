/** Mailboxes in mbox form (RFC 4155): many messages in one file, read piece by piece, since "Sent" may weigh gigabytes. */
import { closeSync, openSync, readSync } from 'node:fs'
import { BadInput } from './terminal.ts'

const PIECE = 1024 * 1024
// A broken mailbox, without a single empty line, would be taken into memory whole.
const MAX_MESSAGE = 100 * 1024 * 1024

/** A message begins at a line "From …" at the start of the file or after an empty line. */
const NEXT = /\r?\n\r?\n(?=From )/g
const FIRST = Buffer.from('From ')

export const isMailbox = (file: string): boolean => {
  const start = Buffer.alloc(FIRST.length)
  const handle = openSync(file, 'r')
  try {
    return readSync(handle, start, 0, start.length, 0) === start.length && start.equals(FIRST)
  } finally {
    closeSync(handle)
  }
}

/** Without its "From " line, and with what mailboxes put a ">" before as it was. */
const messageOf = (text: string): Buffer =>
  Buffer.from(text.slice(text.indexOf('\n') + 1).replace(/^>(>*From )/gm, '$1'), 'latin1')

/** Byte by byte: latin1 keeps every byte as it is. */
export function* messagesIn(file: string): Generator<Buffer> {
  const handle = openSync(file, 'r')
  const piece = Buffer.alloc(PIECE)
  let text = ''
  try {
    for (let read = -1; read !== 0; ) {
      read = readSync(handle, piece)
      text += piece.toString('latin1', 0, read)
      let from = 0
      for (const { index, 0: gap } of text.matchAll(NEXT)) {
        yield messageOf(`${text.slice(from, index)}\n`)
        from = index + gap.length
      }
      text = text.slice(from)
      if (text.length > MAX_MESSAGE) throw new BadInput('a message in it is larger than 100 MB')
    }
    if (text.trim() !== '') yield messageOf(text)
  } finally {
    closeSync(handle)
  }
}
