/** Text of unknown encoding: by its mark, else UTF-8, else Windows-1252, which never fails (WHATWG Encoding §4). */

const utf8 = new TextDecoder('utf-8', { fatal: true })
const western = new TextDecoder('windows-1252')

/**
 * The order of the bytes in UTF-16 that bears no mark, as Windows programs write and read it: in our languages every other
 * byte is nearly always 0, and no byte pair is one of the control characters that a text never has.
 */
export const unmarkedUtf16 = (bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined => {
  const head = bytes.subarray(0, 4096)
  if (head.length < 8 || bytes.length % 2 === 1) return undefined
  const zeros = [0, 0]
  let controls = 0
  for (let at = 0; at + 1 < head.length; at += 2) {
    const [first, second] = [head[at]!, head[at + 1]!]
    if (first === 0) zeros[0]! += 1
    if (second === 0) zeros[1]! += 1
    if (isControl(first + second) && first * second === 0) controls += 1
  }
  const pairs = head.length >> 1
  if (controls > 0) return undefined
  if (zeros[1]! > pairs * 0.8 && zeros[0] === 0) return 'utf-16le'
  return zeros[0]! > pairs * 0.8 && zeros[1] === 0 ? 'utf-16be' : undefined
}

const isControl = (code: number): boolean => code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12

export const decodeText = (bytes: Buffer): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const wide = unmarkedUtf16(bytes)
  if (wide) return new TextDecoder(wide).decode(bytes)
  try {
    return utf8.decode(bytes)
  } catch {
    return western.decode(bytes)
  }
}

/** HTML and XML may name their encoding in the first kilobyte; what they name wins, unless the bytes are marked. */
export const decodeMarkup = (bytes: Buffer): string => {
  if (bytes[0] === 0xff || bytes[0] === 0xfe || bytes[0] === 0xef) return decodeText(bytes)
  const head = bytes.toString('latin1', 0, 1024)
  const label = /(?:charset|encoding)\s{0,8}=\s{0,8}["']?([\w-]{2,40})/i.exec(head)?.[1]
  // A page that could be read here as ASCII is not UTF-16, whatever it claims.
  if (!label || /^utf-?(?:8|16|32)/i.test(label)) return decodeText(bytes)
  try {
    return new TextDecoder(label).decode(bytes)
  } catch {
    return decodeText(bytes)
  }
}
