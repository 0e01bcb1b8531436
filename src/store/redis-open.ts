/** Opens the store in Redis: everything that could be wrong is looked at before anything is changed. */
import { randomBytes } from 'node:crypto'
import { type Log, silentLog } from '../log.ts'
import { StoreUnusable } from './errors.ts'
import { idMaker } from './ids.ts'
import { checkKeyProof, keyProof } from './key-proof.ts'
import { findMasterKey } from './master-key.ts'
import type { StoreOptions } from './options.ts'
import { checkDurability } from './redis-durability.ts'
import { roomIn } from './redis-engine.ts'
import { META } from './redis-keys.ts'
import { Link, redisAddress } from './redis-link.ts'
import { redisStore } from './redis-store.ts'
import type { Store } from './store.ts'
import { openVault, type Vault } from './vault.ts'

/** Rises when the keys change their meaning; an older release leaves a newer store alone. */
const FORMAT = '1'

const KEY_NEEDED =
  'Several nodes share a store in Redis, and all need its master key: give store.masterKey or store.masterKeyFile (openssl rand -base64 32).'

const EMPTY = 'Redis came back without the store. Restore its data, or restart to begin an empty store.'

const checkIdentity = async (link: Link, vault: Vault): Promise<boolean> => {
  const [format, id, proof] = await link.ask<readonly (Buffer | null)[]>('hmget', META, 'format', 'id', 'key proof')
  if (!format) return false
  if (format.toString() !== FORMAT)
    throw new StoreUnusable('The store was written by a newer release. Start that release. Nothing was changed.')
  checkKeyProof(vault, id ?? Buffer.alloc(0), proof ?? Buffer.alloc(0))
  return true
}

/** Two nodes may start at once: the first one's identity stays, and the other must have its key. */
const ensureIdentity = async (link: Link, vault: Vault): Promise<void> => {
  if (await checkIdentity(link, vault)) return
  const id = randomBytes(16)
  await link.apply(
    [{ step: ['HGET', META, 'format'], is: '' }],
    [['HSET', META, 'format', FORMAT, 'id', id, 'key proof', keyProof(vault, id)]],
  )
  await checkIdentity(link, vault)
}

export const openRedisStore = async (
  options: StoreOptions & Readonly<{ var: string }>,
  around: Readonly<{ now?: () => number; log?: Log }>,
): Promise<Store> => {
  const address = redisAddress(options.url)
  if (options.masterKey === undefined && options.masterKeyFile === undefined) throw new StoreUnusable(KEY_NEEDED)
  const vault = openVault(await findMasterKey(options, options.var, true))
  const { log = silentLog, now = Date.now } = around
  // A server that comes back may be another one, or an empty one.
  const link = await Link.open(address, log, async (back) => {
    await checkDurability(back, options.acceptLoss, log)
    if (!(await checkIdentity(back, vault))) throw new StoreUnusable(EMPTY)
  })
  try {
    await checkDurability(link, options.acceptLoss, log)
    await ensureIdentity(link, vault)
  } catch (error) {
    await link.close()
    throw error
  }
  const room = roomIn(link, options.minFreeBytes)
  return redisStore({ link, vault, options, log, now, newId: idMaker(now), room })
}
