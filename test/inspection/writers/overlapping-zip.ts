/** A zip whose entries are all the same bytes: a small file, a large sum. */
import { crc32, deflateRawSync } from 'node:zlib'

const fieldsOf = (data: Buffer, packed: Buffer, name: Buffer): Buffer => {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(8, 4)
  fields.writeUInt32LE(crc32(data), 10)
  fields.writeUInt32LE(packed.length, 14)
  fields.writeUInt32LE(data.length, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

export const overlappingZip = (count: number, data: Buffer): Buffer => {
  const packed = deflateRawSync(data, { level: 9 })
  const name = (i: number): Buffer => Buffer.from(String(i).padStart(6, '0'))
  const fields = fieldsOf(data, packed, name(0))
  const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, name(0), packed])
  const directory = Buffer.concat(
    Array.from({ length: count }, (_, i) =>
      Buffer.concat([Buffer.from('504b01021400', 'hex'), fields, Buffer.alloc(14), name(i)]),
    ),
  )
  const end = Buffer.alloc(22)
  end.write('504b0506', 0, 'hex')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, directory, end])
}
