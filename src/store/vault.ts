/**
 * Everything at rest is sealed with AES-256-GCM. The keys of one message hang on each other:
 *
 *   master key ─ seals ─▶ key ring (ring.ts) ─ wraps ─▶ record key  ─ wraps ─▶ content key
 *                                                       who, when, fate        what it says: body, verdict
 *
 * Destroying the wrapped content key makes the content unreadable wherever a copy of it may linger; the record stays
 * until its own time. The wrap names the generation of the ring it hangs on, so that a rotation can tell old from new.
 * Nonces are random: a record key seals at most some ten thousands of small values, far below the bound of 2^32
 * (NIST SP 800-38D §8.3).
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { StoreUnusable } from './errors.ts'
import type { Generation, Ring } from './ring.ts'

const NONCE = 12
const TAG = 16
const GENERATION_ID = 8
const WRAP_VERSION = 1

const DAMAGED = 'Something in the store is damaged or was changed from outside; it cannot be opened.'

/** `purpose` is authenticated with it: a sealed value cannot be put in another place. */
export const seal = (key: KeyObject, purpose: string, plain: Buffer): Buffer => {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(purpose))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

export const unseal = (key: KeyObject, purpose: string, sealed: Uint8Array): Buffer => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG })
    decipher.setAAD(Buffer.from(purpose))
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
    return Buffer.concat([decipher.update(sealed.subarray(NONCE, sealed.length - TAG)), decipher.final()])
  } catch (cause) {
    throw new StoreUnusable(DAMAGED, { cause })
  }
}

export const sealJson = (key: KeyObject, purpose: string, value: unknown): Buffer =>
  seal(key, purpose, Buffer.from(JSON.stringify(value)))

/** The caller names the type: what was sealed under this purpose by this program. */
export const unsealJson = <T>(key: KeyObject, purpose: string, sealed: Uint8Array): T =>
  JSON.parse(unseal(key, purpose, sealed).toString()) as T

export type MessageKeys = Readonly<{
  record: KeyObject
  content: KeyObject
  wrappedRecord: Buffer
  wrappedContent: Buffer
}>

/** A sealed value that hangs on the ring itself: the wrapped record key of a message, or a record or audit row. */
export type Hanging = Readonly<{ what: 'record key' | 'ledger'; purpose: string; sealed: Uint8Array }>

export type Vault = Readonly<{
  newKeys(id: string): MessageKeys
  recordKey(id: string, wrapped: Uint8Array): KeyObject
  contentKey(id: string, recordKey: KeyObject, wrapped: Uint8Array): KeyObject
  /** For records and audit rows, which belong to no message. */
  sealLedger(purpose: string, value: unknown): Buffer
  /** The caller names the type: what was sealed under this purpose by this program. */
  openLedger<T>(purpose: string, sealed: Uint8Array): T
  /** A name under which a value can be found again without standing in clear: tokens, addresses, submissions. */
  blind(use: string, value: string): Buffer
  /** A record key of another store, wrapped for this one. */
  adopt(id: string, recordKey: KeyObject): Buffer
  /** The same under the newest keys; undefined when it is so already. */
  moveOn(hanging: Hanging): Buffer | undefined
  /** The generation of keys that a wrapped record key hangs on, in hexadecimal. */
  generationOf(wrapped: Uint8Array): string
  /** Id of the master key in force, in hexadecimal. */
  master(): string
  /** Looks whether another process has put new keys in force. */
  renew(): void
}>

type Keys = Readonly<{ head: Buffer; wrap: KeyObject; ledger: KeyObject }>

const keysOf = ({ id, wrap, ledger }: Generation): Keys => ({
  head: Buffer.concat([Buffer.from([WRAP_VERSION]), id]),
  wrap: createSecretKey(wrap),
  ledger: createSecretKey(ledger),
})

const openWith = (key: KeyObject, purpose: string, sealed: Uint8Array): Buffer | undefined => {
  try {
    return unseal(key, purpose, sealed)
  } catch {
    return undefined
  }
}

/** The newest generation seals; all of them open. What none opens is tried once more after a look at the ring. */
class KeysInForce {
  readonly #again: () => Ring | undefined
  #ring: Ring
  #keys: readonly Keys[]

  constructor(ring: Ring, again: () => Ring | undefined) {
    this.#again = again
    this.#ring = ring
    this.#keys = ring.generations.map(keysOf)
  }

  get master(): string {
    return this.#ring.master
  }

  get newest(): Keys {
    return this.#keys[0]!
  }

  renew(): boolean {
    const ring = this.#again()
    if (!ring || ring.generations[0]?.id.equals(this.#ring.generations[0]!.id)) return false
    this.#ring = ring
    this.#keys = ring.generations.map(keysOf)
    return true
  }

  find<T>(open: (keys: Keys) => T | undefined): T {
    do {
      for (const keys of this.#keys) {
        const found = open(keys)
        if (found !== undefined) return found
      }
    } while (this.renew())
    throw new StoreUnusable(DAMAGED)
  }
}

const wrappedBy = ({ head }: Keys, wrapped: Uint8Array): boolean => head.equals(wrapped.subarray(0, head.length))

/** `again`: the ring as it stands in the store now; undefined when that is not known at once. */
export const openVault = (ring: Ring, again: () => Ring | undefined = () => undefined): Vault => {
  const force = new KeysInForce(ring, again)
  const nameKey = createSecretKey(ring.names)
  const wrap = ({ head, wrap: key }: Keys, name: string, record: Buffer): Buffer =>
    Buffer.concat([head, seal(key, `record key ${name}`, record)])
  const unwrap = (name: string, wrapped: Uint8Array): Buffer =>
    force.find((keys) =>
      wrappedBy(keys, wrapped)
        ? unseal(keys.wrap, `record key ${name}`, wrapped.subarray(keys.head.length))
        : undefined,
    )
  const openLedger = (purpose: string, sealed: Uint8Array): Buffer =>
    force.find(({ ledger }) => openWith(ledger, purpose, sealed))
  return {
    newKeys: (name) => {
      const record = randomBytes(32)
      const content = randomBytes(32)
      const recordKey = createSecretKey(record)
      return {
        record: recordKey,
        content: createSecretKey(content),
        wrappedRecord: wrap(force.newest, name, record),
        wrappedContent: seal(recordKey, `content key ${name}`, content),
      }
    },
    recordKey: (name, wrapped) => createSecretKey(unwrap(name, wrapped)),
    contentKey: (name, recordKey, wrapped) => createSecretKey(unseal(recordKey, `content key ${name}`, wrapped)),
    sealLedger: (purpose, value) => sealJson(force.newest.ledger, purpose, value),
    openLedger: <T>(purpose: string, sealed: Uint8Array) => JSON.parse(openLedger(purpose, sealed).toString()) as T,
    blind: (use, value) => createHmac('sha256', nameKey).update(`${use}\0${value}`).digest(),
    adopt: (name, key) => wrap(force.newest, name, key.export()),
    moveOn: ({ what, purpose, sealed }) => {
      if (what === 'record key')
        return wrappedBy(force.newest, sealed) ? undefined : wrap(force.newest, purpose, unwrap(purpose, sealed))
      if (openWith(force.newest.ledger, purpose, sealed)) return undefined
      return seal(force.newest.ledger, purpose, openLedger(purpose, sealed))
    },
    generationOf: (wrapped) => Buffer.from(wrapped.subarray(1, 1 + GENERATION_ID)).toString('hex'),
    master: () => force.master,
    renew: () => void force.renew(),
  }
}
