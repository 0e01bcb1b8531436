/** Reads files as the parts of one message, for tests. */
import type { AttachedFile, Readers, ReadFiles } from '../../src/attachments/attachments.ts'
import type { Part } from '../../src/message/message.ts'

export const part = (name: string, bytes: Buffer | string, type = 'application/octet-stream'): Part => {
  const content = Buffer.from(bytes)
  return {
    name,
    type,
    disposition: 'attachment',
    contentId: '',
    size: content.length,
    content: () => Buffer.from(content),
  }
}

export const readOne = (readers: Readers, name: string, bytes: Buffer | string, type?: string): Promise<ReadFiles> =>
  readers.read([part(name, bytes, type)])

/** What stands in the files, without their names. */
export const contents = (read: ReadFiles): string[] =>
  read.texts.filter(({ role }) => role === 'attachment').map(({ text }) => text)

export const fileAt = (read: ReadFiles, path: string): AttachedFile | undefined =>
  read.files.find((file) => file.path === path)

export const reasons = (read: ReadFiles): string[] =>
  read.unread.map(({ place, reason, detail }) => `${place.file}: ${reason}${detail ? ` ${detail}` : ''}`)
