/** Word documents: body, tables, headers, footers, notes, comments, charts, and what tracked changes deleted. */
import type { Reader } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { readWords } from './office-words.ts'
import { openPackage } from './package.ts'

// The main part may have another name than document.xml, so every part of the folder is read; styles hold no words.
const BODY = /^word\/(?:[^/]{1,100}|charts\/chart\d{0,6}|diagrams\/data\d{0,6}|glossary\/document)\.xml$/

export const readDocx: Reader['read'] = async (bytes, context) => {
  const office = await openPackage(bytes, context)
  const seen = new TextBuilder(context.maxTextChars)
  const hidden = new TextBuilder(context.maxTextChars)
  office.each(BODY, (part) => readWords(part, { seen, hidden, aside: office.aside }))
  return office.finish([...seen.take(), ...hidden.take({ hidden: true })], [...seen.troubles(), ...hidden.troubles()])
}
