/** One server per store: a second one is told so instead of fighting over the same mail. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { StoreUnusable } from '../store/store.ts'
import { UsageError } from './terminal.ts'

export type ServerLock = Readonly<{
  /** Names under which the server before this one, which is dead, had claimed messages. */
  left: readonly string[]
  /** Names under which this server claims now, for the one after it. */
  note: (owners: readonly string[]) => void
  release: () => void
}>

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

export const openServerLock = (folder: string): ServerLock => {
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

const linesOf = (owners: readonly string[]): string =>
  [`${process.pid} ${beginOf(process.pid)} ${hostname()}`, ...owners].join('\n')

/** Whole or not at all: who reads half of it would take us for dead. A full disk costs only what the next one knows. */
const rewrite = (file: string, owners: readonly string[]): void => {
  try {
    writeFileSync(`${file}.new`, linesOf(owners))
    renameSync(`${file}.new`, file)
  } catch {
    rmSync(`${file}.new`, { force: true })
  }
}

/** Throws when the server that wrote it is alive. Of one in another machine or container nothing is known. */
const leftBy = (text: string, folder: string): readonly string[] => {
  const [first = '', ...owners] = text.split('\n')
  const [number, begin = '', host = ''] = first.split(' ')
  const pid = Number(number)
  // A killed server leaves its file behind; in a container its number may well be ours.
  if (pid && pid !== process.pid && isAlive(pid, begin))
    throw new UsageError(
      `A Mailsluis server (process ${pid}) already uses ${folder}. Stop it first, or set MAILSLUIS_VAR to another folder.`,
    )
  return host === hostname() ? owners : []
}

const lock = (folder: string): ServerLock => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'server.pid')
  let left: readonly string[] = []
  for (let tries = 0; tries < 2; tries++) {
    try {
      writeFileSync(file, linesOf([]), { flag: 'wx' })
      return { left, note: (owners) => rewrite(file, owners), release: () => rmSync(file, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      left = leftBy(readFileSync(file, 'utf8'), folder)
      rmSync(file, { force: true })
    }
  }
  throw new UsageError(`${file} cannot be written.`)
}
