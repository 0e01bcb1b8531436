/** The bounds of a process that reads hostile bytes: no files, no children, no environment, so much memory, nothing printed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

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

// No core file, which would hold a piece of someone's mail. And when the program is killed while a file keeps its reader
// in a loop without end, nobody else would end it: so many seconds of work, and another takes its place.
const LIMITED = 'ulimit -c 0; ulimit -t 900; exec "$0" "$@"'

// A large young generation is filled before anything is cleared: 200 MB for a sheet of a million cells.
const YOUNG_MB = 8

export type Started = Readonly<{ child: ChildProcess; socket: Socket }>

/** `mayRead`: folders (with "/" at their end) and files beside those of the program. */
export const startProcess = (script: URL, heapMb: number, mayRead: readonly string[]): Started => {
  const bounds = [
    '--permission',
    ...[...MAY_READ, ...mayRead].map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${heapMb}`,
    `--max-semi-space-size=${YOUNG_MB}`,
  ]
  const child = spawn('/bin/sh', ['-c', LIMITED, process.execPath, ...bounds, fileURLToPath(script)], {
    // What a parser prints may quote the file; a log may not.
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    // A parser of hostile bytes needs no secrets from the environment, but the hour of the school.
    env: process.env.TZ ? { TZ: process.env.TZ } : {},
  })
  return { child, socket: child.stdio[3] as Socket }
}

export const endProcess = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    // One that could not be started has no end to wait for.
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return done()
    child.once('exit', () => done())
    child.ref()
    child.kill('SIGKILL')
  })

const LOOK_EVERY_MS = 50
const PAGE_BYTES = 4_096

/** Bytes that the process holds (Linux, proc(5): the second number of statm, in pages); 0 where that is not told. */
const residentBytes = (pid: number): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * PAGE_BYTES
  } catch {
    return 0
  }
}

/** Calls `over` when the process holds more than `bytes`: heap, buffers and WebAssembly together. Ends with `stop`. */
export const watchMemory = (pid: number, bytes: number, over: () => void): { stop: () => void } => {
  const timer = setInterval(() => {
    if (residentBytes(pid) > bytes) over()
  }, LOOK_EVERY_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
