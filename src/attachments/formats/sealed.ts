/** Files that have no words for us: some because there are none to read, others because we do not know how. */
import { isVolume } from '../names.ts'
import type { Reader } from '../reading.ts'

/** Sound, film and programs: known, and nothing to read. Other rules judge that they are there. */
export const readSilent: Reader['read'] = () => ({})

const MAX_RESIDUE_BYTES = 65_536

/** What file managers leave behind (AppleDouble, .DS_Store, lock files): icons and window positions, while it is small. */
export const readResidue: Reader['read'] = (bytes) =>
  bytes.length <= MAX_RESIDUE_BYTES ? {} : { troubles: [{ reason: 'unknown-format', detail: 'residue' }] }

export const readOpaque: Reader['read'] = (_bytes, { name }) => ({
  troubles: [isVolume(name) ? { reason: 'broken', detail: 'volume' } : { reason: 'unknown-format', detail: 'unknown' }],
})
