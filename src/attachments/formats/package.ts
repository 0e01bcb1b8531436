/** An office package: its XML parts by name, its macros, and the files that lie embedded in it. */
import { type Content, type Piece, type ReaderContext, type Trouble, Unreadable } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { decodeMarkup } from './charset.ts'
import { addLooseWords } from './loose-words.ts'
import { asRecord, type Property, propertyPieces, readPropertyPart } from './properties.ts'
import { type Relations, readRelations } from './relations.ts'
import { childrenOf } from './zip.ts'
import { readZip } from './zip-entries.ts'

/** One office file opened. Failures of parts are kept as troubles, not thrown. */
export type OfficePackage = Readonly<{
  names: readonly string[]
  /** Walks part after part; a part that breaks leaves its trouble and the rest is still read. */
  each: (which: RegExp | string, visit: (bytes: Buffer, name: string) => void) => void
  /** The parts that belong to a part, by their id. */
  targetsOf: (name: string) => ReadonlyMap<string, string>
  /** What could not be read so far. */
  troubles: readonly Trouble[]
  /** Words found aside, without a place of their own. Those that stand in a piece as well are not said twice. */
  aside: TextBuilder
  /** The result: the pieces given, plus everything that every package has. */
  finish: (pieces: readonly Piece[], troubles: readonly Trouble[]) => Content
}>

// Parts without words and without anything hidden in them: printer settings, obfuscated fonts, the thumbnail.
const SILENT =
  /(?:^|\/)(?:(?:printerSettings|customProperty)\d{0,6}\.bin|(?:workbook|sheet\d{1,6}|binaryIndex\d{0,6}|sharedStrings|styles|calcChain|comments\d{0,6}|table\d{0,6}|persons?|metadata|externalLink\d{0,6}|drawing\d{0,6}|connections|queryTable\d{0,6}|pivotCache(?:Definition|Records)\d{0,6}|pivotTable\d{0,6}|threadedComment\d{0,6}|slicer(?:Cache)?\d{0,6})\.bin|[^/]{0,100}\.(?:odttf|fntdata|rels|xml|vml|rdf)|thumbnail\.(?:jpe?g|emf|wmf|png)|mimetype|vbaProject\.bin|vbaProjectSignature\.bin|vbaData\.xml|layout-cache)$|^Thumbnails\/|^ObjectReplacements\/|^Configurations2\/|^Pictures\/TablePreview\d{0,6}\.svm$/i
const MACROS =
  /(?:^|\/)vbaProject\.bin$|^xl\/macrosheets\/|^Basic\/[^/]{1,80}\/(?!script-lb)[^/]{1,80}\.xml$|^Scripts\//i
const PROPERTIES = /^docProps\/(?:core|app|custom)\.xml$|^meta\.xml$/
// Parts of no words, or of words that programs write for each other: signatures, settings, types, looks.
const MUTE =
  /^\[Content_Types\]|^_xmlsignatures\/|^META-INF\/|^docProps\/|(?:^|\/)(?:calcChain|fontTable|webSettings|theme\d{0,6}|settings|styles|stylesWithEffects|person)\.xml$|^Configurations2\/|\/(?:colors|quickStyle|layout)\d{0,6}\.xml$|^layout-cache$/
const LOOSE = /\.(?:xml|vml)$/i
const CUSTOM_DATA = /^customXml\//i

const asTrouble = (error: unknown): Trouble =>
  error instanceof Unreadable ? error.trouble : { reason: 'broken', detail: 'part' }

// The index of a choice, the number of a page.
const MIN_LINE = 3

/** Lines that stand in no piece yet: alternative texts and old copies of a text box repeat what was read. */
const newLines = (aside: string, pieces: readonly Piece[]): string => {
  const known = new Set(pieces.flatMap(({ text }) => text.split(/[\t\n]/).map((line) => line.trim())))
  const fresh = new Set(
    aside
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.length >= MIN_LINE && !known.has(line)),
  )
  return [...fresh].map((line) => `${line}\n`).join('')
}

export const openPackage = async (bytes: Buffer, context: ReaderContext): Promise<OfficePackage> => {
  const zip = await readZip(bytes, context)
  const troubles: Trouble[] = [...zip.troubles]
  const byName = new Map(zip.entries.map((entry) => [entry.name, entry]))
  // Of two parts with one name one program shows the first, another the last.
  if (byName.size < zip.entries.length) troubles.push({ reason: 'broken', detail: 'repeated part' })
  const names = [...byName.keys()]
  const visited = new Set<string>()
  const relations = new Map<string, Relations>()
  const aside = new TextBuilder(context.maxTextChars)

  const each = (which: RegExp | string, visit: (bytes: Buffer, name: string) => void): void => {
    for (const name of names.filter((n) => (typeof which === 'string' ? n === which : which.test(n)))) {
      visited.add(name)
      const content = byName.get(name)!.read()
      try {
        if (Buffer.isBuffer(content)) visit(content, name)
        else troubles.push(content)
      } catch (error) {
        troubles.push(asTrouble(error))
      }
    }
  }
  const readRels = (which: RegExp | string): void =>
    each(which, (content, name) => relations.set(name, readRelations(content, name)))
  const targetsOf = (name: string): ReadonlyMap<string, string> => {
    const rels = name.replace(/([^/]{1,200})$/, '_rels/$1.rels')
    if (!relations.has(rels)) readRels(rels)
    return relations.get(rels)?.targets ?? new Map()
  }
  const readLeftovers = (): void => {
    for (const name of names.filter((n) => n.endsWith('.rels') && !visited.has(n))) readRels(name)
    for (const { links } of relations.values()) for (const link of links) aside.add(`${link}\n`)
    for (const name of names.filter((n) => LOOSE.test(n) && !visited.has(n) && !MUTE.test(n)))
      each(name, (content) => addLooseWords(decodeMarkup(content), aside, CUSTOM_DATA.test(name)))
  }
  const finish = (pieces: readonly Piece[], more: readonly Trouble[]): Content => {
    const properties: Property[] = []
    each(PROPERTIES, (content) => properties.push(...readPropertyPart(content)))
    readLeftovers()
    const told = [...pieces, ...propertyPieces(properties, pieces, context.maxTextChars)]
    const fresh = newLines(
      aside
        .take()
        .map(({ text }) => text)
        .join(''),
      told,
    )
    return {
      pieces: fresh === '' ? told : [...told, { text: fresh, place: { hidden: true } }],
      children: [...zip.entries.filter(({ name }) => !SILENT.test(name)), ...zip.hidden].flatMap(childrenOf),
      properties: asRecord(properties),
      macros: names.some((name) => MACROS.test(name)),
      troubles: [...troubles, ...aside.troubles(), ...more],
    }
  }
  return { names, each, targetsOf, troubles, aside, finish }
}
