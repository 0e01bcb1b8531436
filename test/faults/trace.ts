/** What a program asked of the disk, and what it promised to clients meanwhile, as strace saw it. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

const CALLS = [
  ...['openat', 'write', 'pwrite64', 'writev', 'pwritev', 'ftruncate', 'fsync', 'fdatasync'],
  ...['mkdir', 'rename', 'link', 'unlink', 'rmdir'],
  // Not used today: if one of them ever is, the reader says so instead of losing sight of it.
  ...['pwritev2', 'truncate', 'renameat', 'renameat2', 'linkat', 'unlinkat', 'mkdirat', 'creat'],
  ...['fallocate', 'copy_file_range', 'sendfile', 'sync_file_range', 'symlink', 'symlinkat'],
]

/** The words before the program's own: its system calls go to `file`. */
export const tracedTo = (file: string): readonly string[] => [
  ...['strace', '-f', '-qq', '--seccomp-bpf', '-y', '-xx', '-s', '4000000', '-e', `trace=${CALLS.join(',')}`],
  ...['-e', 'signal=none', '-o', file],
]

/** `begun` and `at`: line of the trace on which the call began, and that on which it was over. */
type Told = Readonly<{ begun: number; at: number }>
export type Event = Told &
  Readonly<
    | { kind: 'open'; path: string; fd: number; make: boolean; empty: boolean; append: boolean }
    | { kind: 'write'; path: string; fd: number; data: Buffer; offset: number | undefined }
    | { kind: 'cut'; path: string; fd: number; size: number }
    | { kind: 'sync'; path: string; fd: number }
    | { kind: 'folder' | 'unlink' | 'rmdir' | 'rename' | 'link'; path: string; to: string }
    /** Bytes to a socket. */
    | { kind: 'said'; text: string }
  >

const plain = (hex: string): Buffer => Buffer.from(hex.replaceAll('\\x', ''), 'hex')
const FD = /^(?:AT_FDCWD|(\d+))<([^>]*)>/
const STRING = /"((?:\\x[0-9a-f]{2})*)"/g

const stringsOf = (args: string): Buffer[] => [...args.matchAll(STRING)].map(([, hex]) => plain(hex!))
const pathsOf = (args: string): string[] => stringsOf(args).map(String)

const fdOf = (args: string): { fd: number; path: string } => {
  const [, fd, path] = FD.exec(args) ?? []
  return { fd: Number(fd), path: plain(path ?? '').toString() }
}

const writeOf = (call: string, args: string, done: number, told: Told): Event[] => {
  const { fd, path } = fdOf(args)
  const data = Buffer.concat(stringsOf(args.slice(args.indexOf('>')))).subarray(0, done)
  if (path.startsWith('socket:') || path.startsWith('TCP'))
    return [{ ...told, kind: 'said', text: data.toString('latin1') }]
  if (!path.startsWith('/')) return []
  const offset = call.startsWith('pwrite') ? Number(args.slice(args.lastIndexOf(',') + 1)) : undefined
  if (data.length !== done) throw new Error(`strace cut ${call} short`)
  return [{ ...told, kind: 'write', path, fd, data, offset }]
}

const openOf = (args: string, done: number, told: Told): Event[] => {
  const [path = ''] = pathsOf(args)
  const flags = args.slice(args.lastIndexOf('"'))
  const has = (flag: string): boolean => flags.includes(flag)
  return [
    { ...told, kind: 'open', path, fd: done, make: has('O_CREAT'), empty: has('O_TRUNC'), append: has('O_APPEND') },
  ]
}

const WRITES: readonly string[] = ['write', 'pwrite64', 'writev', 'pwritev']
const NAMED = { mkdir: 'folder', unlink: 'unlink', rmdir: 'rmdir', rename: 'rename', link: 'link' } as const

const eventsOf = (call: string, args: string, done: number, told: Told): Event[] => {
  if (done < 0) return []
  if (call === 'openat') return openOf(args, done, told)
  if (WRITES.includes(call)) return writeOf(call, args, done, told)
  if (call === 'fsync' || call === 'fdatasync') return [{ ...told, kind: 'sync', ...fdOf(args) }]
  if (call === 'ftruncate')
    return [{ ...told, kind: 'cut', ...fdOf(args), size: Number(args.slice(args.lastIndexOf(',') + 1)) }]
  const [path = '', to = ''] = pathsOf(args)
  if (call in NAMED) return [{ ...told, kind: NAMED[call as keyof typeof NAMED], path, to }]
  throw new Error(`The model of the disk does not know ${call} yet.`)
}

const LINE = /^(\d+) +(<\.\.\. )?([a-z0-9_]+)( resumed>|\()/
const UNFINISHED = / <unfinished \.\.\.>$/
const ENDED = /\) += (-?\d+)(?:<[^>]*>| [A-Z].*)?$/

/** In the order in which they ended. Calls that fail, or never ended, changed nothing that anybody was told of. */
export const readTrace = async (file: string): Promise<readonly Event[]> => {
  const events: Event[] = []
  const open = new Map<string, Readonly<{ begun: number; args: string }>>()
  let at = 0
  for await (const line of createInterface({ input: createReadStream(file, 'latin1') })) {
    at++
    const [head, thread = '', , call = '', bracket] = LINE.exec(line) ?? []
    if (head === undefined) continue
    const rest = line.slice(head.length)
    if (UNFINISHED.test(rest.slice(-20))) {
      open.set(thread, { begun: at, args: rest.slice(0, -' <unfinished ...>'.length) })
      continue
    }
    const before = bracket === '(' ? { begun: at, args: '' } : open.get(thread)
    const tail = ENDED.exec(rest.slice(-2000))
    if (!before || !tail) continue
    const args = before.args + rest.slice(0, rest.length - tail[0].length)
    events.push(...eventsOf(call, args, Number(tail[1]), { begun: before.begun, at }))
  }
  return events
}
