/** UTF-16 and UTF-32: two or four bytes a letter, with or without the mark that tells their order (RFC 2781). */

const HEAD = 4_096

/** By its mark, or by so many zero bytes as letters of our languages leave in it. */
export const isWide = (bytes: Buffer): boolean => {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true
  const head = bytes.subarray(0, HEAD)
  if (!head.includes(0)) return false
  let zeros = 0
  for (const byte of head) if (byte === 0) zeros++
  return zeros * 5 > head.length
}

const utf16 = (bytes: Buffer, big: boolean): string => {
  const even = bytes.subarray(0, bytes.length & ~1)
  const text = (big ? Buffer.from(even).swap16() : even).toString('utf16le')
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

const MAX_POINT = 0x10ffff

const utf32 = (bytes: Buffer, big: boolean): string => {
  const points: string[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)
    if (point !== 0xfeff || at > 0) points.push(point > MAX_POINT ? '\ufffd' : String.fromCodePoint(point))
  }
  return points.join('')
}

/** The likelier order first: by the mark, else by where the zero bytes of the first letters stand. */
export const widths = (bytes: Buffer, width: 2 | 4): Readonly<{ marked: boolean; texts: readonly string[] }> => {
  const word = width === 2 ? bytes.toString('hex', 0, 2) : bytes.toString('hex', 0, 4)
  const marked = ['fffe', 'feff', 'fffe0000', '0000feff'].includes(word)
  const big = marked ? !word.startsWith('ff') : bytes[0] === 0
  const decode = width === 2 ? utf16 : utf32
  return { marked, texts: marked ? [decode(bytes, big)] : [decode(bytes, big), decode(bytes, !big)] }
}
