/** Files inside old Office files and inside embedded objects (MS-OLEDS): a package of any file, or an office document. */
import type { Child } from '../reading.ts'
import type { CompoundFile, Stream } from './compound-file.ts'

const endOfText = (bytes: Buffer, at: number): number => {
  const end = bytes.indexOf(0, at)
  return end < 0 ? bytes.length : end
}

/**
 * The "Package" that Word makes of any file dropped into it. Its layout is told nowhere officially: size, type 2, label,
 * path, four bytes, length and text of a temporary path, then length and bytes of the file.
 */
export const readPackage = (bytes: Buffer): Child | undefined => {
  if (bytes.length < 16 || bytes.readUInt16LE(4) !== 2) return undefined
  const labelEnd = endOfText(bytes, 6)
  const label = bytes.toString('latin1', 6, labelEnd)
  let at = endOfText(bytes, labelEnd + 1) + 1 + 4
  if (at + 4 > bytes.length) return undefined
  at += 4 + bytes.readUInt32LE(at)
  if (at + 4 > bytes.length) return undefined
  const size = bytes.readUInt32LE(at)
  const content = bytes.subarray(at + 4, at + 4 + size)
  if (content.length < size) return { name: label, type: '', trouble: { reason: 'broken', detail: 'package' } }
  return { name: label || 'package', type: '', bytes: Buffer.from(content) }
}

const whole = (name: string, { read }: Stream): Child => ({ name, type: '', bytes: Buffer.from(read()) })

/** Streams that are a file of their own. */
export const readOleObjects = (file: CompoundFile): Child[] =>
  file.streams.flatMap((stream): Child[] => {
    if (stream.name === '\x01Ole10Native') {
      const found = readPackage(stream.read())
      return found ? [found] : []
    }
    // An office document of today in the coat of an old object.
    if (stream.name === 'Package' || stream.name === 'EmbeddedOdf') return [whole(stream.path, stream)]
    if (stream.name === 'CONTENTS' && stream.read().subarray(0, 5).toString('latin1') === '%PDF-')
      return [whole('CONTENTS.pdf', stream)]
    return []
  })
