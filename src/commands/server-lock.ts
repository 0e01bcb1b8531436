/** One server per store: a second one is told so instead of fighting over the same mail. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StoreUnusable } from '../store/store.ts'
import { UsageError } from './terminal.ts'

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
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
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return { release: () => rmSync(file, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const pid = Number(readFileSync(file, 'utf8'))
      // A killed server leaves its file behind; in a container its number may well be ours.
      if (pid && pid !== process.pid && isAlive(pid))
        throw new UsageError(
          `A Mailsluis server (process ${pid}) already uses ${folder}. Stop it first, or set MAILSLUIS_VAR to another folder.`,
        )
      rmSync(file, { force: true })
    }
  }
  throw new UsageError(`${file} cannot be written.`)
}
