/** One letter in many packings: every transfer encoding, the charsets of schools' mail programs, plain, HTML or both. */

export const ENCODINGS = ['7bit', '8bit', 'quoted-printable', 'base64'] as const
export const CHARSETS = ['utf-8', 'windows-1252', 'iso-8859-15', 'utf-16'] as const

export type Packing = Readonly<{
  encoding: (typeof ENCODINGS)[number]
  charset: (typeof CHARSETS)[number]
  as: 'text' | 'html' | 'both' | 'html-first'
  /** Lines of plain text are broken before this column. */
  wrap?: number
  flowed?: boolean
}>

export type Packed = Readonly<{
  /** Paragraphs; a line feed within one breaks its line on purpose. */
  paragraphs: readonly string[]
  files?: readonly Readonly<{ name: string; content: string }>[]
  /** Place of the text among the files. */
  bodyAt?: number
}>

// The signs of Dutch and French mail that ISO 8859-1 has not.
const OTHER: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'windows-1252': { '€': 0x80, '’': 0x92, '‘': 0x91, '“': 0x93, '”': 0x94, '–': 0x96, '…': 0x85, œ: 0x9c },
  'iso-8859-15': { '€': 0xa4, œ: 0xbd },
}
// What a charset lacks is written with what it has.
const POORER: Readonly<Record<string, string>> = { '’': "'", '‘': "'", '“': '"', '”': '"', '–': '-', '…': '...' }

const bytesOf = (text: string, charset: Packing['charset']): Buffer => {
  if (charset === 'utf-8') return Buffer.from(text)
  if (charset === 'utf-16') return Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  const known = OTHER[charset]!
  return Buffer.concat(Array.from(text, (sign) => Buffer.from([known[sign] ?? sign.charCodeAt(0)])))
}

const quotedPrintable = (bytes: Buffer): string =>
  bytes
    .toString('latin1')
    .split('\r\n')
    .map((line) =>
      line
        .replace(/[^\t -<>-~]|[ \t]$/g, (sign) => `=${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
        .replace(/(?:=[\dA-F]{2}|[^=]){70}(?=.)/g, '$&=\r\n'),
    )
    .join('\r\n')

const transfer = (bytes: Buffer, encoding: Packing['encoding']): string => {
  if (encoding === 'base64') return bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
  return encoding === 'quoted-printable' ? quotedPrintable(bytes) : bytes.toString('latin1')
}

const wrapped = (line: string, width: number, flowed: boolean): string => {
  const lines = ['']
  for (const word of line.split(' ')) {
    const last = lines.at(-1)!
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines.join(flowed ? ' \n' : '\n')
}

const plainOf = ({ paragraphs }: Packed, { wrap, flowed }: Packing): string =>
  paragraphs
    .map((paragraph) =>
      wrap === undefined
        ? paragraph
        : paragraph
            .split('\n')
            .map((line) => wrapped(line, wrap, flowed ?? false))
            .join('\n'),
    )
    .join('\n\n')

const htmlOf = ({ paragraphs }: Packed): string =>
  `<html><body>${paragraphs
    .map((text) => `<p>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replaceAll('\n', '<br>')}</p>`)
    .join('\n')}</body></html>`

const part = (type: string, text: string, { encoding, charset, flowed }: Packing, more: string[] = []): string => {
  const poor = charset === 'iso-8859-15' ? text.replace(/[’‘“”–…]/g, (sign) => POORER[sign]!) : text
  // Text in two bytes a letter has no line ends that the other encodings know.
  const plain = charset === 'utf-16' ? 'base64' : encoding
  const bytes = bytesOf(poor.replace(/\r?\n/g, '\r\n'), charset)
  return [
    `Content-Type: ${type}; charset=${charset}${flowed ? '; format=flowed' : ''}`,
    `Content-Transfer-Encoding: ${plain}`,
    ...more,
    '',
    transfer(bytes, plain),
  ].join('\r\n')
}

const many = (kind: string, boundary: string, parts: readonly string[]): string =>
  [
    `Content-Type: multipart/${kind}; boundary="${boundary}"`,
    '',
    ...parts.flatMap((one) => [`--${boundary}`, one]),
    `--${boundary}--`,
  ].join('\r\n')

const bodyOf = (packed: Packed, packing: Packing): string => {
  const plain = part('text/plain', plainOf(packed, packing), packing)
  const html = part('text/html', htmlOf(packed), packing)
  if (packing.as === 'text') return plain
  if (packing.as === 'html') return html
  return many('alternative', 'alt', packing.as === 'both' ? [plain, html] : [html, plain])
}

/** The bytes of the letter. */
export const pack = (packed: Packed, packing: Packing): Buffer => {
  const parts = (packed.files ?? []).map(({ name, content }) =>
    part('text/plain', content, packing, [`Content-Disposition: attachment; filename="${name}"`]),
  )
  parts.splice(packed.bodyAt ?? 0, 0, bodyOf(packed, packing))
  const body = parts.length === 1 ? parts[0]! : many('mixed', 'mix', parts)
  return Buffer.from(
    `From: Els Peeters <els.peeters@school.example>\r\nTo: Mia Claes <mia@ouder.example>\r\nSubject: Bericht\r\nDate: Mon, 02 Nov 2026 09:15:00 +0100\r\nMessage-ID: <1@school.example>\r\nMIME-Version: 1.0\r\n${body}\r\n`,
    'latin1',
  )
}
