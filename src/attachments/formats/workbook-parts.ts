/** What a workbook keeps outside its sheets: notes on cells, drawings, names, and the copied rows of pivot tables. */
import { TextBuilder } from '../text-builder.ts'
import type { OfficePackage } from './package.ts'
import { attribute, walkXml } from './xml.ts'

/** Notes (comments1.xml) and threaded comments, each with its cell. */
export const readNotes = (office: OfficePackage, limit: number): TextBuilder => {
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
export const readDrawings = (office: OfficePackage, limit: number): TextBuilder => {
  const out = new TextBuilder(limit)
  let spoken = false
  office.each(/^xl\/(?:drawings|charts)\/[^/]{1,60}\.xml$/, (bytes) =>
    walkXml(bytes, {
      open: (name, attributes) => {
        spoken = name === 't' || name === 'v'
        if (name !== 'cNvPr') return
        for (const key of ['title', 'descr']) office.aside.add(`${attribute(attributes, key) ?? ''}\n`)
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

type PivotField = { name: string; items: string[] }

const readPivotFields = (office: OfficePackage, definition: string): PivotField[] => {
  const fields: PivotField[] = []
  let shared = false
  office.each(definition, (bytes) =>
    walkXml(bytes, {
      open: (name, attributes) => {
        if (name === 'cacheField') fields.push({ name: attribute(attributes, 'name') ?? '', items: [] })
        else if (name === 'sharedItems') shared = true
        else if (shared) fields.at(-1)?.items.push(attribute(attributes, 'v') ?? '')
      },
      close: (name) => {
        if (name === 'sharedItems') shared = false
      },
    }),
  )
  return fields
}

/**
 * A pivot table carries a copy of the rows it was made of, also of a sheet that was removed before sending (ECMA-376
 * part 1 §18.10). Rows as people would see them; without records, the distinct values of each column.
 */
export const readPivots = (office: OfficePackage, limit: number): TextBuilder => {
  const out = new TextBuilder(limit)
  const definitions = office.names.filter((name) => /^xl\/pivotCache\/pivotCacheDefinition\d{0,6}\.xml$/.test(name))
  for (const definition of definitions) {
    const fields = readPivotFields(office, definition)
    const records = [...office.targetsOf(definition).values()].filter((name) => office.names.includes(name))
    if (records.length === 0)
      for (const { name, items } of fields) for (const item of items) out.add(`${name}\t${item}\n`)
    else out.add(`${fields.map(({ name }) => name).join('\t')}\n`)
    for (const name of records) office.each(name, (bytes) => readPivotRecords(bytes, fields, out))
  }
  return out
}

const readPivotRecords = (bytes: Buffer, fields: readonly PivotField[], out: TextBuilder): void => {
  let cells: string[] = []
  walkXml(
    bytes,
    {
      open: (name, attributes) => {
        if (name === 'r') cells = []
        else if (name !== 'pivotCacheRecords') {
          const value = attribute(attributes, 'v') ?? ''
          cells.push(name === 'x' ? (fields[cells.length]?.items[Number(value)] ?? '') : value)
        }
      },
      close: (name) => {
        if (name === 'r') out.add(`${cells.join('\t')}\n`)
      },
    },
    () => out.full,
  )
}
