/** 7z and rar: every file inside becomes a file of its own. Names are given even where the contents are locked away. */
import { isVolume } from '../names.ts'
import type { Content, Reader, ReaderContext } from '../reading.ts'
import { unpack } from './unpacking.ts'

const RAR5 = Buffer.from('526172211a070100', 'hex')

const typeOf = (bytes: Buffer, { format }: ReaderContext): string => {
  if (format === '7z') return '7z'
  return bytes.subarray(0, RAR5.length).equals(RAR5) ? 'rar5' : 'rar'
}

/** Part of an archive that ends early is no accident: the rest lies in another file. */
const asVolume = (content: Content): Content => ({
  ...content,
  troubles: (content.troubles ?? []).map((trouble) =>
    trouble.detail === 'truncated' ? { ...trouble, detail: 'volume' } : trouble,
  ),
})

export const readArchive: Reader['read'] = async (bytes, context) => {
  const content = await unpack(bytes, typeOf(bytes, context), context)
  return isVolume(context.name) ? asVolume(content) : content
}
