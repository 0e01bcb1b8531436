/**
 * The few changes a remedy may make to a message: header fields, and one appended part. Every other byte stays.
 *
 * A changed To or Cc breaks a DKIM signature over it (RFC 6376 §5.4), so the stale one goes.
 */
import { parseAddressList } from './addresses.ts'
import { type RawField, rawFields } from './headers.ts'

const VISIBLE = ['to', 'cc', 'resent-to', 'resent-cc']
const STALE = ['dkim-signature', 'bcc']

const replaceFields = (raw: Buffer, replace: (field: RawField) => Buffer | undefined): Buffer => {
  const { fields } = rawFields(raw)
  const pieces: Buffer[] = []
  let at = 0
  for (const field of fields) {
    const put = replace(field)
    if (put === undefined) continue
    pieces.push(raw.subarray(at, field.start), put)
    at = field.end
  }
  return at === 0 ? raw : Buffer.concat([...pieces, raw.subarray(at)])
}

/** The message without these header fields; the very same buffer when it has none. */
export const withoutFields = (raw: Buffer, names: readonly string[]): Buffer =>
  replaceFields(raw, (field) => (names.includes(field.name) ? Buffer.alloc(0) : undefined))

/** Pieces of an address list between its commas, group names left out, text as it stood (RFC 5322 §3.4). */
const pieces = (value: string): string[] => {
  const found: string[] = []
  let piece = ''
  let depth = 0
  let quoted = false
  let angle = false
  for (let i = 0; i < value.length; i++) {
    const c = value[i]!
    if (c === '\\') piece += c + (value[++i] ?? '')
    else if (quoted || (depth > 0 && c !== '(' && c !== ')')) {
      if (c === '"') quoted = false
      piece += c
    } else if (c === '"') {
      quoted = true
      piece += c
    } else if (c === ':' && !angle) piece = ''
    else if (c === ',' || c === ';') {
      found.push(piece)
      piece = ''
    } else {
      if (c === '(') depth++
      else if (c === ')') depth--
      else if (c === '<') angle = true
      else if (c === '>') angle = false
      piece += c
    }
  }
  return [...found, piece].map((text) => text.trim()).filter((text) => text !== '')
}

const listed = (raw: Buffer, field: RawField): string => {
  const text = raw.toString('latin1', field.start, field.end)
  return text.slice(text.indexOf(':') + 1).replace(/\r?\n[ \t]/g, ' ')
}

/** Recipients taken out of To and Cc; the envelope, which the caller keeps, still carries them: that is BCC. */
export const moveToBcc = (raw: Buffer, addresses: readonly string[]): Buffer => {
  const gone = new Set(addresses.map((address) => address.toLowerCase()))
  let toKept = false
  const changed = replaceFields(raw, (field) => {
    if (STALE.includes(field.name)) return Buffer.alloc(0)
    if (!VISIBLE.includes(field.name)) return undefined
    const kept = pieces(listed(raw, field)).filter(
      (piece) => !parseAddressList(piece).some((box) => gone.has(box.address)),
    )
    if (field.name === 'to' && kept.length > 0) toKept = true
    if (kept.length === 0) return Buffer.alloc(0)
    const name = raw.toString('latin1', field.start, raw.indexOf(0x3a, field.start))
    return Buffer.from(`${name}: ${kept.join(',\r\n ')}\r\n`, 'latin1')
  })
  // RFC 5322 §3.6.3 allows a message without To; many programs show an empty group more kindly.
  return toKept ? changed : Buffer.concat([Buffer.from('To: undisclosed-recipients:;\r\n'), changed])
}

const MIME_FIELDS = /^(?:content-|mime-version$)/

const wrapped = (lines: string): string =>
  Buffer.from(lines, 'utf8')
    .toString('base64')
    .replace(/.{1,76}/g, '$&\r\n')

/**
 * A text part put behind the message: the whole body becomes the first part of a new multipart/mixed, untouched.
 * Never for signed or calendar messages (see `Message.sealed`).
 */
export const appendText = (raw: Buffer, text: string, boundary: string): Buffer => {
  const { fields, bodyStart } = rawFields(raw)
  const isMime = (field: RawField): boolean => MIME_FIELDS.test(field.name)
  const slice = (field: RawField): Buffer => raw.subarray(field.start, field.end)
  const outer = fields.filter((f) => !isMime(f) && !STALE.includes(f.name)).map(slice)
  const inner = fields.filter((f) => isMime(f) && f.name !== 'mime-version').map(slice)
  const head = `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n--${boundary}\r\n`
  const part = `\r\n--${boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(text)}\r\n--${boundary}--\r\n`
  return Buffer.concat([
    ...outer,
    Buffer.from(head),
    ...inner,
    Buffer.from('\r\n'),
    raw.subarray(bodyStart),
    Buffer.from(part),
  ])
}
