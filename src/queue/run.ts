/**
 * The loop: claim what is due, try it, book the answer.
 *
 * The store books the next attempt before this one is made, so a crash in the middle means one more attempt later, never
 * a loss. Another process may add work (a release on the command line), so we also look once a second.
 */
import { storeTrouble } from '../log.ts'
import { backOff } from './back-off.ts'
import type { Queue } from './queue.ts'
import { type QueueParts, work } from './work.ts'

// Longer than any delivery takes, several transactions of a quarter of an hour among them: who is claimed again while the
// first attempt still runs gets the message twice. Who dies is taken over from long before.
const LEASE_MS = 2 * 3_600_000
const LOOK_EVERY_MS = 1000
/** Of the time given to stop, what is left for the last try to book an answer. */
const LAST_TRY_MS = 1000

/** A wait that others may cut short. A knock that comes while nobody waits is not forgotten. */
class Doorbell {
  #rung = false
  #answer: () => void = () => {}

  ring(): void {
    this.#rung = true
    this.#answer()
  }

  async wait(ms: number): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.#answer = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#rung = false
  }
}

export const startQueue = (parts: QueueParts): Queue => {
  const { store, log, options } = parts
  const now = parts.now ?? Date.now
  const running = new Set<Promise<void>>()
  const bell = new Doorbell()
  let stopping = false
  /** Answers of the next hop that cannot be booked are kept until then. */
  const end = new AbortController()
  const trouble = storeTrouble(log, 'claim')

  const claim = async (): Promise<number> => {
    const bookNext = (attempts: number): number => now() + backOff(attempts, options)
    const owner = parts.claimant.owner()
    const jobs = await store.claimDue(owner, now(), LEASE_MS, options.concurrency - running.size, bookNext)
    for (const job of jobs) {
      const task: Promise<void> = work(parts, { job, owner }, now, end.signal).then(() => {
        running.delete(task)
        bell.ring()
      })
      running.add(task)
    }
    return jobs.length
  }

  const look = async (): Promise<number> => {
    if (running.size >= options.concurrency) return 0
    try {
      const claimed = await claim()
      trouble.ends()
      return claimed
    } catch (error) {
      trouble.begins(error)
      return 0
    }
  }

  const loop = async (): Promise<void> => {
    while (!stopping) if ((await look()) === 0 && !stopping) await bell.wait(LOOK_EVERY_MS)
  }
  const looping = loop()
  const ended = async (): Promise<void> => {
    await looping
    await Promise.all(running)
  }

  return {
    wake: () => bell.ring(),
    get busy() {
      return running.size
    },
    stop: async (ms) => {
      stopping = true
      bell.ring()
      const lastTry = setTimeout(() => end.abort(), ms - LAST_TRY_MS)
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms)
      })
      await Promise.race([ended(), late])
      clearTimeout(lastTry)
      clearTimeout(timer)
    },
  }
}
