/**
 * Signed and compressed content (CMS: RFC 5652, RFC 3274; PKCS #7), as S/MIME carries it. What is inside is open to every
 * mail program, and must be to us. Only the way to the content is walked; certificates and signatures are left alone.
 */
import { inflateSync } from 'node:zlib'
import { Ber } from './ber.ts'

/**
 * `content`: the bytes inside; `whole` false when they end too early. `detached`: a signature, its content is elsewhere.
 * `encrypted`: for the addressee alone. `limit`: larger than allowed. `broken`: no CMS, or damaged.
 */
type Opened =
  | Readonly<{ as: 'content'; bytes: Buffer; whole: boolean }>
  | Readonly<{ as: 'detached' | 'encrypted' | 'limit' | 'broken' }>

const SEQUENCE = 0x30
const OBJECT_IDENTIFIER = 0x06
const EXPLICIT = 0xa0
const OCTET_STRINGS: readonly number[] = [0x04, 0x24]

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
    return { as: (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'limit' : 'broken' }
  }
}

const open = (ber: Ber, maxBytes: number): Opened => {
  if (ber.tag(0) !== SEQUENCE) return { as: 'broken' }
  const [type, wrapped] = ber.inside(0)
  if (type === undefined || ber.tag(type) !== OBJECT_IDENTIFIER) return { as: 'broken' }
  const kind = ber.content(type).toString('hex')
  if (kind !== DATA && !OPEN.has(kind)) return { as: kind.startsWith(ARC) ? 'encrypted' : 'broken' }
  if (wrapped === undefined) return { as: 'detached' }
  const [inner] = ber.inside(wrapped)
  if (inner === undefined) return { as: 'detached' }
  const content = kind === DATA ? inner : contentIn(ber, inner)
  if (content === undefined) return { as: ber.cut ? 'broken' : 'detached' }
  const bytes = bytesAt(ber, content)
  if (kind === COMPRESSED) return inflated(bytes, !ber.cut, maxBytes)
  return bytes.length > maxBytes ? { as: 'limit' } : { as: 'content', bytes, whole: !ber.cut }
}

/** What is inside. Never throws; `maxBytes` bounds what compressed content may become. */
export const openCms = (bytes: Buffer, maxBytes: number): Opened => {
  try {
    return open(new Ber(bytes), maxBytes)
  } catch {
    return { as: 'broken' }
  }
}
