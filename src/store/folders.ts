/** Folders that are still there after a power cut: a new name is durable only when the folder that holds it is synced. */
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

export const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** A parent we may not read is an administrator's, who made the folder long ago. */
const forgiveForeign = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error
}

/**
 * Makes what is missing of the path, for our eyes only. What is there may have been made a moment ago, by us before a
 * crash or by another part of the program: its name is made safe all the same.
 */
export const makeFolder = async (path: string): Promise<void> => {
  const first = await mkdir(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return syncFolder(dirname(path)).catch(forgiveForeign)
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
}
