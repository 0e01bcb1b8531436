/**
 * Words that the eye reads and a machine does not: letters set apart ("w a c h t w o o r d"), in circles and squares, in flags,
 * and labels with figures for letters ("w@chtw00rd: …"). Such a line is judged once more as the eye reads it.
 */
import { unitsOf } from './units.ts'

const separators = new Uint8Array(0x10000)
for (const sign of ' .-_*|/~,\u00a0\u00b7') separators[sign.charCodeAt(0)] = 1

const APART = 5
const SEPARATORS = APART - 1
const LEAST_UNITS = APART + SEPARATORS

const isHalf = (unit: number | undefined): boolean => unit !== undefined && unit >= 0xd800 && unit < 0xe000

/** How many times the separator at `from` comes back that way, one letter further each time; enough is enough. */
const again = (units: Uint16Array, from: number, way: 1 | -1): number => {
  const separator = units[from]!
  let at = from
  for (let count = 0; count < SEPARATORS; count++) {
    const next = at + way * (isHalf(units[at + way]) ? 3 : 2)
    if (units[next] !== separator || separators[units[at + way]!] === 1) return count
    at = next
  }
  return SEPARATORS
}

/** Five letters or more, each with the same one sign behind it; what RUN would tell, at a hundredth of the price. */
const hasRun = (text: string): boolean => {
  const units = unitsOf(text)
  // However such a run lies, one of these looks falls into it, and a separator is near.
  for (let at = 0; at + 1 < units.length; at += LEAST_UNITS - 1) {
    const from = separators[units[at]!] === 1 ? at : separators[units[at + 1]!] === 1 ? at + 1 : at + 2
    if (from >= units.length || separators[units[from]!] !== 1) continue
    if (1 + again(units, from, -1) + again(units, from, 1) >= SEPARATORS) return true
  }
  return false
}

const RUN =
  /(?<![\p{L}\p{N}])[\p{L}\p{N}]([ .\-_*|/~,\u00a0\u00b7])[\p{L}\p{N}](?:\1[\p{L}\p{N}]){3,60}(?![\p{L}\p{N}])/gu
const SHORT =
  /(?<![\p{L}\p{N}])[\p{L}\p{N}]([ .\-_*|/~,\u00a0\u00b7])[\p{L}\p{N}](?:\1[\p{L}\p{N}]){0,60}(?![\p{L}\p{N}])/gu
const LETTERS = /\p{L}/gu

/** A row of figures is a number, and no word. Beside a long word a short one is set apart too. */
const together = (text: string): string => {
  const long = text.replace(RUN, (run, separator: string) =>
    (run.match(LETTERS)?.length ?? 0) >= APART ? run.replaceAll(separator, '') : run,
  )
  return long === text ? text : long.replace(SHORT, (run, separator: string) => run.replaceAll(separator, ''))
}

const BOXED = /[\u24b6-\u24e9]|\ud83c[\udd30-\udd49\udd50-\udd69\udd70-\udd89\udde6-\uddff]/
const EACH_BOXED = new RegExp(BOXED.source, 'g')
// Flags are made of two; lists are numbered with one.
const BOXED_WORD = new RegExp(`(?:${BOXED.source})(?:\\s?(?:${BOXED.source})){4}`)

/** First of the alphabet in each of the blocks of Enclosed Alphanumerics and their Supplement. */
const BLOCKS = [0x24b6, 0x24d0, 0x1f130, 0x1f150, 0x1f170, 0x1f1e6]
const SIZE = 26

const plainLetter = (boxed: string): string => {
  const point = boxed.codePointAt(0)!
  const start = BLOCKS.find((first) => point >= first && point < first + SIZE) ?? point
  return String.fromCharCode(0x61 + point - start)
}

const FIGURES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
}
// A label: what stands behind it is the value, which is left as it is.
const LABEL =
  /(?<![\p{L}\p{N}@$.])(?=\p{L}?[\p{L}01345]{0,12}[01345@$7])[\p{L}0134579@$]{5,24}(?=\s{0,2}[:=]|\s(?:is|luidt|est|wordt)\s)/giu

const unfigured = (label: string): string =>
  (label.match(LETTERS)?.length ?? 0) < 3 ? label : label.replace(/[01345@$7]/g, (figure) => FIGURES[figure]!)

// What ends like a label with a figure in it. Nearly no text has one with letters too, and LABEL is dear.
const ENDS_AS_LABEL = /[0134579@$][a-z0134579@$\u00aa-\uffff]{0,48}(?:\s{0,2}[:=]|\s(?:i[sſ]|luidt|e[sſ]t|wordt)\s)/gi
const FIGURED = /[a-z\u00aa-\uffff][0134579@$]|[0134579@$][a-z\u00aa-\uffff]/i

const mayHaveLabel = (text: string): boolean => {
  for (const { 0: end, index } of text.matchAll(ENDS_AS_LABEL))
    if (FIGURED.test(text.slice(Math.max(0, index - 1), index + end.length))) return true
  return false
}

/** Each line as the eye reads it; undefined where that is how it stands, and no line at all where all do. */
export const unmaskedLines = (lines: readonly string[]): (string | undefined)[] => {
  const all = lines.join('\n')
  const boxed = BOXED_WORD.test(all)
  const apart = boxed || hasRun(all)
  if (!apart && !mayHaveLabel(all)) return []
  return lines.map((line) => {
    let text = line
    if (boxed && BOXED_WORD.test(text)) text = text.replace(EACH_BOXED, plainLetter)
    if (apart && hasRun(text)) text = together(text)
    if (mayHaveLabel(text)) text = text.replace(LABEL, unfigured)
    return text === line ? undefined : text
  })
}

export const unmasked = (line: string): string | undefined => unmaskedLines([line])[0]
