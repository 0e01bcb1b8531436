/** Charsets of seven bits that shift into another one and back: HZ (RFC 1843) and ISO-2022-KR (RFC 1557). */

const high = (letters: string): string =>
  letters.replace(/[\x21-\x7e]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) | 0x80))

/** As GB 2312 in eight bits. `~~` is a tilde, and a tilde at the end of a line is nothing. */
export const hzAsGb = (bytes: Buffer): Buffer =>
  Buffer.from(
    bytes.toString('latin1').replace(/~\{([^~\n]*)(?:~\}|(?=\n)|$)|~~|~\r?\n/g, (whole, letters?: string) => {
      if (letters !== undefined) return high(letters)
      return whole === '~~' ? '~' : ''
    }),
    'latin1',
  )

/** As EUC-KR. The announcement at the head (ESC $ ) C) says nothing more. */
export const koreanAsEuc = (bytes: Buffer): Buffer =>
  Buffer.from(
    bytes
      .toString('latin1')
      .replaceAll('\x1b$)C', '')
      .replace(/\x0e([^\x0f\n]*)\x0f?/g, (_, letters: string) => high(letters)),
    'latin1',
  )
