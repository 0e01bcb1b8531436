/**
 * The link to the first account, told by `serve` while there is none. On a terminal it is printed: whoever started the server
 * reads it. Elsewhere standard output goes into a journal that others read and that is sent to other machines, so it goes
 * into a file that only the server's own user reads, and the place of that file is told. It is never in the log.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { FirstAdmin } from '../review/review.ts'
import type { Context } from './context.ts'
import { clock } from './terminal.ts'

const FILE = 'first-account.txt'

/** Lines for the welcome; none when there is an account. */
export const firstLinkLines = async (
  { config, terminal }: Context,
  { firstLink }: Pick<FirstAdmin, 'firstLink'>,
  url: string,
): Promise<readonly string[]> => {
  const file = join(config.var, FILE)
  const link = await firstLink()
  if (!link) {
    rmSync(file, { force: true })
    return []
  }
  const address = `${url}/first/${link.token}`
  const until = `works once, until ${clock(link.until)}`
  if (terminal.isWatched) return [`There is no account yet. Make the first one here (${until}):`, `  ${address}`]
  rmSync(file, { force: true })
  writeFileSync(file, `${address}\n`, { mode: 0o600 })
  return [`There is no account yet. The link to make the first one (${until}) is in ${relative(terminal.cwd, file)}.`]
}
