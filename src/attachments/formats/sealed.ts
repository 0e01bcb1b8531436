/** Files that have no words for us: some because there are none to read, others because we do not know how. */
import type { Reader } from '../reading.ts'

/** Sound, film and programs: known, and nothing to read. Other rules judge that they are there. */
export const silentReader: Reader = {
  formats: ['audio', 'video', 'program', 'lnk'],
  where: 'inline',
  read: () => ({}),
}

const MAX_RESIDUE_BYTES = 65_536

/** What file managers leave behind (AppleDouble, .DS_Store, lock files): icons and window positions, while it is small. */
export const residueReader: Reader = {
  formats: ['residue'],
  where: 'inline',
  read: (bytes) =>
    bytes.length <= MAX_RESIDUE_BYTES ? {} : { troubles: [{ reason: 'unknown-format', detail: 'residue' }] },
}

export const opaqueReader: Reader = {
  formats: ['7z', 'rar', 'packed', 'disk', 'unknown'],
  where: 'inline',
  read: (_bytes, { format }) => ({ troubles: [{ reason: 'unknown-format', detail: format }] }),
}
