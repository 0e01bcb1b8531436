/** `backup` and `restore`: everything kept in one folder, and back. */
import { resolve } from 'node:path'
import { type BackupAccount, checkBackup, restoreStore } from '../store/store.ts'
import { alone } from './alone.ts'
import type { Context } from './context.ts'
import { withStore } from './queue.ts'
import { clock, line, UsageError } from './terminal.ts'

const DAY = 86_400_000
const HELD_DAYS = 7

const lines = (...texts: readonly string[]): string => texts.map((text) => line(text)).join('')

const KEY =
  'The master key is NOT in it, and without that key nobody can read it. Keep the key elsewhere: on paper, in the safe.'

export const backup = (context: Context, folder: string, options: { json?: boolean }): Promise<number> =>
  withStore(context, async (store) => {
    const { terminal } = context
    await alone(store, 'backup', async () => {
      const to = resolve(terminal.cwd, folder)
      const { ids, audit, files, master } = await store.backup(to)
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
      const told = { folder: to, messages: ids.length, auditEntries: audit.entries, files: files.length, bytes, master }
      if (options.json) return terminal.out(line(JSON.stringify(told)))
      const size = `${Math.ceil(bytes / 1e6)} MB`
      const whole = `${to} holds ${ids.length} message(s) and ${audit.entries} audit entries (${size}).`
      terminal.out(lines(whole, `It opens with master key ${master.slice(0, 8)}. ${KEY}`))
      terminal.out(line(`Try it: mailsluis restore --check ${to}`))
    })
    return 0
  })

const inWords = (account: BackupAccount): string =>
  lines(
    `Made on ${clock(account.madeAt)}.`,
    `${account.messages} message(s), ${account.bodies} with their text, opened to the last byte.`,
    `${account.records} record(s); ${account.auditEntries} audit entries in an unbroken chain.`,
    account.problems.length === 0 ? 'The backup is whole and opens with the master key.' : 'The backup is NOT whole:',
    ...account.problems.map((problem) => `  ${problem}`),
  )

type RestoreFlags = { check?: boolean; holdWaiting?: boolean; json?: boolean }

const tellCheck = async (context: Context, folder: string, json: boolean): Promise<BackupAccount> => {
  const { terminal, config } = context
  const account = await checkBackup(folder, { ...config.store, var: config.var })
  const text = json ? line(JSON.stringify(account)) : inWords(account)
  if (account.problems.length === 0) terminal.out(text)
  else terminal.err(text)
  return account
}

const AGAIN = (waiting: number): string =>
  `${waiting} recipient(s) wait for the next hop. What left after the backup was made goes once more, so that nothing is lost.`

/** A backup with faults is not put in place: what it lacks would be missed only later. */
export const restore = async (context: Context, given: string, options: RestoreFlags): Promise<number> => {
  const { terminal, config } = context
  const folder = resolve(terminal.cwd, given)
  if (options.check && options.holdWaiting) throw new UsageError('--check changes nothing: leave --hold-waiting out.')
  const { problems, waiting } = await tellCheck(context, folder, options.json === true)
  if (problems.length > 0) return 1
  if (options.check) return 0
  const by = `command line (${terminal.env.USER ?? 'operator'})`
  const holdUntil = options.holdWaiting ? { holdUntil: Date.now() + HELD_DAYS * DAY } : {}
  const held = await restoreStore(folder, { ...config.store, var: config.var }, { by, ...holdUntil })
  await withStore(context, async (store) => {
    await store.audit({ at: Date.now(), event: 'restored', actor: by, ref: '', detail: JSON.stringify({ held }) })
    return 0
  })
  const next = options.holdWaiting
    ? `${held} message(s) that waited for the next hop are held: mailsluis held list. They are returned after ${HELD_DAYS} days.`
    : AGAIN(waiting)
  if (!options.json) terminal.out(lines('The store is restored. Start the server.', next))
  return 0
}
