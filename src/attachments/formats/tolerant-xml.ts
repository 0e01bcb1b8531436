/** XML walked without ever failing: what is not well-formed still gives its words. */
import { Parser } from 'htmlparser2'

export type TolerantVisitor = Readonly<{
  onopentag: (name: string, attributes: Record<string, string>) => void
  ontext: (text: string) => void
  onclosetag: (name: string) => void
  oncomment?: (text: string) => void
}>

// The parser looks through all open elements at each tag: two hundred thousand of them cost seconds, a million minutes.
const MAX_DEPTH = 1_000

export const walkTolerantly = (xml: string, visitor: TolerantVisitor): void => {
  let depth = 0
  const parser = new Parser(
    {
      ...visitor,
      onopentag(name, attributes) {
        visitor.onopentag(name, attributes)
        depth += 1
        if (depth > MAX_DEPTH) parser.pause()
      },
      onclosetag(name) {
        depth -= 1
        visitor.onclosetag(name)
      },
    },
    { xmlMode: true, recognizeCDATA: true },
  )
  parser.write(xml)
  if (depth <= MAX_DEPTH) parser.end()
  // Better words without structure than no words.
  else visitor.ontext(xml.slice(parser.endIndex + 1).replace(/<[^<>]{0,2000}>/g, ' '))
}
