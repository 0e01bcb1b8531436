/** One body on its way to disk: sealed while it comes in, named only when it is whole and synced. */
import type { KeyObject } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { asStoreError } from './errors.ts'
import { syncFolder } from './folders.ts'
import { Sealing } from './sealed-stream.ts'

export class SpoolFile {
  readonly #path: string
  readonly #file: FileHandle
  readonly #sealing: Sealing

  static async create(path: string, head: Buffer, contentKey: KeyObject): Promise<SpoolFile> {
    const file = await open(`${path}.part`, 'wx', 0o600)
    const made = new SpoolFile(path, file, new Sealing(contentKey))
    try {
      await file.writeFile(Buffer.concat([head, made.#sealing.start]))
      return made
    } catch (error) {
      await made.drop()
      throw error
    }
  }

  private constructor(path: string, file: FileHandle, sealing: Sealing) {
    this.#path = path
    this.#file = file
    this.#sealing = sealing
  }

  async write(plain: Buffer): Promise<void> {
    const sealed = this.#sealing.add(plain)
    if (sealed.length === 0) return
    await this.#do(() => this.#file.writeFile(Buffer.concat(sealed)))
  }

  /** Durable under its own name when it resolves. */
  finish(): Promise<void> {
    return this.#do(async () => {
      await this.#file.writeFile(this.#sealing.end())
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
