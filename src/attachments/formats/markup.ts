/**
 * XML files: the words between the tags and in the attributes, with entities and CDATA undone; comments apart. Flat
 * OpenDocument and what Word and Excel of 2003 wrote are read for what they are.
 */
import type { Content, Piece, ReaderContext, Trouble } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { decodeMarkup } from './charset.ts'
import { walkMarkup } from './markup-walk.ts'
import { readFlatOdf } from './odf.ts'
import { readSpreadsheet2003, readWord2003 } from './office-2003.ts'

const HEAD = 8_192

/** A document type that declares entities makes programs see different texts (CWE-776); one that only names itself is harmless. */
const declaresEntities = (head: string): boolean => /<!DOCTYPE[^>]{0,4000}\[[\s\S]{0,8000}<!ENTITY/i.test(head)

const asIs = (xml: string, maxTextChars: number): Piece[] => [{ text: xml.slice(0, maxTextChars) }]

const ofOffice = (bytes: Buffer, xml: string, context: ReaderContext): Content | undefined => {
  const head = xml.slice(0, HEAD)
  if (/<office:document[\s>]/.test(head)) return readFlatOdf(bytes, context)
  if (
    head.includes('http://schemas.microsoft.com/office/word/2003/wordml') ||
    head.includes('schemas.microsoft.com/office/2006/xmlPackage')
  )
    return readWord2003(xml, context)
  if (head.includes('urn:schemas-microsoft-com:office:spreadsheet')) return readSpreadsheet2003(bytes, context)
  return undefined
}

export const readMarkup = (bytes: Buffer, context: ReaderContext): Content => {
  const xml = decodeMarkup(bytes)
  const { maxTextChars } = context
  if (declaresEntities(xml.slice(0, 20_000)))
    return { pieces: asIs(xml, maxTextChars), troubles: [{ reason: 'broken', detail: 'doctype' }] }
  try {
    const office = ofOffice(bytes, xml, context)
    if (office) return office
  } catch {
    // Damaged, or only looks like one: people still see its letters.
  }
  const [seen, aside] = [new TextBuilder(maxTextChars), new TextBuilder(maxTextChars)]
  walkMarkup(xml, seen, aside)
  const troubles: Trouble[] = [...seen.troubles(), ...aside.troubles()]
  const pieces = [...seen.take(), ...aside.take({ hidden: true })]
  return { pieces: pieces.length > 0 ? pieces : asIs(xml, maxTextChars), troubles }
}
