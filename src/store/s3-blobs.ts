/**
 * Bodies in an S3-compatible store. One body is some objects, NAME/000000 and so on: each is one PUT of a few megabytes
 * with its hash signed (SigV4), so that memory stays bounded and nothing has to be put together there. S3 answers 200
 * when an object is durable and readable for all; a row names a body only after its last object.
 */
import { createHash, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { AwsClient } from 'aws4fetch'
import type { Marked } from './blobs.ts'
import { StoreAway, StoreFull, StoreUnusable } from './errors.ts'
import type { GrowingBody } from './intake.ts'
import type { StoreOptions } from './options.ts'
import { damagedBody, opener, pieceCount, SALT, SEALED_PIECE, Sealing } from './sealed-stream.ts'

const OBJECT = 4 * 1024 * 1024
const ANSWER_MS = 10_000
const RETRIES = 2
/** Sealed at once while a body in memory is written: bounds the copies. */
const SLICE = 1024 * 1024

const AWAY = 'The S3 store of large bodies cannot be reached. It is tried again with the next message.'
const NO_ROOM = 'The S3 store of large bodies is full. Give it more room; mail is taken again by itself.'
const NO_ENTRY =
  'The S3 store of large bodies does not accept the keys given, or has no such bucket: look at store.blobs.'

type Options = StoreOptions['blobs']
type Send = (method: string, path: string, body?: Buffer) => Promise<Response>

const placeOf = (url: string): Readonly<{ base: string; prefix: string }> => {
  const found =
    /^s3(\+http)?:\/\/([A-Za-z0-9.:[\]-]{1,300})\/([A-Za-z0-9._-]{1,63})(?:\/([A-Za-z0-9._/-]{1,200}))?$/.exec(url)
  if (!found) throw new StoreUnusable('store.blobs.url must be s3://host/bucket or s3://host:port/bucket/prefix.')
  const [, plain, host, bucket, prefix] = found
  return {
    base: `${plain ? 'http' : 'https'}://${host}/${bucket}`,
    prefix: prefix === undefined ? '' : `${prefix.replace(/\/{1,9}$/, '')}/`,
  }
}

const keyIn = async (file: string | undefined, name: string): Promise<string> => {
  if (file === undefined) throw new StoreUnusable(`The S3 store of large bodies needs store.blobs.${name}.`)
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new StoreUnusable(`The file given as store.blobs.${name} cannot be read: ${file}`, { cause })
  }
}

/** Codes of S3 and of those who speak it: MinIO, Ceph, Garage. The text of an answer is not ours to show. */
const troubleOf = async (answer: Response): Promise<Error> => {
  const code = /<Code>([A-Za-z]{1,80})<\/Code>/.exec((await answer.text().catch(() => '')).slice(0, 4000))?.[1] ?? ''
  if (answer.status === 507 || /Quota|StorageFull|InsufficientStorage/.test(code)) return new StoreFull(NO_ROOM)
  if (answer.status === 401 || answer.status === 403 || code === 'NoSuchBucket') return new StoreUnusable(NO_ENTRY)
  return new StoreAway(AWAY)
}

const sender = async (base: string, { region, accessKeyFile, secretKeyFile }: Options): Promise<Send> => {
  const client = new AwsClient({
    accessKeyId: await keyIn(accessKeyFile, 'accessKeyFile'),
    secretAccessKey: await keyIn(secretKeyFile, 'secretKeyFile'),
    service: 's3',
    region,
    retries: RETRIES,
  })
  return async (method, path, body) => {
    const headers = {
      'x-amz-content-sha256': createHash('sha256')
        .update(body ?? '')
        .digest('hex'),
    }
    const bytes = body ? { body: new Uint8Array(body) } : {}
    const answer = await client
      .fetch(`${base}/${path}`, { method, headers, ...bytes, signal: AbortSignal.timeout(ANSWER_MS) })
      .catch((cause: unknown) => {
        throw new StoreAway(AWAY, { cause })
      })
    if (answer.ok || answer.status === 404) return answer
    throw await troubleOf(answer)
  }
}

const mustBe = async (answer: Response): Promise<Response> => {
  if (!answer.ok) throw await troubleOf(answer)
  return answer
}

class S3Body implements GrowingBody {
  readonly #put: (n: number, bytes: Buffer) => Promise<void>
  readonly #remove: () => Promise<void>
  readonly #sealing: Sealing
  #unsent: Buffer[]
  #bytes = 0
  #count = 0

  constructor(contentKey: KeyObject, put: (n: number, bytes: Buffer) => Promise<void>, remove: () => Promise<void>) {
    this.#put = put
    this.#remove = remove
    this.#sealing = new Sealing(contentKey)
    this.#unsent = [this.#sealing.start]
  }

  async write(plain: Buffer): Promise<void> {
    for (let at = 0; at < plain.length; at += SLICE) {
      for (const piece of this.#sealing.add(plain.subarray(at, at + SLICE))) {
        this.#unsent.push(piece)
        this.#bytes += piece.length
      }
      if (this.#bytes >= OBJECT) await this.#send()
    }
  }

  async finish(): Promise<void> {
    this.#unsent.push(this.#sealing.end())
    await this.#send()
  }

  async drop(): Promise<void> {
    await this.#remove().catch(() => undefined)
  }

  async #send(): Promise<void> {
    const bytes = Buffer.concat(this.#unsent)
    this.#unsent = []
    this.#bytes = 0
    await this.#put(this.#count++, bytes)
  }
}

/** The bytes of some objects, in other steps: first the salt, then piece by piece. */
async function* plainPieces(
  objects: readonly Readonly<{ key: string; size: number }>[],
  get: (key: string) => Promise<Buffer>,
  contentKey: KeyObject,
): AsyncGenerator<Buffer> {
  const count = pieceCount(objects.reduce((sum, { size }) => sum + size, 0) - SALT)
  if (count < 1) throw damagedBody()
  let openPiece: ReturnType<typeof opener> | undefined
  let rest = Buffer.alloc(0)
  let n = 0
  for (const [at, { key }] of objects.entries()) {
    rest = Buffer.concat([rest, await get(key)])
    if (!openPiece) {
      openPiece = opener(contentKey, rest.subarray(0, SALT))
      rest = rest.subarray(SALT)
    }
    const last = at === objects.length - 1
    for (; rest.length >= SEALED_PIECE || (last && rest.length > 0); n += 1) {
      yield openPiece(n, n === count - 1, rest.subarray(0, SEALED_PIECE))
      rest = rest.subarray(SEALED_PIECE)
    }
  }
}

export const openS3 = async (options: Options, markName: string): Promise<Marked> => {
  const { base, prefix } = placeOf(options.url)
  const send = await sender(base, options)
  /** Ids and our own words only, so nothing needs escaping. */
  const folderOf = (name: string): string => `${prefix}${name.slice(24, 26)}/${name}/`
  const list = async (name: string) => {
    const query = `?list-type=2&prefix=${encodeURIComponent(folderOf(name))}`
    const text = await (await mustBe(await send('GET', query))).text()
    const found = text.matchAll(/<Key>([^<]{1,400})<\/Key>(?:(?!<Key>).){0,400}?<Size>([0-9]{1,12})<\/Size>/gs)
    return [...found]
      .map(([, key = '', size]) => ({ key, size: Number(size) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
  }
  const get = async (key: string): Promise<Buffer> => {
    const answer = await send('GET', key)
    if (answer.status === 404) throw damagedBody()
    return Buffer.from(await answer.arrayBuffer())
  }
  const put = async (key: string, bytes: Buffer): Promise<void> => {
    await mustBe(await send('PUT', key, bytes))
  }
  const remove = async (name: string): Promise<void> => {
    for (const { key } of await list(name)) await send('DELETE', key)
  }
  return {
    // Nobody can ask S3 how much room there is: a PUT that does not fit says so.
    room: async () => undefined,
    create: async (name, contentKey) =>
      new S3Body(
        contentKey,
        (n, bytes) => put(`${folderOf(name)}${String(n).padStart(6, '0')}`, bytes),
        () => remove(name),
      ),
    stream: (name, contentKey) => {
      const pieces = async function* () {
        yield* plainPieces(await list(name), get, contentKey)
      }
      return Readable.from(pieces(), { objectMode: false })
    },
    remove,
    mark: async () => {
      const answer = await send('GET', `${prefix}${markName}`)
      return answer.status === 404 ? undefined : answer.text()
    },
    setMark: (text) => put(`${prefix}${markName}`, Buffer.from(text)),
  }
}
