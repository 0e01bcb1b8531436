/** Zip archives: every entry becomes a file of its own, or says why it could not. */
import type { Child, Reader } from '../reading.ts'
import { commentPieces } from './archive-comments.ts'
import { readZip, type ZipEntry } from './zip-entries.ts'

/** Which of two names a program shows is its own choice, so both are listed; the content is read once. */
export const childrenOf = ({ name, otherName, read }: ZipEntry): Child[] => {
  const content = read()
  const child = Buffer.isBuffer(content) ? { name, type: '', bytes: content } : { name, type: '', trouble: content }
  return otherName === undefined ? [child] : [child, { name: otherName, type: '', bytes: Buffer.alloc(0) }]
}

const MEDIA_TYPE = /^application\/[\w.+-]{1,100}\s{0,2}$/

/** The first entry of a book (EPUB OCF §4.3) and its like says what the zip is, and has no words. */
const isType = ({ name, bytes }: Child): boolean =>
  name === 'mimetype' && bytes !== undefined && MEDIA_TYPE.test(Buffer.from(bytes.subarray(0, 120)).toString('latin1'))

export const readZipFile: Reader['read'] = async (bytes, context) => {
  const { entries, hidden, comments, troubles } = await readZip(bytes, context)
  return {
    pieces: commentPieces(comments, context.maxTextChars),
    children: [...entries, ...hidden].flatMap(childrenOf).filter((child) => !isType(child)),
    troubles,
  }
}
