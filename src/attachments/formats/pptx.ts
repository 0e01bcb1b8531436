/** Presentations: slides with their tables, speaker notes and comments. A hidden slide is still in the file. */
import type { Piece, Reader } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { readWords } from './office-words.ts'
import { openPackage } from './package.ts'

const PARTS =
  /^ppt\/(?:slides\/slide|notesSlides\/notesSlide|comments\/[^/]{0,60}|charts\/chart|diagrams\/data)\d{0,6}\.xml$/
const HIDDEN_SLIDE = /<p:sld\s[^>]{0,1000}\bshow="(?:0|false)"/

const pageOf = (name: string): number | undefined => {
  const number = /^ppt\/(?:slides\/slide|notesSlides\/notesSlide)(\d{1,6})\.xml$/.exec(name)?.[1]
  return number === undefined ? undefined : Number(number)
}

export const pptxReader: Reader = {
  formats: ['pptx'],
  where: 'thread',
  read: async (bytes, context) => {
    const office = await openPackage(bytes, context)
    const seen = new TextBuilder(context.maxTextChars)
    const hidden = new TextBuilder(context.maxTextChars)
    const pieces: Piece[] = []
    office.each(PARTS, (part, name) => {
      const page = pageOf(name)
      const place = page === undefined ? {} : { page }
      const out = HIDDEN_SLIDE.test(part.toString('latin1', 0, 2000)) ? hidden : seen
      readWords(part, out, hidden)
      pieces.push(...seen.take(place), ...hidden.take({ ...place, hidden: true }))
    })
    pieces.sort((a, b) => (a.place?.page ?? 1e6) - (b.place?.page ?? 1e6))
    return office.finish(pieces, [...seen.troubles(), ...hidden.troubles()])
  },
}
