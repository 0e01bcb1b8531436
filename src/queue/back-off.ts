/** When to try again: doubling waits with jitter, so that a thousand mails do not all knock in the same second. */
import type { QueueOptions } from './options.ts'

const JITTER = 0.2

/** Milliseconds until the next attempt after `attempts` made. `random` gives 0–1. */
export const backOff = (
  attempts: number,
  options: Pick<QueueOptions, 'retryAfterSeconds' | 'retryAtMostSeconds'>,
  random: () => number = Math.random,
): number => {
  const doubled = options.retryAfterSeconds * 2 ** Math.min(30, Math.max(0, attempts - 1))
  const seconds = Math.min(options.retryAtMostSeconds, doubled)
  return Math.round(seconds * 1000 * (1 + JITTER * (2 * random() - 1)))
}
