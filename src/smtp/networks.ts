/** Which clients are ours: addresses and networks (CIDR), IPv4 and IPv6. An IPv4 client of a dual-stack socket counts as IPv4. */
import { BlockList, isIP } from 'node:net'

type Network = Readonly<{ address: string; prefix: number; family: 'ipv4' | 'ipv6' }>

const MAPPED = /^::ffff:(?=\d{1,3}\.)/i

const parse = (text: string): Network | undefined => {
  const [written = '', bits, ...more] = text.trim().split('/')
  const mapped = MAPPED.test(written)
  const address = written.replace(MAPPED, '')
  const version = isIP(address)
  const whole = version === 4 ? 32 : 128
  if (version === 0 || more.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return undefined
  const prefix = bits === undefined ? whole : Number(bits) - (mapped ? 96 : 0)
  if (prefix < 0 || prefix > whole) return undefined
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' }
}

export const isNetwork = (text: string): boolean => parse(text) !== undefined

export const networkList = (texts: readonly string[]): ((client: string) => boolean) => {
  const list = new BlockList()
  for (const text of texts) {
    const network = parse(text)
    if (network) list.addSubnet(network.address, network.prefix, network.family)
  }
  return (client) => {
    const one = parse(client)
    return one !== undefined && list.check(one.address, one.family)
  }
}
