/** What a store keeps about itself: its id, and its key ring sealed under each master key that may open it. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { StoreUnusable } from './errors.ts'
import { derivedRing, masterId, openRing, type Ring } from './ring.ts'

export type Identity = Readonly<{
  id: Buffer
  /** By id of the master key; two during a rotation. */
  rings: ReadonlyMap<string, Buffer>
  /** Of a store from before there were rings: whether a master key is its own. */
  proof: Buffer | undefined
}>

const RING = 'ring '

/** As it stands among other fields. */
export const identityOf = (id: Buffer, fields: ReadonlyMap<string, Buffer>): Identity => ({
  id,
  rings: new Map(
    [...fields].flatMap(([name, value]) => (name.startsWith(RING) ? [[name.slice(RING.length), value] as const] : [])),
  ),
  proof: fields.get('key proof'),
})

/** Name of the field with the ring that this master key (by id) opens. */
export const ringField = (master: string): string => `${RING}${master}`

const OTHER_KEY = 'The store was sealed with another master key. Put the right key back. Nothing was changed.'

const proves = ({ id, proof }: Identity, { names }: Ring): boolean => {
  const ours = createHmac('sha256', names)
    .update(`key proof\0${id.toString('hex')}`)
    .digest()
  return proof?.length === ours.length && timingSafeEqual(proof, ours)
}

/** The ring that one of these master keys opens. A wrong key would read nothing, and seal what the right one cannot read. */
export const ringOf = (identity: Identity, masters: readonly Buffer[]): Ring => {
  for (const master of masters) {
    const sealed = identity.rings.get(masterId(master))
    if (sealed) return openRing(master, identity.id, sealed)
  }
  const derived = identity.rings.size === 0 ? masters.map(derivedRing) : []
  const ring = derived.find((one) => proves(identity, one))
  if (!ring) throw new StoreUnusable(OTHER_KEY)
  return ring
}
