import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { globSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore, type Store, StoreFull } from '../../src/store/store.ts'
import { freshFolder, optionsFor } from './house.ts'
import { claim, delivered, keep, receive, START } from './mail.ts'

const MB = 1024 * 1024

test('more than maxBytes is refused, and taken again when something ended', async () => {
  const folder = await freshFolder()
  const store = await openStore(optionsFor(folder, { maxBytes: 300_000 }), { now: () => START })
  const first = await keep(store, { 'a@x.example': 'waiting' }, { raw: randomBytes(200_000) })
  await expect(receive(store, randomBytes(200_000))).rejects.toBeInstanceOf(StoreFull)
  expect(globSync('spool/*/*', { cwd: folder })).toHaveLength(1)
  const [job] = await claim(store, 'q', START)
  await store.finish(job!, 'q', delivered(job!), [], [])
  expect(await receive(store, randomBytes(200_000))).not.toBe(first)
  await store.close()
  rmSync(folder, { recursive: true })
})

test('below the reserve no new mail is taken; what is kept can still end', async () => {
  const folder = await freshFolder()
  const roomy = await openStore(optionsFor(folder), { now: () => START })
  await keep(roomy, { 'a@x.example': 'waiting' })
  await roomy.close()
  const store = await openStore(optionsFor(folder, { minFreeBytes: Number.MAX_SAFE_INTEGER }), { now: () => START })
  await expect(store.intake()).rejects.toBeInstanceOf(StoreFull)
  await expect(store.check()).rejects.toBeInstanceOf(StoreFull)
  const [job] = await claim(store, 'q', START)
  expect(await store.finish(job!, 'q', delivered(job!), [], [])).toBe(true)
  await store.close()
  rmSync(folder, { recursive: true })
})

const root = process.getuid?.() === 0 && process.platform === 'linux'
const title = root
  ? 'on a disk that is really full'
  : 'on a disk that is really full (not run: mounting a tmpfs needs root)'

let folder: string
beforeEach(async () => {
  folder = await freshFolder()
  if (root) execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=12m,mode=700', 'tmpfs', folder])
})
afterEach(() => {
  // Lazily: a test that failed has left its store open, and must not leave its disk behind.
  if (root) execFileSync('/bin/umount', ['--lazy', folder])
  rmSync(folder, { recursive: true })
})

const fill = async (store: Store, size: number): Promise<{ kept: Map<string, Buffer>; why: unknown }> => {
  const kept = new Map<string, Buffer>()
  for (;;) {
    const batch = Array.from({ length: 5 }, () => randomBytes(size))
    const answers = await Promise.allSettled(batch.map((raw) => receive(store, raw)))
    answers.forEach((answer, n) => {
      if (answer.status === 'fulfilled') kept.set(answer.value, batch[n]!)
    })
    const refused = answers.find((answer) => answer.status === 'rejected')
    if (refused) return { kept, why: refused.reason }
  }
}

test.skipIf(!root).each([10_000, 200_000, 1_500_000])(`${title}: %i bytes each`, async (size) => {
  writeFileSync(join(folder, 'ballast'), Buffer.alloc(4 * MB))
  let store = await openStore(optionsFor(folder))
  const { kept, why } = await fill(store, size)
  expect(why).toBeInstanceOf(StoreFull)
  expect(kept.size).toBeGreaterThan(0)
  expect(globSync('spool/*/*.part', { cwd: folder })).toEqual([])
  await expect(receive(store, randomBytes(7 * MB))).rejects.toBeInstanceOf(StoreFull)
  expect(globSync('spool/*/*.part', { cwd: folder })).toEqual([])
  for (const [id, raw] of kept) expect((await store.body(id)).equals(raw)).toBe(true)

  rmSync(join(folder, 'ballast'))
  const raw = randomBytes(size)
  kept.set(await receive(store, raw), raw)
  await store.check()
  await store.close()
  store = await openStore(optionsFor(folder))
  for (const [id, raw] of kept) expect((await store.body(id)).equals(raw)).toBe(true)
  expect((await store.counts()).received).toBe(kept.size)
  await store.close()
})
