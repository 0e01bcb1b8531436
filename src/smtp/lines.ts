/**
 * Line ends of a message, watched while it streams by.
 *
 * Only CRLF ends a line (RFC 5321 §2.3.8). A bare CR or LF near a dot is how one message is made into two at a server
 * that reads line ends loosely (SMTP smuggling), and NUL is not allowed at all (RFC 5322 §2.2), so each is refused.
 */
import { isAscii } from 'node:buffer'
import { SmtpReply } from './reply.ts'

const LF = 10
/** On one byte a character this is ten times as fast as a walk over the bytes. A CR at the very end waits for the next chunk. */
const WRONG = /\r(?!\n|$)|(?<!\r)\n/

export class LineWatch {
  #afterCr = false
  #fault: SmtpReply | undefined
  #eightBit = false

  get eightBit(): boolean {
    return this.#eightBit
  }

  /** What is wrong so far. A message that ends ends in CRLF, so nothing is left open at its end. */
  get fault(): SmtpReply | undefined {
    return this.#fault
  }

  see(chunk: Buffer): void {
    if (this.#fault || chunk.length === 0) return
    if (!this.#eightBit && !isAscii(chunk)) this.#eightBit = true
    if (chunk.includes(0)) this.#fault = new SmtpReply(554, '5.6.0', 'Message holds a NUL byte (RFC 5322 2.2)')
    else this.#walk(chunk)
  }

  #walk(chunk: Buffer): void {
    const broken = this.#afterCr && chunk[0] !== LF
    const text = chunk.toString('latin1', this.#afterCr && !broken ? 1 : 0)
    const at = text.search(WRONG)
    this.#afterCr = text.endsWith('\r')
    if (broken) this.#blame('bare CR')
    else if (at >= 0) this.#blame(text[at] === '\r' ? 'bare CR' : 'bare LF')
  }

  #blame(what: string): void {
    this.#fault = new SmtpReply(550, '5.5.2', `Message holds a ${what}; lines end in CRLF (RFC 5321 2.3.8)`)
  }
}
