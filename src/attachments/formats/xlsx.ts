/** Workbooks: every sheet row by row, hidden ones marked, and what stands outside the cells. */
import type { Piece, ReaderContext } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { saidBy } from './loose-words.ts'
import { type OfficePackage, openPackage } from './package.ts'
import { readCellStyles, showNumber } from './sheet-numbers.ts'
import { OWN_SHEET_NAME, readSheet, wordsOfFormula } from './sheet-rows.ts'
import { readDrawings, readNotes, readPivots } from './workbook-parts.ts'
import { attribute, walkXml } from './xml.ts'

type Sheet = Readonly<{ name: string; part: string; hidden: boolean }>

const readSharedStrings = (office: OfficePackage): string[] => {
  const strings: string[] = []
  let phonetic = 0
  let spoken = false
  let text = ''
  office.each(/^xl\/sharedStrings\.xml$/, (bytes) =>
    walkXml(bytes, {
      open: (name) => {
        if (name === 'si') text = ''
        else if (name === 'rPh') phonetic += 1
        else if (name === 't') spoken = phonetic === 0
      },
      text: (part) => {
        if (spoken) text += part
      },
      close: (name) => {
        if (name === 't') spoken = false
        else if (name === 'rPh') phonetic -= 1
        else if (name === 'si') strings.push(text)
      },
    }),
  )
  return strings
}

const OWN_DEFINED_NAME = /^_xlnm\.|^_xl/

/** Defined names: a value may be a text, and the name itself may say something. */
const sayName = (name: string, value: string, aside: TextBuilder): void => {
  if (!OWN_DEFINED_NAME.test(name)) aside.add(`${[name, ...wordsOfFormula(value)].join(': ')}\n`)
}

/** The sheets with the names people see; a sheet part that the workbook does not name is read as well. */
const listSheets = (office: OfficePackage): Sheet[] => {
  const sheets: Sheet[] = []
  let definedName = ''
  let value = ''
  office.each(/^xl\/workbook\.xml$/, (bytes, part) => {
    const targets = office.targetsOf(part)
    walkXml(bytes, {
      open: (name, attributes) => {
        definedName = name === 'definedName' ? (attribute(attributes, 'name') ?? '') : ''
        value = ''
        office.aside.add(`${saidBy(name, attributes)}\n`)
        if (name !== 'sheet') return
        const target = targets.get(attribute(attributes, 'id') ?? '')
        const hidden = (attribute(attributes, 'state') ?? 'visible') !== 'visible'
        if (target) sheets.push({ name: attribute(attributes, 'name') ?? '', part: target, hidden })
      },
      text: (text) => {
        if (definedName && value.length < 10_000) value += text
      },
      close: (name) => {
        if (name === 'definedName') sayName(definedName, value, office.aside)
      },
    })
  })
  const known = new Set(sheets.map(({ part }) => part))
  const strays = office.names.filter(
    (name) => /^xl\/(?:work|macro|dialog|chart)sheets\/[^/]{1,100}\.xml$/.test(name) && !known.has(name),
  )
  for (const { name } of sheets) if (!OWN_SHEET_NAME.test(name)) office.aside.add(`${name}\n`)
  return [...sheets, ...strays.map((part) => ({ name: '', part, hidden: true }))]
}

const readSheets = (office: OfficePackage, out: TextBuilder, aside: TextBuilder): Piece[] => {
  const strings = readSharedStrings(office)
  const styles = readCellStyles(office)
  const pieces: Piece[] = []
  for (const sheet of listSheets(office)) {
    office.each(sheet.part, (bytes) =>
      readSheet(bytes, { strings, number: (value, style) => showNumber(value, styles[style]), out, aside }),
    )
    const place = sheet.name ? { sheet: sheet.name } : {}
    pieces.push(
      ...out.take({ ...place, ...(sheet.hidden ? { hidden: true } : {}) }),
      ...aside.take({ ...place, hidden: true }),
    )
  }
  return pieces
}

export const readWorkbook = async (bytes: Buffer, context: ReaderContext) => {
  const office = await openPackage(bytes, context)
  if (office.names.includes('xl/workbook.bin')) {
    const { readBinaryWorkbook } = await import('./xlsb.ts')
    return readBinaryWorkbook(office, bytes, context)
  }
  const out = new TextBuilder(context.maxTextChars)
  const aside = new TextBuilder(context.maxTextChars)
  const pieces = readSheets(office, out, aside)
  const notes = readNotes(office, context.maxTextChars)
  const drawings = readDrawings(office, context.maxTextChars)
  const pivots = readPivots(office, context.maxTextChars)
  return office.finish(
    [...pieces, ...notes.take(), ...drawings.take(), ...pivots.take({ hidden: true })],
    [out, aside, notes, drawings, pivots].flatMap((one) => one.troubles()),
  )
}
