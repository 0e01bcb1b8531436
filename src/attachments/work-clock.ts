/**
 * How long a process has been at its file, without the time that it stood in line for a processor: on a busy machine a
 * picture takes five times as long by the clock on the wall, and that is nothing against the picture.
 */
import { readFileSync } from 'node:fs'

/** Milliseconds its first thread could have run and was not let (Linux, proc(5): schedstat); undefined where that is not told. */
const queuedMs = (pid: number): number | undefined => {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[1]) / 1e6
  } catch {
    return undefined
  }
}

export class WorkClock {
  readonly #pid: number
  readonly #startedAt = performance.now()
  readonly #before: number
  #queued = 0

  constructor(pid: number) {
    this.#pid = pid
    this.#before = queuedMs(pid) ?? 0
  }

  /** Of a process that is gone, what was known last is believed. */
  get ms(): number {
    const queued = queuedMs(this.#pid)
    if (queued !== undefined) this.#queued = queued - this.#before
    return performance.now() - this.#startedAt - this.#queued
  }
}
