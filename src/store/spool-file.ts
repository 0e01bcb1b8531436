/** One body on its way to disk: sealed while it comes in, named only when it is whole and synced. */
import type { KeyObject } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { asStoreError } from './errors.ts'
import { syncFolder } from './folders.ts'
import { PIECE, piecesOf, type Sealer, sealer } from './sealed-stream.ts'

export class SpoolFile {
  readonly #path: string
  readonly #file: FileHandle
  readonly #sealer: Sealer
  #rest: Buffer[] = []
  #resting = 0

  static async create(path: string, head: Buffer, contentKey: KeyObject): Promise<SpoolFile> {
    const file = await open(`${path}.part`, 'wx', 0o600)
    const made = new SpoolFile(path, file, sealer(contentKey))
    try {
      await file.writeFile(Buffer.concat([head, made.#sealer.start]))
      return made
    } catch (error) {
      await made.drop()
      throw error
    }
  }

  private constructor(path: string, file: FileHandle, seals: Sealer) {
    this.#path = path
    this.#file = file
    this.#sealer = seals
  }

  async write(plain: Buffer): Promise<void> {
    this.#rest.push(plain)
    this.#resting += plain.length
    if (this.#resting <= PIECE) return
    const pieces = piecesOf(Buffer.concat(this.#rest, this.#resting))
    const sealed: Buffer[] = []
    let next = pieces.next()
    for (; !next.done; next = pieces.next()) sealed.push(this.#sealer.piece(next.value))
    this.#rest = [next.value]
    this.#resting = next.value.length
    await this.#do(() => this.#file.writeFile(Buffer.concat(sealed)))
  }

  /** Durable under its own name when it resolves. */
  finish(): Promise<void> {
    return this.#do(async () => {
      await this.#file.writeFile(this.#sealer.end(Buffer.concat(this.#rest, this.#resting)))
      await this.#file.sync()
      await this.#file.close()
      await rename(`${this.#path}.part`, this.#path)
      await syncFolder(dirname(this.#path))
    })
  }

  /** Nothing stays; may be called at any moment. */
  async drop(): Promise<void> {
    await this.#file.close().catch(() => undefined)
    await rm(`${this.#path}.part`, { force: true }).catch(() => undefined)
    await rm(this.#path, { force: true }).catch(() => undefined)
  }

  async #do<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw asStoreError(error, this.#path)
    }
  }
}
