/** S/MIME (RFC 5652) in DER: signed data with its content inside, without a signature; and enveloped data. */

const size = (length: number): number[] =>
  length < 128
    ? [length]
    : length < 256
      ? [0x81, length]
      : length < 65536
        ? [0x82, length >> 8, length & 255]
        : [0x83, length >> 16, (length >> 8) & 255, length & 255]
const der = (tag: number, ...inside: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(inside)
  return Buffer.concat([Buffer.from([tag, ...size(body.length)]), body])
}
const sequence = (...inside: Buffer[]): Buffer => der(0x30, ...inside)
const set = (...inside: Buffer[]): Buffer => der(0x31, ...inside)
const integer = (value: number): Buffer => der(2, Buffer.from([value]))
const explicit = (...inside: Buffer[]): Buffer => der(0xa0, ...inside)
/** 1.2.840.113549.1.7.x (PKCS #7). */
const pkcs7 = (kind: number): Buffer => der(6, Buffer.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, kind]))
const AES256_CBC = der(6, Buffer.from('60864801650304012a', 'hex'))

export const signedData = (content: Buffer): Buffer =>
  sequence(pkcs7(2), explicit(sequence(integer(1), set(), sequence(pkcs7(1), explicit(der(4, content))), set())))

export const envelopedData = (sealed: Buffer): Buffer =>
  sequence(
    pkcs7(3),
    explicit(
      sequence(
        integer(0),
        set(),
        sequence(pkcs7(1), sequence(AES256_CBC, der(4, Buffer.alloc(16, 7))), der(0x80, sealed)),
      ),
    ),
  )
