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

/** Makes what is missing of the path, for our eyes only. */
export const makeFolder = async (path: string): Promise<void> => {
  const first = await mkdir(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
}
