/** Readers that hang, die, print, flood the memory or fail behind our backs: only their own file is unread. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { AttachmentOptions } from '../../src/attachments/options.ts'
import { type Outcome, ReaderPool } from '../../src/attachments/pool.ts'
import { childrenOf, residentBytes, watchResident } from '../family.ts'

const SCRIPT = new URL('./misbehaving-process.ts', import.meta.url)
const HERE = `${import.meta.dirname}/`
const FILE_MS = 8_000
const LIMITS = {
  format: 'unknown',
  maxTextChars: 9,
  maxUnpackedBytes: 9,
  maxFiles: 9,
  maxRatio: 9,
  maxPages: 9,
  maxScans: 9,
} as const

const opened: ReaderPool[] = []
afterEach(() => Promise.all(opened.splice(0).map((pool) => pool.close())))
const openPool = (options: Partial<AttachmentOptions> = {}): ReaderPool => {
  const settled = AttachmentOptions.parse({ workers: 1, workerHeapMb: 64, workerMb: 192, ...options })
  const pool = new ReaderPool(settled, SCRIPT, [HERE])
  opened.push(pool)
  return pool
}

const read = (pool: ReaderPool, name: string, ms = FILE_MS): Promise<Outcome> =>
  pool.run([new Uint8Array([1])], { ...LIMITS, name }, ms)
const said = ({ content }: Outcome): string =>
  [
    ...(content.pieces ?? []).map(({ text }) => text),
    ...(content.troubles ?? []).map((t) => [t.reason, t.detail].join(' ').trim()),
  ].join()

const BAD: readonly Readonly<{ name: string; expected: string; ms?: number }>[] = [
  { name: 'hang', expected: 'reader-timeout', ms: 300 },
  { name: 'exit', expected: 'reader-crashed' },
  { name: 'heap', expected: 'limit memory' },
  { name: 'buffers', expected: 'limit memory' },
  { name: 'buffers without a pause', expected: 'limit memory' },
  { name: 'webassembly', expected: 'limit memory' },
  { name: 'throws while it works', expected: 'reader-crashed' },
]
test.each(BAD)('$name: its own file is unread, the next one is read', async ({ name, expected, ms = FILE_MS }) => {
  const pool = openPool()
  const [bad, next] = await Promise.all([read(pool, name, ms), read(pool, 'gewoon')])
  expect(said(bad)).toBe(expected)
  expect(said(next)).toBe('gelezen')
})

/** Other programs that want the processor, as many as make the reader wait most of the time. */
const crowd = async (): Promise<AsyncDisposable> => {
  const burners = Array.from({ length: availableParallelism() * 5 }, () =>
    spawn(process.execPath, ['-e', 'process.stdout.write("x"); for (;;);'], { stdio: ['ignore', 'pipe', 'ignore'] }),
  )
  await Promise.all(burners.map((one) => once(one.stdout, 'data')))
  return {
    [Symbol.asyncDispose]: async () => {
      const ends = burners.map((one) => once(one, 'exit'))
      for (const one of burners) one.kill('SIGKILL')
      await Promise.all(ends)
    },
  }
}

test('waiting for a processor is not counted, work is', { timeout: 60_000 }, async () => {
  const pool = openPool()
  await read(pool, 'gewoon')
  await using _others = await crowd()
  const begun = performance.now()
  const busy = await read(pool, 'works', 900)
  // The machine was really busy: by the clock on the wall its time was up.
  expect(performance.now() - begun).toBeGreaterThan(900)
  expect(said(busy)).toBe('gelezen')
  expect(busy.ms).toBeLessThan(900)
  expect(said(await read(pool, 'works too long', 500))).toBe('reader-timeout')
})

test('memory outside the heap is bounded while it grows', async () => {
  const before = residentBytes()
  const memory = watchResident()
  await read(openPool(), 'buffers')
  memory.stop()
  expect((memory.highest() - before) / 1e6).toBeLessThan(350)
})

test.each(['throws later', 'rejects later'])(
  '%s, after its answer: the file that is being read then is read again',
  async (name) => {
    const pool = openPool()
    expect(said(await read(pool, name))).toBe('gelezen')
    expect(said(await read(pool, 'slow'))).toBe('gelezen')
    expect(said(await read(pool, 'gewoon'))).toBe('gelezen')
  },
)

const readersOf = (pid?: number): number[] =>
  childrenOf(pid).filter((one) => readFileSync(`/proc/${one}/cmdline`, 'latin1').includes('misbehaving-process'))

const untilOne = async (look: () => boolean): Promise<void> => {
  while (!look()) await new Promise((done) => setTimeout(done, 20))
}

// Ctrl-C and service managers tell all processes of a program to end; the program itself ends after what it has in hand.
test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s does not stop what is being read', async (signal) => {
  const pool = openPool()
  expect(said(await read(pool, 'gewoon'))).toBe('gelezen')
  const slow = read(pool, 'slow')
  for (const pid of readersOf()) process.kill(pid, signal)
  expect(said(await slow)).toBe('gelezen')
  expect(readersOf()).toHaveLength(1)
})

test('a reader that is killed has its file read by another, when it was none of that file', async () => {
  const pool = openPool()
  expect(said(await read(pool, 'gewoon'))).toBe('gelezen')
  const [first] = readersOf()
  const slow = read(pool, 'slow')
  process.kill(first!, 'SIGKILL')
  expect(said(await slow)).toBe('gelezen')
  expect(readersOf()).not.toContain(first)
})

test('a reader that is killed while it starts is started again', async () => {
  const pool = openPool()
  const slow = read(pool, 'slow')
  await untilOne(() => readersOf().length > 0)
  for (const pid of readersOf()) process.kill(pid, 'SIGKILL')
  expect(said(await slow)).toBe('gelezen')
})

test('a reader that dies twice over a file has read nothing of it', async () => {
  const pool = openPool()
  expect(said(await read(pool, 'gewoon'))).toBe('gelezen')
  expect(said(await read(pool, 'exit'))).toBe('reader-crashed')
})

test('a reader has only so much work in it, and leaves no core file', async () => {
  expect(said(await read(openPool(), 'gewoon'))).toBe('gelezen')
  const limits = readFileSync(`/proc/${readersOf()[0]}/limits`, 'utf8')
  expect(limits).toMatch(/Max cpu time\s+900\s+900/)
  expect(limits).toMatch(/Max core file size\s+0\s+0/)
})

/** A program that has `name` read, says what was read and goes on with `after`. */
const programOf = (name: string, after: string): string => {
  const path = (file: string): string => JSON.stringify(join(import.meta.dirname, file))
  return `
    import { pathToFileURL } from 'node:url'
    import { AttachmentOptions } from ${path('../../src/attachments/options.ts')}
    import { ReaderPool } from ${path('../../src/attachments/pool.ts')}
    const script = pathToFileURL(${path('misbehaving-process.ts')})
    const pool = new ReaderPool(AttachmentOptions.parse({}), script, [${path('/')}])
    const { content } = await pool.run([new Uint8Array([1])], { name: '${name}', format: 'unknown' }, 20000)
    ${after}
    console.log(content.pieces[0].text)`
}

test('readers end with the program, however it ends', async () => {
  const stays = programOf('gewoon', 'setInterval(() => {}, 1000)')
  const program = spawn(process.execPath, ['--input-type=module', '-e', stays], { stdio: ['ignore', 'pipe', 'ignore'] })
  await once(program.stdout, 'data')
  const [pid] = readersOf(program.pid)
  program.kill('SIGKILL')
  await untilOne(() => !existsSync(`/proc/${pid}`))
})

test('a reader without work keeps no program going', () => {
  const script = programOf('gewoon', '')
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { timeout: 20_000 })
})

/** Everything that a process of its own prints when a reader of it does `name`; the last line is what was read. */
const printedBy = (name: string): string => {
  const script = programOf(name, 'await new Promise((done) => setTimeout(done, 300)); await pool.close()')
  const command = '"$0" --input-type=module -e "$1" 2>&1'
  // A process without a script of its own may read where it stands: not here.
  return execFileSync('/bin/sh', ['-c', command, process.execPath, script], {
    encoding: 'utf8',
    timeout: 40_000,
    cwd: '/usr',
  })
}

test('a reader reads no files but the program, starts nothing and sees no environment', () => {
  expect(printedBy('reach')).toBe(`${'ERR_ACCESS_DENIED '.repeat(5)}undefined\n`)
})

test('nothing that is printed in a reader is printed by the program', () => {
  expect(printedBy('prints')).toBe('gelezen\n')
})

test('two bad files do not keep ten good ones waiting until their time is up', async () => {
  const pool = openPool({ workers: 2 })
  await Promise.all([read(pool, 'gewoon'), read(pool, 'gewoon')])
  const begun = performance.now()
  const bad = [read(pool, 'hang'), read(pool, 'hang')]
  await Promise.all(Array.from({ length: 10 }, () => read(pool, 'gewoon')))
  const waited = performance.now() - begun
  expect((await Promise.all(bad)).map(said)).toEqual(['reader-timeout', 'reader-timeout'])
  expect(waited).toBeLessThan(FILE_MS - 1_000)
})
