/** The one key that opens everything: given by the configuration, read from a file, or made at the first start. */
import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { asStoreError, StoreUnusable } from './errors.ts'
import { syncFolder } from './folders.ts'
import type { StoreOptions } from './options.ts'

const HEX = /^[0-9a-fA-F]{64}$/
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/

const decode = (text: string, whence: string): Buffer => {
  const word = text.trim()
  if (HEX.test(word)) return Buffer.from(word, 'hex')
  if (BASE64.test(word)) return Buffer.from(word, 'base64')
  throw new StoreUnusable(`${whence} must be 32 bytes in base64 or hexadecimal (openssl rand -base64 32).`)
}

const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined
    throw asStoreError(error, path)
  }
}

/**
 * On disk before the first message is sealed with it, or a power cut would leave mail that nobody can open.
 * link() fails when another process was first; its key then counts.
 */
const make = async (path: string): Promise<void> => {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(32).toString('base64')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  await syncFolder(dirname(path))
}

/** `databaseExists`: a new key would open nothing in it, so none is made. */
export const findMasterKey = async (
  options: Pick<StoreOptions, 'masterKey' | 'masterKeyFile'>,
  varFolder: string,
  databaseExists: boolean,
): Promise<Buffer> => {
  if (options.masterKey !== undefined) return decode(options.masterKey, 'The master key')
  const path = options.masterKeyFile ?? join(varFolder, 'master.key')
  const found = await readIfThere(path)
  if (found !== undefined) return decode(found, `The master key in ${path}`)
  if (options.masterKeyFile !== undefined)
    throw new StoreUnusable(`The master key file ${path} is not there. Nothing was changed.`)
  if (databaseExists) {
    const words = `The store holds mail, but its master key ${path} is missing. Put the key file back from its backup.`
    throw new StoreUnusable(`${words} Nothing was changed.`)
  }
  await make(path)
  const made = await readIfThere(path)
  return decode(made ?? '', `The master key in ${path}`)
}
