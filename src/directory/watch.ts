/** Loads a directory file again whenever it changes. What is wrong with it is reported; the old one stays with the caller. */
import { type FSWatcher, statSync, watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { type DirectoryOptions, type LoadedDirectory, loadDirectory } from './load.ts'

type WatchOptions = DirectoryOptions &
  Readonly<{
    /** How often size and time are looked at, for folders whose changes the system does not announce. */
    pollMs?: number
  }>

/** Editors and exports write in several steps. */
const SETTLE_MS = 200
const POLL_MS = 10_000

/** Time, size and number (a file put in place by rename has another number); '' when there is no file. */
const stampOf = (file: string): string => {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat === undefined ? '' : `${stat.mtimeMs} ${stat.size} ${stat.ino}`
}

/** The folder, not the file: an atomic rename replaces the file, and a watch on it would go with the old one. */
const watchFolder = (file: string, onEvent: () => void): FSWatcher | undefined => {
  try {
    const watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(file)) onEvent()
    })
    watcher.on('error', () => watcher.close()) // the poll goes on
    return watcher
  } catch {
    return undefined
  }
}

export const watchDirectory = (
  file: string,
  onChange: (loaded: LoadedDirectory) => void,
  onError: (error: unknown) => void,
  options: WatchOptions = {},
): { close(): void } => {
  let seen = stampOf(file)
  let trouble: unknown
  let settling: NodeJS.Timeout | undefined
  let closed = false

  const reload = async (): Promise<void> => {
    const stamp = stampOf(file)
    if (stamp === seen && trouble === undefined) return
    const text = await readFile(file, 'utf8')
    trouble = undefined
    seen = stamp
    if (!closed) onChange(loadDirectory(text, file, options))
  }
  const look = async (): Promise<void> => {
    if (closed) return
    try {
      await reload()
    } catch (error) {
      const code = (error as { code?: unknown }).code
      // A file that cannot be read is told once, not at every look.
      if (code === undefined || code !== trouble) onError(error)
      trouble = code
    }
  }
  let turn: Promise<void> = Promise.resolve()
  const lookAgain = (): void => {
    turn = turn.then(look)
  }
  const settle = (): void => {
    clearTimeout(settling)
    settling = setTimeout(lookAgain, SETTLE_MS)
    settling.unref()
  }
  const watcher = watchFolder(file, settle)
  const poll = setInterval(lookAgain, options.pollMs ?? POLL_MS)
  poll.unref()
  return {
    close: () => {
      closed = true
      clearTimeout(settling)
      clearInterval(poll)
      watcher?.close()
    },
  }
}
