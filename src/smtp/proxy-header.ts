/**
 * The PROXY protocol header (haproxy.org, proxy-protocol.txt, 2020/03/05): version 1 is a line of text, version 2 binary.
 * Strict, since it decides who the client is: what is not exactly a header is none.
 */
import { isIPv4, isIPv6, SocketAddress } from 'node:net'

/** `client` undefined: the balancer speaks for itself (a health check), or does not know whom it speaks for. */
export type ProxyHeader = Readonly<{ length: number; client: string | undefined }>

/** §2.1: "the longest possible line", CRLF included. */
const V1_MOST = 107
const V1_START = Buffer.from('PROXY ')
const V2_START = Buffer.from([0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a])
const V2_FIXED = 16
/** Addresses take 216 at most; the rest are extensions (TLS facts, names of cloud endpoints), which we pass over. */
const V2_MOST = 4096

const V1_LINE = /^(TCP4|TCP6) ([0-9a-fA-F:.]{2,45}) ([0-9a-fA-F:.]{2,45}) (\d{1,5}) (\d{1,5})$/

/** An IPv4 client of a dual-stack balancer may come in IPv6 clothes; the allow list knows both. */
const plain = (address: string): string =>
  isIPv6(address) ? new SocketAddress({ address, family: 'ipv6' }).address : address

const isPort = (text: string): boolean => String(Number(text)) === text && Number(text) <= 65_535

const parseLine = (line: string, length: number): ProxyHeader | 'bad' => {
  if (/^UNKNOWN(?: |$)/.test(line)) return { length, client: undefined }
  const [, family, source = '', target = '', from = '', to = ''] = V1_LINE.exec(line) ?? []
  const isAddress = family === 'TCP4' ? isIPv4 : isIPv6
  const right = family !== undefined && isAddress(source) && isAddress(target) && isPort(from) && isPort(to)
  return right ? { length, client: plain(source) } : 'bad'
}

const parseV1 = (bytes: Buffer): ProxyHeader | 'more' | 'bad' => {
  const end = bytes.subarray(0, V1_MOST).indexOf('\r\n')
  if (end >= 0) return parseLine(bytes.toString('latin1', V1_START.length, end), end + 2)
  return bytes.length < V1_MOST ? 'more' : 'bad'
}

const ipv6Of = (bytes: Buffer): string => plain((bytes.toString('hex').match(/.{4}/g) ?? []).join(':'))

/** Address family and transport (§2.2): the bytes they need, and what they say of the client. */
const FAMILIES: Readonly<Record<number, readonly [bytes: number, client: (addresses: Buffer) => string | undefined]>> =
  {
    0: [0, () => undefined],
    17: [12, (addresses) => addresses.subarray(0, 4).join('.')],
    18: [12, () => undefined],
    33: [36, (addresses) => ipv6Of(addresses.subarray(0, 16))],
    34: [36, () => undefined],
    49: [216, () => undefined],
    50: [216, () => undefined],
  }
const LOCAL = 0x20
const PROXY = 0x21

const parseV2 = (bytes: Buffer): ProxyHeader | 'more' | 'bad' => {
  if (bytes.length < V2_FIXED) return 'more'
  const [command, kind, size] = [bytes.readUInt8(12), bytes.readUInt8(13), bytes.readUInt16BE(14)]
  const length = V2_FIXED + size
  const [needed, client] = FAMILIES[kind] ?? []
  if ((command !== LOCAL && command !== PROXY) || length > V2_MOST) return 'bad'
  // Of LOCAL the receiver must pass over what it says of addresses, whatever it is.
  if (command === PROXY && (needed === undefined || size < needed)) return 'bad'
  if (bytes.length < length) return 'more'
  return { length, client: command === PROXY ? client?.(bytes.subarray(V2_FIXED)) : undefined }
}

const begins = (bytes: Buffer, start: Buffer): boolean => {
  const known = Math.min(bytes.length, start.length)
  return bytes.subarray(0, known).equals(start.subarray(0, known))
}

/** `bytes`: all that came so far; what stands behind `length` is no part of the header. */
export const parseProxyHeader = (bytes: Buffer): ProxyHeader | 'more' | 'bad' => {
  if (begins(bytes, V2_START)) return parseV2(bytes)
  return begins(bytes, V1_START) ? parseV1(bytes) : 'bad'
}
