/** Encoded words of header values (RFC 2047, RFC 2231 §5) as readable text. */
import { decodeCharset } from './charsets.ts'
import { decodeQuotedPrintable } from './transfer.ts'

// =?charset*language?B|Q?text?=  Blanks and question marks in the text are forbidden, yet seen, and shown by mail programs.
const ENCODED_WORD = /=\?([^?\s*]{1,40})(?:\*[^?\s]{0,40})?\?([bq])\?((?:[^?=]|=(?!\?(?!=))|\?(?!=))*)\?=/gi

type Piece = { charset: string; bytes: Buffer }

const bytesOf = (encoding: string, text: string): Buffer =>
  encoding === 'b'
    ? Buffer.from(text, 'base64')
    : decodeQuotedPrintable(Buffer.from(text.replaceAll('_', ' '), 'latin1'))

const say = (run: readonly Piece[]): string =>
  run.length === 0 ? '' : decodeCharset(Buffer.concat(run.map((piece) => piece.bytes)), run[0]!.charset).text

/**
 * White space between two encoded words is not shown. Bytes of neighbours in one charset are joined before they are
 * decoded: senders split a multi-byte letter over two words, and each half alone would be unreadable.
 */
export const decodeWords = (value: string): string => {
  if (!value.includes('=?')) return value
  let out = ''
  let last = 0
  let run: Piece[] = []
  for (const match of value.matchAll(ENCODED_WORD)) {
    const charset = match[1]!.toLowerCase()
    const encoding = match[2]!.toLowerCase()
    const between = value.slice(last, match.index)
    const neighbours = run.length > 0 && between.trim() === ''
    if (!neighbours || run[0]!.charset !== charset) {
      out += say(run)
      run = []
    }
    if (!neighbours) out += between
    run.push({ charset, bytes: bytesOf(encoding, match[3]!) })
    last = match.index + match[0].length
  }
  return out + say(run) + value.slice(last)
}
