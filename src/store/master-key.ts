/**
 * The one key that opens everything: given by the configuration, read from a file, or made at the first start. There may be
 * several, one a line, the newest first: while a rotation runs the one before still counts.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { asStoreError, StoreUnusable } from './errors.ts'
import { syncFolder } from './folders.ts'
import type { StoreOptions } from './options.ts'

export type KeyPlace = Pick<StoreOptions, 'masterKey' | 'masterKeyFile'> & Readonly<{ var: string }>

const HEX = /^[0-9a-fA-F]{64}$/
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/

const decode = (word: string, whence: string): Buffer => {
  if (HEX.test(word)) return Buffer.from(word, 'hex')
  if (BASE64.test(word)) return Buffer.from(word, 'base64')
  throw new StoreUnusable(`${whence} must be 32 bytes in base64 or hexadecimal (openssl rand -base64 32).`)
}

const decodeAll = (text: string, whence: string): readonly Buffer[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => decode(word, whence))

/** Undefined when the configuration gives the key itself. */
export const keyFileOf = ({ masterKey, masterKeyFile, var: folder }: KeyPlace): string | undefined =>
  masterKey === undefined ? (masterKeyFile ?? join(folder, 'master.key')) : undefined

const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined
    throw asStoreError(error, path)
  }
}

/** As they stand there now, the newest first; none when there is no file. */
export const readMasterKeys = (place: KeyPlace): readonly Buffer[] => {
  const path = keyFileOf(place)
  if (path === undefined) return decodeAll(place.masterKey ?? '', 'The master key')
  const found = readIfThere(path)
  return found === undefined ? [] : decodeAll(found, `The master key in ${path}`)
}

const textOf = (keys: readonly Buffer[]): string => keys.map((key) => `${key.toString('base64')}\n`).join('')

type Owner = Readonly<{ uid: number; gid: number }>

const draftOf = async (path: string, keys: readonly Buffer[], owner?: Owner): Promise<string> => {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    // The administrator may turn the key of a server that runs as somebody else.
    if (owner && owner.uid !== process.getuid?.()) await file.chown(owner.uid, owner.gid)
    await file.writeFile(textOf(keys))
    await file.sync()
    return draft
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

/**
 * On disk before the first message is sealed with it, or a power cut would leave mail that nobody can open.
 * link() fails when another process was first; its key then counts.
 */
const make = async (path: string): Promise<void> => {
  const draft = await draftOf(path, [randomBytes(32)])
  try {
    await link(draft, path)
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  await syncFolder(dirname(path))
}

/** In place of what stands in the file, for the same owner; durable when it resolves. */
export const writeMasterKeys = async (path: string, keys: readonly Buffer[]): Promise<void> => {
  const draft = await draftOf(path, keys, await stat(path))
  try {
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
  await syncFolder(dirname(path))
}

/** `storeExists`: a new key would open nothing in it, so none is made. */
export const findMasterKeys = async (place: KeyPlace, storeExists: boolean): Promise<readonly Buffer[]> => {
  const found = readMasterKeys(place)
  const path = keyFileOf(place)
  if (found.length > 0 || path === undefined) return found
  if (place.masterKeyFile !== undefined)
    throw new StoreUnusable(`The master key file ${path} is not there. Nothing was changed.`)
  if (storeExists) {
    const words = `The master key ${path} is missing, and what is kept opens with that one only. Put it back from the safe.`
    throw new StoreUnusable(`${words} Nothing was changed.`)
  }
  await make(path)
  return readMasterKeys(place)
}
