/**
 * The key ring of a store. The master key seals it and nothing else, so another master key is one small change. It holds
 * generations of keys: the newest seals what is new, the earlier ones stay so that a process that has not heard of a
 * rotation yet does no harm: what it seals with the keys it knows can be opened. `names` stays the same for ever, since
 * a keyed hash cannot be turned into one under another key; it opens nothing.
 */
import { createHash, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { sealJson, unsealJson } from './vault.ts'

const KEY = 32
const ID = 8

/** `wrap` wraps the record keys of messages, `ledger` seals records and audit rows. */
export type Generation = Readonly<{ id: Buffer; wrap: Buffer; ledger: Buffer }>

export type Ring = Readonly<{
  /** Id of the master key that is in force, in hexadecimal. */
  master: string
  /** Epoch milliseconds; 0 = not known. */
  since: number
  names: Buffer
  /** The newest first. */
  generations: readonly Generation[]
}>

const derive = (master: Buffer, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master, '', `mailsluis ${use}`, KEY))

/** Tells master keys apart and gives nothing of them away; in hexadecimal. */
export const masterId = (master: Buffer): string =>
  createHash('sha256').update(derive(master, 'key id')).digest().subarray(0, ID).toString('hex')

const newGeneration = (): Generation => ({ id: randomBytes(ID), wrap: randomBytes(KEY), ledger: randomBytes(KEY) })

export const newRing = (master: Buffer, now: number): Ring => ({
  master: masterId(master),
  since: now,
  names: randomBytes(KEY),
  generations: [newGeneration()],
})

/** Before there were rings, all keys were made of the master key. */
export const derivedRing = (master: Buffer): Ring => ({
  master: masterId(master),
  since: 0,
  names: derive(master, 'names'),
  generations: [
    { id: Buffer.from(masterId(master), 'hex'), wrap: derive(master, 'wrap'), ledger: derive(master, 'ledger') },
  ],
})

export const nextRing = (ring: Ring, master: Buffer, now: number): Ring => ({
  master: masterId(master),
  since: now,
  names: ring.names,
  generations: [newGeneration(), ...ring.generations],
})

const sealKey = (master: Buffer): KeyObject => createSecretKey(derive(master, 'ring'))
const purposeOf = (storeId: Buffer): string => `ring ${storeId.toString('hex')}`

type Written = Readonly<{ master: string; since: number; names: string; generations: readonly (readonly string[])[] }>

export const sealRing = (master: Buffer, storeId: Buffer, { names, generations, ...ring }: Ring): Buffer =>
  sealJson(sealKey(master), purposeOf(storeId), {
    ...ring,
    names: names.toString('base64'),
    generations: generations.map(({ id, wrap, ledger }) => [id, wrap, ledger].map((key) => key.toString('base64'))),
  })

export const openRing = (master: Buffer, storeId: Buffer, sealed: Uint8Array): Ring => {
  const { names, generations, ...ring } = unsealJson<Written>(sealKey(master), purposeOf(storeId), sealed)
  const bytes = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64')
  return {
    ...ring,
    names: bytes(names),
    generations: generations.map(([id, wrap, ledger]) => ({ id: bytes(id), wrap: bytes(wrap), ledger: bytes(ledger) })),
  }
}
