/** What every reader process does: one job after the other, and an honest end when something fails behind its back. */
import { Socket } from 'node:net'
import type { Child, Content } from './reading.ts'
import { readFrames, writeFrame } from './wire.ts'

/** The number of the socket that is given along, after the three of every program. */
export const SOCKET = 3

/** The bytes of children that have any go beside what is said, in the same order. */
type Told = Omit<Content, 'children'> &
  Readonly<{ children: readonly (Omit<Child, 'bytes'> & Readonly<{ beside: boolean }>)[] }>

/** The first word of a process is that it is up; each other one is the content of a file. */
export type Word = 'ready' | Told

const tell = (socket: Socket, { children = [], ...content }: Content): void => {
  const told: Told = {
    ...content,
    children: children.map(({ bytes, ...child }) => ({ ...child, beside: bytes !== undefined })),
  }
  writeFrame(socket, { word: told, files: children.flatMap(({ bytes }) => bytes ?? []) })
}

export const contentOf = ({ children, ...content }: Told, files: readonly Uint8Array[]): Content => {
  const bytes = files.values()
  return {
    ...content,
    children: children.map(({ beside, ...child }) => (beside ? { ...child, bytes: bytes.next().value! } : child)),
  }
}

export const serveJobs = <Context>(run: (files: readonly Buffer[], context: Context) => Promise<Content>): void => {
  const socket = new Socket({ fd: SOCKET, readable: true, writable: true })
  // A timer or a promise of a library failed, maybe one of a file that was answered for long ago.
  for (const failure of ['uncaughtException', 'unhandledRejection']) process.on(failure, () => process.exit(1))
  // Ctrl-C and service managers tell every process of a program; what is being read is read to its end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
  // The program is gone.
  socket.on('close', () => process.exit())
  readFrames(socket, ({ word, files }) => {
    void run(files, word as Context).then((content) => tell(socket, content))
  })
  writeFrame(socket, { word: 'ready' satisfies Word, files: [] })
}
