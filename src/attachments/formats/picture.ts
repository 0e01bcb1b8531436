/** Pictures: who made them and where, and what was written into them. What can be seen on them is read elsewhere. */
import type { Reader } from '../reading.ts'
import { wordsOfMetafile } from './metafile.ts'
import { blocksOf } from './picture-blocks.ts'
import { gather } from './picture-notes.ts'

export const readPicture: Reader['read'] = (bytes, { maxTextChars }) => {
  const { properties, comments } = gather(blocksOf(bytes))
  const text = [wordsOfMetafile(bytes), ...comments].filter(Boolean).join('\n').slice(0, maxTextChars)
  return { properties, ...(text === '' ? {} : { pieces: [{ text: `${text}\n` }] }) }
}
