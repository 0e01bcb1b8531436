/** A real reader process that does, by the name of the file, what a parser led astray might do. */
import { execSync } from 'node:child_process'
import { readFileSync, writeFileSync, writeSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Content, ReaderContext } from '../../src/attachments/reading.ts'
import { serveJobs } from '../../src/attachments/serving.ts'

const MB = 1024 * 1024
declare const WebAssembly: {
  Memory: new (
    pages: Readonly<{ initial: number; maximum: number }>,
  ) => { readonly buffer: ArrayBuffer; grow(pages: number): number }
}
const held: unknown[] = []
const forever = (): never => {
  for (;;);
}
const refusal = (deed: () => unknown): string => {
  try {
    deed()
    return 'done'
  } catch (error) {
    return (error as { code?: string }).code ?? 'error'
  }
}
const work = (cpuMs: number): void => {
  const before = process.threadCpuUsage()
  const spent = (): number => {
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1_000
  }
  while (spent() < cpuMs);
}
const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

const DEEDS: Readonly<Record<string, () => void | Promise<void>>> = {
  hang: forever,
  exit: () => process.exit(0),
  heap: () => {
    for (;;) held.push(Array.from({ length: 100_000 }, () => ({})))
  },
  buffers: async () => {
    for (;;) {
      held.push(Buffer.alloc(20 * MB, 1))
      await wait(20)
    }
  },
  'buffers without a pause': () => {
    for (let n = 0; n < 30; n += 1) held.push(Buffer.alloc(20 * MB, 1))
    forever()
  },
  webassembly: () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 30_000 })
    held.push(memory)
    // Memory that is asked for and not written to costs nothing.
    for (let n = 0; n < 20; n += 1) {
      memory.grow(320)
      new Uint8Array(memory.buffer).fill(1)
    }
    forever()
  },
  'throws while it works': () => {
    setTimeout(() => {
      throw new Error('geheim')
    })
    return wait(5_000)
  },
  'throws later': () => {
    setTimeout(() => {
      throw new Error('geheim')
    }, 100)
  },
  'rejects later': () => {
    setTimeout(() => Promise.reject(new Error('geheim')), 100)
  },
  prints: () => {
    console.log('geheim')
    console.error('geheim')
    process.stdout.write('geheim')
    process.stderr.write('geheim')
    writeSync(1, 'geheim')
    writeSync(2, 'geheim')
    process.emitWarning('geheim')
  },
  slow: () => wait(300),
  works: () => work(400),
  'works too long': () => work(5_000),
}

/** What it may do outside its own memory, as text. */
const reach = (): string =>
  [
    refusal(() => readFileSync('/etc/hostname')),
    refusal(() => readFileSync(new URL('../../config/demo/directory.json', import.meta.url))),
    refusal(() => writeFileSync('/tmp/mailsluis-reader', 'x')),
    refusal(() => execSync('true')),
    refusal(() => new Worker('1', { eval: true })),
    String(process.env.HOME),
  ].join(' ')

serveJobs(async (_files, { name }: ReaderContext): Promise<Content> => {
  await DEEDS[name]?.()
  return { pieces: [{ text: name === 'reach' ? reach() : 'gelezen' }] }
})
