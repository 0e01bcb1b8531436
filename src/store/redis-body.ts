/**
 * Bodies: a list of the salt and the sealed pieces. A small one is written in the same step as its message. A larger one is
 * set down piece by piece before, under a time to live that ends when a message names it: what a crash leaves behind
 * goes by itself.
 */
import type { KeyObject } from 'node:crypto'
import { Readable } from 'node:stream'
import { StoreUnusable } from './errors.ts'
import type { GrowingBody } from './intake.ts'
import { GONE, NO_MESSAGE } from './mails.ts'
import { beginBlob, DRAFT_MS } from './redis-blobs.ts'
import { chunked } from './redis-document.ts'
import type { RedisEngine } from './redis-engine.ts'
import { blobNameIn, bodyKey, mailKey } from './redis-keys.ts'
import type { Link } from './redis-link.ts'
import type { Guard, Step } from './redis-scripts.ts'
import { damagedBody, opener, Sealing, sealedPieces } from './sealed-stream.ts'

const BESIDE = 'The body of this message stands beside Redis, where store.blobs said: set it again, also on this node.'

/** Plaintext bytes sent to Redis, and pieces read from it, at once. */
const SLICE = 1024 * 1024
const PIECES = 16

/** A body being set down, which a message may name once it is whole. */
export type Draft = GrowingBody & Readonly<{ placed(): PlacedBody }>

class RedisBody implements Draft {
  readonly #name: string
  readonly #link: Link
  readonly #how: 'take' | 'apply'
  readonly #sealing: Sealing
  #unsent: Buffer[]
  #sent = 0

  /** `how`: what is new is refused while memory is full, what ends something kept is not. */
  constructor(link: Link, name: string, contentKey: KeyObject, how: 'take' | 'apply') {
    this.#link = link
    this.#how = how
    this.#name = name
    this.#sealing = new Sealing(contentKey)
    this.#unsent = [this.#sealing.start]
  }

  async write(plain: Buffer): Promise<void> {
    for (let at = 0; at < plain.length; at += SLICE) {
      this.#unsent.push(...this.#sealing.add(plain.subarray(at, at + SLICE)))
      if (this.#unsent.length >= PIECES) await this.#send()
    }
  }

  async finish(): Promise<void> {
    this.#unsent.push(this.#sealing.end())
    await this.#send()
  }

  /**
   * When Redis is away its time to live does it. Without one it has been named (`PERSIST`), perhaps by a step of ours whose
   * answer was lost: then it stays, whatever the caller believes.
   */
  async drop(): Promise<void> {
    await this.#link.apply([], [['PEXPIRE', bodyKey(this.#name), 0, 'XX']]).catch(() => undefined)
  }

  placed(): PlacedBody {
    const [name, count] = [this.#name, this.#sent]
    return {
      name,
      guards: [{ step: ['LLEN', bodyKey(name)], is: String(count) }],
      steps: [['PERSIST', bodyKey(name)]],
      drop: () => this.drop(),
    }
  }

  async #send(): Promise<void> {
    const key = bodyKey(this.#name)
    const pieces = this.#unsent
    this.#unsent = []
    this.#sent += pieces.length
    await this.#link.apply(
      [],
      [
        ['RPUSH', key, ...pieces],
        ['PEXPIRE', key, DRAFT_MS],
      ],
      this.#how,
    )
  }
}

/** A body ready to be named: what must hold and what must be done in the same step. */
export type PlacedBody = Readonly<{
  name: string
  guards: readonly Guard[]
  steps: readonly Step[]
  drop(): Promise<void>
}>

export const inlineBody = (name: string, contentKey: KeyObject, plain: Buffer): PlacedBody => ({
  name,
  guards: [],
  steps: chunked('RPUSH', bodyKey(name), sealedPieces(contentKey, plain)),
  drop: async () => undefined,
})

export const beginBody = async (
  engine: Placing,
  name: string,
  contentKey: KeyObject,
  how: 'take' | 'apply',
): Promise<Draft> =>
  engine.blobs
    ? beginBlob(engine, engine.blobs, name, contentKey, how)
    : new RedisBody(engine.link, name, contentKey, how)

type Placing = Pick<RedisEngine, 'link' | 'options' | 'blobs' | 'now'>

export const placeBody = async (
  engine: Placing,
  name: string,
  contentKey: KeyObject,
  plain: Buffer,
  how: 'take' | 'apply' = 'apply',
): Promise<PlacedBody> => {
  if (plain.length <= engine.options.inlineBytes) return inlineBody(name, contentKey, plain)
  const draft = await beginBody(engine, name, contentKey, how)
  try {
    await draft.write(plain)
    await draft.finish()
    return draft.placed()
  } catch (error) {
    await draft.drop()
    throw error
  }
}

async function* plainPieces(link: Link, name: string, contentKey: KeyObject): AsyncGenerator<Buffer> {
  const key = bodyKey(name)
  const [[salt], length] = await Promise.all([
    link.ask<readonly Buffer[]>('lrange', key, 0, 0),
    link.ask<number>('llen', key),
  ])
  if (!salt || length < 2) throw damagedBody()
  const openPiece = opener(contentKey, salt)
  for (let from = 1; from < length; from += PIECES) {
    const some = await link.ask<readonly Buffer[]>('lrange', key, from, from + PIECES - 1)
    if (some.length < Math.min(PIECES, length - from)) throw damagedBody()
    for (const [n, piece] of some.entries()) yield openPiece(from + n - 1, from + n === length - 1, piece)
  }
}

const piecesOf = async ({ link, vault, blobs }: RedisEngine, id: string): Promise<AsyncIterable<Buffer>> => {
  const found = await link.ask<readonly (Buffer | null)[]>('hmget', mailKey(id), 'record_key', 'content_key', 'body')
  const [recordKey, contentKey, body] = found
  if (!recordKey) throw new StoreUnusable(NO_MESSAGE)
  if (!contentKey || !body) throw new StoreUnusable(GONE)
  const key = vault.contentKey(id, vault.recordKey(id, recordKey), contentKey)
  const blob = blobNameIn(body.toString())
  if (blob === undefined) return plainPieces(link, body.toString(), key)
  if (!blobs) throw new StoreUnusable(BESIDE)
  return blobs.stream(blob, key)
}

export const readBody = async (engine: RedisEngine, id: string): Promise<Buffer> => {
  const out: Buffer[] = []
  for await (const piece of await piecesOf(engine, id)) out.push(piece)
  return out.length === 1 ? out[0]! : Buffer.concat(out)
}

export const streamBody = async (engine: RedisEngine, id: string): Promise<Readable> =>
  Readable.from(await piecesOf(engine, id), { objectMode: false })
