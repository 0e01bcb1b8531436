/** Rich text as Outlook packs it (MS-OXRTFCP): LZ77 over a ring of 4096 bytes that starts with common words of RTF. */
import { crc32 } from 'node:zlib'
import { type Trouble, Unreadable } from '../reading.ts'

const HEADER = 16
const COMPRESSED = 'LZFu'
const UNCOMPRESSED = 'MELA'
const RING = 4096
// §2.1.3.1.2: what the ring holds before the first byte.
const PRIMED = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
)

/** `whole`: the mark of the end was met; without it the text was cut short. */
const inflate = (packed: Buffer, limit: number): { rtf: Buffer; whole: boolean } => {
  const ring = Buffer.alloc(RING, ' ')
  let write = PRIMED.copy(ring)
  // One token is two bytes for at most seventeen: the output is bounded by the input.
  const out = Buffer.allocUnsafe(Math.min(limit, packed.length * 9))
  let size = 0
  const put = (byte: number): void => {
    if (size >= limit) throw new Unreadable('limit', 'unpacked')
    out[size++] = byte
    ring[write] = byte
    write = (write + 1) % RING
  }
  for (let at = 0, bits = 0, left = 0; at < packed.length; bits >>= 1, left -= 1) {
    if (left === 0) {
      bits = packed[at++]!
      left = 8
      if (at >= packed.length) break
    }
    if ((bits & 1) === 0) {
      put(packed[at++]!)
      continue
    }
    if (at + 2 > packed.length) break
    const token = packed.readUInt16BE(at)
    at += 2
    const from = token >> 4
    if (from === write) return { rtf: out.subarray(0, size), whole: true }
    for (let i = 0; i < (token & 15) + 2; i += 1) put(ring[(from + i) % RING]!)
  }
  return { rtf: out.subarray(0, size), whole: false }
}

/** The RTF, as far as it could be had, and what is wrong with it. Throws `Unreadable` for what is none, or too long. */
export const unpackRtf = (bytes: Buffer, limit: number): { rtf: Buffer; troubles: readonly Trouble[] } => {
  const kind = bytes.toString('latin1', 8, 12)
  if (bytes.length < HEADER || (kind !== COMPRESSED && kind !== UNCOMPRESSED))
    throw new Unreadable('broken', 'compressed-rtf')
  // §2.1.3.1.1: the size counts from behind itself.
  const packed = bytes.subarray(HEADER, Math.max(HEADER, bytes.readUInt32LE(0) + 4))
  if (kind === UNCOMPRESSED) return { rtf: packed, troubles: [] }
  const { rtf, whole } = inflate(packed, limit)
  // §2.1.3.2: CRC-32 that starts at zero and is not inverted.
  const sound = whole && (crc32(packed, 0xffffffff) ^ 0xffffffff) >>> 0 === bytes.readUInt32LE(12)
  return { rtf, troubles: sound ? [] : [{ reason: 'broken', detail: 'compressed-rtf' }] }
}
