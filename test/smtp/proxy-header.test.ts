/** The PROXY header as bytes: both versions, every cut, and nothing else. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseProxyHeader } from '../../src/smtp/proxy-header.ts'

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1')

const v2 = (command: number, kind: number, payload: Buffer): Buffer => {
  const head = Buffer.from([0x20 | command, kind, 0, 0])
  head.writeUInt16BE(payload.length, 2)
  return Buffer.concat([SIGNATURE, head, payload])
}

const addresses4 = (source: string): Buffer =>
  Buffer.concat([Buffer.from(source.split('.').map(Number)), Buffer.from([127, 0, 0, 1, 0x30, 0x39, 0x09, 0xdd])])

const v1Line = (line: string): Buffer => Buffer.from(`${line}\r\n`, 'latin1')

test.each([
  ['PROXY TCP4 203.0.113.7 192.0.2.1 56324 25', '203.0.113.7'],
  ['PROXY TCP6 2001:db8::7 2001:DB8::1 56324 25', '2001:db8::7'],
  ['PROXY TCP6 ::ffff:203.0.113.7 ::1 1 25', '::ffff:203.0.113.7'],
  ['PROXY UNKNOWN', undefined],
  ['PROXY UNKNOWN ffff::1 ffff::2 65535 65535', undefined],
])('version 1: %s', (line, client) => {
  const bytes = v1Line(line)
  expect(parseProxyHeader(Buffer.concat([bytes, Buffer.from('EHLO x\r\n')]))).toEqual({ length: bytes.length, client })
})

test.each([
  'PROXY TCP4 2001:db8::7 192.0.2.1 1 25',
  'PROXY TCP6 203.0.113.7 ::1 1 25',
  'PROXY TCP4 203.0.113.7 192.0.2.1 1',
  'PROXY TCP4 203.0.113.7 192.0.2.1 1 25 more',
  'PROXY TCP4 203.0.113.7  192.0.2.1 1 25',
  'PROXY TCP4 203.0.113.7 192.0.2.1 01 25',
  'PROXY TCP4 203.0.113.7 192.0.2.1 1 70000',
  'PROXY TCP4 203.0.113 192.0.2.1 1 25',
  'PROXY TCP6 fe80::1%eth0 ::1 1 25',
  'PROXY UDP4 203.0.113.7 192.0.2.1 1 25',
  'PROXY UNKNOWNS',
  'proxy TCP4 203.0.113.7 192.0.2.1 1 25',
  'EHLO client.school.example',
])('no header: %j', (line) => {
  expect(parseProxyHeader(v1Line(line))).toBe('bad')
})

test('a line that does not end is no header', () => {
  expect(parseProxyHeader(Buffer.from(`PROXY UNKNOWN ${'x'.repeat(92)}`))).toBe('more')
  expect(parseProxyHeader(Buffer.from(`PROXY UNKNOWN ${'x'.repeat(93)}`))).toBe('bad')
})

test('version 2: whom it speaks for', () => {
  const four = v2(1, 0x11, addresses4('203.0.113.7'))
  expect(parseProxyHeader(four)).toEqual({ length: 28, client: '203.0.113.7' })
  const six = Buffer.from('20010db8000000000000000000000007'.repeat(2), 'hex')
  const ports = Buffer.from([1, 2, 3, 4])
  expect(parseProxyHeader(v2(1, 0x21, Buffer.concat([six, ports])))).toEqual({ length: 52, client: '2001:db8::7' })
  const mapped = Buffer.from('00000000000000000000ffffcb007107'.repeat(2), 'hex')
  expect(parseProxyHeader(v2(1, 0x21, Buffer.concat([mapped, ports])))).toMatchObject({ client: '::ffff:203.0.113.7' })
  // Extensions (TLV) behind the addresses are passed over.
  const more = v2(1, 0x11, Buffer.concat([addresses4('203.0.113.7'), Buffer.from([0xea, 0, 2, 1, 1])]))
  expect(parseProxyHeader(more)).toEqual({ length: 33, client: '203.0.113.7' })
})

test('version 2: a balancer that speaks for itself, or knows no address', () => {
  expect(parseProxyHeader(v2(0, 0x00, Buffer.alloc(0)))).toEqual({ length: 16, client: undefined })
  // What LOCAL says of addresses is not looked at.
  expect(parseProxyHeader(v2(0, 0x11, addresses4('203.0.113.7')))).toEqual({ length: 28, client: undefined })
  expect(parseProxyHeader(v2(0, 0xff, Buffer.alloc(3)))).toEqual({ length: 19, client: undefined })
  expect(parseProxyHeader(v2(1, 0x00, Buffer.alloc(5)))).toEqual({ length: 21, client: undefined })
  expect(parseProxyHeader(v2(1, 0x31, Buffer.alloc(216)))).toEqual({ length: 232, client: undefined })
})

test('version 2: what is none', () => {
  expect(parseProxyHeader(v2(2, 0x11, addresses4('203.0.113.7')))).toBe('bad')
  expect(parseProxyHeader(v2(1, 0x41, Buffer.alloc(40)))).toBe('bad')
  expect(parseProxyHeader(v2(1, 0x11, Buffer.alloc(11)))).toBe('bad')
  expect(parseProxyHeader(v2(1, 0x11, Buffer.alloc(4081)))).toBe('bad')
  const third = v2(1, 0x11, addresses4('203.0.113.7'))
  third[12] = 0x31
  expect(parseProxyHeader(third)).toBe('bad')
})

const header = fc.oneof(
  fc
    .tuple(fc.ipV4(), fc.ipV4(), fc.nat(65_535), fc.nat(65_535))
    .map(([a, b, p, q]) => v1Line(`PROXY TCP4 ${a} ${b} ${p} ${q}`)),
  fc.ipV4().map((source) => v2(1, 0x11, addresses4(source))),
  fc.uint8Array({ maxLength: 400 }).map((payload) => v2(0, 0x00, Buffer.from(payload))),
)

test('whole or not yet: no cut of a header is taken for one, and what follows is left', () => {
  fc.assert(
    fc.property(header, fc.uint8Array({ maxLength: 40 }), (bytes, behind) => {
      const whole = parseProxyHeader(bytes)
      expect(whole).toMatchObject({ length: bytes.length })
      expect(parseProxyHeader(Buffer.concat([bytes, behind]))).toEqual(whole)
      for (let cut = 0; cut < bytes.length; cut += 1) expect(parseProxyHeader(bytes.subarray(0, cut))).toBe('more')
    }),
  )
})

test('any bytes: an answer, and an address only of a right one', () => {
  const start = fc.constantFrom(Buffer.alloc(0), Buffer.from('PROXY '), Buffer.from('PROXY TCP4 '), SIGNATURE)
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 300 }), (before, rest) => {
      const bytes = Buffer.concat([before, rest])
      const found = parseProxyHeader(bytes)
      if (typeof found === 'string') return
      expect(found.length).toBeLessThanOrEqual(bytes.length)
      expect(found.client ?? '::').toMatch(/^[0-9a-f.:]+$/)
    }),
    { numRuns: 2000 },
  )
})
