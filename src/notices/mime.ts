/** Mail as bytes (RFC 2045–2047, 5322): header fields folded, texts in quoted-printable, all of it 7-bit. */

export type Field = readonly [name: string, value: string]

/** `body` is ready to send: ASCII, CRLF. */
export type Entity = Readonly<{ fields: readonly Field[]; body: string }>

const LINE = 76
const ASCII = /^[\x20-\x7e]*$/

/** Folded at its spaces; a word longer than a line stays whole. A line end inside a value would start a new field. */
const folded = (name: string, value: string): string => {
  const lines: string[] = []
  let line = `${name}:`
  for (const word of value.replace(/[\r\n]+/g, ' ').split(' ')) {
    if (line.length + 1 + word.length > LINE && line.trim() !== '') {
      lines.push(line)
      line = ''
    }
    line += ` ${word}`
  }
  return [...lines, line].join('\r\n')
}

// Encoded words of at most 64 characters leave room for the field's name on the first line.
const WORD_BYTES = 39

/** Text of a header field; encoded words never split a character (RFC 2047 §5). */
export const encodedText = (text: string): string => {
  const clean = text.replace(/[\u0000-\u001f\u007f]+/g, ' ').toWellFormed()
  if (ASCII.test(clean) && !clean.includes('=?') && !/[^ ]{60}/.test(clean)) return clean
  const words: string[] = []
  let word = ''
  for (const char of clean) {
    if (Buffer.byteLength(word + char) > WORD_BYTES) {
      words.push(word)
      word = ''
    }
    word += char
  }
  return [...words, word].map((w) => `=?utf-8?B?${Buffer.from(w).toString('base64')}?=`).join(' ')
}

const DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/
const QUOTED = /^"(?:[^"\\]|\\.)*"$/
const quotedString = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

/** An address as RFC 5322 §3.4.1 writes it; undefined when 7-bit cannot (RFC 6532). */
const written = (address: string): string | undefined => {
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)]
  if (!ASCII.test(address) || !/^[\w.:[\]-]+$/.test(domain)) return undefined
  return `${DOT_ATOM.test(local) || QUOTED.test(local) ? local : quotedString(local)}@${domain}`
}

/** A mailbox; one that 7-bit cannot write becomes an empty group with its name (RFC 6857 §3.1.7). */
export const mailbox = (address: string, name = ''): string => {
  const plain = written(address)
  if (plain === undefined) return `${encodedText(address).replace(/^[^=].*$/, quotedString)} :;`
  if (name === '') return plain
  const phrase = encodedText(name)
  return `${phrase === name ? quotedString(name) : phrase} <${plain}>`
}

/** Quoted-printable (RFC 2045 §6.7) of text with CRLF line ends. */
export const quotedPrintable = (bytes: Buffer): string => {
  const lines = bytes.toString('latin1').split('\r\n')
  return lines.map(quotedLine).join('\r\n')
}

const quotedLine = (line: string): string => {
  const encoded = line
    .replace(/[^\x20-\x3c\x3e-\x7e\t]/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
    .replace(/[ \t]$/, (c) => (c === ' ' ? '=20' : '=09'))
  const pieces: string[] = []
  let at = 0
  while (encoded.length - at > LINE) {
    let end = at + LINE - 1
    // An escape (=E2) is never cut in two.
    const last = encoded.lastIndexOf('=', end - 1)
    if (last > end - 3) end = last
    pieces.push(`${encoded.slice(at, end)}=`)
    at = end
  }
  return [...pieces, encoded.slice(at)].join('\r\n')
}

export const textEntity = (subtype: 'plain' | 'html', text: string, language: string): Entity => ({
  fields: [
    ['Content-Type', `text/${subtype}; charset=utf-8`],
    ['Content-Transfer-Encoding', 'quoted-printable'],
    ['Content-Language', language],
  ],
  body: quotedPrintable(Buffer.from(text.toWellFormed().replace(/\r?\n/g, '\r\n'))),
})

/** The boundary holds "=_", which quoted-printable cannot; so no text can end a part (RFC 2045 §6.7). */
export const multipart = (subtype: string, boundary: string, parts: readonly Entity[]): Entity => ({
  fields: [['Content-Type', `multipart/${subtype}; boundary="${boundary}"`]],
  body: `${parts.map((part) => `--${boundary}\r\n${entityText(part)}\r\n`).join('')}--${boundary}--\r\n`,
})

export const fieldLines = (fields: readonly Field[]): string =>
  fields.map(([name, value]) => `${folded(name, value)}\r\n`).join('')

export const entityText = ({ fields, body }: Entity): string => `${fieldLines(fields)}\r\n${body}`
