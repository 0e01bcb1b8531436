/** Reader threads that hang, die, print, flood the memory or fail behind our backs: only their own file is unread. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { AttachmentOptions } from '../../src/attachments/options.ts'
import { type Outcome, ReaderPool } from '../../src/attachments/pool.ts'

const THREAD = new URL('./misbehaving-thread.ts', import.meta.url)
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
  const settled = AttachmentOptions.parse({ workers: 1, workerHeapMb: 64, workerBuffersMb: 128, ...options })
  const pool = new ReaderPool(settled, THREAD, [HERE])
  opened.push(pool)
  return pool
}

const read = (pool: ReaderPool, name: string, ms = FILE_MS): Promise<Outcome> =>
  pool.run(new Uint8Array([1]), { ...LIMITS, name }, ms)
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

// Without care the whole process ends at about the thirtieth.
test('a thread may be ended at any moment of unpacking', async () => {
  const lane = async (): Promise<void> => {
    for (let n = 0; n < 20; n += 1) {
      const pool = openPool()
      const reading = read(pool, 'unpacks')
      await new Promise((done) => setTimeout(done, 350 + n))
      await pool.close()
      expect(said(await reading)).toBe('reader-crashed')
    }
  }
  await Promise.all([lane(), lane(), lane()])
})

test('memory outside the heap is bounded while it grows', async () => {
  const before = process.memoryUsage.rss()
  const pool = openPool()
  const peaks = [0]
  const timer = setInterval(() => peaks.push(process.memoryUsage.rss() - before), 20)
  await read(pool, 'buffers')
  clearInterval(timer)
  expect(Math.max(...peaks) / 1e6).toBeLessThan(350)
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

/** Everything that a process of its own prints when a thread of it does `name`; the last line is what was read. */
const printedBy = (name: string): string => {
  const path = (file: string): string => JSON.stringify(join(import.meta.dirname, file))
  const script = `
    import { pathToFileURL } from 'node:url'
    import { AttachmentOptions } from ${path('../../src/attachments/options.ts')}
    import { ReaderPool } from ${path('../../src/attachments/pool.ts')}
    const thread = pathToFileURL(${path('misbehaving-thread.ts')})
    const pool = new ReaderPool(AttachmentOptions.parse({}), thread, [${path('/')}])
    const { content } = await pool.run(new Uint8Array([1]), { name: '${name}', format: 'unknown' }, 20000)
    await new Promise((done) => setTimeout(done, 300))
    await pool.close()
    console.log(content.pieces[0].text)`
  const command = '"$0" --input-type=module -e "$1" 2>&1'
  // A process without a script of its own may read where it stands: not here.
  return execFileSync('/bin/sh', ['-c', command, process.execPath, script], {
    encoding: 'utf8',
    timeout: 40_000,
    cwd: '/usr',
  })
}

test('a thread reads no files but the program, starts nothing and sees no environment', () => {
  expect(printedBy('reach')).toBe(`${'ERR_ACCESS_DENIED '.repeat(5)}undefined\n`)
})

test('nothing that is printed in a thread is printed by the program', () => {
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
