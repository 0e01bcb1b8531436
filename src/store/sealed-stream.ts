/**
 * A body sealed piece by piece, so that a large one never stands in memory whole:
 *
 *   salt (16) │ piece 0 │ piece 1 │ … │ last piece        a piece = 64 KB of ciphertext and its tag (16)
 *
 * The key of the stream is derived from the content key and the salt: a body that replaces another is sealed under a key
 * of its own, and no nonce is ever used twice. Number and *last* flag of a piece are nonce and additional data:
 * pieces cannot be left out, repeated or swapped, and a stream cut off at a border does not open (STREAM, Hoang et al. 2015).
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { StoreUnusable } from './errors.ts'

export const PIECE = 64 * 1024
export const SALT = 16
const TAG = 16
export const SEALED_PIECE = PIECE + TAG

const streamKey = (contentKey: KeyObject, salt: Uint8Array): KeyObject =>
  createSecretKey(createHmac('sha256', contentKey).update('mailsluis body').update(salt).digest())

const nonceOf = (number: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(number, 7)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** Gives the sealed bytes of what it is fed; `end` must come once, also for an empty body. */
type Sealer = Readonly<{ start: Buffer; piece(plain: Buffer): Buffer; end(plain: Buffer): Buffer }>

const sealer = (contentKey: KeyObject): Sealer => {
  const salt = randomBytes(SALT)
  const key = streamKey(contentKey, salt)
  let number = 0
  const next = (plain: Buffer, last: boolean): Buffer => {
    const nonce = nonceOf(number, last)
    number += 1
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(nonce)
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }
  return { start: salt, piece: (plain) => next(plain, false), end: (plain) => next(plain, true) }
}

/** Whole pieces of `PIECE` bytes; at least one byte is kept for the end, so that an end is empty only for an empty body. */
function* piecesOf(plain: Buffer): Generator<Buffer, Buffer> {
  let at = 0
  for (; plain.length - at > PIECE; at += PIECE) yield plain.subarray(at, at + PIECE)
  return plain.subarray(at)
}

/** Seals what comes in any steps; `add` answers the pieces that are whole, `end` the last one. */
export class Sealing {
  readonly start: Buffer
  readonly #seals: Sealer
  #rest: Buffer[] = []
  #resting = 0

  constructor(contentKey: KeyObject) {
    this.#seals = sealer(contentKey)
    this.start = this.#seals.start
  }

  add(plain: Buffer): readonly Buffer[] {
    this.#rest.push(plain)
    this.#resting += plain.length
    if (this.#resting <= PIECE) return []
    const pieces = piecesOf(Buffer.concat(this.#rest, this.#resting))
    const sealed: Buffer[] = []
    let next = pieces.next()
    for (; !next.done; next = pieces.next()) sealed.push(this.#seals.piece(next.value))
    this.#rest = [next.value]
    this.#resting = next.value.length
    return sealed
  }

  end(): Buffer {
    return this.#seals.end(Buffer.concat(this.#rest, this.#resting))
  }
}

/** The salt and the pieces, one after the other. */
export const sealedPieces = (contentKey: KeyObject, plain: Buffer): readonly Buffer[] => {
  const sealing = new Sealing(contentKey)
  return [sealing.start, ...sealing.add(plain), sealing.end()]
}

export const sealWhole = (contentKey: KeyObject, plain: Buffer): Buffer =>
  Buffer.concat(sealedPieces(contentKey, plain))

export const damagedBody = (cause?: unknown): StoreUnusable =>
  new StoreUnusable('The body of a message is damaged, cut off or gone; it cannot be read. Restore it from a backup.', {
    cause,
  })

export type Opener = (number: number, last: boolean, sealed: Uint8Array) => Buffer

export const opener = (contentKey: KeyObject, salt: Uint8Array): Opener => {
  const key = streamKey(contentKey, salt)
  return (number, last, sealed) => {
    try {
      const nonce = nonceOf(number, last)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
      decipher.setAAD(nonce)
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
      return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()])
    } catch (cause) {
      throw damagedBody(cause)
    }
  }
}

/** How many pieces stand in a stream of this many sealed bytes, salt not counted. */
export const pieceCount = (sealedBytes: number): number => Math.ceil(sealedBytes / SEALED_PIECE)

export const openWhole = (contentKey: KeyObject, stream: Uint8Array): Buffer => {
  const open = opener(contentKey, stream.subarray(0, SALT))
  const pieces = stream.subarray(SALT)
  const count = pieceCount(pieces.length)
  if (count === 0) throw damagedBody()
  const out: Buffer[] = []
  for (let n = 0; n < count; n += 1) {
    out.push(open(n, n === count - 1, pieces.subarray(n * SEALED_PIECE, (n + 1) * SEALED_PIECE)))
  }
  return out.length === 1 ? out[0]! : Buffer.concat(out)
}
