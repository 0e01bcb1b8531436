/** What every thread of a pool does: take one job at a time, and give the content back with its bytes handed over. */
import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { parentPort } from 'node:worker_threads'
import { ownBuffer } from './ownership.ts'
import type { Content } from './reading.ts'

type Job<Context> = Readonly<{ bytes: Uint8Array; context: Context }>

export const serveJobs = <Context>(run: (bytes: Buffer, context: Context) => Promise<Content>): void => {
  const port = parentPort
  if (!port) throw new Error('a reader thread has a parent')

  // What a parser prints may quote the file; a log may not.
  globalThis.console = new Console(new Writable({ write: (_chunk, _encoding, done) => done() }))

  const answer = (content: Content): void => {
    const owned = (content.children ?? []).map((child) =>
      child.bytes ? { ...child, bytes: ownBuffer(child.bytes) } : child,
    )
    const buffers = owned.flatMap(({ bytes }) => (bytes ? [bytes.buffer as ArrayBuffer] : []))
    port.postMessage({ ...content, children: owned }, buffers)
  }

  port.on('message', async ({ bytes, context }: Job<Context>) => {
    answer(await run(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), context))
  })
  port.postMessage('ready')
}
