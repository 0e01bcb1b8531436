/** The rows of one worksheet: cells by TAB in their columns, each row with its number. */
import type { TextBuilder } from '../text-builder.ts'
import { walkXml } from './xml.ts'

export type SheetSource = Readonly<{
  strings: readonly string[]
  number: (value: string, style: number) => string
  out: TextBuilder
}>

// A lone cell in column XFD would cost sixteen thousand tabs in every row.
const MAX_GAP = 100

const columnOf = (reference: string): number => {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  return column
}

export const readSheet = (bytes: Buffer, { strings, number, out }: SheetSource): void => {
  let row = 0
  let column = 0
  let written = 1
  let type = ''
  let style = 0
  let value = ''
  let spoken = false
  const show = (): string => {
    if (type === 's') return strings[Number(value)] ?? ''
    return type === '' || type === 'n' ? number(value, style) : value
  }
  const writeCell = (): void => {
    if (value === '') return
    out.add('\t'.repeat(Math.max(0, Math.min(column - written, MAX_GAP))))
    written = column
    out.add(show().replace(/\s+/g, ' '))
  }
  walkXml(
    bytes,
    {
      open: (name, attributes) => {
        if (name === 'row') {
          row = Number(attributes.r ?? row + 1)
          column = 0
          written = 1
          out.spot({ row, ...(attributes.hidden === '1' ? { hidden: true } : {}) })
        } else if (name === 'c') {
          column = columnOf(attributes.r ?? '') || column + 1
          type = attributes.t ?? ''
          style = Number(attributes.s ?? 0)
          value = ''
        } else spoken = name === 'v' || name === 't'
      },
      text: (text) => {
        if (spoken) value += text
      },
      close: (name) => {
        if (name === 'v' || name === 't') spoken = false
        else if (name === 'c') writeCell()
        else if (name === 'row') out.endLine()
      },
    },
    () => out.full,
  )
}
