/** `audit`: prove the log, and take it along. */
import { verifyAudit } from '../review/review.ts'
import type { Context } from './context.ts'
import { withStore } from './queue.ts'
import { line } from './terminal.ts'

const PAGE = 1000

export const auditVerify = (context: Context, options: { json?: boolean }): Promise<number> =>
  withStore(context, async (store) => {
    const { terminal } = context
    const proof = await verifyAudit(store)
    const { ok, entries, brokenAt } = proof
    if (options.json) terminal.out(line(JSON.stringify(proof)))
    else if (ok)
      terminal.out(line(`The audit log is whole: ${entries} entries, nothing changed, removed or reordered.`))
    else
      terminal.err(
        line(
          `The audit log is NOT whole: entry ${brokenAt} does not follow from the one before it (${entries} entries are in order).`,
        ),
      )
    return ok ? 0 : 1
  })

export const auditExport = (context: Context): Promise<number> =>
  withStore(context, async (store) => {
    let from = 1
    for (;;) {
      const rows = await store.auditRows(from, PAGE)
      for (const row of rows) context.terminal.out(line(JSON.stringify(row)))
      if (rows.length < PAGE) return 0
      from = rows.at(-1)!.seq + 1
    }
  })
