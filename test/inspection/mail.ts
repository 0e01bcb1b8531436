/** Puts mails of the demo school together, entity by entity (RFC 2045), so that every odd shape can be written as it is. */
import type { Envelope } from '../../src/message/message.ts'

export const FROM = 'annelies.deridder@devlonder.example'
export const TO = 'atelier@drukkerij-inktvlek.example'
export const ENVELOPE: Envelope = { mailFrom: FROM, rcptTo: [TO] }

/** Header lines with their colon, without line ends; and the body as it is sent. */
export type Entity = Readonly<{ headers: readonly string[]; body: Buffer }>

export const bytesOf = ({ headers, body }: Entity): Buffer =>
  Buffer.concat([Buffer.from(`${headers.map((line) => `${line}\r\n`).join('')}\r\n`, 'latin1'), body])

export const crlf = (text: string): string => text.replace(/\r?\n/g, '\r\n')

/** In lines of 76 (RFC 2045 §6.8). */
export const base64 = (bytes: Buffer): Buffer => {
  const text = bytes.toString('base64')
  return Buffer.from((text.match(/.{1,76}/g) ?? ['']).join('\r\n'), 'latin1')
}

/** Every byte but plain ASCII letters and line ends, in lines that fit (RFC 2045 §6.7). */
export const quotedPrintable = (bytes: Buffer): Buffer => {
  const coded = bytes
    .toString('latin1')
    .replace(/[^\r\n !-<>-~]/g, (char) => `=${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
  const lines = coded.split('\r\n').map((line) => (line.match(/.{1,70}(?:=..)?/g) ?? ['']).join('=\r\n'))
  return Buffer.from(lines.join('\r\n'), 'latin1')
}

export const leaf = (type: string, content: Buffer | string, more: readonly string[] = []): Entity => {
  const bytes = Buffer.from(content)
  return { headers: [`Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', ...more], body: base64(bytes) }
}

export const text = (words: string, type = 'text/plain; charset=utf-8'): Entity => ({
  headers: [`Content-Type: ${type}`, 'Content-Transfer-Encoding: 8bit'],
  body: Buffer.from(crlf(words)),
})

type Frame = Readonly<{ boundary?: string; preamble?: string; epilogue?: string; unclosed?: boolean; type?: string }>

export const multipart = (subtype: string, parts: readonly Entity[], frame: Frame = {}): Entity => {
  const { boundary = `=_${subtype}_vlonder`, preamble = '', epilogue = '', unclosed = false } = frame
  return {
    headers: [`Content-Type: ${frame.type ?? `multipart/${subtype}; boundary="${boundary}"`}`],
    body: Buffer.concat([
      Buffer.from(preamble && `${preamble}\r\n`),
      ...parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), bytesOf(part), Buffer.from('\r\n')]),
      Buffer.from(unclosed ? '' : `--${boundary}--\r\n`),
      Buffer.from(epilogue),
    ]),
  }
}

export type Heading = Readonly<{ subject?: string; extra?: readonly string[] }>

/** The whole mail around one entity. */
export const letter = (entity: Entity, { subject = 'Voor de drukker', extra = [] }: Heading = {}): Buffer =>
  bytesOf({
    headers: [
      `From: Annelies De Ridder <${FROM}>`,
      `To: Atelier Inktvlek <${TO}>`,
      `Subject: ${subject}`,
      'Date: Mon, 16 Nov 2026 10:12:44 +0100',
      'Message-ID: <4711.1@devlonder.example>',
      'MIME-Version: 1.0',
      ...extra,
      ...entity.headers,
    ],
    body: entity.body,
  })

export const GREETING = 'Beste,'
export const SIGNATURE = `Met vriendelijke groet,
Annelies De Ridder
zorgcoördinator
Basisschool De Vlonder
Waterlooppad 12, 9999 Vlonderdam
09 000 12 30
www.devlonder.example`

/** A mail's own words around `words`. */
export const spoken = (words: string): string => `${GREETING}\n\n${words}\n\n${SIGNATURE}\n`
export const COVER = spoken('In bijlage vind je wat we bespraken. Laat je iets weten als het goed is?')

/** RFC 2231 §4 for whatever is not ASCII. */
export const named = (key: string, name: string): string =>
  /^[ -~]*$/.test(name)
    ? `${key}="${name.replace(/["\\]/g, '\\$&')}"`
    : `${key}*=utf-8''${encodeURIComponent(name).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)}`

export const attachment = (name: string, content: Buffer | string, type = 'application/octet-stream'): Entity =>
  leaf(`${type}; ${named('name', name)}`, content, [`Content-Disposition: attachment; ${named('filename', name)}`])

/** A friendly cover text, and what hangs on it. */
export const withParts = (...parts: readonly Entity[]): Buffer => letter(multipart('mixed', [text(COVER), ...parts]))
export const withFile = (name: string, content: Buffer | string, type?: string): Buffer =>
  withParts(attachment(name, content, type))
