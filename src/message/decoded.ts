/** What a text says once its encodings are undone: words and files in base64, and the spellings of addresses and programs. */
import type { EmbeddedFile } from './embedded-file.ts'
import { unescapedLines } from './escapes.ts'
import type { Line } from './lines.ts'
import { findPasted } from './pasted.ts'
import { splitLines } from './plain.ts'

/** `number`: of the line it began on. `cut`: there was more than we read. */
export type Decoded = Readonly<{
  texts: readonly Readonly<{ number: number; text: string }>[]
  files: readonly EmbeddedFile[]
  cut: boolean
}>

// Base64 of base64 of base64: each layer is one more decoding for a reader who wants to.
const LAYERS = 3

const unescapedTexts = (lines: readonly Line[]): { number: number; text: string }[] =>
  unescapedLines(lines.map(({ text }) => text)).flatMap((text, i) =>
    text === undefined || text.trim() === '' ? [] : [{ number: lines[i]!.number, text }],
  )

export const decode = (lines: readonly Line[], layer = 0): Decoded => {
  const pasted = findPasted(lines)
  const texts = [...unescapedTexts(lines), ...pasted.texts]
  const deeper = layer < LAYERS ? texts.map(({ number, text }) => decode(numbered(text, number), layer + 1)) : []
  return {
    texts: [...texts, ...deeper.flatMap((one) => one.texts)],
    files: [...pasted.files, ...deeper.flatMap((one) => one.files)],
    cut: pasted.cut || deeper.some((one) => one.cut),
  }
}

const numbered = (text: string, number: number): Line[] => splitLines(text).map((line) => ({ ...line, number }))

/** The same for the text of a file. */
export const decodeText = (text: string): Decoded => decode(splitLines(text))
