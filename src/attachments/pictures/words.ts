/** The words of Tesseract's table, in lines, and only those that it is sure of: hair and leaves look like letters too. */

type Word = Readonly<{ line: string; left: number; right: number; height: number; sure: number; text: string }>

const MIN_SURE = 50
const SURE = 80
const MAX_WORDS = 20_000

/** Columns: level, page, block, paragraph, line, word, left, top, width, height, certainty, text. Level 5 is a word. */
const wordsOf = (table: string): Word[] =>
  table
    .split('\n')
    .slice(0, MAX_WORDS)
    .flatMap((row) => {
      const cells = row.split('\t')
      const text = (cells[11] ?? '').trim()
      if (cells[0] !== '5' || text === '') return []
      const [left, width, height, sure] = [cells[6], cells[8], cells[9], cells[10]].map(Number) as [
        number,
        number,
        number,
        number,
      ]
      return [{ line: cells.slice(2, 5).join(), left, right: left + width, height, sure, text }]
    })

const letters = (text: string): number => text.replace(/[^\p{L}\d]/gu, '').length
const isShaped = (text: string): boolean => letters(text) * 2 > text.length

/** A line of a photo without words reads as "| é ~ ‘ Rn": few signs, none of them sure. */
const isLine = (words: readonly Word[]): boolean => {
  const good = words.filter(({ text, sure }) => sure >= SURE && isShaped(text))
  const weight = (list: readonly Word[]): number => list.reduce((sum, { text }) => sum + letters(text), 0)
  return weight(good) >= 3 && weight(good) * 2 >= weight(words)
}

/** Words far apart are cells of a table; a ruled line between two is read as a stroke. */
const sayLine = (words: readonly Word[]): string => {
  let said = ''
  let end: number | undefined
  for (const { text, left, right, height } of words) {
    const apart = end !== undefined && left - end > Math.max(18, height * 1.6)
    said += `${said === '' ? '' : apart ? '\t' : ' '}${text}`
    end = right
  }
  return said
    .replace(/[ \t]?\|[ \t]?/g, '\t')
    .replace(/\t{2,}/g, '\t')
    .trim()
}

/** A sentence that goes on in the next line is one; a list that begins anew in each is not. */
const joined = (lines: readonly string[]): string =>
  lines.reduce((text, line) => {
    const goesOn = /[\p{L},]/u.test(text.at(-1) ?? '') && /^\p{Ll}/u.test(line) && !line.includes('\t')
    return text === '' ? line : `${text}${goesOn ? ' ' : '\n'}${line}`
  }, '')

export type Reading = Readonly<{
  text: string
  /** Letters and digits in words that are sure. */
  weight: number
}>

export const readingOf = (table: string): Reading => {
  const lines = new Map<string, Word[]>()
  for (const word of wordsOf(table)) {
    const line = lines.get(word.line)
    if (line) line.push(word)
    else lines.set(word.line, [word])
  }
  const kept = [...lines.values()].filter(isLine)
  const text = joined(kept.map((words) => sayLine(words.filter(({ sure }) => sure >= MIN_SURE))).filter(Boolean))
  const weight = kept.flat().reduce((sum, { text: word, sure }) => sum + (sure >= SURE ? letters(word) : 0), 0)
  return { text, weight }
}
