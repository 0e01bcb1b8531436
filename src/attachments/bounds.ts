/** The bounds of a thread that reads hostile bytes: no files, no children, no environment, so much memory, nothing printed. */
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { endThread, newSignals } from './ending.ts'

const root = `${join(import.meta.dirname, '../..')}/`

const real = (path: string): string => {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

// A parser that is led astray by a file finds nothing to read but the program itself: no mail, no keys, no configuration.
const MAY_READ = [`${root}src/`, `${root}node_modules/`, `${real(`${root}node_modules`)}/`, `${root}package.json`]

/** `end`: the only way to end it, see `ending.ts`. */
export type Started = Readonly<{ worker: Worker; end: () => Promise<void> }>

/** `mayRead`: folders (with "/" at their end) and files beside those of the program. */
export const startThread = (script: URL, heapMb: number, mayRead: readonly string[]): Started => {
  const signals = newSignals()
  const worker = new Worker(script, {
    workerData: signals,
    // A large young generation is filled before anything is cleared: 200 MB for a sheet of a million cells.
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 16 },
    // A parser of hostile bytes needs no secrets from the environment.
    env: {},
    execArgv: ['--permission', ...[...MAY_READ, ...mayRead].map((path) => `--allow-fs-read=${path}`)],
    // Not passed on to ours. What little comes past `silence.ts` stays where it is, and goes with the thread.
    stdout: true,
    stderr: true,
  })
  return { worker, end: () => endThread(worker, signals) }
}

const LOOK_EVERY_MS = 100

/**
 * Calls `over` when the thread holds more than `bytes` outside its heap: buffers and WebAssembly memory, which
 * `resourceLimits` does not count. Ends with `stop`.
 */
export const watchMemory = (worker: Worker, bytes: number, over: () => void): { stop: () => void } => {
  let asked = false
  const timer = setInterval(() => {
    // A thread that is deep in native code answers later; one question waits at a time.
    if (asked) return
    asked = true
    worker.getHeapStatistics().then(
      ({ external_memory: held }) => {
        asked = false
        if (held > bytes) over()
      },
      () => {},
    )
  }, LOOK_EVERY_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
