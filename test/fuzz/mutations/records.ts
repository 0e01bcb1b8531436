/** Tar and gzip headers, and files made of records with lengths (TNEF, OLE, 7z, pictures). */
import type { Chance } from '../../chaos/chance.ts'
import { extreme, inserted, type Mutation, mutation, patched } from '../mutation.ts'

const BLOCK = 512

/** POSIX ustar: the sum of the header's bytes, with blanks where the sum stands. */
const summed = (bytes: Buffer, at: number): Buffer => {
  const out = Buffer.from(bytes)
  out.fill(0x20, at + 148, at + 156)
  const sum = out.subarray(at, at + BLOCK).reduce((total, byte) => total + byte, 0)
  out.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1')
  return out
}

const onHeader =
  (change: (header: Buffer, chance: Chance) => void): Mutation['apply'] =>
  (bytes, chance) => {
    if (bytes.length < BLOCK || bytes.toString('latin1', 257, 262) !== 'ustar') return undefined
    const out = Buffer.from(bytes)
    change(out.subarray(0, BLOCK), chance)
    return summed(out, 0)
  }

export const TAR: readonly Mutation[] = [
  mutation(
    'tar: another type',
    true,
    onHeader((header, chance) =>
      header.write(chance.pick(['0', '\0', '7', '1', '2', '5', 'S', 'V', 'M', 'N', 'D', 'A', 'z']), 156, 'latin1'),
    ),
  ),
  mutation(
    'tar: another size',
    false,
    onHeader((header, chance) =>
      header.write(
        chance.pick([
          '77777777777',
          '00000000000',
          '-0000000001',
          '\x80\0\0\0\0\0\0\0\0\0\0\x05',
          'zzzzzzzzzzz',
          '           ',
        ]),
        124,
        'latin1',
      ),
    ),
  ),
  mutation(
    'tar: another name',
    true,
    onHeader((header, chance) => header.write(chance.pick(['../x', '\0', 'x'.repeat(100), 'a/', 'é']), 0, 'latin1')),
  ),
  mutation(
    'tar: old headers',
    true,
    onHeader((header, chance) => header.write(chance.pick(['ustar  \0', '\0\0\0\0\0\0\0\0']), 257, 'latin1')),
  ),
  mutation('tar: a blank block in front', true, (bytes) => inserted(bytes, 0, Buffer.alloc(BLOCK))),
  mutation('tar: twice', true, (bytes) => Buffer.concat([bytes, bytes])),
]

export const GZIP: readonly Mutation[] = [
  mutation('gzip: optional fields', true, (bytes, chance) => {
    const flagged = Buffer.from(bytes)
    const [flag, field] = chance.pick([
      [8, 'naam.txt\0'],
      [16, 'een woord\0'],
      [4, '\x04\0abcd'],
      [1, 'ok'],
    ] as const)
    flagged[3] = flag
    return inserted(flagged, 10, Buffer.from(field, 'latin1'))
  }),
  mutation('gzip: twice', true, (bytes) => Buffer.concat([bytes, bytes])),
  mutation('gzip: something behind', true, (bytes, chance) =>
    inserted(bytes, bytes.length, Buffer.alloc(chance.pick([1, 8, 5_000]), chance.pick([0, 65]))),
  ),
  mutation('gzip: another length', true, (bytes, chance) =>
    patched(bytes, bytes.length - 4, 4, extreme(chance, bytes.length)),
  ),
  mutation('gzip: another checksum', true, (bytes, chance) =>
    patched(bytes, bytes.length - 8, 4, extreme(chance, bytes.length)),
  ),
]

/** Lengths and offsets most often stand on even places near the start of a record. */
export const RECORDS: readonly Mutation[] = [
  mutation('records: several numbers', false, (bytes, chance) => {
    let out = Buffer.from(bytes)
    for (let n = chance.between(1, 5); n > 0; n -= 1) {
      const size = chance.pick([2, 4] as const)
      out = Buffer.from(
        patched(out, chance.between(0, Math.min(out.length, 4_096)) & ~1, size, extreme(chance, out.length)),
      )
    }
    return out
  }),
  mutation('records: a number up or down', false, (bytes, chance) => {
    if (bytes.length < 8) return undefined
    const at = chance.between(0, bytes.length - 4)
    return patched(bytes, at, 4, (bytes.readUInt32LE(at) + chance.pick([-1, 1, 4, 512, 65_536])) >>> 0)
  }),
  mutation('records: a block twice', false, (bytes, chance) => {
    const at = chance.between(0, Math.floor(bytes.length / BLOCK)) * BLOCK
    return inserted(bytes, at, bytes.subarray(at, at + BLOCK))
  }),
]
