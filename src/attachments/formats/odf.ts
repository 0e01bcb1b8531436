/** OpenDocument text, sheets and slides (ODF 1.3): one content part, with tables, notes, comments and deleted text. */
import { type Reader, type ReaderContext, Unreadable } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { OdfWalk } from './odf-walk.ts'
import { type OfficePackage, openPackage } from './package.ts'
import { walkXml } from './xml.ts'

const isEncrypted = (office: OfficePackage): boolean => {
  let found = false
  office.each(/^META-INF\/manifest\.xml$/, (bytes) => {
    // The manifest of old OpenOffice has a DOCTYPE, so it is searched, not parsed.
    found = bytes.includes('encryption-data')
  })
  return found
}

const readOdf = async (bytes: Buffer, context: ReaderContext) => {
  const office = await openPackage(bytes, context)
  if (isEncrypted(office)) throw new Unreadable('encrypted', 'odf')
  const seen = new TextBuilder(context.maxTextChars)
  const hidden = new TextBuilder(context.maxTextChars)
  const walk = new OdfWalk(seen, hidden)
  // styles.xml holds the headers and footers.
  office.each(/^(?:Object [^/]{1,20}\/)?content\.xml$|^styles\.xml$/, (part) => {
    walkXml(
      part,
      { open: (n, a) => walk.open(n, a), text: (t) => walk.text(t), close: (n) => walk.close(n) },
      () => seen.full,
    )
    walk.end()
  })
  return office.finish(walk.pieces, [...seen.troubles(), ...hidden.troubles()])
}

export const odfReader: Reader = { formats: ['odt', 'ods', 'odp'], where: 'thread', read: readOdf }
