/** `vault`: which keys seal the store, and other ones in their place while it is in use. */
import type { KeyStatus, Moved, Store } from '../store/store.ts'
import { alone } from './alone.ts'
import type { Context } from './context.ts'
import { withStore } from './queue.ts'
import { clock, line, UsageError } from './terminal.ts'

const operator = ({ terminal }: Context): string => `command line (${terminal.env.USER ?? 'operator'})`

const audit = (context: Context, store: Store, event: string, ref: string, detail = ''): Promise<void> =>
  store.audit({ at: Date.now(), event, actor: operator(context), ref, detail })

const told = ({ messages, rows, unreadable }: Moved): string =>
  line(`${messages} message(s) and ${rows} record(s) are sealed with the new keys.`) +
  (unreadable > 0 ? line(`${unreadable} were damaged before and were left as they are; see mailsluis doctor.`) : '')

const AFTER = (file: string): string =>
  [
    `Keep the new key: write it down from ${file}, or copy that file to the safe. It is not in any backup.`,
    'Backups made before today still open with the old key only: keep the old key with them until they are thrown away.',
  ]
    .map(line)
    .join('')

const NODES = [
  'The old key still opens the store, so that every node goes on. Now:',
  '  1. Copy the key file to every node. No restart is needed.',
  '  2. Then run: mailsluis vault retire',
]
  .map(line)
  .join('')

const retire = async (context: Context, store: Store): Promise<void> => {
  const { master } = await store.keys.status()
  await store.keys.retire()
  await audit(context, store, 'master-key-retired', master)
  context.terminal.out(line('The old master key opens nothing in the store any more.'))
}

const keyFile = ({ config }: Context): string => config.store.masterKeyFile ?? `${config.var}/master.key`

/** Several nodes may share a store in Redis, each with a key file of its own. */
const isShared = ({ config }: Context): boolean => /^rediss?[:+]/.test(config.store.url)

export const vaultRotate = (context: Context): Promise<number> =>
  withStore(context, async (store) => {
    const { out } = context.terminal
    await alone(store, 'rotation', async () => {
      const begun = await store.keys.begin()
      out(line(begun ? 'A new master key is in force.' : 'A rotation had begun before; it goes on.'))
      const moved = await store.keys.moveOn()
      const { master } = await store.keys.status()
      const { messages, rows, unreadable } = moved
      await audit(context, store, 'keys-rotated', master, JSON.stringify({ messages, rows, unreadable }))
      out(told(moved))
      if (isShared(context)) out(NODES)
      else await retire(context, store)
      out(AFTER(keyFile(context)))
    })
    return 0
  })

export const vaultRetire = (context: Context): Promise<number> =>
  withStore(context, async (store) => {
    await alone(store, 'rotation', async () => {
      const { underWay, behind } = await store.keys.status()
      if (!underWay) throw new UsageError('No rotation is under way: there is no old key to retire.')
      if (behind > 0) throw new UsageError(`${behind} message(s) are not on the new keys. Run mailsluis vault rotate.`)
      await retire(context, store)
    })
    return 0
  })

/** What is left to do of a rotation that is under way. */
const nextStep = (behind: number, shared: boolean): string =>
  behind === 0 && shared
    ? 'Once every node has the new key file, run: mailsluis vault retire'
    : 'To finish it, run: mailsluis vault rotate'

const inWords = ({ master, since, underWay, messages, behind }: KeyStatus, shared: boolean): string =>
  [
    `Master key ${master.slice(0, 8)} is in force${since > 0 ? ` since ${clock(since)}` : ''}.`,
    `${messages} message(s) are sealed with the newest keys${behind > 0 ? `, ${behind} with earlier ones` : ''}.`,
    ...(underWay ? ['A rotation is under way; the old key still opens the store.', nextStep(behind, shared)] : []),
  ]
    .map(line)
    .join('')

export const vaultStatus = (context: Context, options: { json?: boolean }): Promise<number> =>
  withStore(context, async (store) => {
    const status = await store.keys.status()
    context.terminal.out(options.json ? line(JSON.stringify(status)) : inWords(status, isShared(context)))
    return 0
  })
