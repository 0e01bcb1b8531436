/** Objects in rich text: hexadecimal of an OLE 1.0 object (MS-OLEDS §2.2.5), which holds a compound file or any file at all. */
import type { Child } from '../reading.ts'
import { readPackage } from './ole-objects.ts'

const EMBEDDED = 2

const bytesOf = (hex: string): Buffer => Buffer.from(hex.replace(/[^0-9a-fA-F]/g, ''), 'hex')

/** Undefined when there is no file in it that we can take out. */
export const readRtfObject = (hex: string, number: number): Child | undefined => {
  const bytes = bytesOf(hex)
  if (bytes.length < 24 || bytes.readUInt32LE(4) !== EMBEDDED) return undefined
  const classLength = bytes.readUInt32LE(8)
  const className = bytes.toString('latin1', 12, 12 + Math.max(0, classLength - 1))
  let at = 12 + classLength
  // The names of a topic and of an item, then the length of the data.
  for (let i = 0; i < 2 && at + 4 <= bytes.length; i += 1) at += 4 + bytes.readUInt32LE(at)
  if (at + 4 > bytes.length) return undefined
  const native = bytes.subarray(at + 4, at + 4 + bytes.readUInt32LE(at))
  // Here the package has no size before it.
  if (className === 'Package') return readPackage(Buffer.concat([Buffer.alloc(4), native]))
  return native.length > 0 ? { name: `object${number}`, type: '', bytes: Buffer.from(native) } : undefined
}
