/**
 * Large bodies beside the database, in a folder that all nodes share or in an S3-compatible store: the same sealed pieces
 * (sealed-stream.ts) under the id of the message, so that whoever reads there sees nothing but sizes and times.
 */

import type { KeyObject } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { asStoreError, StoreUnusable } from './errors.ts'
import type { GrowingBody } from './intake.ts'
import type { StoreOptions } from './options.ts'
import { openS3 } from './s3-blobs.ts'
import { Spool } from './spool.ts'

export type Blobs = Readonly<{
  /** Rejects with `StoreFull` when there is too little, as far as this can be known before. */
  room(): Promise<void>
  create(name: string, contentKey: KeyObject): Promise<GrowingBody>
  /** Plaintext. */
  stream(name: string, contentKey: KeyObject): Readable
  /** Also when only a part of it is there, or nothing. */
  remove(name: string): Promise<void>
}>

/** A small file that says whose place this is; undefined when it is not there. */
export type Marked = Blobs & Readonly<{ mark(): Promise<string | undefined>; setMark(text: string): Promise<void> }>

const FORM = 'store.blobs.url must be folder:/PATH, s3://host/bucket or s3://host:port/bucket/prefix.'
const MARK = 'mailsluis-store'

const inFolder = (folder: string, storeId: Buffer, minFree: number): Marked => {
  const spool = new Spool(folder, storeId, minFree)
  const path = join(folder, MARK)
  const fail = (error: unknown): never => {
    throw asStoreError(error, path)
  }
  return {
    room: () => spool.room(),
    create: (name, contentKey) => spool.create(name, contentKey),
    stream: (name, contentKey) => spool.stream(name, contentKey),
    remove: async (name) => {
      await spool.remove(`${name}.part`)
      await spool.remove(name)
    },
    mark: async () => {
      try {
        return await readFile(path, 'utf8')
      } catch (error) {
        return (error as { code?: unknown }).code === 'ENOENT' ? undefined : fail(error)
      }
    },
    setMark: (text) => writeFile(path, text, { flush: true }).catch(fail),
  }
}

/** Undefined when none are configured. */
export const blobsOf = async (options: StoreOptions, storeId: Buffer): Promise<Marked | undefined> => {
  const { url } = options.blobs
  if (url === '') return undefined
  const folder = /^folder:(\/.{1,1000})$/.exec(url)?.[1]
  if (folder !== undefined) return inFolder(folder, storeId, options.minFreeBytes)
  if (/^s3(?:\+http)?:\/\//.test(url)) return openS3(options.blobs, MARK)
  throw new StoreUnusable(FORM)
}

/**
 * A folder that is not mounted on this node is an empty one: what it took in would be nowhere for the others. So the place
 * bears the name of the store, and one that should bear it and does not is refused.
 */
export const checkPlace = async (blobs: Marked, storeId: Buffer, used: boolean): Promise<void> => {
  const mark = (await blobs.mark())?.trim()
  if (mark === storeId.toString('hex')) return
  if (mark !== undefined) throw new StoreUnusable('The place given as store.blobs belongs to another store.')
  if (used)
    throw new StoreUnusable('The place given as store.blobs does not hold the bodies of this store. Is it mounted?')
  await blobs.setMark(`${storeId.toString('hex')}\n`)
}
