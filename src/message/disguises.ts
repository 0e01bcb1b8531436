/**
 * Words that the eye reads and a machine does not: letters set apart ("w a c h t w o o r d"), in circles and squares, in flags,
 * and labels with figures for letters ("w@chtw00rd: …"). Such a line is judged once more as the eye reads it.
 */

const LETTER = 1
const SEPARATOR = 2

const kinds = new Uint8Array(128)
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')
  kinds[letter.charCodeAt(0)] = LETTER
for (const sign of ' .-_*|/~,') kinds[sign.charCodeAt(0)] = SEPARATOR

const kindAt = (text: string, at: number): number => {
  const code = text.charCodeAt(at)
  return code < 128 ? kinds[code]! : code === 0xa0 || code === 0xb7 ? SEPARATOR : code >= 0xc0 ? LETTER : 0
}

const APART = 5

/** Five letters or more, each with the same one sign behind it; what RUN would tell, at a tenth of the price. */
const hasRun = (text: string): boolean => {
  for (let at = 1; at + 7 < text.length; at += 2) {
    // Every second sign of such a run is a separator, wherever the run begins.
    const from = kindAt(text, at) === SEPARATOR ? at : at + 1
    if (kindAt(text, from) === SEPARATOR && kindAt(text, from + 2) === SEPARATOR && kindAt(text, from + 1) === LETTER)
      return true
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

const HAS_FIGURE = /[01345@$7]/

/** The line as the eye reads it; undefined where that is how it stands. */
export const unmasked = (line: string): string | undefined => {
  let text = line
  if (BOXED_WORD.test(text)) text = text.replace(EACH_BOXED, plainLetter)
  if (hasRun(text)) text = together(text)
  if (HAS_FIGURE.test(text)) text = text.replace(LABEL, unfigured)
  return text === line ? undefined : text
}
