/** OpenDocument text, sheets and slides (ODF 1.3): one content part, with tables, notes, comments and deleted text. */
import { type Content, type ReaderContext, Unreadable } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { OdfWalk, type OdfWords } from './odf-walk.ts'
import { type OfficePackage, openPackage } from './package.ts'
import { asRecord, propertyPieces, readPropertyPart } from './properties.ts'
import { walkXml } from './xml.ts'

const isEncrypted = (office: OfficePackage): boolean => {
  let found = false
  office.each(/^META-INF\/manifest\.xml$/, (bytes) => {
    // The manifest of old OpenOffice has a DOCTYPE, so it is searched, not parsed.
    found = bytes.includes('encryption-data')
  })
  return found
}

const walkPart = (walk: OdfWalk, part: Buffer, words: OdfWords): void => {
  walkXml(
    part,
    { open: (n, a) => walk.open(n, a), text: (t) => walk.text(t), close: (n) => walk.close(n) },
    () => words.seen.full,
  )
  walk.end()
}

export const readOdf = async (bytes: Buffer, context: ReaderContext): Promise<Content> => {
  const office = await openPackage(bytes, context)
  if (isEncrypted(office)) throw new Unreadable('encrypted', 'odf')
  const words = {
    seen: new TextBuilder(context.maxTextChars),
    hidden: new TextBuilder(context.maxTextChars),
    aside: office.aside,
  }
  const walk = new OdfWalk(words)
  // styles.xml holds the headers and footers.
  office.each(/^(?:Object [^/]{1,20}\/)?content\.xml$|^styles\.xml$/, (part) => walkPart(walk, part, words))
  return office.finish(walk.pieces, [...words.seen.troubles(), ...words.hidden.troubles()])
}

/** OpenDocument in one XML file (.fodt, .fods, .fodp): the same content without a package. */
export const readFlatOdf = (bytes: Buffer, { maxTextChars }: ReaderContext): Content => {
  const builder = (): TextBuilder => new TextBuilder(maxTextChars)
  const words = { seen: builder(), hidden: builder(), aside: builder() }
  const walk = new OdfWalk(words)
  walkPart(walk, bytes, words)
  const end = bytes.indexOf('</office:meta>')
  const start = bytes.indexOf('<office:meta')
  const properties = start >= 0 && end > start ? readPropertyPart(bytes.subarray(start, end + 14)) : []
  const pieces = [...walk.pieces, ...words.aside.take({ hidden: true })]
  return {
    pieces: [...pieces, ...propertyPieces(properties, pieces, maxTextChars)],
    properties: asRecord(properties),
    macros: bytes.includes('<script:event-listener') || bytes.includes('<office:scripts><office:script'),
    troubles: [...words.seen.troubles(), ...words.hidden.troubles(), ...words.aside.troubles()],
  }
}
