/** The files of an archive may weigh a hundred times what the mail does: each is let go of once it was read. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { ContentCache } from '../../src/attachments/cache.ts'
import { AttachmentOptions } from '../../src/attachments/options.ts'
import type { PictureContext } from '../../src/attachments/pictures/picture-process.ts'
import { type Outcome, ReaderPool } from '../../src/attachments/pool.ts'
import type { Child, ReaderContext } from '../../src/attachments/reading.ts'
import { Reading } from '../../src/attachments/walk.ts'
import { part } from './reading.ts'
import { zipOf } from './zip-writer.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const FILES = 6
const options = AttachmentOptions.parse({})

/** As a process would give it: a page of its own for each file, over the size that is read without a process. */
const page = (n: number): Child => ({
  name: `${n}.txt`,
  type: '',
  bytes: new Uint8Array(options.inlineBytes + 1).fill(0x61 + n),
})

/** Stands where the processes do: gives the archive's files, and tells at each of them which are still in memory. */
class Archive extends ReaderPool<ReaderContext> {
  readonly #files: WeakRef<Uint8Array>[] = []
  readonly held: number[] = []

  override async run(_files: readonly Uint8Array[], { format }: ReaderContext): Promise<Outcome> {
    if (format === 'zip') {
      const children = Array.from({ length: FILES }, (_, n) => page(n))
      for (const { bytes } of children) this.#files.push(new WeakRef(bytes!))
      return { content: { children }, ms: 1 }
    }
    // What a weak reference was asked for stays until the turn is over.
    await new Promise(setImmediate)
    collectGarbage()
    this.held.push(this.#files.filter((one) => one.deref() !== undefined).length)
    return { content: {}, ms: 1 }
  }
}

test('what was read is gone while the next file is read', async () => {
  const pool = new Archive(options)
  const pictures = new ReaderPool<PictureContext>(options)
  const reading = new Reading(options, pool, new ContentCache(), pictures)
  await reading.readPart(part('map.zip', zipOf({ 'lees.txt': 'Dag!' })))
  expect(reading.result().files).toHaveLength(FILES + 1)
  expect(pool.held).toEqual([6, 5, 4, 3, 2, 1])
})
