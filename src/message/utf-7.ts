/**
 * UTF-7 (RFC 2152): letters outside ASCII, or any letter that wants to hide, stand between `+` and `-` as base64 of UTF-16.
 * "wacht+AHc-oord" is "wachtwoord" for the programs that read it.
 */

const SHIFTED = /\+([A-Za-z0-9+/]*)-?/g

const utf16 = (letters: string): string => {
  const bytes = Buffer.from(letters, 'base64')
  return bytes
    .subarray(0, bytes.length & ~1)
    .swap16()
    .toString('utf16le')
}

export const decodeUtf7 = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(SHIFTED, (whole, letters: string) => {
    if (letters !== '') return utf16(letters)
    return whole === '+-' ? '+' : whole
  })
