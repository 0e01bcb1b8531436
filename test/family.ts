/** What a process and those it started weigh and have worked (Linux, proc(5)); 0 where that is not told. */
import { readFileSync, writeFileSync } from 'node:fs'

export const childrenOf = (pid = process.pid): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)

const sumOver = (pid: number, one: (pid: number) => number): number => {
  try {
    return childrenOf(pid).reduce((sum, child) => sum + sumOver(child, one), one(pid))
  } catch {
    // It has just ended.
    return 0
  }
}

const HUNDREDTH_MS = 10
const KB = 1024

const PAGE_BYTES = 4 * KB

/**
 * What each holds for itself, and once what they share: the program (proc(5), statm; adding up Pss says the same, but asking
 * for that costs milliseconds of the very time that is measured).
 */
export const residentBytes = (pid = process.pid): number => {
  let shared = 0
  const own = sumOver(pid, (one) => {
    const [, resident = 0, together = 0] = readFileSync(`/proc/${one}/statm`, 'utf8').split(' ').map(Number)
    shared = Math.max(shared, together)
    return resident - together
  })
  return (own + shared) * PAGE_BYTES
}

/** The most that this process alone held since `forgetPeak` (clear_refs). */
export const peakBytes = (): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * KB
export const forgetPeak = (): void => writeFileSync('/proc/self/clear_refs', '5')

/** User, system, and the same of children that have ended: the 14th to 17th field of stat. */
const timesOf = (pid: number): readonly number[] => {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  return fields
    .split(' ')
    .slice(11, 15)
    .map((time) => Number(time) * HUNDREDTH_MS)
}

const sumOf = (times: readonly number[]): number => times.reduce((sum, time) => sum + time, 0)

/**
 * Processor time of a process and all it started, so far, in ms: unlike the clock, it does not run on a busy machine. Of the
 * process that asks to the microsecond, of others to a hundredth of a second.
 */
export const workedMs = (pid = process.pid): number => {
  if (pid !== process.pid) return sumOver(pid, (one) => sumOf(timesOf(one)))
  const { user, system } = process.cpuUsage()
  const ended = sumOf(timesOf(pid).slice(2))
  return (user + system) / 1000 + ended + sumOf(childrenOf(pid).map((child) => workedMs(child)))
}

const LOOK_EVERY_MS = 20

/** The most that was held while it was watched. What a process holds while it keeps its own watcher waiting is not seen. */
export const watchResident = (pid = process.pid): { highest: () => number; stop: () => void } => {
  let most = residentBytes(pid)
  const look = (): void => {
    most = Math.max(most, residentBytes(pid))
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  return {
    highest: () => {
      look()
      return most
    },
    stop: () => clearInterval(timer),
  }
}
