/** Writes tape archives for tests (POSIX ustar). */

const BLOCK = 512

export const tarOf = (files: Readonly<Record<string, string>>): Buffer => {
  const blocks = Object.entries(files).map(([name, text]) => {
    const data = Buffer.from(text)
    const header = Buffer.alloc(BLOCK)
    header.write(name, 0)
    header.write('0000644\0', 100)
    header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write('        0', 148)
    header.write('ustar\u000000', 257)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    const padding = Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)
    return Buffer.concat([header, data, padding])
  })
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)])
}
