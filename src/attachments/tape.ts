/** The header of a file in a tape archive (POSIX.1-1988 ustar, GNU): fields in fixed places of a block of 512 bytes. */

export const BLOCK = 512

export const field = (header: Buffer, start: number, length: number): string => {
  const raw = header.subarray(start, start + length)
  const end = raw.indexOf(0)
  return raw.toString('utf8', 0, end < 0 ? raw.length : end)
}

const SUM = 148
const SUM_LENGTH = 8
const SPACES = 8 * 32

/** Programs have summed signed bytes too; readers take either. */
export const checksumHolds = (header: Buffer): boolean => {
  const told = Number.parseInt(field(header, SUM, SUM_LENGTH).trim(), 8)
  let sum = SPACES
  let signed = SPACES
  for (let i = 0; i < BLOCK; i += 1) {
    if (i >= SUM && i < SUM + SUM_LENGTH) continue
    sum += header[i]!
    signed += header.readInt8(i)
  }
  return told === sum || told === signed
}

const BASE_256 = 0x80

/** Octal digits; or, from 8 GB on, a number of the bytes themselves, marked by the highest bit (GNU, star). -1 for neither. */
export const numberAt = (header: Buffer, start: number, length: number): number => {
  if (header[start]! & BASE_256) {
    const first = header[start]! & 0x7f
    const value = header.subarray(start + 1, start + length).reduce((sum, byte) => sum * 256 + byte, first)
    return Number.isSafeInteger(value) ? value : -1
  }
  const text = field(header, start, length).trim()
  if (text === '') return 0
  return /^[0-7]{1,12}$/.test(text) ? Number.parseInt(text, 8) : -1
}
