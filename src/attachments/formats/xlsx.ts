/** Workbooks: every sheet row by row, hidden ones marked, and the notes on cells. */
import type { Piece, Reader, ReaderContext } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { type OfficePackage, openPackage } from './package.ts'
import { readCellStyles, showNumber } from './sheet-numbers.ts'
import { readSheet } from './sheet-rows.ts'
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

const readTargets = (office: OfficePackage): Map<string, string> => {
  const targets = new Map<string, string>()
  office.each(/^xl\/_rels\/workbook\.xml\.rels$/, (bytes) =>
    walkXml(bytes, {
      open: (_name, { Id, Target }) => {
        if (Id && Target) targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
      },
    }),
  )
  return targets
}

/** The sheets with the names people see; a sheet part that the workbook does not name is read as well. */
const listSheets = (office: OfficePackage): Sheet[] => {
  const targets = readTargets(office)
  const sheets: Sheet[] = []
  office.each(/^xl\/workbook\.xml$/, (bytes) =>
    walkXml(bytes, {
      open: (name, attributes) => {
        if (name !== 'sheet') return
        const part = targets.get(attribute(attributes, 'id') ?? '')
        const state = attribute(attributes, 'state') ?? 'visible'
        if (part) sheets.push({ name: attribute(attributes, 'name') ?? '', part, hidden: state !== 'visible' })
      },
    }),
  )
  const known = new Set(sheets.map(({ part }) => part))
  const strays = office.names.filter((name) => /^xl\/worksheets\/[^/]{1,100}\.xml$/.test(name) && !known.has(name))
  return [...sheets, ...strays.map((part) => ({ name: '', part, hidden: true }))]
}

/** Notes (comments1.xml) and threaded comments, each with its cell. */
const readNotes = (office: OfficePackage, limit: number): TextBuilder => {
  const out = new TextBuilder(limit)
  let spoken = false
  const visit = (bytes: Buffer): void =>
    walkXml(bytes, {
      open: (name, attributes) => {
        if (name === 'comment' || name === 'threadedComment') out.spot({ cell: attribute(attributes, 'ref') ?? '' })
        if (name === 't' || (name === 'text' && attributes['xml:space'] === undefined)) spoken = true
      },
      text: (text) => {
        if (spoken) out.add(text)
      },
      close: (name) => {
        if (name === 't' || name === 'text') spoken = false
        if (name === 'comment' || name === 'threadedComment') out.endLine()
      },
    })
  office.each(/^xl\/(?:comments\d{0,6}|comments\/[^/]{1,60}|threadedComments\/[^/]{1,60})\.xml$/, visit)
  return out
}

/** Words in drawings and charts on a sheet, which stand in no cell. */
const readDrawings = (office: OfficePackage, limit: number): TextBuilder => {
  const out = new TextBuilder(limit)
  let spoken = false
  office.each(/^xl\/(?:drawings|charts)\/[^/]{1,60}\.xml$/, (bytes) =>
    walkXml(bytes, {
      open: (name) => {
        spoken = name === 't' || name === 'v'
      },
      text: (text) => {
        if (spoken) out.add(text)
      },
      close: (name) => {
        if (name === 'v') out.add(' ')
        if (name === 'p') out.endLine()
        spoken = false
      },
    }),
  )
  return out
}

const readSheets = (office: OfficePackage, out: TextBuilder): Piece[] => {
  const strings = readSharedStrings(office)
  const styles = readCellStyles(office)
  const pieces: Piece[] = []
  for (const sheet of listSheets(office)) {
    office.each(sheet.part, (bytes) =>
      readSheet(bytes, { strings, number: (value, style) => showNumber(value, styles[style]), out }),
    )
    pieces.push(
      ...out.take({ ...(sheet.name ? { sheet: sheet.name } : {}), ...(sheet.hidden ? { hidden: true } : {}) }),
    )
  }
  return pieces
}

const readWorkbook = async (bytes: Buffer, context: ReaderContext) => {
  const office = await openPackage(bytes, context)
  const out = new TextBuilder(context.maxTextChars)
  const pieces = readSheets(office, out)
  const notes = readNotes(office, context.maxTextChars)
  const drawings = readDrawings(office, context.maxTextChars)
  const binary = office.names.some((name) => /^xl\/workbook\.bin$/.test(name))
  return office.finish(
    [...pieces, ...notes.take(), ...drawings.take()],
    [
      ...out.troubles(),
      ...notes.troubles(),
      ...drawings.troubles(),
      ...(binary ? [{ reason: 'unknown-format', detail: 'xlsb' } as const] : []),
    ],
  )
}

export const xlsxReader: Reader = { formats: ['xlsx'], where: 'thread', read: readWorkbook }
