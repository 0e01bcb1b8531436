/** Digests of a message as it streams by: of the whole, and of what stands below its header (RFC 5322 §2.1). */
import { createHash } from 'node:crypto'

const END = Buffer.from('\r\n\r\n')

export class Fingerprint {
  readonly #header = createHash('sha256')
  readonly #body = createHash('sha256')
  /** A message may begin with the empty line: then it has no header at all. */
  #tail = Buffer.from('\r\n')
  #below = false

  update(chunk: Buffer): void {
    if (this.#below) {
      this.#body.update(chunk)
      return
    }
    const seen = Buffer.concat([this.#tail, chunk])
    const end = seen.indexOf(END)
    this.#below = end >= 0
    const from = this.#below ? end + END.length - this.#tail.length : chunk.length
    this.#header.update(chunk.subarray(0, from))
    this.#body.update(chunk.subarray(from))
    this.#tail = seen.subarray(-3)
  }

  digest(): Readonly<{ whole: string; body: string }> {
    const body = this.#body.digest('hex')
    return { whole: `${this.#header.digest('hex')} ${body}`, body }
  }
}
