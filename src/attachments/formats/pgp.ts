/** PGP (RFC 9580): what is encrypted, what is only signed, and keys, which have nothing to read. */
import type { Content } from '../reading.ts'
import { decodeText } from './charset.ts'

const BEGIN = /-----BEGIN PGP ([A-Z ,/0-9]{3,40})-----/
const SIGNED_TEXT =
  /^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?\n(?:[^\r\n]{1,200}\r?\n){0,10}\r?\n([\s\S]*?)^-----BEGIN PGP SIGNATURE-----/m
const ENCRYPTED: Content = { troubles: [{ reason: 'encrypted', detail: 'pgp' }] }
const OPAQUE: Content = { troubles: [{ reason: 'unknown-format', detail: 'pgp' }] }

// §5: packet types. Session keys and encrypted data stand at the head of what only the addressee can read.
const ENCRYPTED_PACKETS: readonly number[] = [1, 3, 9, 18, 20]
// A signature apart, a public key.
const SILENT_PACKETS: readonly number[] = [2, 6]

/** §4.2: the first packet's type; -1 where it is none. */
const firstPacket = (bytes: Buffer): number => {
  const head = bytes[0] ?? 0
  if ((head & 0x80) === 0) return -1
  return (head & 0x40) === 0 ? (head >> 2) & 15 : head & 63
}

/** Undefined where the bytes are no packets. */
export const readPackets = (bytes: Buffer): Content | undefined => {
  const packet = firstPacket(bytes)
  if (ENCRYPTED_PACKETS.includes(packet)) return ENCRYPTED
  if (SILENT_PACKETS.includes(packet)) return {}
  return packet < 0 ? undefined : OPAQUE
}

/** §6.2: what stands between the armour's headers and its checksum. */
const unarmoured = (text: string, from: number): Buffer => {
  const end = text.indexOf('-----END', from)
  const body = text.slice(from, end < 0 ? text.length : end)
  const blank = /\r?\n[ \t]*\r?\n/.exec(body)
  return Buffer.from(body.slice(blank ? blank.index : 0), 'base64')
}

/** A signed text is as open as any other: without its signature, dashes as they were (§7.1). */
const readSigned = (text: string, maxTextChars: number): Content => {
  const words = (SIGNED_TEXT.exec(text)?.[1] ?? text).replace(/^- /gm, '')
  const around = text.replace(SIGNED_TEXT, '').replace(/[\s\S]*?-----END PGP SIGNATURE-----/, '')
  const all = `${words}${around.trim() === '' ? '' : `\n${around}`}`
  return {
    pieces: [{ text: all.slice(0, maxTextChars) }],
    troubles: all.length > maxTextChars ? [{ reason: 'limit', detail: 'text' }] : [],
  }
}

/** A text file with armour in it; undefined for any other. What stands around the armour is read too. */
export const readArmour = (bytes: Buffer, maxTextChars: number): Content | undefined => {
  const text = decodeText(bytes)
  const begin = BEGIN.exec(text)
  if (!begin) return undefined
  const kind = begin[1]!.trim()
  if (kind === 'SIGNED MESSAGE') return readSigned(text, maxTextChars)
  const before = text.slice(0, begin.index).trim()
  const pieces = before === '' ? {} : { pieces: [{ text: before.slice(0, maxTextChars) }] }
  if (kind === 'PUBLIC KEY BLOCK' || kind === 'SIGNATURE') return pieces
  // A private key is a secret that stands there for all to read.
  if (kind === 'PRIVATE KEY BLOCK') return { pieces: [{ text: text.slice(0, maxTextChars) }] }
  return { ...pieces, ...(readPackets(unarmoured(text, begin.index + begin[0].length)) ?? ENCRYPTED) }
}
