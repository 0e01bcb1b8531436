/**
 * Ending a thread while it makes a decoder of zlib ends the whole process: Node asserts that none is closed before it is
 * set up ("close before init"). So a thread tells when it is at that; who ends it waits until it is not, and once asked to
 * end, the thread begins no more.
 */
import { syncBuiltinESMExports } from 'node:module'
import type { Worker } from 'node:worker_threads'
import zlib from 'node:zlib'

/** Two numbers that both sides see: how many decoders are being worked with, and whether the end was asked for. */
export type Signals = Int32Array<SharedArrayBuffer>
const AT_WORK = 0
const ENDING = 1

// The decoders have limits of output; one that takes longer than this is no reason to wait.
const PATIENCE_MS = 5_000

export const newSignals = (): Signals => new Int32Array(new SharedArrayBuffer(8))

export const endThread = async (worker: Worker, signals: Signals): Promise<void> => {
  Atomics.store(signals, ENDING, 1)
  const count = Atomics.load(signals, AT_WORK)
  if (count > 0) await Atomics.waitAsync(signals, AT_WORK, count, PATIENCE_MS).value
  await worker.terminate()
}

/** In the thread: from here on its decoders tell that they are at work. */
export const tellOfDecoders = (signals: Signals): void => {
  const during = <T>(work: () => T): T => {
    Atomics.add(signals, AT_WORK, 1)
    try {
      if (Atomics.load(signals, ENDING) === 1) {
        Atomics.sub(signals, AT_WORK, 1)
        Atomics.notify(signals, AT_WORK)
        // For ever: the thread is ended here.
        Atomics.wait(signals, ENDING, 1)
      }
      return work()
    } finally {
      Atomics.sub(signals, AT_WORK, 1)
      Atomics.notify(signals, AT_WORK)
    }
  }
  type Decode = (...words: unknown[]) => unknown
  const decoders = zlib as unknown as Record<string, Decode>
  for (const name of Object.keys(decoders).filter((key) => key.endsWith('Sync'))) {
    const decode = decoders[name]!
    decoders[name] = (...words) => during(() => decode(...words))
  }
  syncBuiltinESMExports()
  const Native = globalThis.DecompressionStream
  globalThis.DecompressionStream = ((format: ConstructorParameters<typeof Native>[0]) =>
    during(() => new Native(format))) as unknown as typeof Native
}
