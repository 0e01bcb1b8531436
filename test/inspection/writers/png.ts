/** PNG (ISO 15948): one bit a pixel, all black. */
import { crc32, deflateSync } from 'node:zlib'

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}

/** `bytes` of pixels where it shall have other than its size says. */
export const pngOf = (width: number, height: number, bytes = height * (Math.ceil(width / 8) + 1)): Buffer => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(bytes), { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A square photo in colours: slopes of light with the grain of a camera. `grain` gives a byte for each pixel. */
export const photoOf = (side: number, grain: Buffer): Buffer => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2], 8)
  const rows = Buffer.alloc(side * (side * 3 + 1))
  for (let y = 0, at = 0; y < side; y += 1) {
    at += 1
    for (let x = 0; x < side; x += 1, at += 3) {
      const noise = grain[y * side + x]! & 31
      rows[at] = ((x * 200) / side + noise) & 255
      rows[at + 1] = ((y * 200) / side + noise) & 255
      rows[at + 2] = (((x + y) * 100) / side + noise) & 255
    }
  }
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
