/**
 * A backup is a folder: `store.db` (a database as the embedded store keeps it, whichever store it was made of), `spool/`
 * (its large bodies) and `manifest.json`, written last. All stays sealed as it was; the master key is not in it.
 * It is made under another name and gets its own when it is whole and synced: what a crash leaves is no backup.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { asStoreError, StoreFull, StoreUnusable } from './errors.ts'
import { makeFolder, syncFolder } from './folders.ts'
import type { Vault } from './vault.ts'

export const DATABASE = 'store.db'
export const SPOOL = 'spool'
const MANIFEST = 'manifest.json'

const Manifest = z.strictObject({
  format: z.literal(1),
  madeAt: z.int(),
  /** The store it was made of: 'sqlite' or 'redis'. */
  of: z.string(),
  /** Id of the master key that opens it, in hexadecimal. */
  master: z.string(),
  /** Recipients by fate and messages by state, as the store counted them. */
  counts: z.record(z.string(), z.int()),
  ids: z.array(z.string()),
  audit: z.strictObject({ entries: z.int(), last: z.string() }),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int(), sha256: z.string() })),
  /** Keyed hash over all the rest. */
  seal: z.string(),
})
export type Manifest = Readonly<z.infer<typeof Manifest>>

const NONE = (folder: string): string => `${folder} is no backup: it has no ${MANIFEST}. Give the folder that was made.`
const BROKEN = (folder: string): string => `The ${MANIFEST} of ${folder} is damaged or of a newer release.`

const sealOf = (vault: Vault, { seal: _, ...rest }: Manifest): string =>
  vault.blind('backup', JSON.stringify(rest)).toString('base64')

export const isSealed = (vault: Vault, manifest: Manifest): boolean => sealOf(vault, manifest) === manifest.seal

export const readManifest = async (folder: string): Promise<Manifest> => {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: { code?: unknown }) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw new StoreUnusable(NONE(folder))
    throw asStoreError(error, folder)
  })
  try {
    return Manifest.parse(JSON.parse(text))
  } catch (cause) {
    throw new StoreUnusable(BROKEN(folder), { cause })
  }
}

/** Paths below the folder, with `/`, sorted. */
export const filesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(resolve(folder).length + 1))
    .filter((name) => name !== MANIFEST)
    .sort()

export const describeFile = async (folder: string, name: string): Promise<Manifest['files'][number]> => {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(join(folder, name)) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { name, bytes, sha256: hash.digest('hex') }
}

const writeSynced = async (path: string, text: string): Promise<void> => {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

export const syncFile = async (path: string): Promise<void> => {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Every file and folder durable; the manifest last. */
const seal = async (
  folder: string,
  vault: Vault,
  told: Omit<Manifest, 'format' | 'files' | 'seal'>,
): Promise<Manifest> => {
  const names = await filesIn(folder)
  const files: Manifest['files'] = []
  for (const name of names) {
    files.push(await describeFile(folder, name))
    await syncFile(join(folder, name))
  }
  for (const sub of new Set(names.map((name) => dirname(join(folder, name))))) await syncFolder(sub)
  if (await stat(join(folder, SPOOL)).catch(() => undefined)) await syncFolder(join(folder, SPOOL))
  const open: Manifest = { format: 1, ...told, files, seal: '' }
  const manifest = { ...open, seal: sealOf(vault, open) }
  await writeSynced(join(folder, MANIFEST), `${JSON.stringify(manifest)}\n`)
  await syncFolder(folder)
  return manifest
}

/** Of earlier ones that were broken off. */
const removeLeftovers = async (folder: string): Promise<void> => {
  const begin = `${basename(folder)}.`
  for (const name of await readdir(dirname(folder)))
    if (name.startsWith(begin) && /^[0-9a-f]{8}\.part$/.test(name.slice(begin.length)))
      await rm(join(dirname(folder), name), { recursive: true, force: true })
}

const mustBeFree = async (folder: string): Promise<void> => {
  const there = await readdir(folder).catch((error: { code?: unknown }) => {
    if (error.code === 'ENOENT') return []
    throw new StoreUnusable(`${folder} is not a folder. Give the name of a new one.`)
  })
  if (there.length > 0) throw new StoreUnusable(`${folder} is not empty. Give the name of a new folder.`)
}

const mustFit = async (folder: string, bytes: number, reserve: number): Promise<void> => {
  const { bavail, bsize } = await statfs(folder)
  const room = bavail * bsize - reserve
  if (bytes <= room) return
  const needed = Math.ceil(bytes / 1e6)
  throw new StoreFull(`There is too little room in ${folder} for a backup of some ${needed} MB. Nothing was changed.`)
}

export type Copying = Readonly<{
  vault: Vault
  /** Bytes it will take at most, and bytes to leave free for the store. */
  bytes: number
  reserve: number
  /** Puts everything but the manifest into the folder given. */
  copy(folder: string): Promise<Omit<Manifest, 'format' | 'files' | 'seal'>>
}>

export const writeBackup = async (to: string, { vault, bytes, reserve, copy }: Copying): Promise<Manifest> => {
  const folder = resolve(to)
  const part = `${folder}.${randomBytes(4).toString('hex')}.part`
  try {
    await makeFolder(dirname(folder))
    await mustBeFree(folder)
    await removeLeftovers(folder)
    await mustFit(dirname(folder), bytes, reserve)
    await mkdir(part, { mode: 0o700 })
    const manifest = await seal(part, vault, await copy(part))
    await rename(part, folder)
    await syncFolder(dirname(folder))
    return manifest
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined)
    throw asStoreError(error, join(dirname(folder), 'x'))
  }
}
