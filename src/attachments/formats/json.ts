/**
 * JSON (RFC 8259), also one value a line: each key with its value on a line of its own, as a program shows it. What stands
 * between strings is structure, whether it fits together or not.
 */
import type { Reader } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { decodeText } from './charset.ts'

const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\n', t: '\t', b: ' ', f: ' ' }
const ESCAPE = /\\(?:u([0-9a-f]{4})|(["\\/bfnrt]))/gi

const unescaped = (text: string): string =>
  text.replace(ESCAPE, (_, hex?: string, short?: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (SHORT[short!] ?? short!),
  )

/** Where the string that begins at `at` ends: behind its closing quote, or at the end of a text that was cut off. */
const endOfString = (text: string, at: number): number => {
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === '\\') end += 1
    else if (text[end] === '"') return end + 1
  }
  return text.length
}

const addStructure = (between: string, out: TextBuilder): void => {
  for (const sign of between.match(/[{}[\],\n]|:|[^\s{}[\],:]+/g) ?? []) {
    if (sign === ':') out.add(': ')
    else if ('{}[],\n'.includes(sign)) out.endLine()
    else out.add(sign)
  }
}

export const readJson: Reader['read'] = (bytes, { maxTextChars }) => {
  const text = decodeText(bytes).replaceAll('\r\n', '\n').replaceAll('\r', '\n')
  const out = new TextBuilder(maxTextChars)
  for (let at = 0; at < text.length && !out.full; ) {
    const quote = text.indexOf('"', at)
    addStructure(text.slice(at, quote < 0 ? text.length : quote), out)
    if (quote < 0) break
    at = endOfString(text, quote)
    out.add(unescaped(text.slice(quote + 1, text[at - 1] === '"' && at - 1 > quote ? at - 1 : at)))
  }
  return { pieces: out.take(), troubles: out.troubles() }
}
