/**
 * Another master key, while the store is in use. Each step may be interrupted and done again:
 *
 * begin   the new master key stands in its file above the old one; the ring has new keys and is sealed under both
 * moveOn  record keys are wrapped, records and audit rows sealed anew under the new keys, some at a time
 * retire  the ring sealed under the old master key goes, and the old key from the file: it opens nothing any more
 *
 * Between begin and retire either master key opens the store, so several nodes can be given the new one in peace.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { StoreUnusable } from './errors.ts'
import { type Identity, ringOf } from './identity.ts'
import { WATCH_MS } from './key-watch.ts'
import { type KeyPlace, keyFileOf, readMasterKeys, writeMasterKeys } from './master-key.ts'
import { masterId, nextRing, type Ring, sealRing } from './ring.ts'
import type { Shelf } from './shelf.ts'
import type { Vault } from './vault.ts'

/** `unreadable`: damaged already; the keys they were sealed with stay in the ring. */
export type Moved = Readonly<{ messages: number; rows: number; unreadable: number }>

export type KeyStatus = Readonly<{
  /** First half of a hash of the master key in force: tells keys apart, gives nothing away. */
  master: string
  /** Since when, in epoch milliseconds; 0 = since before this was kept. */
  since: number
  /** A rotation has begun: the master key before still opens the store. */
  underWay: boolean
  /** Messages on the newest keys, and on earlier ones. */
  messages: number
  behind: number
}>

export interface StoreKeys {
  status(): Promise<KeyStatus>
  /** False when a rotation had begun already: it goes on. Waits until every process that is alive seals with the new keys. */
  begin(): Promise<boolean>
  moveOn(): Promise<Moved>
  /** The master key before opens nothing any more, and is gone from the key file. */
  retire(): Promise<void>
}

const HAND =
  'The master key stands in the configuration itself, where it cannot be turned. Put it in a file, name that file as store.masterKeyFile, restart, and run this again.'
const AT_ONCE = 'Another rotation began at the same moment. Look at mailsluis vault status.'
const NOT_HERE =
  'The new master key is not in the key file of this machine. Copy it from where the rotation began, as the first line.'

/** What of a shelf is about the rings alone. */
type Rings = Pick<Shelf<unknown>, 'identity' | 'putRings' | 'forget'>

type Looked = Readonly<{ identity: Identity; masters: readonly Buffer[]; ring: Ring; underWay: boolean }>

const look = async (shelf: Rings, place: KeyPlace): Promise<Looked> => {
  const identity = await shelf.identity()
  const masters = readMasterKeys(place)
  const ring = ringOf(identity, masters)
  const spare = masters.length > 1 && masters[0] !== undefined && masterId(masters[0]) === ring.master
  return { identity, masters, ring, underWay: identity.rings.size > 1 || spare }
}

/** In the file before anything is sealed with it. Somebody may have put it there already, above the one in force. */
const newMaster = async (place: KeyPlace, masters: readonly Buffer[], ring: Ring): Promise<Buffer> => {
  const given = masters[0]
  if (given && masterId(given) !== ring.master) return given
  const file = keyFileOf(place)
  if (file === undefined) throw new StoreUnusable(HAND)
  const made = randomBytes(32)
  await writeMasterKeys(file, [made, ...masters])
  return made
}

const begin = async (shelf: Rings, place: KeyPlace, now: number): Promise<boolean> => {
  const { identity, masters, ring, underWay } = await look(shelf, place)
  if (underWay) return false
  const old = masters.find((one) => masterId(one) === ring.master)!
  const fresh = await newMaster(place, masters, ring)
  const next = nextRing(ring, fresh, now)
  const rings = new Map([old, fresh].map((master) => [masterId(master), sealRing(master, identity.id, next)]))
  if (!(await shelf.putRings(identity, rings))) throw new StoreUnusable(AT_ONCE)
  await pause(3 * WATCH_MS)
  return true
}

const walk = async <P>(vault: Vault, shelf: Shelf<P>, pages: 'recordKeys' | 'ledger') => {
  let [moved, unreadable] = [0, 0]
  for await (const page of shelf[pages]()) {
    const fresh = page.flatMap((hung) => {
      try {
        const sealed = vault.moveOn(hung)
        return sealed ? [{ hung, sealed }] : []
      } catch (error) {
        if (!(error instanceof StoreUnusable)) throw error
        unreadable += 1
        return []
      }
    })
    if (fresh.length > 0) moved += await shelf.replace(fresh)
  }
  return { moved, unreadable }
}

/** Until a walk finds nothing behind: a process that heard late may have added some meanwhile. */
const moveAll = async <P>(vault: Vault, shelf: Shelf<P>, pages: 'recordKeys' | 'ledger') => {
  vault.renew()
  for (let all = 0; ; ) {
    const { moved, unreadable } = await walk(vault, shelf, pages)
    all += moved
    if (moved === 0) return { all, unreadable }
  }
}

const retire = async (shelf: Rings, place: KeyPlace): Promise<void> => {
  const { identity, masters, ring } = await look(shelf, place)
  const master = masters.find((one) => masterId(one) === ring.master)
  const sealed = identity.rings.get(ring.master)
  if (!master || !sealed) throw new StoreUnusable(NOT_HERE)
  if (!(await shelf.putRings(identity, new Map([[ring.master, sealed]])))) throw new StoreUnusable(AT_ONCE)
  await shelf.forget()
  const file = keyFileOf(place)
  if (file !== undefined && masters.length > 1) await writeMasterKeys(file, [master])
}

export const keysOf = <P>(vault: Vault, shelf: Shelf<P>, place: KeyPlace, now: () => number): StoreKeys => ({
  status: async () => {
    const { ring, underWay } = await look(shelf, place)
    const newest = ring.generations[0]!.id.toString('hex')
    let [messages, behind] = [0, 0]
    for await (const page of shelf.recordKeys()) {
      const there = page.filter(({ sealed }) => vault.generationOf(sealed) === newest).length
      messages += there
      behind += page.length - there
    }
    return { master: ring.master, since: ring.since, underWay, messages, behind }
  },
  begin: () => begin(shelf, place, now()),
  moveOn: async () => {
    const messages = await moveAll(vault, shelf, 'recordKeys')
    const rows = await moveAll(vault, shelf, 'ledger')
    return { messages: messages.all, rows: rows.all, unreadable: messages.unreadable + rows.unreadable }
  },
  retire: () => retire(shelf, place),
})
