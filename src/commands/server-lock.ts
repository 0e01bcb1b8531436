/** One server per store: a second one is told so instead of fighting over the same mail. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StoreUnusable } from '../store/store.ts'
import { UsageError } from './terminal.ts'

/**
 * When a process began, in ticks since the machine did: after a restart of the machine another program may have our number.
 * Field 22 of proc(5) stat, counted behind the name, which may hold spaces. '' where there is no /proc.
 */
const beginOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

const isAlive = (pid: number, begin: string): boolean => {
  try {
    process.kill(pid, 0)
    return begin === '' || beginOf(pid) === begin
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' && beginOf(pid) === begin
  }
}

export const openServerLock = (folder: string): { release: () => void } => {
  try {
    return lock(folder)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new StoreUnusable(`${folder} cannot be written (${code}). Look at the disk and at the permissions.`, {
      cause: error,
    })
  }
}

const lock = (folder: string): { release: () => void } => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'server.pid')
  for (let tries = 0; tries < 2; tries++) {
    try {
      writeFileSync(file, `${process.pid} ${beginOf(process.pid)}`, { flag: 'wx' })
      return { release: () => rmSync(file, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const [number, begin = ''] = readFileSync(file, 'utf8').split(' ')
      const pid = Number(number)
      // A killed server leaves its file behind; in a container its number may well be ours.
      if (pid && pid !== process.pid && isAlive(pid, begin))
        throw new UsageError(
          `A Mailsluis server (process ${pid}) already uses ${folder}. Stop it first, or set MAILSLUIS_VAR to another folder.`,
        )
      rmSync(file, { force: true })
    }
  }
  throw new UsageError(`${file} cannot be written.`)
}
