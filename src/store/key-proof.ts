/** Whether a master key is the one that sealed a store. */
import { timingSafeEqual } from 'node:crypto'
import { StoreUnusable } from './errors.ts'
import type { Vault } from './vault.ts'

export const keyProof = (vault: Vault, storeId: Buffer): Buffer => vault.blind('key proof', storeId.toString('hex'))

/** A wrong key would read nothing, and seal new mail so that the right key reads it no more. */
export const checkKeyProof = (vault: Vault, storeId: Buffer, proof: Buffer): void => {
  const ours = keyProof(vault, storeId)
  if (proof.length === ours.length && timingSafeEqual(proof, ours)) return
  throw new StoreUnusable('The store was sealed with another master key. Put the right key back. Nothing was changed.')
}
