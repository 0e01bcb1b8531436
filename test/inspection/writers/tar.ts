/** Tar by POSIX.1-1988 (ustar). */

type Entry = readonly [name: string, data: Buffer]

const header = (name: string, size: number): Buffer => {
  const block = Buffer.alloc(512)
  block.write(name, 0, 100)
  block.write('0000644\0', 100)
  block.write('0000000\x000000000\0', 108)
  block.write(`${size.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0`, 124)
  block.write('        0', 148)
  block.write('ustar\x0000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

export const tarOf = (entries: Iterable<Entry>): Buffer => {
  const blocks: Buffer[] = []
  for (const [name, data] of entries)
    blocks.push(header(name, data.length), data, Buffer.alloc((512 - (data.length % 512)) % 512))
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}
