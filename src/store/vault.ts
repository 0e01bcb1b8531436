/**
 * Everything at rest is sealed with AES-256-GCM. The keys of one message hang on each other:
 *
 *   master key ─ wraps ─▶ record key  ─ wraps ─▶ content key
 *                         who, when, fate        what it says: body, verdict
 *
 * Destroying the wrapped content key makes the content unreadable wherever a copy of it may linger; the record stays
 * until its own time. The wrap names its master key, so that a rotation can tell old from new.
 * Nonces are random: a record key seals at most some ten thousands of small values, far below the bound of 2^32
 * (NIST SP 800-38D §8.3).
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { StoreUnusable } from './errors.ts'

const NONCE = 12
const TAG = 16
const KEY_ID = 8
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

export type Vault = Readonly<{
  newKeys(id: string): MessageKeys
  recordKey(id: string, wrapped: Uint8Array): KeyObject
  contentKey(id: string, recordKey: KeyObject, wrapped: Uint8Array): KeyObject
  /** Seals records and audit rows, which belong to no message. */
  ledgerKey: KeyObject
  /** A name under which a value can be found again without standing in clear: tokens, addresses, submissions. */
  blind(use: string, value: string): Buffer
}>

export const openVault = (master: Buffer): Vault => {
  const derive = (use: string) => createSecretKey(Buffer.from(hkdfSync('sha256', master, '', `mailsluis ${use}`, 32)))
  const wrapKey = derive('wrap')
  const nameKey = derive('names')
  // Tells master keys apart and gives nothing of them away.
  const id = createHash('sha256').update(derive('key id').export()).digest().subarray(0, KEY_ID)
  const head = Buffer.concat([Buffer.from([WRAP_VERSION]), id])
  return {
    newKeys: (name) => {
      const record = randomBytes(32)
      const content = randomBytes(32)
      const recordKey = createSecretKey(record)
      return {
        record: recordKey,
        content: createSecretKey(content),
        wrappedRecord: Buffer.concat([head, seal(wrapKey, `record key ${name}`, record)]),
        wrappedContent: seal(recordKey, `content key ${name}`, content),
      }
    },
    recordKey: (name, wrapped) => {
      if (!head.equals(wrapped.subarray(0, head.length))) throw new StoreUnusable(DAMAGED)
      return createSecretKey(unseal(wrapKey, `record key ${name}`, wrapped.subarray(head.length)))
    },
    contentKey: (name, recordKey, wrapped) => createSecretKey(unseal(recordKey, `content key ${name}`, wrapped)),
    ledgerKey: derive('ledger'),
    blind: (use, value) => createHmac('sha256', nameKey).update(`${use}\0${value}`).digest(),
  }
}
