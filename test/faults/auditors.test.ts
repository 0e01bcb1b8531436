/** Several nodes, each a process of its own, write to one audit log at once: one chain, every entry, every anchor agrees. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { proveAudit, readAnchorFile, storedAnchors } from '../../src/review/review.ts'
import { openStore, StoreOptions } from '../../src/store/store.ts'
import { newFolder, remove } from '../gateway/running.ts'
import { MASTER_KEY, RedisServer } from '../store/redis-server.ts'

const NODES = ['an', 'bert', 'chris']
const EACH = 60

const write = async (node: string, options: object): Promise<void> => {
  const child = spawn(
    process.execPath,
    [fileURLToPath(import.meta.resolve('./auditor.ts')), node, JSON.stringify(options)],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  expect(await once(child, 'exit')).toEqual([0, null])
}

const prove = async (url: string): Promise<void> => {
  const folder = newFolder()
  onTestFinished(() => remove(folder))
  const options = { url, masterKey: MASTER_KEY, minFreeBytes: 0 }
  await Promise.all(NODES.map((node) => write(node, { ...options, folder })))
  const store = await openStore({ ...StoreOptions.parse(options), var: folder })
  const files = await Promise.all(NODES.map((node) => readAnchorFile(join(folder, `anchors-${node}`))))
  const anchors = [...files.flat(), ...(await storedAnchors(store))]
  expect(files.every((own) => own.length > 0)).toBe(true)
  const { ok, entries, anchored } = await proveAudit(store, anchors)
  expect({ ok, entries, agree: anchored.agree }).toEqual({
    ok: true,
    entries: NODES.length * EACH,
    agree: anchors.length,
  })
  const rows = await store.auditRows(1, 1000)
  for (const node of NODES) {
    const own = rows.filter(({ actor }) => actor === node).map(({ ref }) => Number(ref))
    expect(own).toEqual(Array.from({ length: EACH }, (_, n) => n))
  }
  await store.close()
}

test('on one database file', () => prove('sqlite:store.db'))

test.skipIf(!has('redis-server'))('on one Redis', async () => {
  const server = await RedisServer.start()
  onTestFinished(() => server.dispose())
  await prove(`redis://127.0.0.1:${server.port}`)
})
