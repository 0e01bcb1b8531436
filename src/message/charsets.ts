/** Bytes to text, for the charsets that mail really uses. */

const LABELS: Readonly<Record<string, string>> = {
  'us-ascii': 'ascii',
  ascii: 'ascii',
  'ansi_x3.4-1968': 'ascii',
  'iso646-us': 'ascii',
  utf8: 'utf-8',
  'utf-8': 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  latin1: 'windows-1252',
  'iso-8859-1': 'windows-1252',
  'iso8859-1': 'windows-1252',
  'iso_8859-1': 'windows-1252',
  cp1252: 'windows-1252',
  'windows-1252': 'windows-1252',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  macintosh: 'macintosh',
  'koi8-r': 'koi8-r',
  'koi8-u': 'koi8-u',
  gb2312: 'gbk',
  gbk: 'gbk',
  gb18030: 'gb18030',
  big5: 'big5',
  'euc-jp': 'euc-jp',
  'iso-2022-jp': 'iso-2022-jp',
  shift_jis: 'shift_jis',
  'euc-kr': 'euc-kr',
  'ks_c_5601-1987': 'euc-kr',
}
const FAMILY = /^(?:iso-8859-(?:[2-8]|1[03-6])|windows-(?:874|125[0-8]))$/

const decoders = new Map<string, InstanceType<typeof TextDecoder>>()

const decoder = (label: string, fatal: boolean): InstanceType<typeof TextDecoder> => {
  const key = `${label} ${fatal}`
  const known = decoders.get(key)
  if (known) return known
  const made = new TextDecoder(label, { fatal })
  decoders.set(key, made)
  return made
}

/** Text without a usable charset: UTF-8 where it is valid, else what western mail programs fall back to. */
const guess = (bytes: Buffer): { text: string; guessed: boolean } => {
  try {
    return { text: decoder('utf-8', true).decode(bytes), guessed: false }
  } catch {
    return { text: decoder('windows-1252', false).decode(bytes), guessed: true }
  }
}

/** Two bytes a letter: the mark at the head tells in which order; without one the letters of our languages do (RFC 2781). */
const wide = (bytes: Buffer): Decoded => {
  const marked = bytes[0] === 0xfe ? bytes[1] === 0xff : bytes[0] === 0xff && bytes[1] === 0xfe
  const big = marked ? bytes[0] === 0xfe : bytes[0] === 0
  return { text: decoder(big ? 'utf-16be' : 'utf-16le', false).decode(bytes), unknown: false, guessed: !marked }
}

export type Decoded = Readonly<{
  text: string
  /** The charset is none that we read: its text may say something else to a reader who knows it. */
  unknown: boolean
  /** Bytes and charset do not fit together, so that mail programs may show different text. */
  guessed: boolean
}>

export const decodeCharset = (bytes: Buffer, charset: string): Decoded => {
  const asked = charset.trim().toLowerCase()
  if (asked === 'utf-16') return wide(bytes)
  const label = LABELS[asked] ?? (FAMILY.test(asked) ? asked : undefined)
  if (asked !== '' && label === undefined) return { text: guess(bytes).text, unknown: true, guessed: true }
  if (label === undefined || label === 'ascii' || label === 'utf-8') return { ...guess(bytes), unknown: false }
  return { text: decoder(label, false).decode(bytes), unknown: false, guessed: false }
}
