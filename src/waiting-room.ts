/** Messages that wait to be judged: a few at a time, and their bytes in memory only while there is room. */
import type { Judged } from './gateway.ts'
import type { MailHead, MailId } from './store/store.ts'

/**
 * Without `raw` the bytes are read back from the store when its turn comes. `judged`: what was found while its client
 * waited; it holds for the message as it came.
 */
export type Waiting = Readonly<{
  id: MailId
  head: MailHead
  raw: Buffer | undefined
  judged?: Promise<Judged> | undefined
}>

// Judging is CPU work; a few at a time keep the disk and the attachment readers busy as well.
const AT_ONCE = 4
const MEMORY = 48 * 1024 * 1024

export class WaitingRoom {
  readonly #judge: (mail: Waiting) => Promise<void>
  readonly #waiting: Waiting[] = []
  readonly #running = new Set<Promise<void>>()
  #inMemory = 0
  #closed = false

  /** `judge` never rejects. */
  constructor(judge: (mail: Waiting) => Promise<void>) {
    this.#judge = judge
  }

  /** All of them, also those being judged. */
  get size(): number {
    return this.#waiting.length + this.#running.size
  }

  get isClosed(): boolean {
    return this.#closed
  }

  enter({ id, head, raw, judged }: Waiting): void {
    const kept = raw && this.#inMemory + raw.length <= MEMORY ? raw : undefined
    this.#inMemory += kept?.length ?? 0
    this.#waiting.push({ id, head, raw: kept, judged })
    this.#next()
  }

  /** Nobody's turn comes any more; ends when those inside are done. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#running)
  }

  #next(): void {
    while (!this.#closed && this.#running.size < AT_ONCE) {
      const mail = this.#waiting.shift()
      if (!mail) return
      const task: Promise<void> = this.#judge(mail).then(() => {
        this.#inMemory -= mail.raw?.length ?? 0
        this.#running.delete(task)
        this.#next()
      })
      this.#running.add(task)
    }
  }
}
