/**
 * 7-Zip as WebAssembly: the decoders of some fifteen kinds of archive, in a memory of their own.
 *
 * Every run has a fresh instance, so that nothing of one mail can be seen by the next. It has no disk: the archive is the
 * one file it may read, what it writes is handed to the caller, and what it prints goes nowhere else.
 */
import { type Files, Guard, type Stream, startProgram } from './seven-zip-program.ts'

/** Thrown by a hook to end a run at once. */
export class Stop extends Error {}

export type Hooks = Readonly<{
  /** A file begins; `path` as the program made it from the name in the archive. */
  begin?: (path: string) => void
  write?: (bytes: Uint8Array) => void
  end?: () => void
  /** The file that ended last is none after all: it becomes a link to somewhere else. */
  unlink?: () => void
  /** A line that the program prints; it may hold names of files. */
  line?: (line: string) => void
}>

/** `locked`: it asked for a password, and got none. `too-many`: the list of files alone is beyond bounds. */
export type Ended = 'well' | 'in-error' | 'stopped' | 'locked' | 'too-many' | 'out-of-memory' | 'crashed'

const ARCHIVE = '/archive'
const OUT = '/out/'
const CREATE = 0o100
const STANDARD_ERROR = 2
const NEWLINE = 10
const MAX_LINE = 8192

class TooMany extends Stop {}

/** Cuts what is printed into lines; a line without end is cut off, so that a name cannot fill the memory. */
const lineCutter = (line: (line: string) => void): ((bytes: Uint8Array) => void) => {
  let kept = Buffer.alloc(0)
  return (bytes) => {
    kept = Buffer.concat([kept, bytes])
    for (let end = kept.indexOf(NEWLINE); end >= 0; end = kept.indexOf(NEWLINE)) {
      line(kept.toString('utf8', 0, Math.min(end, MAX_LINE)))
      kept = kept.subarray(end + 1)
    }
    if (kept.length > MAX_LINE) kept = kept.subarray(0, MAX_LINE)
  }
}

/** Puts our hooks between the program and its file system. */
const hook = (files: Files, guard: Guard, hooks: Hooks): void => {
  const original = { ...files }
  const print = lineCutter(hooks.line ?? (() => {}))
  let current: Stream | undefined
  files.mkdir = (...words) => {
    guard.startFiles()
    return original.mkdir.apply(files, words)
  }
  files.read = (...words) => {
    if (!guard.mayRead()) throw new TooMany()
    return original.read.apply(files, words)
  }
  files.open = (path, flags, mode) => {
    const stream = original.open.call(files, path, flags, mode)
    if (typeof flags === 'number' && flags & CREATE && path.startsWith(OUT)) {
      current = stream
      hooks.begin?.(path.slice(OUT.length))
    }
    return stream
  }
  files.write = (stream, bytes, offset, length, ...more) => {
    const printed = stream.fd <= STANDARD_ERROR
    if (!printed && stream !== current) return original.write.call(files, stream, bytes, offset, length, ...more)
    const written = new Uint8Array(Uint8Array.prototype.slice.call(bytes, offset, offset + length).buffer)
    if (printed) print(written)
    else hooks.write?.(written)
    return length
  }
  files.close = (stream) => {
    if (stream === current) hooks.end?.()
    original.close.call(files, stream)
  }
  // The program reserves room for the size that the archive declares, which may be anything.
  files.ftruncate = () => {}
  files.symlink = () => {}
  files.unlink = (path) => {
    hooks.unlink?.()
    original.unlink.call(files, path)
  }
}

const howItEnded = (guard: Guard, otherwise: Ended): Ended =>
  guard.refused ? 'out-of-memory' : guard.asked ? 'locked' : otherwise

/** Runs the program once over one archive. Never throws. `words` are ours, never the file's. */
export const runSevenZip = async (bytes: Buffer, words: readonly string[], hooks: Hooks): Promise<Ended> => {
  const guard = new Guard()
  const exitCode = process.exitCode
  try {
    const program = await startProgram(guard)
    program.FS.writeFile(ARCHIVE, bytes, { canOwn: true })
    hook(program.FS, guard, hooks)
    // 1 is a warning, 2 and more are errors.
    return howItEnded(guard, program.callMain([...words, '--', ARCHIVE]) < 2 ? 'well' : 'in-error')
  } catch (error) {
    if (error instanceof TooMany) return 'too-many'
    return error instanceof Stop ? 'stopped' : howItEnded(guard, 'crashed')
  } finally {
    // The program leaves its own exit code behind, as if it were the whole process.
    process.exitCode = exitCode
  }
}
