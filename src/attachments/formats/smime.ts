/** S/MIME files (RFC 8551) and signatures: what is signed in one piece or compressed is taken out and read. */
import { type Content, type Reader, type ReaderContext, Unreadable } from '../reading.ts'
import { decodeText } from './charset.ts'
import { readArmour, readPackets } from './pgp.ts'

const MIME_FIELD = /^(?:content-[a-z-]{2,40}|mime-version)[ \t]{0,9}:/im
const BLANK_LINE = /\r?\n\r?\n/
const HEAD_BYTES = 1024

/** "contract.pdf.p7m" holds contract.pdf; in "smime.p7m" stands the body of a message. */
const innerName = (name: string): string => {
  const inner = name.replace(/\.(?:p7m|p7s|p7z|p7b|p7c)$/i, '')
  return inner === name || !inner.includes('.') ? '' : inner
}

const startsAsMime = (bytes: Buffer): boolean =>
  MIME_FIELD.test(bytes.toString('latin1', 0, HEAD_BYTES).split(BLANK_LINE)[0]!)

const child = (bytes: Buffer, name: string): Content => {
  const isMessage = startsAsMime(bytes)
  return { children: [{ name: isMessage ? '' : innerName(name), type: isMessage ? 'message/rfc822' : '', bytes }] }
}

const readCms = async (
  bytes: Buffer,
  { name, format, maxUnpackedBytes, maxRatio }: ReaderContext,
): Promise<Content> => {
  // Loaded when it is needed: a process that never meets one does without.
  const { openCms } = await import('../../message/message.ts')
  const limit = Math.max(1, Math.min(maxUnpackedBytes, Math.max(1_000_000, bytes.length * maxRatio)))
  const opened = openCms(bytes, limit)
  // A damaged signature still shows nothing.
  if (opened.as === 'detached' || (opened.as === 'broken' && format === 'signature')) return {}
  if (opened.as === 'limit') throw new Unreadable('limit', opened.which)
  if (opened.as !== 'content') throw new Unreadable(opened.as, 'smime')
  return { ...child(opened.bytes, name), troubles: opened.whole ? [] : [{ reason: 'broken', detail: 'cut short' }] }
}

const isBinary = (bytes: Buffer): boolean => bytes.subarray(0, HEAD_BYTES).some((byte) => byte > 126 || byte < 9)

// RFC 7468 armour of CMS, or base64 that was never undone. Each line of base64 starts a DER structure with an M.
const ARMOUR = /^\s{0,100}-----BEGIN (?:PKCS ?#?7|CMS)[A-Z ]{0,20}-----\r?\n/
const BASE64 = /^\s{0,100}M[A-Za-z0-9+/\r\n]{20}/

/** PGP/MIME (RFC 3156 §4) sends one line beside the encrypted part. */
const isControl = (text: string): boolean => /^\s{0,20}Version\s{0,5}:\s{0,5}1\s{0,20}$/i.test(text.slice(0, 100))

const readText = (bytes: Buffer, context: ReaderContext): Content | Promise<Content> => {
  const armoured = readArmour(bytes, context.maxTextChars)
  if (armoured) return armoured
  const text = decodeText(bytes)
  if (ARMOUR.test(text)) return readCms(Buffer.from(text.replace(ARMOUR, '').split('-----END')[0]!, 'base64'), context)
  if (BASE64.test(text)) return readCms(Buffer.from(text, 'base64'), context)
  if (startsAsMime(bytes)) return child(bytes, context.name)
  // A signature is never a text: whoever opens it sees one.
  return isControl(text) ? {} : { pieces: [{ text: text.slice(0, context.maxTextChars) }] }
}

/** Sealed files and signatures alike: the name of one does not keep the content of the other out. */
export const readSealed: Reader['read'] = (bytes, context) => {
  if (bytes[0] === 0x30 && isBinary(bytes)) return readCms(bytes, context)
  if (!isBinary(bytes)) return readText(bytes, context)
  const reason = context.format === 'signature' ? 'unknown-format' : 'encrypted'
  return readPackets(bytes) ?? { troubles: [{ reason, detail: context.format }] }
}
