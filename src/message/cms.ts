/**
 * Signed and compressed content (CMS: RFC 5652, RFC 3274; PKCS #7), as S/MIME carries it. What is inside is open to every
 * mail program, and must be to us. Only the way to the content is walked; certificates and signatures are left alone.
 */
import { inflateSync } from 'node:zlib'
import { Ber, TooMany } from './ber.ts'

/**
 * `content`: the bytes inside; `whole` false when they end too early. `detached`: a signature, its content is elsewhere.
 * `encrypted`: for the addressee alone. `limit`: larger (`unpacked`) or in more pieces (`elements`) than allowed. `broken`: no CMS, or damaged.
 */
type Opened =
  | Readonly<{ as: 'content'; bytes: Buffer; whole: boolean }>
  | Readonly<{ as: 'limit'; which: 'unpacked' | 'elements' }>
  | Readonly<{ as: 'detached' | 'encrypted' | 'broken' }>

const TOO_LARGE: Opened = { as: 'limit', which: 'unpacked' }

const SEQUENCE = 0x30
const OBJECT_IDENTIFIER = 0x06
const EXPLICIT = 0xa0
const OCTET_STRINGS: readonly number[] = [0x04, 0x24]

// INTEGER, SET, SEQUENCE; behind them certificates, revocations and signers.
const SHAPE = '2,49,48'
const BEHIND: readonly number[] = [0xa0, 0xa1, 0x31]

// Object identifiers below 1.2.840.113549.1: PKCS #7 is 7, the content types of S/MIME are 9.16.1.
const ARC = '2a864886f70d01'
const DATA = `${ARC}0701`
const COMPRESSED = `${ARC}09100109`
/** Signed, digested and authenticated data carry the content as it is. */
const OPEN = new Set([`${ARC}0702`, `${ARC}0705`, `${ARC}09100102`, COMPRESSED])

/** Where the content stands: SEQUENCE { type, [0] content } among the first elements of the structure. */
const contentIn = (ber: Ber, structure: number): number | undefined => {
  for (const element of ber.inside(structure)) {
    if (ber.tag(element) !== SEQUENCE) continue
    const [type, wrapped] = ber.inside(element)
    if (type === undefined || wrapped === undefined || ber.tag(type) !== OBJECT_IDENTIFIER) continue
    if (ber.tag(wrapped) === EXPLICIT) return ber.inside(wrapped).next().value as number | undefined
  }
  return undefined
}

/** Before CMS, PKCS #7 allowed content that is no octet string: it is taken as it stands. */
const bytesAt = (ber: Ber, content: number): Buffer =>
  OCTET_STRINGS.includes(ber.tag(content)) ? ber.octets(content) : ber.whole(content)

const inflated = (bytes: Buffer, whole: boolean, maxBytes: number): Opened => {
  try {
    return { as: 'content', bytes: inflateSync(bytes, { maxOutputLength: maxBytes }), whole }
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? TOO_LARGE : { as: 'broken' }
  }
}

/** The elements of one, at most `most` and one more: a signature has a handful. */
const partsOf = (ber: Ber, at: number, most: number): number[] => {
  const parts: number[] = []
  for (const part of ber.inside(at)) if (parts.push(part) > most) break
  return parts
}

/**
 * Whether it is, from the first byte to the last, a signature whose content is elsewhere (RFC 5652 §5.1): version, digest
 * algorithms, a type alone, then certificates and signers. What looks like one only because a byte is damaged hides content.
 */
const isDetached = (ber: Ber): boolean => {
  const [, wrapped, third] = partsOf(ber, 0, 2)
  if (wrapped === undefined || third !== undefined || ber.tag(wrapped) !== EXPLICIT) return false
  const [signed, more] = partsOf(ber, wrapped, 1)
  if (signed === undefined || more !== undefined || ber.tag(signed) !== SEQUENCE) return false
  const [version, digests, type, ...rest] = partsOf(ber, signed, 6)
  if (version === undefined || digests === undefined || type === undefined) return false
  const shape = [version, digests, type].map((at) => ber.tag(at)).join()
  const isAlone =
    shape === SHAPE &&
    partsOf(ber, type, 1)
      .map((at) => ber.tag(at))
      .join() === `${OBJECT_IDENTIFIER}`
  return isAlone && rest.length > 0 && rest.every((at) => BEHIND.includes(ber.tag(at))) && !ber.cut
}

const open = (ber: Ber, maxBytes: number): Opened => {
  if (ber.tag(0) !== SEQUENCE) return { as: 'broken' }
  const [type, wrapped] = ber.inside(0)
  if (type === undefined || ber.tag(type) !== OBJECT_IDENTIFIER) return { as: 'broken' }
  const kind = ber.content(type).toString('hex')
  if (kind !== DATA && !OPEN.has(kind)) return { as: kind.startsWith(ARC) ? 'encrypted' : 'broken' }
  const [inner] = wrapped === undefined ? [] : ber.inside(wrapped)
  const content = inner === undefined ? undefined : kind === DATA ? inner : contentIn(ber, inner)
  if (content === undefined) return { as: isDetached(ber) ? 'detached' : 'broken' }
  const bytes = bytesAt(ber, content)
  // Nobody signs nothing: a damaged length hides what follows.
  if (bytes.length === 0) return { as: 'broken' }
  if (kind === COMPRESSED) return inflated(bytes, !ber.cut, maxBytes)
  return bytes.length > maxBytes ? TOO_LARGE : { as: 'content', bytes, whole: !ber.cut }
}

/** What is inside. Never throws; `maxBytes` bounds what compressed content may become. */
export const openCms = (bytes: Buffer, maxBytes: number): Opened => {
  try {
    return open(new Ber(bytes), maxBytes)
  } catch (error) {
    return error instanceof TooMany ? { as: 'limit', which: 'elements' } : { as: 'broken' }
  }
}
