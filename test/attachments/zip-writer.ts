/** Writes zips for tests, honest ones and lying ones. */
import { crc32, deflateRawSync } from 'node:zlib'

export type ZipInput = Readonly<{
  name: string
  data: Buffer | string
  /** Says another size than the data has. */
  declaredSize?: number
  encrypted?: boolean
  stored?: boolean
}>

type Packed = Readonly<{ input: ZipInput; name: Buffer; body: Buffer; fields: Buffer; offset: number }>

const header = (input: ZipInput, data: Buffer, body: Buffer, name: Buffer): Buffer => {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE((input.encrypted ? 1 : 0) | 0x800, 2)
  fields.writeUInt16LE(input.stored ? 0 : 8, 4)
  fields.writeUInt32LE(crc32(data), 10)
  fields.writeUInt32LE(body.length, 14)
  fields.writeUInt32LE(input.declaredSize ?? data.length, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

const directoryEntry = ({ name, fields, offset }: Packed): Buffer => {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([Buffer.from('504b01021400', 'hex'), fields, rest, name])
}

export const writeZip = (inputs: readonly ZipInput[]): Buffer => {
  const packed: Packed[] = []
  let offset = 0
  for (const input of inputs) {
    const data = Buffer.from(input.data)
    const body = input.stored ? data : deflateRawSync(data, { level: 9 })
    const name = Buffer.from(input.name)
    const entry = { input, name, body, fields: header(input, data, body, name), offset }
    packed.push(entry)
    offset += 30 + name.length + body.length
  }
  const local = packed.flatMap(({ name, body, fields }) => [Buffer.from('504b0304', 'hex'), fields, name, body])
  const directory = Buffer.concat(packed.map(directoryEntry))
  const end = Buffer.alloc(22)
  end.write('504b0506', 0, 'hex')
  end.writeUInt16LE(inputs.length, 8)
  end.writeUInt16LE(inputs.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}

export const zipOf = (files: Readonly<Record<string, string | Buffer>>): Buffer =>
  writeZip(Object.entries(files).map(([name, data]) => ({ name, data })))
