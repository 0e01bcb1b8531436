/** The few EXIF fields a rule asks for (TIFF 6.0, CIPA DC-008), with every offset checked: they are the sender's word. */

const WANTED: Readonly<Record<number, string>> = { 271: 'cameraMake', 315: 'artist', 33432: 'copyright', 270: 'title' }
const GPS = 0x8825
const ASCII = 2
const MAX_FIELDS = 200

export const readExif = (tiff: Buffer): Record<string, string> => {
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number): number =>
    at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  const u32 = (at: number): number =>
    at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)
  const found: Record<string, string> = {}
  const directory = u32(4)
  const count = Math.min(u16(directory), MAX_FIELDS)
  for (let i = 0; i < count; i += 1) {
    const field = directory + 2 + i * 12
    const tag = u16(field)
    const length = Math.min(u32(field + 4), 2000)
    if (tag === GPS && u32(field + 8) > 0) found.gps = 'yes'
    const key = WANTED[tag]
    if (key === undefined || u16(field + 2) !== ASCII) continue
    const start = length <= 4 ? field + 8 : u32(field + 8)
    const value = tiff
      .toString('utf8', start, Math.min(tiff.length, start + length))
      .replace(/\0.*$/s, '')
      .trim()
    if (value) found[key] = value
  }
  return found
}
