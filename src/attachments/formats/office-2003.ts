/** Word and Excel of 2003 in one XML file, and a package of today written flat. */
import type { Content, Piece, ReaderContext } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { readWords } from './office-words.ts'
import { asRecord, propertyPieces, readPropertyPart } from './properties.ts'
import { OWN_SHEET_NAME, wordsOfFormula } from './sheet-rows.ts'
import { attribute, walkXml } from './xml.ts'

type Builders = Readonly<{ seen: TextBuilder; hidden: TextBuilder; aside: TextBuilder }>

const buildersOf = ({ maxTextChars }: ReaderContext): Builders => ({
  seen: new TextBuilder(maxTextChars),
  hidden: new TextBuilder(maxTextChars),
  aside: new TextBuilder(maxTextChars),
})

const PROPERTIES =
  /<(?:o:)?(?:Custom)?DocumentProperties[\s>][\s\S]{0,100000}?<\/(?:o:)?(?:Custom)?DocumentProperties>/g

/** DocumentProperties has names with capitals; what people added stands in elements of any name. */
const finish = (xml: string, pieces: Piece[], builders: Builders, maxTextChars: number): Content => {
  const blocks = [...xml.matchAll(PROPERTIES)].map(([block]) => block)
  const properties = blocks.flatMap((block) =>
    [...block.matchAll(/<(?:o:)?(\w{1,100})[^<>]{0,200}>([^<]{1,100000})</g)].map(([, name, value]) => ({
      name: block.includes('CustomDocumentProperties') ? `custom:${name}` : name!.toLowerCase(),
      value: readPropertyPart(Buffer.from(`<title>${value}</title>`))[0]?.value ?? value!,
    })),
  )
  const said = [...pieces, ...builders.aside.take({ hidden: true })]
  return {
    pieces: [...said, ...propertyPieces(properties, said, maxTextChars)],
    properties: asRecord(properties),
    macros: /<w:docOleData|<w:docSuppData|vbaProject/.test(xml),
    troubles: [builders.seen, builders.hidden, builders.aside].flatMap((one) => one.troubles()),
  }
}

export const readWord2003 = (xml: string, context: ReaderContext): Content => {
  const builders = buildersOf(context)
  readWords(Buffer.from(xml), builders)
  const pieces = [...builders.seen.take(), ...builders.hidden.take({ hidden: true })]
  return finish(xml, pieces, builders, context.maxTextChars)
}

/** Cells are `Data`, comments stand in their cell; an index is written only where cells were left out. */
export const readSpreadsheet2003 = (bytes: Buffer, context: ReaderContext): Content => {
  const builders = buildersOf(context)
  const { seen, aside } = builders
  const pieces: Piece[] = []
  let sheet = ''
  let hidden = false
  let row = 0
  let spoken: TextBuilder | undefined
  let cells = 0
  walkXml(
    bytes,
    {
      open: (name, attributes) => {
        if (name === 'Worksheet') {
          sheet = attribute(attributes, 'Name') ?? ''
          if (!OWN_SHEET_NAME.test(sheet)) aside.add(`${sheet}\n`)
          hidden = false
          row = 0
        } else if (name === 'Row') {
          row = Number(attribute(attributes, 'Index') ?? row + 1)
          cells = 0
          seen.spot({ row, ...(attribute(attributes, 'Hidden') === '1' ? { hidden: true } : {}) })
        } else if (name === 'Cell') {
          const gap = Math.min(Number(attribute(attributes, 'Index') ?? cells + 1) - cells, 100)
          seen.add('\t'.repeat(Math.max(0, cells === 0 ? gap - 1 : gap)))
          cells += Math.max(1, gap)
          for (const word of wordsOfFormula(attribute(attributes, 'Formula') ?? '')) aside.add(`${word}\n`)
          const link = attribute(attributes, 'HRef')
          if (link) aside.add(`${link}\n`)
        } else if (name === 'Comment') spoken = aside
        else if (name === 'Data' && spoken === undefined) spoken = seen
        else if (name === 'NamedRange') aside.add(namedRange(attributes))
        else if (name === 'Visible') spoken = undefined
      },
      text: (text) => {
        if (/^SheetHidden|^SheetVeryHidden/.test(text)) hidden = true
        spoken?.add(spoken === seen ? text.replace(/\s+/g, ' ') : text)
      },
      close: (name) => {
        if (name === 'Comment') aside.endLine()
        if (name === 'Comment' || (name === 'Data' && spoken === seen)) spoken = undefined
        if (name === 'Row') seen.endLine()
        if (name === 'Worksheet')
          pieces.push(...seen.take({ ...(sheet ? { sheet } : {}), ...(hidden ? { hidden: true } : {}) }))
      },
    },
    () => seen.full,
  )
  return finish(bytes.toString('utf8'), [...pieces, ...seen.take()], builders, context.maxTextChars)
}

const namedRange = (attributes: Readonly<Record<string, string>>): string => {
  const words = [attribute(attributes, 'Name') ?? '', ...wordsOfFormula(attribute(attributes, 'RefersTo') ?? '')]
  return `${words.join(': ')}\n`
}
