/** Opens the readers: one pool of threads for all messages, one allowance for each. */
import type { Part } from '../message/message.ts'
import type { Readers, ReadFiles } from './attachments.ts'
import { ContentCache } from './cache.ts'
import { AttachmentOptions } from './options.ts'
import { ReaderPool } from './pool.ts'
import { Reading } from './walk.ts'

export const openReaders = (options: Partial<AttachmentOptions> = {}): Readers => {
  const settled = AttachmentOptions.parse(options)
  const pool = new ReaderPool(settled)
  const cache = new ContentCache()
  return {
    read: async (parts: readonly Part[]): Promise<ReadFiles> => {
      const reading = new Reading(settled, pool, cache)
      // One after the other: the bytes of one attachment at a time in memory, and the same limits hit at the same file.
      for (const part of parts) await reading.readPart(part)
      return reading.result()
    },
    close: () => pool.close(),
  }
}
