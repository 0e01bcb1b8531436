/** A reader thread: takes one file at a time, gives its content back. The pool ends it when it hangs. */
import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { parentPort } from 'node:worker_threads'
import { readerOf } from './catalogue.ts'
import { ownBuffer } from './ownership.ts'
import { type Content, type ReaderContext, readSafely } from './reading.ts'

export type Job = Readonly<{ bytes: Uint8Array; context: ReaderContext }>

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

port.on('message', async ({ bytes, context }: Job) => {
  answer(
    await readSafely(readerOf(context.format), Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), context),
  )
})
port.postMessage('ready')
