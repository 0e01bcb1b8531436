/** The last resort for binary formats: runs of letters, as UTF-16 or as single bytes. */
import type { Piece } from '../reading.ts'
import type { TextBuilder } from '../text-builder.ts'

const MIN_RUN = 4
const isWide = (code: number): boolean =>
  (code >= 32 && code < 0x250 && code !== 127) || code === 9 || code === 0x20ac || (code >= 0x2010 && code <= 0x2026)
const isNarrow = (byte: number): boolean => (byte >= 32 && byte < 127) || byte === 9 || byte >= 0xc0
const western = new TextDecoder('windows-1252')

type Say = (run: string) => void

const scanWide = (bytes: Buffer, start: number, out: TextBuilder, say: Say): void => {
  let from = -1
  for (let at = start; at + 1 < bytes.length && !out.full; at += 2) {
    if (isWide(bytes.readUInt16LE(at))) {
      if (from < 0) from = at
      continue
    }
    if (from >= 0 && at - from >= MIN_RUN * 2) say(bytes.toString('utf16le', from, at))
    from = -1
  }
}

const scanNarrow = (bytes: Buffer, out: TextBuilder, say: Say): void => {
  let from = -1
  for (let at = 0; at < bytes.length && !out.full; at += 1) {
    if (isNarrow(bytes[at]!)) {
      if (from < 0) from = at
      continue
    }
    if (from >= 0 && at - from >= MIN_RUN) say(western.decode(bytes.subarray(from, at)))
    from = -1
  }
}

// Tables of sectors and numbers look like rows of letters too. Where the format is known, only what could be words is added.
const COULD_BE_WORDS = /[a-zß-ýœšž]{3}|\d{4}/i
// How many characters may be searched for runs that stand inside a line.
const MAX_SEARCHED = 200_000_000

// "Caolan80" and "Sans1" are names of programs and fonts that look like secrets. In a sentence every word counts.
const wordsOf = (run: string): string => {
  const plain = run.split(/\s+/).filter((word) => /^(?:\p{Lu}?\p{Ll}{2,}|\p{Lu}{3,}|\d{4,}):?$/u.test(word))
  return plain.length >= 3 ? run : plain.join(' ')
}

const wholeLines = (pieces: readonly Piece[]): Set<string> =>
  new Set(pieces.flatMap(({ text }) => text.split(/[\t\n]/)).map((line) => line.trim()))

/** Runs that stand in none of `known`: what a good reader found needs not be said again. */
export const scanLetters = (bytes: Buffer, known: readonly Piece[], wide: TextBuilder, narrow: TextBuilder): void => {
  const lines = wholeLines(known)
  const text = known.map((piece) => piece.text).join('\n')
  let searched = 0
  const isKnown = (run: string): boolean => {
    if (lines.has(run)) return true
    if (searched > MAX_SEARCHED) return false
    searched += text.length
    return text.includes(run)
  }
  const into =
    (out: TextBuilder): Say =>
    (run) => {
      // The length of the next string looks like a letter behind this one.
      const words = run.replace(/^[^ -ÿ]{1,4}|[^ -ÿ]{1,4}$/g, '').trim()
      if (known.length > 0 && (!COULD_BE_WORDS.test(words.replace(/[ÿþ]/g, '')) || isKnown(words))) return
      const said = known.length > 0 ? wordsOf(run) : run
      if (said !== '') out.add(`${said}\n`)
    }
  // Text may begin at an odd byte.
  scanWide(bytes, 0, wide, into(wide))
  scanWide(bytes, 1, wide, into(wide))
  scanNarrow(bytes, narrow, into(narrow))
}
