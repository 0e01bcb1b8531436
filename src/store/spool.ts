/**
 * Bodies too large for the database: one sealed file each, `spool/XY/NAME`, XY the last characters of the message id.
 * A file is written as NAME.part, synced, renamed, and its folder synced, all before a row names it: a row without a file
 * cannot come from a crash, a file without a row can, and is cleared away at the next start.
 */
import { type KeyObject, randomBytes } from 'node:crypto'
import { open, readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { asStoreError, StoreFull } from './errors.ts'
import { makeFolder } from './folders.ts'
import { isId } from './ids.ts'
import { damagedBody, opener, pieceCount, SALT, SEALED_PIECE } from './sealed-stream.ts'
import { SpoolFile } from './spool-file.ts'

const MARK = Buffer.from('MSB1')
const STORE_ID = 16
const HEAD = MARK.length + STORE_ID
/** Another process may be receiving: a half-written file is left alone this long, a whole one until its row must be there. */
const PART_AGE = 60 * 60_000
const WHOLE_AGE = 10 * 60_000
/** Sealed at once while a body in memory is written: bounds the copies. */
const SLICE = 1024 * 1024
/** Free space is asked at most this often. */
const ROOM_MS = 250

const explainMissing = (error: unknown): never => {
  if ((error as { code?: unknown }).code === 'ENOENT') throw damagedBody(error)
  throw error
}

export class Spool {
  readonly folder: string
  readonly #head: Buffer
  readonly #minFree: number
  readonly #made = new Set<string>()
  #room = { asked: 0, free: Number.POSITIVE_INFINITY }

  constructor(folder: string, storeId: Buffer, minFree: number) {
    this.folder = folder
    this.#head = Buffer.concat([MARK, storeId])
    this.#minFree = minFree
  }

  /** Rejects while there is less room than the reserve that keeps the rest of the store going. */
  async room(): Promise<void> {
    if (Math.abs(Date.now() - this.#room.asked) > ROOM_MS) {
      const { bavail, bsize } = await this.#do(() => statfs(this.folder))
      this.#room = { asked: Date.now(), free: bavail * bsize }
    }
    if (this.#room.free < this.#minFree)
      throw new StoreFull('There is too little free disk space to take new mail safely.')
  }

  /** The first file of a message bears its id; one that replaces it gets a name of its own. */
  replacementName(id: string): string {
    return `${id}.${randomBytes(4).toString('hex')}`
  }

  create(name: string, contentKey: KeyObject): Promise<SpoolFile> {
    return this.#do(async () => {
      const path = this.#path(name)
      const folder = join(path, '..')
      if (!this.#made.has(folder)) {
        await makeFolder(folder)
        this.#made.add(folder)
      }
      return SpoolFile.create(path, this.#head, contentKey)
    })
  }

  async write(name: string, contentKey: KeyObject, plain: Buffer): Promise<void> {
    const file = await this.create(name, contentKey)
    try {
      for (let at = 0; at < plain.length; at += SLICE) await file.write(plain.subarray(at, at + SLICE))
      await file.finish()
    } catch (error) {
      await file.drop()
      throw error
    }
  }

  /** Piece by piece: a large body must not stand in memory sealed and open at once. */
  async read(name: string, contentKey: KeyObject): Promise<Buffer> {
    const pieces: Buffer[] = []
    for await (const piece of this.#pieces(name, contentKey)) pieces.push(piece)
    return Buffer.concat(pieces)
  }

  stream(name: string, contentKey: KeyObject): Readable {
    return Readable.from(this.#pieces(name, contentKey), { objectMode: false })
  }

  async remove(name: string): Promise<void> {
    await this.#do(() => rm(this.#path(name), { force: true }))
  }

  /** `isNamed`: a row of this database names the file. Files of another database in the same folder are left alone. */
  async removeOrphans(isNamed: (name: string) => boolean): Promise<void> {
    for (const folder of await readdir(this.folder)) {
      const files = await readdir(join(this.folder, folder)).catch(() => [])
      for (const file of files) {
        const name = file.replace(/\.part$/, '')
        if (isId(name.slice(0, 26)) && !isNamed(file))
          await this.#removeIfOld(join(this.folder, folder, file), name !== file)
      }
    }
  }

  async #removeIfOld(path: string, part: boolean): Promise<void> {
    const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs
    if (age < (part ? PART_AGE : WHOLE_AGE)) return
    const file = await open(path, 'r')
    const { buffer } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0).finally(() => file.close())
    if (this.#head.equals(buffer)) await rm(path, { force: true })
  }

  async *#pieces(name: string, contentKey: KeyObject): AsyncGenerator<Buffer> {
    const file = await this.#do(() => open(this.#path(name), 'r').catch(explainMissing))
    try {
      const start = await this.#at(file, HEAD, SALT)
      const count = pieceCount((await file.stat()).size - HEAD - SALT)
      if (start.length < SALT || count < 1) throw damagedBody()
      const openPiece = opener(contentKey, start)
      for (let n = 0; n < count; n += 1) {
        yield openPiece(n, n === count - 1, await this.#at(file, HEAD + SALT + n * SEALED_PIECE, SEALED_PIECE))
      }
    } finally {
      await file.close()
    }
  }

  async #at(file: Awaited<ReturnType<typeof open>>, position: number, length: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.#do(() => file.read(Buffer.allocUnsafe(length), 0, length, position))
    return buffer.subarray(0, bytesRead)
  }

  #path(name: string): string {
    return join(this.folder, name.slice(24, 26), name)
  }

  async #do<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw asStoreError(error, join(this.folder, 'x'))
    }
  }
}
