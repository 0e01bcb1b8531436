/**
 * National numbers: Belgian INSZ (rijksregister and BIS) by check digits and birth date, Dutch BSN and onderwijsnummer by
 * the eleven test. One in eleven ordinary nine-digit numbers passes that test, so a BSN needs its label or column.
 */
import type { Reading } from './detectors.ts'
import type { Mention } from './pupils.ts'
import type { Sighting } from './sensitive-words.ts'
import { delimiterOf, rowAt } from './table-rows.ts'
import { indexTerms, type TermIndex } from './term-index.ts'

const RUN = /(?<![\d+/*])\d(?:[ .\-/]{0,2}\d){7,10}(?!\d)/g
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g
const STRUCTURED = /[+*]{3} ?\d{3}\/\d{4}\/\d{5} ?[+*]{3}/g
const WRITTEN = /^\d{2}[. ]\d{2}[. ]\d{2}[- ]\d{3}[. -]\d{2}$|^\d{6}[- ]\d{3}[. -]\d{2}$/
const PHONE = /^(?:0[1-9]|\+|00)/
const LABEL_REACH = 45

const isDate = (digits: string): boolean => {
  const month = Number(digits.slice(2, 4))
  // BIS numbers add 20 or 40 to the month; refugees may have neither month nor day.
  const real = month >= 40 ? month - 40 : month >= 20 ? month - 20 : month
  return real <= 12 && Number(digits.slice(4, 6)) <= 31
}

const isInsz = (digits: string): boolean => {
  if (digits.length !== 11 || !isDate(digits) || digits.slice(6, 9) === '000') return false
  const check = Number(digits.slice(9))
  const base = Number(digits.slice(0, 9))
  // Born from 2000 on: a 2 goes in front (Royal Decree of 25 November 1997).
  return check === 97 - (base % 97) || check === 97 - ((2_000_000_000 + base) % 97)
}

const weighed = (digits: string): number =>
  [...digits].reduce((sum, digit, i) => sum + Number(digit) * (i === 8 ? -1 : 9 - i), 0) % 11

const isBsn = (digits: string): boolean => {
  const nine = digits.padStart(9, '0')
  if (nine.length !== 9 || nine === '000000000' || /^(\d)\1+$/.test(nine)) return false
  return weighed(nine) === 0 || (nine.startsWith('10') && weighed(nine) === 5)
}

const spansOf = (text: string, pattern: RegExp): readonly Readonly<{ start: number; end: number }>[] =>
  [...text.matchAll(pattern)].map((m) => ({ start: m.index, end: m.index + m[0].length }))

/** The heading above a cell names the number, however far up. */
const inColumn = (index: TermIndex, offset: number): boolean => {
  const row = rowAt(index.reading.text, offset)
  if (!row) return false
  const at = row.cells.findIndex((cell) => offset >= cell.start && offset <= cell.end)
  return index.all('sensitive-column.national-number').some((hit) => {
    const header =
      hit.start < row.start
        ? rowAt(index.reading.text, hit.start, delimiterOf(index.reading.text.slice(row.start, row.end)))
        : undefined
    const cell = header?.cells[at]
    return cell !== undefined && hit.start >= cell.start && hit.end <= cell.end + 1
  })
}

const labelled = (index: TermIndex, kind: string, offset: number): boolean => {
  const from = Math.max(0, offset - LABEL_REACH)
  return index.near(`national-number.${kind}`, from, offset) !== undefined || inColumn(index, offset)
}

const NOBODY: Mention = { start: 0, end: 0, sure: 0.8, id: '', name: '', named: false, described: false }

/** How surely these digits are a national number; 0 when they are not. */
const judge = (index: TermIndex, written: string, start: number, person: boolean): number => {
  const digits = written.replace(/\D/g, '')
  if (digits.length === 11 && isInsz(digits)) {
    if (labelled(index, 'belgian', start)) return 0.96
    if (WRITTEN.test(written)) return 0.88
    return person && !PHONE.test(written) ? 0.72 : 0
  }
  if ((digits.length === 9 || digits.length === 8) && isBsn(digits)) return labelled(index, 'dutch', start) ? 0.95 : 0
  return 0
}

/** Whether any digits pass a check at all: a cheap look before names are sought. */
export const holdsNationalNumber = ({ text }: Pick<Reading, 'text'>): boolean =>
  [...text.matchAll(RUN)].some(([run]) => {
    const digits = run.replace(/\D/g, '')
    return isInsz(digits) || (digits.length <= 9 && isBsn(digits))
  })

/** `near` gives the pupil a number stands beside, if any; `anyone`: whether the text names pupils at all. */
export const nationalNumbersIn = (
  reading: Reading,
  anyone: boolean,
  near: (offset: number) => Mention | undefined,
): Sighting[] => {
  const runs = [...reading.text.matchAll(RUN)]
  if (runs.length === 0) return []
  const index = indexTerms(reading)
  const accounts = [...spansOf(reading.text, IBAN), ...spansOf(reading.text, STRUCTURED)]
  return runs.flatMap((run): Sighting[] => {
    const [start, end] = [run.index, run.index + run[0].length]
    if (accounts.some((a) => a.start <= start && a.end >= end)) return []
    const who = anyone || reading.role === 'attachment' ? near(start) : undefined
    const confidence = judge(index, run[0], start, who !== undefined)
    if (confidence === 0) return []
    return [{ category: 'national-number', start, end, who: who ?? NOBODY, confidence, reminder: false, secret: true }]
  })
}
