/** Opens the readers: a pool of processes for all messages and one for their pictures, an allowance for each message. */
import type { Part } from '../message/message.ts'
import type { Readers, ReadFiles } from './attachments.ts'
import { ContentCache } from './cache.ts'
import { AttachmentOptions } from './options.ts'
import type { PictureContext } from './pictures/picture-process.ts'
import { ReaderPool } from './pool.ts'
import { Reading } from './walk.ts'

const PICTURES = new URL('./pictures/picture-process.ts', import.meta.url)

export const openReaders = (options: Partial<AttachmentOptions> = {}): Readers => {
  const settled = AttachmentOptions.parse(options)
  const pool = new ReaderPool(settled)
  const pictures = new ReaderPool<PictureContext>({ ...settled, workers: settled.ocrWorkers }, PICTURES)
  const cache = new ContentCache()
  return {
    read: async (parts: readonly Part[]): Promise<ReadFiles> => {
      const reading = new Reading(settled, pool, cache, pictures)
      // One after the other: the bytes of one attachment at a time in memory, and the same limits hit at the same file.
      for (const part of parts) await reading.readPart(part)
      return reading.result()
    },
    close: async () => {
      await Promise.all([pool.close(), pictures.close()])
    },
  }
}
