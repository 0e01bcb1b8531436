/** A message that is as a whole one S/MIME body (RFC 8551 §3.3, §3.5): signed in one piece, or compressed. */
import { openCms } from './cms.ts'
import { LIMITS } from './limits.ts'
import type { Leaf, Structure, Trouble } from './structure.ts'
import { decodeTransfer } from './transfer.ts'

const TYPE = /^application\/(?:x-)?pkcs7-mime$/
const NAMES = ['filename*', 'filename', 'name*', 'name']

/** RFC 8551 §3.9: by its type, or by a name where a mail server has lost the type. */
export const isSmime = ({ type, disposition }: Leaf): boolean =>
  TYPE.test(type.value) ||
  (type.value === 'application/octet-stream' &&
    NAMES.some((name) => /\.p7m$/i.test(disposition.params.get(name) ?? type.params.get(name) ?? '')))

/** What is inside, where it can be read at all; else the body hangs on the message as a file, and is told to be unread there. */
export const openSmime = (
  raw: Buffer,
  structure: Structure,
): Readonly<{ bytes: Buffer; troubles: readonly Trouble[] }> | undefined => {
  const [leaf, ...more] = structure.leaves
  if (!leaf || more.length > 0 || structure.multiparts.size > 0 || !isSmime(leaf)) return undefined
  const opened = openCms(decodeTransfer(raw.subarray(leaf.start, leaf.end), leaf.encoding), LIMITS.signedBytes)
  if (opened.as !== 'content') return undefined
  return {
    bytes: opened.bytes,
    troubles: opened.whole ? [] : [{ reason: 'broken', detail: 'signed content cut short' }],
  }
}
