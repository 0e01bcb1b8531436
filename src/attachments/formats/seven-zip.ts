/**
 * 7-Zip as WebAssembly: the decoders of some fifteen kinds of archive, in a memory of their own.
 *
 * Every run has a fresh instance, so that nothing of one mail can be seen by the next. It has no disk: the archive is the
 * one file it may read, what it writes is handed to the caller, and what it prints goes nowhere else.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** Thrown by a caller's hook to end a run at once. */
export class Stop extends Error {}

export type Hooks = Readonly<{
  /** A file begins; `path` as the program made it from the name in the archive. */
  begin?: (path: string) => void
  write?: (bytes: Uint8Array) => void
  end?: () => void
  /** The file that was begun last is none after all: it becomes a link to somewhere else. */
  unlink?: () => void
  /** A line that the program prints; it may hold names of files. */
  line?: (line: string) => void
}>

/** `locked`: it asked for a password, and got none. */
export type Ended = 'well' | 'in-error' | 'stopped' | 'locked' | 'out-of-memory' | 'crashed'

type Stream = { readonly fd: number; readonly node: object }
type Files = {
  open: (path: string, flags: number | string, mode?: number) => Stream
  write: (stream: Stream, bytes: Uint8Array, offset: number, length: number, ...more: unknown[]) => number
  close: (stream: Stream) => void
  ftruncate: (fd: number, length: number) => void
  symlink: (target: string, path: string) => void
  unlink: (path: string) => void
  writeFile: (path: string, bytes: Uint8Array, options: { canOwn: boolean }) => void
}
type Program = { readonly FS: Files; readonly callMain: (words: string[]) => number }
type Imports = { env: { emscripten_resize_heap: (bytes: number) => number } }
type Instance = { readonly exports: object }
type Start = (options: {
  stdin: () => null
  instantiateWasm: (imports: Imports, ready: (instance: Instance, module: object) => void) => object
}) => Promise<Program>
type Wasm = {
  compile: (bytes: Uint8Array) => Promise<object>
  Instance: new (module: object, imports: Imports) => Instance
}

const { WebAssembly } = globalThis as unknown as { WebAssembly: Wasm }
// A dictionary may be declared as large as 4 GB, in a file of a hundred bytes. The "ultra" setting of 7-Zip takes 256 MB; of
// those, only what the files fill is ever touched. Rar and others touch all they ask for, and need far less.
const MB = 1024 * 1024
const memoryFor = (words: readonly string[]): number => (words.includes('-t7z') ? 288 : 128) * MB

const ARCHIVE = '/archive'
const OUT = '/out/'
const CREATE = 0o100

const require = createRequire(import.meta.url)
let compiled: Promise<object> | undefined
const compile = (): Promise<object> => {
  compiled ??= WebAssembly.compile(readFileSync(require.resolve('7z-wasm/7zz.wasm')))
  return compiled
}

type Guard = { refused: boolean; asked: boolean }

const start = async (guard: Guard, maxMemory: number): Promise<Program> => {
  const module = await compile()
  const { default: open } = (await import('7z-wasm')) as unknown as { default: Start }
  return open({
    // No password is tried, not even a wrong one: an archive may demand sixteen million rounds of hashing for each.
    stdin: () => {
      guard.asked = true
      return null
    },
    instantiateWasm: (imports, ready) => {
      const grow = imports.env.emscripten_resize_heap
      imports.env.emscripten_resize_heap = (bytes) => {
        if (bytes >>> 0 <= maxMemory) return grow(bytes)
        guard.refused = true
        return 0
      }
      const instance = new WebAssembly.Instance(module, imports)
      ready(instance, module)
      return instance.exports
    },
  })
}

/** Cuts what is printed into lines; a line without end is cut off, so that a name cannot fill the memory. */
const lineCutter = (line: (line: string) => void): ((bytes: Uint8Array) => void) => {
  const MAX_LINE = 8192
  let kept = Buffer.alloc(0)
  return (bytes) => {
    kept = Buffer.concat([kept, bytes])
    for (let end = kept.indexOf(10); end >= 0; end = kept.indexOf(10)) {
      line(kept.toString('utf8', 0, Math.min(end, MAX_LINE)))
      kept = kept.subarray(end + 1)
    }
    if (kept.length > MAX_LINE) kept = kept.subarray(0, MAX_LINE)
  }
}

/** Puts our hooks between the program and its file system. */
const hook = (files: Files, { begin, write, end, unlink, line }: Hooks): void => {
  const original = { ...files }
  const print = lineCutter(line ?? (() => {}))
  let current: Stream | undefined
  files.open = (path, flags, mode) => {
    const stream = original.open.call(files, path, flags, mode)
    if (typeof flags === 'number' && flags & CREATE && path.startsWith(OUT)) {
      current = stream
      begin?.(path.slice(OUT.length))
    }
    return stream
  }
  files.write = (stream, bytes, offset, length, ...more) => {
    if (stream.fd > 2 && stream !== current) return original.write.call(files, stream, bytes, offset, length, ...more)
    const copy = Uint8Array.prototype.slice.call(bytes, offset, offset + length)
    const written = new Uint8Array(copy.buffer, copy.byteOffset, copy.byteLength)
    if (stream.fd > 2) write?.(written)
    else print(written)
    return length
  }
  files.close = (stream) => {
    if (stream === current) end?.()
    original.close.call(files, stream)
  }
  // The program reserves room for the size that the archive declares, which may be anything.
  files.ftruncate = () => {}
  files.symlink = () => {}
  files.unlink = (path) => {
    unlink?.()
    original.unlink.call(files, path)
  }
}

const howItEnded = (guard: Guard, otherwise: Ended): Ended =>
  guard.refused ? 'out-of-memory' : guard.asked ? 'locked' : otherwise

/** Runs the program once over one archive. Never throws. `words` are ours, never the file's. */
export const runSevenZip = async (bytes: Buffer, words: readonly string[], hooks: Hooks): Promise<Ended> => {
  const guard: Guard = { refused: false, asked: false }
  const exitCode = process.exitCode
  try {
    const program = await start(guard, memoryFor(words))
    program.FS.writeFile(ARCHIVE, bytes, { canOwn: true })
    hook(program.FS, hooks)
    // 1 is a warning, 2 and more are errors.
    return howItEnded(guard, program.callMain([...words, '--', ARCHIVE]) < 2 ? 'well' : 'in-error')
  } catch (error) {
    return error instanceof Stop ? 'stopped' : howItEnded(guard, 'crashed')
  } finally {
    // The program leaves its own exit code behind, as if it were the whole process.
    process.exitCode = exitCode
  }
}
