/** PGP (RFC 9580): what is encrypted, what is only signed, and keys, which have nothing to read. */
import type { Content } from '../reading.ts'
import { decodeText } from './charset.ts'

const BEGIN = /^-----BEGIN PGP ([A-Z ,/0-9]{3,40})-----[ \t]{0,9}\r?$/m
const BLANK_LINE = /\r?\n[ \t]{0,9}\r?\n/
const ENCRYPTED = { reason: 'encrypted', detail: 'pgp' } as const
const OPAQUE = { reason: 'unknown-format', detail: 'pgp' } as const

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
  if (ENCRYPTED_PACKETS.includes(packet)) return { troubles: [ENCRYPTED] }
  if (SILENT_PACKETS.includes(packet)) return {}
  return packet < 0 ? undefined : { troubles: [OPAQUE] }
}

type Block = Readonly<{ kind: string; start: number; bodyStart: number; bodyEnd: number; end: number }>

/** §6.2: the first armour from `from` on, its headers left out of the body; a signed text ends where its signature begins. */
const blockFrom = (text: string, from: number): Block | undefined => {
  const begin = BEGIN.exec(text.slice(from))
  if (!begin) return undefined
  const start = from + begin.index
  const kind = begin[1]!.trim()
  const isSigned = kind === 'SIGNED MESSAGE'
  const found = text.indexOf(isSigned ? '-----BEGIN PGP SIGNATURE' : '-----END PGP', start + 10)
  const bodyEnd = found < 0 ? text.length : found
  const blank = BLANK_LINE.exec(text.slice(start, Math.min(bodyEnd, start + 4096)))
  const bodyStart = blank ? start + blank.index + blank[0].length : start + begin[0].length
  const line = text.indexOf('\n', bodyEnd)
  return { kind, start, bodyStart, bodyEnd, end: isSigned ? bodyEnd : line < 0 ? text.length : line + 1 }
}

const contentOf = (text: string, { kind, start, bodyStart, bodyEnd, end }: Block): Content => {
  const body = text.slice(bodyStart, bodyEnd)
  // A signed text is as open as any other; its dashes were doubled (§7.1).
  if (kind === 'SIGNED MESSAGE') return { pieces: [{ text: body.replace(/^- /gm, '') }] }
  if (kind === 'PUBLIC KEY BLOCK' || kind === 'SIGNATURE') return {}
  if (kind === 'MESSAGE') return readPackets(Buffer.from(body, 'base64')) ?? { troubles: [ENCRYPTED] }
  // A private key is a secret that stands there for all to read.
  return { pieces: [{ text: text.slice(start, end) }] }
}

// Each block is a search of its own; a file of nothing but blocks is no letter.
const MAX_BLOCKS = 200

/** A text file with armour in it; undefined for any other. What stands around the armour is read too. */
export const readArmour = (bytes: Buffer, maxTextChars: number): Content | undefined => {
  const text = decodeText(bytes)
  const contents: Content[] = []
  let at = 0
  let block = blockFrom(text, 0)
  if (!block) return undefined
  for (let n = 0; block && n < MAX_BLOCKS; n += 1) {
    contents.push({ pieces: [{ text: text.slice(at, block.start) }] }, contentOf(text, block))
    at = block.end
    block = blockFrom(text, at)
  }
  const spoken = [...contents.flatMap(({ pieces = [] }) => pieces.map((piece) => piece.text)), text.slice(at)]
    .join('')
    .trim()
  return {
    pieces: spoken === '' ? [] : [{ text: spoken.slice(0, maxTextChars) }],
    troubles: [
      ...contents.flatMap(({ troubles = [] }) => troubles),
      ...(spoken.length > maxTextChars ? [{ reason: 'limit', detail: 'text' } as const] : []),
    ],
  }
}
