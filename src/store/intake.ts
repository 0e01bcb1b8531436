/** A message being received: in memory while it is small, sealed to a spool file from then on. */
import { createHash } from 'node:crypto'
import type { Engine } from './engine.ts'
import { dropBody, insertReceived, type NewMail, placeBody } from './new-mail.ts'
import type { SpoolFile } from './spool-file.ts'
import type { Intake, MailHead } from './store.ts'
import type { MessageKeys } from './vault.ts'

/** A client that missed our 250 comes back within this time (RFC 1047; common retry times are 5 to 30 minutes). */
export const JOIN_MS = 60 * 60_000

type Claim = Readonly<{ joinKey: string; owner: string; leaseMs: number }>

export class MailIntake implements Intake {
  readonly id: string
  readonly #engine: Engine
  readonly #keys: MessageKeys
  readonly #hash = createHash('sha256')
  #chunks: Buffer[] = []
  #size = 0
  #file: SpoolFile | undefined
  #over = false

  constructor(engine: Engine) {
    this.#engine = engine
    this.id = engine.newId()
    this.#keys = engine.vault.newKeys(this.id)
  }

  get size(): number {
    return this.#size
  }

  get inMemory(): Buffer | undefined {
    if (this.#file) return undefined
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks, this.#size)]
    return this.#chunks[0]
  }

  /** A message that could not be taken in whole is given up at once: nothing of it stays. */
  async write(chunk: Buffer): Promise<void> {
    this.#mustBeOpen()
    this.#hash.update(chunk)
    this.#size += chunk.length
    try {
      if (this.#file) {
        await this.#engine.spool.room()
        await this.#file.write(chunk)
      } else {
        this.#chunks.push(chunk)
        if (this.#size > this.#engine.options.memoryBytes) await this.#spill()
      }
    } catch (error) {
      await this.abort()
      throw error
    }
  }

  async commit(head: MailHead, claim: Claim): Promise<{ id: string; repeat: boolean }> {
    this.#mustBeOpen()
    this.#over = true
    const mail = await this.#place({ ...head, size: this.#size })
    const digest = this.#engine.vault.blind(
      'submission',
      JSON.stringify([claim.joinKey, head.envelope.mailFrom, head.envelope.rcptTo, this.#hash.digest('hex')]),
    )
    let first = this.id
    try {
      first = await this.#engine.commits.run(() => this.#insert(mail, digest, claim))
      return { id: first, repeat: first !== this.id }
    } finally {
      await dropBody(this.#engine, this.id, mail.body)
    }
  }

  async abort(): Promise<void> {
    if (this.#over) return
    this.#over = true
    this.#chunks = []
    await this.#file?.drop()
  }

  async #spill(): Promise<void> {
    await this.#engine.spool.room()
    const file = await this.#engine.spool.create(this.id, this.#keys.content)
    const chunks = this.#chunks
    this.#file = file
    this.#chunks = []
    for (const chunk of chunks) await file.write(chunk)
  }

  async #place(head: MailHead): Promise<NewMail> {
    const { id } = this
    if (this.#file) {
      try {
        await this.#file.finish()
      } catch (error) {
        await this.#file.drop()
        throw error
      }
      return { id, keys: this.#keys, head, body: { sealed: null, file: id } }
    }
    const body = await placeBody(this.#engine, id, this.#keys.content, this.inMemory ?? Buffer.alloc(0))
    return { id, keys: this.#keys, head, body }
  }

  /** Within a transaction: two processes with the same submission cannot both be first. */
  #insert(mail: NewMail, digest: Buffer, claim: Claim): string {
    const { db } = this.#engine
    const now = this.#engine.now()
    const earlier = db.get<{ message: string }>(
      'select message from submission where digest = ? and at > ?',
      digest,
      now - JOIN_MS,
    )
    if (earlier) return earlier.message
    insertReceived(this.#engine, mail, { owner: claim.owner, until: now + claim.leaseMs })
    db.run('insert or replace into submission (digest, message, at) values (?, ?, ?)', digest, mail.id, now)
    return mail.id
  }

  #mustBeOpen(): void {
    if (this.#over) throw new Error('This message was already committed or aborted.')
  }
}
