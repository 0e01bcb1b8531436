/** The body of a request, no larger than it may be. */
import type { Context } from 'hono'
import { Problem } from './problems.ts'

export const JSON_BYTES = 64 * 1024

export const typeOf = (c: Context): string => (c.req.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase()

const tooLarge = (most: number): Problem => new Problem('too-large', `The body may have ${most} bytes at most.`)

/** What a client says of the length is its own word: the bytes are counted. */
export const readBytes = async (c: Context, most: number): Promise<Buffer> => {
  if (Number(c.req.header('content-length') ?? 0) > most) throw tooLarge(most)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.length
    if (size > most) throw tooLarge(most)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export const jsonIn = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Problem('bad-request', 'The body is not JSON in UTF-8.')
  }
}

/** No body at all is an empty object: of a request that has nothing to say, nothing is asked. */
export const readJson = async (c: Context): Promise<unknown> => {
  const bytes = await readBytes(c, JSON_BYTES)
  if (bytes.length === 0) return {}
  if (typeOf(c) !== 'application/json') throw new Problem('wrong-type')
  return jsonIn(bytes)
}
