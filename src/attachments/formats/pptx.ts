/** Presentations: slides in the order they are shown, with their tables, notes and comments. A hidden slide is still in the file. */
import type { Piece, Reader } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { saidBy } from './loose-words.ts'
import { readWords } from './office-words.ts'
import { type OfficePackage, openPackage } from './package.ts'
import { attribute, walkXml } from './xml.ts'

const PARTS =
  /^ppt\/(?:slides\/[^/]{1,60}|notesSlides\/[^/]{1,60}|comments\/[^/]{1,60}|charts\/chart\d{0,6}|diagrams\/data\d{0,6})\.xml$/
const HIDDEN_SLIDE = /<p:sld\s[^>]{0,1000}\bshow="(?:0|false)"/

/** The page of each slide: the number of its part says when it was made, not where it stands. */
const pagesOf = (office: OfficePackage): Map<string, number> => {
  const pages = new Map<string, number>()
  office.each(/^ppt\/presentation\.xml$/, (bytes, part) => {
    const targets = office.targetsOf(part)
    walkXml(bytes, {
      open: (name, attributes, fullName) => {
        office.aside.add(`${saidBy(name, attributes)}\n`)
        if (name !== 'sldId') return
        const prefix = fullName.includes(':') ? 'r:id' : 'id'
        const slide = targets.get(attributes[prefix] ?? attribute(attributes, 'id') ?? '')
        if (slide) pages.set(slide, pages.size + 1)
      },
    })
  })
  for (const [slide, page] of [...pages])
    for (const target of office.targetsOf(slide).values()) if (PARTS.test(target)) pages.set(target, page)
  return pages
}

// A part that the presentation does not list goes by the number in its name.
const numberOf = (name: string): number | undefined => {
  const number = /^ppt\/(?:slides\/slide|notesSlides\/notesSlide)(\d{1,6})\.xml$/.exec(name)?.[1]
  return number === undefined ? undefined : Number(number)
}

export const readPptx: Reader['read'] = async (bytes, context) => {
  const office = await openPackage(bytes, context)
  const pages = pagesOf(office)
  const seen = new TextBuilder(context.maxTextChars)
  const hidden = new TextBuilder(context.maxTextChars)
  const pieces: Piece[] = []
  office.each(PARTS, (part, name) => {
    const page = pages.get(name) ?? numberOf(name)
    const place = page === undefined ? {} : { page }
    const out = HIDDEN_SLIDE.test(part.toString('latin1', 0, 2000)) ? hidden : seen
    readWords(part, { seen: out, hidden, aside: office.aside })
    pieces.push(...seen.take(place), ...hidden.take({ ...place, hidden: true }))
  })
  pieces.sort((a, b) => (a.place?.page ?? 1e6) - (b.place?.page ?? 1e6))
  return office.finish(pieces, [...seen.troubles(), ...hidden.troubles()])
}
