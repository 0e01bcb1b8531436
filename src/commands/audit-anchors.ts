/** When and where a serving node notes the state of the audit log. */
import { join } from 'node:path'
import type { House } from '../house.ts'
import type { Log } from '../log.ts'
import { openAnchoring } from '../review/review.ts'

const EVERY_MS = 60_000

export const anchorFile = (folder: string): string => join(folder, 'audit-anchors.jsonl')

/** At once, each minute in which something was added, and when the answer ends it. */
export const startAnchoring = ({ store, config }: House, log: Log): (() => Promise<void>) => {
  const { look } = openAnchoring({ store, log, node: config.hostname, file: anchorFile(config.var) })
  const anchor = (): Promise<void> => look().catch((error) => log.error('taskFailed', { task: 'anchor' }, error))
  const timer = setInterval(anchor, EVERY_MS)
  void anchor()
  return () => {
    clearInterval(timer)
    return anchor()
  }
}
