/** Writes text in charsets that Node only reads: its decoder turned round. What a charset has not becomes `?`. */

const tables = new Map<string, ReadonlyMap<string, Buffer>>()

const singles = Array.from({ length: 256 }, (_, byte) => Buffer.from([byte]))
const doubles = (): Buffer[] =>
  Array.from({ length: 0x7e * 0x100 }, (_, i) => Buffer.from([0x81 + (i >> 8), i & 0xff])).filter(
    (pair) => pair[1]! >= 0x30,
  )

const tableOf = (charset: string, wide: boolean): ReadonlyMap<string, Buffer> => {
  const known = tables.get(charset)
  if (known) return known
  const decoder = new TextDecoder(charset)
  const table = new Map<string, Buffer>()
  for (const bytes of [...singles, ...(wide ? doubles() : [])]) {
    const char = decoder.decode(bytes)
    if ([...char].length === 1 && char !== '\ufffd' && !table.has(char)) table.set(char, bytes)
  }
  tables.set(charset, table)
  return table
}

/** `wide`: the charset has letters of two bytes. */
export const encodeAs = (charset: string, text: string, wide = false): Buffer => {
  const table = tableOf(charset, wide)
  return Buffer.concat(
    [...text].map((char) => table.get(char) ?? table.get(char.normalize('NFKD')[0] ?? '?') ?? Buffer.from('?')),
  )
}

export const utf16 = (text: string, order: 'le' | 'be', mark = true): Buffer => {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le')
  return order === 'be' ? bytes.swap16() : bytes
}

/** RFC 2152; with `all`, letters too are written in shifts. */
export const utf7 = (text: string, all = false): string =>
  text.replace(
    all ? /[^\r\n]+/g : /[^ -*,-}\r\n\t]+/g,
    (run) => `+${utf16(run, 'be', false).toString('base64').replace(/=+$/, '')}-`,
  )
