/**
 * Files in a zip that are packed by a method Node does not know (Deflate64, BZip2, LZMA, …): 7-Zip knows them. They are put
 * into a zip of their own, under numbers, so that nothing else of the zip and no name of it matters.
 */
import type { ReaderContext, Trouble } from '../reading.ts'
import { unpack } from './unpacking.ts'
import { DIRECTORY, type Header, LOCAL } from './zip-headers.ts'

export type Packed = Readonly<{ header: Header; packed: Buffer }>

// What the methods themselves say in the flags (APPNOTE 4.4.4): an end mark of LZMA, the tables of Implode.
const METHOD_FLAGS = 6

const fieldsOf = ({ header, packed }: Packed, name: Buffer): Buffer => {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(63, 0)
  fields.writeUInt16LE(header.flags & METHOD_FLAGS, 2)
  fields.writeUInt16LE(header.method, 4)
  fields.writeUInt32LE(header.crc, 10)
  fields.writeUInt32LE(packed.length, 14)
  fields.writeUInt32LE(header.size >>> 0, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

const zipOf = (files: readonly Packed[]): Buffer => {
  const local: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [i, file] of files.entries()) {
    const name = Buffer.from(String(i))
    const fields = fieldsOf(file, name)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    local.push(LOCAL, fields, name, file.packed)
    directory.push(DIRECTORY, Buffer.from([63, 0]), fields, rest, name)
    offset += LOCAL.length + fields.length + name.length + file.packed.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  )
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, ...directory, end])
}

/** The content of each file, or why there is none, in their order. */
export const unpackRare = async (
  files: readonly Packed[],
  limits: Pick<ReaderContext, 'maxUnpackedBytes' | 'maxRatio'>,
): Promise<readonly (Buffer | Trouble)[]> => {
  const { children = [], troubles = [] } = await unpack(zipOf(files), 'zip', { ...limits, maxFiles: files.length })
  const byNumber = new Map(children.map((child) => [child.name, child]))
  return files.map(({ header }, i) => {
    const child = byNumber.get(String(i))
    if (child?.bytes?.length === header.size) return Buffer.from(child.bytes)
    const trouble = child?.trouble ?? troubles[0] ?? { reason: 'broken', detail: 'entry' }
    return trouble.reason === 'unknown-format' ? { ...trouble, detail: `compression ${header.method}` } : trouble
  })
}
