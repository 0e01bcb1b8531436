/** What every thread of a pool does: one job after the other, and an honest end when something fails behind its back. */
import { parentPort, workerData } from 'node:worker_threads'
import { tellOfDecoders } from './ending.ts'
import { ownBuffer } from './ownership.ts'
import type { Content } from './reading.ts'

export type Job<Context> = Readonly<{ bytes: Uint8Array; context: Context }>
/** `again`: the thread broke down over something left behind by an earlier file; this one has done nothing. */
export type Word = 'ready' | Readonly<{ content: Content }> | Readonly<{ again: Uint8Array }>

export const serveJobs = <Context>(run: (bytes: Buffer, context: Context) => Promise<Content>): void => {
  const port = parentPort
  if (!port) throw new Error('a reader thread has a parent')
  tellOfDecoders(workerData)
  let served = 0
  let now: Uint8Array | undefined

  const say = (word: Word, buffers: readonly ArrayBuffer[] = []): void => port.postMessage(word, [...buffers])

  const answer = (content: Content): void => {
    const children = (content.children ?? []).map((child) =>
      child.bytes ? { ...child, bytes: ownBuffer(child.bytes) } : child,
    )
    const buffers = children.flatMap(({ bytes }) => (bytes ? [bytes.buffer as ArrayBuffer] : []))
    // Two children may be views of the same bytes; memory can be handed over only once.
    say({ content: { ...content, children } }, [...new Set(buffers)])
  }

  /** A timer or a promise of a library failed, maybe one of a file that was answered for long ago. */
  const breakDown = (): void => {
    if (served > 0 && now && now.byteLength > 0) say({ again: now }, [now.buffer as ArrayBuffer])
    process.exit(1)
  }
  process.on('uncaughtException', breakDown).on('unhandledRejection', breakDown)

  port.on('message', async ({ bytes, context }: Job<Context>) => {
    now = bytes
    const content = await run(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), context)
    now = undefined
    served += 1
    answer(content)
  })
  say('ready')
}
