/** One file, deflated (RFC 1952). */
import { gunzipSync } from 'node:zlib'
import { type Reader, Unreadable } from '../reading.ts'
import { innerName } from './inner-name.ts'

export const gzipReader: Reader = {
  formats: ['gzip'],
  where: 'thread',
  read: (bytes, { name, maxUnpackedBytes, maxRatio }) => {
    const limit = Math.max(1, Math.min(maxUnpackedBytes, Math.max(1_000_000, bytes.length * maxRatio)))
    try {
      return { children: [{ name: innerName(name), type: '', bytes: gunzipSync(bytes, { maxOutputLength: limit }) }] }
    } catch (error) {
      if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw new Unreadable('limit', 'unpacked')
      throw new Unreadable('broken', 'gzip')
    }
  },
}
