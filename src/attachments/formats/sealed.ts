/** Files that have no words for us: some because there are none to read, others because nobody but the addressee can. */
import { isVolume } from '../names.ts'
import type { Reader } from '../reading.ts'

/** Sound, film, programs and detached signatures: known, and nothing to read. Other rules judge that they are there. */
export const silentReader: Reader = {
  formats: ['audio', 'video', 'signature', 'program', 'lnk'],
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

// RFC 5652: the content type is an object identifier near the start; 1.2.840.113549.1.7.2 is signed, .3 enveloped.
const SIGNED = Buffer.from('2a864886f70d010702', 'hex')

/** S/MIME and PGP. A signed body in one piece is readable for a mail program, but not for us: say which it is. */
export const sealedReader: Reader = {
  formats: ['sealed'],
  where: 'inline',
  read: (bytes) =>
    bytes.subarray(0, 64).includes(SIGNED)
      ? { troubles: [{ reason: 'unknown-format', detail: 'signed-data' }] }
      : { troubles: [{ reason: 'encrypted', detail: 'sealed' }] },
}

export const opaqueReader: Reader = {
  formats: ['fragment', 'tnef', 'outlook', 'message', 'unknown'],
  where: 'inline',
  read: (_bytes, { format, name }) => ({
    troubles: [
      format === 'unknown' && isVolume(name)
        ? { reason: 'broken', detail: 'volume' }
        : { reason: 'unknown-format', detail: format },
    ],
  }),
}
