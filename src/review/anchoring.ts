/** A node's own anchors: written now and then to a file that only grows, to the store and to the log. */
import { appendFile, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Log } from '../log.ts'
import type { AuditRow, Store } from '../store/store.ts'
import { type Anchor, agrees, anchorSecret, makeAnchor, parseAnchors } from './anchors.ts'
import { follows } from './audit.ts'

const PAGE = 1000

export type AnchoringParts = Readonly<{
  store: Pick<Store, 'auditRows' | 'get' | 'put'>
  /** Append-only, of this node alone; the longer it is kept the more it proves. */
  file: string
  node: string
  log: Log
  now?: () => number
}>

export const readAnchorFile = async (file: string): Promise<readonly Anchor[]> => {
  try {
    return parseAnchors(await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** On disk, also under its name, when it resolves. On a line of its own, whatever a power cut left before it. */
const append = async (file: string, anchor: Anchor): Promise<void> => {
  await appendFile(file, `\n${JSON.stringify(anchor)}\n`, { mode: 0o600, flush: true })
  const folder = await open(dirname(file), 'r')
  await folder.sync().finally(() => folder.close())
}

type Walk = Readonly<{ last: AuditRow | undefined; whole: boolean }>

/** From a row on to the end; `whole` says whether each follows from the one before. */
const walk = async (store: AnchoringParts['store'], first: AuditRow): Promise<Walk> => {
  let last = first
  for (;;) {
    const rows = await store.auditRows(last.seq + 1, PAGE)
    for (const row of rows) {
      if (!follows(row, last.hash, last.seq + 1)) return { last: row, whole: false }
      last = row
    }
    if (rows.length < PAGE) return { last, whole: true }
  }
}

/**
 * `look` anchors what was added since the last time. It begins at this node's own last anchor: a log that was cut off or
 * written anew since is noticed here, while the server runs, and said in the log.
 */
export const openAnchoring = (parts: AnchoringParts): { look: () => Promise<void> } => {
  const { store, file, node, log, now = Date.now } = parts
  let newest: Anchor | undefined
  let begun = false

  const rowAt = async (seq: number): Promise<AuditRow | undefined> => (await store.auditRows(seq, 1))[0]

  const look = async (): Promise<void> => {
    const first = await rowAt(1)
    if (!begun) newest = (await readAnchorFile(file)).at(-1)
    begun = true
    if (!first && !newest) return
    const secret = (await anchorSecret(store, true))!
    const known = newest && (await rowAt(newest.seq))
    const holds = !newest || (known !== undefined && agrees(secret, newest, known))
    const start = holds ? (known ?? first) : first
    const { last, whole } = start ? await walk(store, start) : { last: undefined, whole: true }
    if (!holds || !whole) log.error('auditBroken', { seq: newest?.seq ?? 0 })
    if (!last || (holds && last.seq === newest?.seq)) return
    const anchor = makeAnchor(secret, last, now(), node)
    await append(file, anchor)
    newest = anchor
    await store.put('anchor', { key: node, value: anchor, expires: 0 })
    log.info('auditAnchored', { ...anchor })
  }

  // One at a time: a slow disk must not let two write the same.
  let looking: Promise<void> = Promise.resolve()
  return {
    look: () => {
      looking = looking.catch(() => undefined).then(look)
      return looking
    },
  }
}
