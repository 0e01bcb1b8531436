/** Zip archives: every entry becomes a file of its own, or says why it could not. */
import type { Reader } from '../reading.ts'
import { readZip } from './zip-entries.ts'

export const zipReader: Reader = {
  formats: ['zip'],
  where: 'thread',
  read: async (bytes, context) => {
    const { entries, troubles } = await readZip(bytes, context)
    const children = entries.map(({ name, read }) => {
      const content = read()
      return Buffer.isBuffer(content) ? { name, type: '', bytes: content } : { name, type: '', trouble: content }
    })
    return { children, troubles }
  },
}
