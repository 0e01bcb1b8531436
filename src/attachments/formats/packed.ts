/** Less common archives, and disk images: what 7-Zip opens. Compressors of a single file give it the name without theirs. */
import { extensionOf } from '../formats.ts'
import { type Content, type Reader, type ReaderContext, Unreadable } from '../reading.ts'
import { innerName } from './inner-name.ts'
import { unpack } from './unpacking.ts'

type Mark = readonly [type: string, hex: string, offset?: number]

const SINGLE: readonly Mark[] = [
  ['bzip2', '425a68'],
  ['xz', 'fd377a585a00'],
  ['zstd', '28b52ffd'],
  ['Z', '1f9d'],
  ['lzma', '5d0000'],
  ['mslz', '535a444488f02733'],
]
const MANY: readonly Mark[] = [
  ['cab', '4d534346'],
  ['arj', '60ea'],
  ['lzh', '2d6c', 2],
  ['cpio', '30373037'],
  ['wim', '4d5357494d000000'],
  // Windows shows the UDF side of a disk that has both (ECMA-167 2/9: one of the descriptors from sector 16 on).
  ['udf', '4e535230', 34_817],
  ['udf', '4e535230', 36_865],
  ['udf', '4e535230', 38_913],
  ['udf', '4e535230', 40_961],
  ['iso', '4344303031', 32_769],
]

const typeIn = (marks: readonly Mark[], bytes: Buffer): string | undefined =>
  marks.find(([, hex, offset = 0]) => bytes.toString('hex', offset, offset + hex.length / 2) === hex)?.[0]

const unpackOne = async (type: string, bytes: Buffer, context: ReaderContext): Promise<Content> => {
  const { children = [], troubles = [] } = await unpack(bytes, type, context)
  return { children: children.map((child) => ({ ...child, name: innerName(context.name) })), troubles }
}

export const readPacked: Reader['read'] = (bytes, context) => {
  const single = typeIn(SINGLE, bytes)
  if (single) return unpackOne(single, bytes, context)
  const type = typeIn(MANY, bytes)
  if (type) return unpack(bytes, type, context)
  throw new Unreadable('unknown-format', context.format === 'disk' ? 'disk' : extensionOf(context.name) || 'packed')
}
