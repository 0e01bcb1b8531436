/** `blocked`: accounts that sent malware, and how the block of one is lifted. */
import type { Context } from './context.ts'
import { operator, withHouse } from './held.ts'
import { clock, line, table } from './terminal.ts'

export const blockedList = (context: Context, options: { json?: boolean }): Promise<number> =>
  withHouse(context, async ({ blocks }) => {
    const { out } = context.terminal
    const all = await blocks.list(operator(context))
    if (options.json)
      out(all.map((block) => line(JSON.stringify({ ...block, since: new Date(block.since).toISOString() }))).join(''))
    else if (all.length === 0) out(line('No account is blocked.'))
    else
      out(
        table([
          ['ACCOUNT', 'BLOCKED SINCE', 'FOUND', 'MESSAGE'],
          ...all.map(({ account, since, signatures, mail }) => [account, clock(since), signatures.join(' '), mail]),
        ]),
      )
    return 0
  })

export const blockedLift = (context: Context, account: string, options: { json?: boolean }): Promise<number> =>
  withHouse(context, async ({ blocks }) => {
    const block = await blocks.lift(operator(context), account)
    context.terminal.out(
      line(
        options.json
          ? JSON.stringify({ lifted: block.account })
          : `${block.account} is not blocked any more. Its messages that wait still wait: mailsluis held list`,
      ),
    )
    return 0
  })
