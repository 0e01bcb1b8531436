/**
 * Rules published through the store: one sealed record with every text they are made of, and one small record that says
 * which version is in force. A version is written whole before it is named, and never changed, so that no node ever sees
 * half of one.
 */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import type { RuleTexts } from './rule-sources.ts'
import type { Store } from './store/store.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** `hash`: SHA-256 of the texts. `older`: the record before this one's, which a node may still be reading. */
export type Published = Readonly<{ version: number; hash: string; at: number; by: string; older: string }>

const IN_FORCE = 'in force'
/** One publishes at a time; who died in the middle keeps the others waiting this long. */
const TURN = 'publishing'
const TURN_MS = 60_000

const keyOf = ({ version, hash }: Pick<Published, 'version' | 'hash'>): string => `${version} ${hash}`

type Records = Pick<Store, 'get' | 'put' | 'remove' | 'audit'>

/** Cheap: what a node asks again and again. */
export const inForce = async (store: Pick<Store, 'get'>): Promise<Published | undefined> =>
  (await store.get('rules', IN_FORCE)) as Published | undefined

const hashOf = (json: string): string => createHash('sha256').update(json).digest('hex')

/** Undefined when it is gone, because newer ones took its place meanwhile. */
export const textsOfVersion = async (
  store: Pick<Store, 'get'>,
  published: Published,
): Promise<RuleTexts | undefined> => {
  const packed = (await store.get('rules', keyOf(published))) as string | undefined
  if (packed === undefined) return undefined
  const json = (await decompress(Buffer.from(packed, 'base64'))).toString()
  if (hashOf(json) !== published.hash) throw new Error('The published rules are not those that were named.')
  return JSON.parse(json) as RuleTexts
}

const put = async (store: Records, json: string, by: string, summary: string): Promise<Publishing> => {
  const before = await inForce(store)
  const hash = hashOf(json)
  if (before?.hash === hash) return { published: before, changed: false }
  const older = before ? keyOf(before) : ''
  const published = { version: (before?.version ?? 0) + 1, hash, at: Date.now(), by, older }
  const packed = (await compress(json)).toString('base64')
  await store.put('rules', { key: keyOf(published), value: packed, expires: 0 })
  const detail = `SHA-256 ${hash}: ${summary}`
  await store.audit({
    at: published.at,
    event: 'rules-published',
    actor: by,
    ref: `version ${published.version}`,
    detail,
  })
  await store.put('rules', { key: IN_FORCE, value: published, expires: 0 })
  if (before?.older) await store.remove('rules', before.older)
  return { published, changed: true }
}

/** `changed` false: these very rules are in force already. */
export type Publishing = Readonly<{ published: Published; changed: boolean }>

/** Undefined: somebody else is publishing now. The texts must be in order: whoever calls has compiled them. */
export const publish = async (
  store: Records,
  texts: RuleTexts,
  by: string,
  summary: string,
): Promise<Publishing | undefined> => {
  const turn = { key: TURN, value: true, expires: Date.now() + TURN_MS }
  if (!(await store.put('mark', turn, { ifAbsent: true }))) return undefined
  try {
    return await put(store, JSON.stringify(texts), by, summary)
  } finally {
    await store.remove('mark', TURN)
  }
}
