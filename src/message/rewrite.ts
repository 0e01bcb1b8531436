/**
 * The few changes a remedy may make to a message: header fields, and one appended part. Every other byte stays.
 *
 * A changed To or Cc breaks a DKIM signature over it (RFC 6376 §5.4), so the stale one goes.
 */
import { parseAddressList } from './addresses.ts'
import { decodeCharset } from './charsets.ts'
import { type RawField, rawFields } from './headers.ts'
import { listItems } from './list-items.ts'

const VISIBLE = ['to', 'cc', 'resent-to', 'resent-cc']
// A Bcc left in would show every recipient who else got it (RFC 5322 §3.6.3, §3.6.6).
const STALE = ['dkim-signature', 'bcc', 'resent-bcc']

const withChanges = (raw: Buffer, fields: readonly RawField[], changes: ReadonlyMap<RawField, Buffer>): Buffer => {
  if (changes.size === 0) return raw
  const pieces: Buffer[] = []
  let at = 0
  for (const field of fields) {
    const put = changes.get(field)
    if (put === undefined) continue
    pieces.push(raw.subarray(at, field.start), put)
    at = field.end
  }
  return Buffer.concat([...pieces, raw.subarray(at)])
}

/** The message without these header fields; the very same buffer when it has none. */
export const withoutFields = (raw: Buffer, names: readonly string[]): Buffer => {
  const { fields } = rawFields(raw)
  const going = fields.filter((field) => names.includes(field.name))
  return withChanges(raw, fields, new Map(going.map((field) => [field, Buffer.alloc(0)])))
}

const isWanted = (gone: ReadonlySet<string>, written: string): boolean => {
  const value = decodeCharset(Buffer.from(written, 'latin1'), '').text.replace(/\r?\n/g, '')
  return parseAddressList(value).some((box) => gone.has(box.address))
}

/** The list without some of its addresses, what stays as it stood; '' when nobody stays, undefined when none of them is in it. */
const withoutAddresses = (list: string, gone: ReadonlySet<string>): string | undefined => {
  const items = listItems(list)
  const kept = items.flatMap((item): string[] => {
    if (item.members === undefined) return isWanted(gone, item.text) ? [] : [item.text]
    const members = item.members.filter((member) => !isWanted(gone, member))
    if (members.length === item.members.length) return [item.text]
    return members.length === 0 ? [] : [`${item.name}${members.join(',')};`]
  })
  if (kept.join() === items.map(({ text }) => text).join()) return undefined
  return kept.some((text) => text.trim() !== '') ? ` ${kept.join(',').trim()}` : ''
}

const LINE_END = Buffer.from('\r\n')
// RFC 5322 §3.6.3 allows a message without To; many programs show an empty group more kindly.
const NOBODY = Buffer.from('To: undisclosed-recipients:;\r\n')

type Change = Readonly<{ field: RawField; put: Buffer }>

const listChange = (raw: Buffer, field: RawField, gone: ReadonlySet<string>): Change | undefined => {
  const line = raw.toString('latin1', field.start, field.end)
  const colon = line.indexOf(':') + 1
  const list = withoutAddresses(line.slice(colon).replace(/\r?\n$/, ''), gone)
  if (list === undefined) return undefined
  const put = list === '' ? Buffer.alloc(0) : Buffer.from(`${line.slice(0, colon)}${list}\r\n`, 'latin1')
  return { field, put }
}

/** Recipients taken out of To and Cc; the envelope, which the caller keeps, still carries them: that is BCC. */
export const moveToBcc = (raw: Buffer, addresses: readonly string[]): Buffer => {
  const gone = new Set(addresses.map((address) => address.toLowerCase()))
  const { fields } = rawFields(raw)
  const lists = fields.filter((field) => VISIBLE.includes(field.name))
  const changes = new Map(lists.flatMap((field) => listChange(raw, field, gone) ?? []).map((c) => [c.field, c.put]))
  const isEmptied = (field: RawField): boolean => changes.get(field)?.length === 0
  const emptied = lists.find((field) => ['to', 'cc'].includes(field.name) && isEmptied(field))
  if (emptied && !lists.some((field) => field.name === 'to' && !isEmptied(field))) changes.set(emptied, NOBODY)
  for (const field of fields) if (STALE.includes(field.name)) changes.set(field, Buffer.alloc(0))
  return withChanges(raw, fields, changes)
}

const MIME_FIELDS = /^(?:content-|mime-version$)/

const wrapped = (lines: string): string =>
  Buffer.from(lines, 'utf8')
    .toString('base64')
    .replace(/.{1,76}/g, '$&\r\n')

/** RFC 2045 §6.4: who holds 8-bit parts must say so. */
const encodingOf = (raw: Buffer, inner: readonly Buffer[], bodyStart: number): string => {
  if (inner.some((field) => /^content-transfer-encoding:\s*binary/i.test(field.toString('latin1'))))
    return 'Content-Transfer-Encoding: binary\r\n'
  return raw.subarray(bodyStart).some((byte) => byte > 0x7f) ? 'Content-Transfer-Encoding: 8bit\r\n' : ''
}

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
  const encoding = encodingOf(raw, inner, bodyStart)
  const head = `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n${encoding}\r\n--${boundary}\r\n`
  const part = `\r\n--${boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(text)}\r\n--${boundary}--\r\n`
  return Buffer.concat([...outer, Buffer.from(head), ...inner, LINE_END, raw.subarray(bodyStart), Buffer.from(part)])
}
