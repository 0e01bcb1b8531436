/** Numbers as a spreadsheet shows them: dates are stored as days, and codes lose their leading zeros. */
import type { OfficePackage } from './package.ts'
import { walkXml } from './xml.ts'

export type CellStyle = 'plain' | 'date' | number

// ECMA-376 part 1 §18.8.30: built-in formats; 14 to 17 and 22 hold a date.
const DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])

export const styleOf = (code: string | undefined, id: number): CellStyle => {
  if (code === undefined) return DATES.has(id) ? 'date' : 'plain'
  const bare = code.replace(/"[^"]{0,200}"|\[[^\]]{0,60}\]|\\./g, '')
  if (/^0{2,30}$/.test(bare)) return bare.length
  return /[dy]/i.test(bare) ? 'date' : 'plain'
}

/** A format may say a whole sentence in place of the number: that is what the cell shows. */
const wordsOfFormat = (code: string): string[] =>
  [...code.matchAll(/"([^"]{2,300})"/g)].map(([, words = '']) => words).filter((words) => /\p{L}{2}/u.test(words))

export const readCellStyles = (office: OfficePackage): CellStyle[] => {
  const codes = new Map<number, string>()
  const styles: CellStyle[] = []
  let inCells = false
  office.each(/^xl\/styles\.xml$/, (bytes) =>
    walkXml(bytes, {
      open: (name, attributes) => {
        if (name === 'numFmt') {
          const code = (attributes.formatCode ?? '').slice(0, 300)
          codes.set(Number(attributes.numFmtId), code)
          for (const said of wordsOfFormat(code)) office.aside.add(`${said}\n`)
        }
        if (name === 'cellXfs') inCells = true
        else if (name === 'xf' && inCells) {
          const id = Number(attributes.numFmtId ?? 0)
          styles.push(styleOf(codes.get(id), id))
        }
      },
      close: (name) => {
        if (name === 'cellXfs') inCells = false
      },
    }),
  )
  return styles
}

const DAY_MS = 86_400_000
// Day 1 is 1 January 1900, and Excel counts the 29 February 1900 that never was.
const EPOCH = Date.UTC(1899, 11, 30)
const LAST_DAY = 2_958_465

export const showNumber = (value: string, style: CellStyle | undefined): string => {
  if (style === undefined || style === 'plain') return value
  const number = Number(value)
  if (style !== 'date') return Number.isInteger(number) ? value.padStart(style, '0') : value
  if (!(number >= 1 && number <= LAST_DAY)) return value
  const date = new Date(EPOCH + Math.floor(number) * DAY_MS)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`
}
