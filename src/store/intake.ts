/** A message being received: in memory while it is small, sealed and set down outside memory from then on. */
import type { KeyObject } from 'node:crypto'
import { Fingerprint } from './fingerprint.ts'
import type { IntakeMemory } from './intake-memory.ts'
import type { StoreOptions } from './options.ts'
import type { Committed, Intake, MailHead, Passed } from './store.ts'
import type { MessageKeys, Vault } from './vault.ts'

/** A client that missed our 250 comes back within this time (RFC 1047; common retry times are 5 to 30 minutes). */
export const JOIN_MS = 60 * 60_000

/** By what a client's transaction is known again. */
export type Keys = Readonly<{ joinKey: string; family?: string | undefined }>

export type Claim = Keys & Readonly<{ owner: string; leaseMs: number }>

/** Keyed digests by which a submission that comes again, and other parts of the same message, are known. */
export type Marks = Readonly<{ submission: Buffer; family: Buffer | undefined }>

/** A body set down while it comes in; it counts only once a message names it. */
export type GrowingBody = Readonly<{
  write(plain: Buffer): Promise<void>
  /** Durable when it resolves. */
  finish(): Promise<void>
  /** Nothing stays; may be called at any moment. */
  drop(): Promise<void>
}>

export type NewRecord = Readonly<{ id: string; keys: MessageKeys; head: MailHead }>

/** `body`: whole plaintext, or the finished body. */
export type Received<B extends GrowingBody> = NewRecord & Readonly<{ body: Buffer | B }>

/** Where a message goes; each store has its own. */
export type Harbour<B extends GrowingBody> = Readonly<{
  vault: Vault
  options: Pick<StoreOptions, 'memoryBytes'>
  memory: IntakeMemory
  newId: () => string
  /** Rejects with `StoreFull` when there is too little. */
  room(): Promise<void>
  grow(id: string, contentKey: KeyObject): Promise<B>
  /** One step; looks for earlier ones of less than `JOIN_MS` ago. */
  keep(mail: Received<B>, marks: Marks, claim: Claim): Promise<Committed>
  /** Whether either of them was left less than `JOIN_MS` ago. */
  knows(marks: Marks): Promise<boolean>
  note(mail: NewRecord, marks: Marks, passed: Passed): Promise<void>
}>

export class MailIntake<B extends GrowingBody> implements Intake {
  readonly id: string
  readonly #harbour: Harbour<B>
  readonly #keys: MessageKeys
  readonly #fingerprint = new Fingerprint()
  #chunks: Buffer[] = []
  #size = 0
  #grown: B | undefined
  #over = false
  /** Bytes above `memoryBytes` that stand in memory. */
  #taken = 0
  #marks: Marks | undefined

  constructor(harbour: Harbour<B>) {
    this.#harbour = harbour
    this.id = harbour.newId()
    this.#keys = harbour.vault.newKeys(this.id)
  }

  get size(): number {
    return this.#size
  }

  get inMemory(): Buffer | undefined {
    if (this.#grown) return undefined
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks, this.#size)]
    return this.#chunks[0]
  }

  /** A message that could not be taken in whole is given up at once: nothing of it stays. */
  async write(chunk: Buffer): Promise<void> {
    this.#mustBeOpen()
    this.#fingerprint.update(chunk)
    this.#size += chunk.length
    try {
      if (this.#grown) {
        await this.#harbour.room()
        await this.#grown.write(chunk)
      } else {
        this.#chunks.push(chunk)
        if (!this.#staysInMemory()) await this.#spill()
      }
    } catch (error) {
      await this.abort()
      throw error
    }
  }

  async commit(head: MailHead, claim: Claim): Promise<Committed> {
    this.#mustBeOpen()
    this.#over = true
    try {
      // Room was asked for when it began to come in, and a large one takes much of it.
      if (this.#taken > 0) await this.#harbour.room()
      const body = (await this.#finished()) ?? this.inMemory ?? Buffer.alloc(0)
      const mail = { id: this.id, keys: this.#keys, head: { ...head, size: this.#size }, body }
      return await this.#harbour.keep(mail, this.#marksOf(head, claim), claim)
    } finally {
      this.#giveBack()
    }
  }

  async isFirst(head: MailHead, keys: Keys): Promise<boolean> {
    this.#mustBeOpen()
    return !(await this.#harbour.knows(this.#marksOf(head, keys)))
  }

  async pass(head: MailHead, passed: Passed, keys: Keys): Promise<void> {
    this.#mustBeOpen()
    this.#over = true
    const mail = { id: this.id, keys: this.#keys, head: { ...head, size: this.#size } }
    try {
      await this.#harbour.note(mail, this.#marksOf(head, keys), passed)
    } catch (error) {
      this.#over = false
      throw error
    } finally {
      this.#giveBack()
    }
  }

  async abort(): Promise<void> {
    if (this.#over) return
    this.#over = true
    this.#chunks = []
    this.#giveBack()
    await this.#grown?.drop()
  }

  #marksOf(head: MailHead, keys: Keys): Marks {
    this.#marks ??= this.#markBy(head, keys)
    return this.#marks
  }

  #markBy({ envelope: { mailFrom, rcptTo } }: MailHead, { joinKey, family }: Keys): Marks {
    const { vault } = this.#harbour
    const { whole, body } = this.#fingerprint.digest()
    return {
      submission: vault.blind('submission', JSON.stringify([joinKey, mailFrom, rcptTo, whole])),
      family: family === undefined ? undefined : vault.blind('family', JSON.stringify([family, mailFrom, body])),
    }
  }

  /** A small one always; a large one while there is room for it. */
  #staysInMemory(): boolean {
    const more = this.#size - this.#harbour.options.memoryBytes - this.#taken
    if (more <= 0) return true
    if (!this.#harbour.memory.take(more)) return false
    this.#taken += more
    return true
  }

  #giveBack(): void {
    this.#harbour.memory.give(this.#taken)
    this.#taken = 0
  }

  async #spill(): Promise<void> {
    await this.#harbour.room()
    const grown = await this.#harbour.grow(this.id, this.#keys.content)
    const chunks = this.#chunks
    this.#grown = grown
    this.#chunks = []
    for (const chunk of chunks) await grown.write(chunk)
    this.#giveBack()
  }

  async #finished(): Promise<B | undefined> {
    try {
      await this.#grown?.finish()
      return this.#grown
    } catch (error) {
      await this.#grown?.drop()
      throw error
    }
  }

  #mustBeOpen(): void {
    if (this.#over) throw new Error('This message was already committed or aborted.')
  }
}
