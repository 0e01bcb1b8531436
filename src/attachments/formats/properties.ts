/**
 * What a document says about itself. A title is shown by every program and every web page that lists the file, so what
 * people typed there is text to be judged, not only a property.
 */
import type { Piece } from '../reading.ts'
import { attribute, walkXml } from './xml.ts'

export type Property = Readonly<{ name: string; value: string }>

// Titles and remarks, as office packages, OpenDocument, PDF and old Office files call them.
const TYPED = new Set(
  'title subject keywords keyword description category comments contentStatus Company Manager HyperlinkBase'.split(' '),
)
// Who made it is not content, unless it is a sentence.
const MAKERS = new Set(['creator', 'lastModifiedBy', 'initial-creator'])
const KEPT = new Set([...TYPED, ...MAKERS])
const SENTENCE = /^(?:\S{1,60}\s{1,9}){3}\S/
// What programs add to a document by themselves.
const OWN_OF_PROGRAMS =
  /^(?:MSIP_Label|_?dlc_|ContentTypeId|MediaService|xd_|_|Order$|TemplateUrl|display_urn|KSOProductBuildVer|ICV$|GrammarlyDocumentId|Mendeley|ZOTERO|Editor$)/i
const MAX_VALUE = 2_000
const MAX_TEXT = 1_000_000

/** Core, application and custom properties of a package, meta.xml of OpenDocument. */
export const readPropertyPart = (bytes: Buffer): Property[] => {
  const found: Property[] = []
  let name = ''
  let value = ''
  let custom = false
  walkXml(bytes, {
    open: (tag, attributes) => {
      const own = tag === 'property' || tag === 'user-defined'
      if (own) name = `custom:${(attribute(attributes, 'name') ?? '').slice(0, 200)}`
      else if (KEPT.has(tag) && !custom) name = tag
      else return
      custom = own
      value = ''
    },
    text: (text) => {
      if (name && value.length < MAX_TEXT) value += text
    },
    close: (tag) => {
      if (!(KEPT.has(tag) || tag === 'property' || tag === 'user-defined')) return
      if (name && value.trim()) found.push({ name, value: value.trim() })
      name = ''
      custom = false
    },
  })
  return found
}

/** For rules that look a property up by its name. Sensitivity labels ("MSIP_Label_…_Name", MS-OFFPROP) tell the marking. */
export const asRecord = (properties: readonly Property[]): Record<string, string> =>
  Object.fromEntries(
    properties.map(({ name, value }) => [
      /^custom:MSIP_Label_.{0,100}_Name$/.test(name) ? 'sensitivity' : name.replace(/^custom:/, ''),
      value.slice(0, MAX_VALUE),
    ]),
  )

const lineOf = ({ name, value }: Property): string => {
  if (TYPED.has(name) || (MAKERS.has(name) && SENTENCE.test(value))) return value
  const own = /^custom:(.{1,200})$/s.exec(name)?.[1]
  return own && !OWN_OF_PROGRAMS.test(own) && /\p{L}{2}/u.test(value) ? `${own}: ${value}` : ''
}

/** What was typed there and does not stand in the document as well. */
export const propertyPieces = (
  properties: readonly Property[],
  pieces: readonly Piece[],
  maxTextChars: number,
): Piece[] => {
  const said = [...new Set(properties.map(lineOf))].filter(
    (line) => line !== '' && !pieces.some(({ text }) => text.includes(line)),
  )
  const text = said.map((line) => `${line}\n`).join('')
  return text === '' ? [] : [{ text: text.slice(0, maxTextChars), place: { hidden: true } }]
}
