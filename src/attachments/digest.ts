/** SHA-256 of a file. Large ones are hashed on another thread: 30 MB would keep every other message waiting. */
import { createHash, webcrypto } from 'node:crypto'

const INLINE_BYTES = 1_000_000

export const digest = async (bytes: Buffer): Promise<string> => {
  if (bytes.length <= INLINE_BYTES) return createHash('sha256').update(bytes).digest('hex')
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)).toString('hex')
}
