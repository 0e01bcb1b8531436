/** A node that writes to the audit log as fast as it can and anchors it. Run as `node auditor.ts NODE OPTIONS-OF-THE-STORE`. */
import { join } from 'node:path'
import { silentLog } from '../../src/log.ts'
import { openAnchoring } from '../../src/review/review.ts'
import { openStore, StoreOptions } from '../../src/store/store.ts'

const [, , node = '', given = ''] = process.argv
const { folder, ...options } = JSON.parse(given) as { folder: string }
const store = await openStore({ ...StoreOptions.parse(options), var: folder })
const anchoring = openAnchoring({ store, node, file: join(folder, `anchors-${node}`), log: silentLog })
for (let round = 0; round < 6; round++) {
  const some = Array.from({ length: 10 }, (_, n) => round * 10 + n)
  const added = some.map((n) => store.audit({ at: n, event: 'released', actor: node, ref: String(n), detail: '' }))
  await Promise.all([...added, anchoring.look()])
}
await anchoring.look()
await store.close()
