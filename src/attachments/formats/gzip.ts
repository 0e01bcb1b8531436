/** One file, deflated (RFC 1952). */
import { gunzipSync } from 'node:zlib'
import { type Reader, Unreadable } from '../reading.ts'

const innerName = (name: string): string =>
  /\.tgz$/i.test(name) ? `${name.slice(0, -3)}tar` : name.replace(/\.gz$/i, '')

export const gzipReader: Reader = {
  formats: ['gzip'],
  where: 'thread',
  read: (bytes, { name, maxUnpackedBytes, maxRatio }) => {
    const byRatio = Math.max(1_000_000, bytes.length * maxRatio)
    const limit = Math.max(1, Math.min(maxUnpackedBytes, byRatio))
    try {
      return { children: [{ name: innerName(name), type: '', bytes: gunzipSync(bytes, { maxOutputLength: limit }) }] }
    } catch (error) {
      if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
        throw new Unreadable('limit', byRatio < maxUnpackedBytes ? 'ratio' : 'unpacked')
      throw new Unreadable('broken', 'gzip')
    }
  },
}
