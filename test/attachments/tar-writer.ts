/** Writes tape archives for tests: ustar (POSIX.1-1988), pax (POSIX.1-2001), GNU and the ones before there was a mark. */

export type TarInput = Readonly<{
  name: string
  data?: Buffer | string
  /** '0' file, '5' folder, '1' and '2' links, 'x' pax, 'L' GNU long name, 'S' GNU sparse. */
  type?: string
  link?: string
  prefix?: string
  /** As GNU writes sizes from 8 GB on. */
  base256?: boolean
  /** No "ustar", as in 1979. */
  old?: boolean
}>

const BLOCK = 512
const END = Buffer.alloc(2 * BLOCK)

const sized = (header: Buffer, size: number, base256: boolean): void => {
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  if (!base256) return
  header.fill(0, 124, 136)
  header[124] = 0x80
  header.writeUInt32BE(size, 132)
}

export const tarEntry = (input: TarInput): Buffer => {
  const { name, data = '', type = '0', link = '', prefix = '', base256 = false, old = false } = input
  const content = Buffer.from(data)
  const header = Buffer.alloc(BLOCK)
  header.write(name, 0, 100)
  header.write('0000644\0', 100)
  sized(header, content.length, base256)
  header.write('        ', 148)
  header.write(type, 156)
  header.write(link, 157)
  if (!old) header.write('ustar\u000000', 257)
  header.write(prefix, 345)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)])
}

export const writeTar = (inputs: readonly TarInput[]): Buffer => Buffer.concat([...inputs.map(tarEntry), END])

/** "27 path=map/brief.txt\n", where 27 counts itself. */
export const paxRecord = (key: string, value: string): string => {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  const guess = rest + String(rest).length
  return `${rest + String(guess).length} ${key}=${value}\n`
}
