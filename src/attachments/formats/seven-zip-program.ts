/** One instance of 7-Zip in WebAssembly, and the guard that watches what it asks for. */
import { constants, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

export type Stream = { readonly fd: number; readonly node: object }

/** Its file system, in memory, as far as we put our hooks in it. */
export type Files = {
  open: (path: string, flags: number | string, mode?: number) => Stream
  read: (...words: unknown[]) => number
  write: (stream: Stream, bytes: Uint8Array, offset: number, length: number, ...more: unknown[]) => number
  close: (stream: Stream) => void
  mkdir: (...words: unknown[]) => unknown
  symlink: (target: string, path: string) => void
  unlink: (path: string) => void
  writeFile: (path: string, bytes: Uint8Array, options: { canOwn: boolean }) => void
}
export type Program = { readonly FS: Files; readonly callMain: (words: string[]) => number }

// A dictionary may be declared as large as 4 GB, in a file of a hundred bytes; a list of files may unpack to as much. A
// program takes no larger dictionary than its files fill: 128 MB for the largest that we unpack.
const MAX_BYTES = 160 * 1024 * 1024
// Before the first file is unpacked there is only a list of files: a 7z of two hundred bytes may declare four million.
const MAX_LIST_BYTES = 48 * 1024 * 1024
// A rar of ten megabytes may hold half a million headers, two or three reads each.
const MAX_LIST_READS = 80_000

export class Guard {
  #maxBytes = MAX_LIST_BYTES
  #readsLeft = MAX_LIST_READS
  refused = false
  asked = false

  /** The list is read, files come now. */
  startFiles(): void {
    this.#maxBytes = MAX_BYTES
    this.#readsLeft = Number.POSITIVE_INFINITY
  }

  mayRead(): boolean {
    this.#readsLeft -= 1
    return this.#readsLeft >= 0
  }

  mayGrow(bytes: number): boolean {
    const may = bytes >>> 0 <= this.#maxBytes
    this.refused ||= !may
    return may
  }
}

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
const require = createRequire(import.meta.url)
let compiled: Promise<object> | undefined

/**
 * At its start the program asks Node for the numbers of its file flags, for a disk that it is not given, and in a way that a
 * process without permissions may not go. They are public all the same.
 */
const givingFlags = async <T>(start: () => Promise<T>): Promise<T> => {
  const asked = process as unknown as { binding: unknown }
  const { binding } = asked
  asked.binding = () => ({ fs: constants })
  try {
    return await start()
  } finally {
    asked.binding = binding
  }
}

export const startProgram = async (guard: Guard): Promise<Program> => {
  compiled ??= WebAssembly.compile(readFileSync(require.resolve('7z-wasm/7zz.wasm')))
  const module = await compiled
  const { default: open } = (await import('7z-wasm')) as unknown as { default: Start }
  return givingFlags(() =>
    open({
      // No password is tried, not even a wrong one: an archive may demand sixteen million rounds of hashing for each.
      stdin: () => {
        guard.asked = true
        return null
      },
      instantiateWasm: (imports, ready) => {
        const grow = imports.env.emscripten_resize_heap
        imports.env.emscripten_resize_heap = (bytes) => (guard.mayGrow(bytes) ? grow(bytes) : 0)
        const instance = new WebAssembly.Instance(module, imports)
        ready(instance, module)
        return instance.exports
      },
    }),
  )
}
