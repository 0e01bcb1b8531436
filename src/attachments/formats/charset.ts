/** Text of unknown encoding: by its mark, else UTF-8, else Windows-1252, which never fails (WHATWG Encoding §4). */

const utf8 = new TextDecoder('utf-8', { fatal: true })
const western = new TextDecoder('windows-1252')

export const decodeText = (bytes: Buffer): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
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
