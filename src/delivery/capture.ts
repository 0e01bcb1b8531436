/** Delivery to files instead of people, for a first look: FOLDER/<id>.eml and its envelope beside it, never half written. */
import { randomUUID } from 'node:crypto'
import { link, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bytes } from './courier.ts'
import type { Parcel } from './delivery.ts'

const HOW_MANY = 10_000

const write = async (file: string, bytes: Bytes | string): Promise<void> => {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The first free name: <id>.eml, <id>-2.eml when more of the same message leaves later. */
const place = async (temporary: string, folder: string, id: string): Promise<string> => {
  for (let count = 1; count < HOW_MANY; count += 1) {
    const name = count === 1 ? id : `${id}-${count}`
    try {
      await link(temporary, join(folder, `${name}.eml`))
      return name
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  throw new Error('capture: the folder is full of this message')
}

/** The name it got. */
export const capture = async (folder: string, parcel: Parcel, recipients: readonly string[]): Promise<string> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const id = parcel.id.replace(/[^A-Za-z0-9_-]/g, '_')
  const temporary = join(folder, `.${randomUUID()}.part`)
  try {
    await write(temporary, await parcel.open())
    const name = await place(temporary, folder, id)
    const envelope = { id: parcel.id, mailFrom: parcel.mailFrom, rcptTo: recipients }
    await write(join(folder, `${name}.json`), `${JSON.stringify(envelope, null, 2)}\n`)
    return name
  } finally {
    await rm(temporary, { force: true })
  }
}
