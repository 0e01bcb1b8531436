/** Tape archives (POSIX ustar, GNU long names). The data lie open, so nothing can grow while unpacking. */
import { type Child, type Reader, Unreadable } from '../reading.ts'

const BLOCK = 512
const GNU_LONG_NAME = 'L'
const PAX = 'x'
const FILES = new Set(['0', '\0', '7'])

const field = (bytes: Buffer, start: number, length: number): string => {
  const raw = bytes.subarray(start, start + length)
  const end = raw.indexOf(0)
  return raw.toString('utf8', 0, end < 0 ? raw.length : end)
}

const checksumHolds = (header: Buffer): boolean => {
  let sum = 8 * 32
  for (let i = 0; i < BLOCK; i += 1) if (i < 148 || i >= 156) sum += header[i]!
  return sum === Number.parseInt(field(header, 148, 8), 8)
}

const paxPath = (data: Buffer): string => /(?:^|\n)\d{1,9} path=([^\n]{1,4096})/.exec(data.toString('utf8'))?.[1] ?? ''

export const tarReader: Reader = {
  formats: ['tar'],
  where: 'thread',
  read: (bytes, { maxFiles }) => {
    const children: Child[] = []
    let longName = ''
    for (let at = 0; at + BLOCK <= bytes.length; ) {
      const header = bytes.subarray(at, at + BLOCK)
      if (header.every((byte) => byte === 0)) break
      const size = Number.parseInt(field(header, 124, 12).trim() || '0', 8)
      if (!checksumHolds(header) || !Number.isFinite(size) || at + BLOCK + size > bytes.length)
        throw new Unreadable('broken', 'tar')
      const data = bytes.subarray(at + BLOCK, at + BLOCK + size)
      const type = String.fromCharCode(header[156]!)
      if (type === GNU_LONG_NAME) longName = field(data, 0, data.length)
      else if (type === PAX) longName = paxPath(data)
      else {
        if (children.length >= maxFiles) return { children, troubles: [{ reason: 'limit', detail: 'files' }] }
        const prefix = field(header, 345, 155)
        const name = longName || (prefix ? `${prefix}/${field(header, 0, 100)}` : field(header, 0, 100))
        // A type that nobody knows is a file to most programs (POSIX ustar); a link or a folder has no data.
        if (FILES.has(type) || size > 0) children.push({ name, type: '', bytes: data })
        longName = ''
      }
      at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
    }
    return { children }
  },
}
