/** Files that leave the store signed: with an Ed25519 key of the store (RFC 8032), which stays sealed in it. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { Store } from '../store/store.ts'

const NAME = 'signing key'

/** `key`: the public key, SPKI in base64. `fingerprint`: what two people read to each other over the telephone. */
export type PublicKey = Readonly<{ key: string; fingerprint: string }>

const fingerprintOf = (key: string): string =>
  createHash('sha256')
    .update(Buffer.from(key, 'base64'))
    .digest('hex')
    .slice(0, 32)
    .replace(/.{4}(?=.)/g, '$& ')

/** Two nodes may come first together: the key that the store took counts. */
const privateKey = async (store: Pick<Store, 'get' | 'put'>) => {
  if (typeof (await store.get('key', NAME)) !== 'string') {
    const fresh = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' })
    await store.put('key', { key: NAME, value: fresh, expires: 0 }, { ifAbsent: true })
  }
  return createPrivateKey(String(await store.get('key', NAME)))
}

const publicPart = (key: ReturnType<typeof createPrivateKey>): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64')

export const publicKey = async (store: Pick<Store, 'get' | 'put'>): Promise<PublicKey> => {
  const key = publicPart(await privateKey(store))
  return { key, fingerprint: fingerprintOf(key) }
}

const MARK = '\n<!-- mailsluis-signature '
const END = /^([A-Za-z0-9+/]{20,100}={0,2}) ([A-Za-z0-9+/]{20,200}={0,2}) -->\n$/

/** The page with its signature as a comment at its end: all bytes before it are signed. */
export const signed = async (store: Pick<Store, 'get' | 'put'>, page: string): Promise<string> => {
  const key = await privateKey(store)
  return `${page}${MARK}${publicPart(key)} ${sign(null, Buffer.from(page), key).toString('base64')} -->\n`
}

/** Who signed the file, when it is as it was signed; undefined when one character of it is another. */
export const signerOf = (file: string): PublicKey | undefined => {
  const at = file.lastIndexOf(MARK)
  const [, key = '', signature = ''] = END.exec(file.slice(at + MARK.length)) ?? []
  if (at < 0 || key === '') return undefined
  try {
    const by = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
    const whole =
      by.asymmetricKeyType === 'ed25519' &&
      verify(null, Buffer.from(file.slice(0, at)), by, Buffer.from(signature, 'base64'))
    return whole ? { key, fingerprint: fingerprintOf(key) } : undefined
  } catch {
    return undefined
  }
}
