/** An office package: its XML parts by name, its macros, and the files that lie embedded in it. */
import { type Child, type Content, type Piece, type ReaderContext, type Trouble, Unreadable } from '../reading.ts'
import { attribute, walkXml } from './xml.ts'
import { childrenOf } from './zip.ts'
import { readZip, type ZipEntry } from './zip-entries.ts'

/** One office file opened. `part` gives the bytes of an XML part; failures are kept as troubles, not thrown. */
export type OfficePackage = Readonly<{
  names: readonly string[]
  part: (name: string) => Buffer | undefined
  /** Walks part after part; a part that breaks leaves its trouble and the rest is still read. */
  each: (which: RegExp | string, visit: (bytes: Buffer, name: string) => void) => void
  /** The result: the pieces given, plus everything that every package has. */
  finish: (pieces: readonly Piece[], troubles: readonly Trouble[]) => Content
}>

// Parts without words and without anything hidden in them: printer settings, obfuscated fonts, the thumbnail.
const SILENT =
  /(?:^|\/)(?:(?:printerSettings|customProperty)\d{0,6}\.bin|[^/]{1,100}\.(?:odttf|fntdata|rels|xml|vml|rdf)|thumbnail\.(?:jpe?g|emf|wmf|png)|mimetype|vbaProject\.bin|vbaProjectSignature\.bin|vbaData\.xml|layout-cache)$|^Thumbnails\/|^ObjectReplacements\/|^Configurations2\//i
const MACROS = /(?:^|\/)vbaProject\.bin$|^Basic\/[^/]{1,80}\/(?!script-lb)[^/]{1,80}\.xml$|^Scripts\//i
const PROPERTIES = /^docProps\/(?:core|app|custom)\.xml$|^meta\.xml$/

/** Title, author, company, and sensitivity labels ("MSIP_Label_…_Name", MS-OFFPROP), whose name tells the marking. */
const readProperties = (bytes: Buffer, into: Record<string, string>): void => {
  const WANTED = new Set([
    'title',
    'subject',
    'creator',
    'keywords',
    'description',
    'category',
    'lastModifiedBy',
    'Company',
    'Manager',
    'initial-creator',
    'keyword',
    'user-defined',
  ])
  let key = ''
  let value = ''
  walkXml(bytes, {
    open: (name, attributes) => {
      if (name === 'property' || name === 'user-defined') key = (attribute(attributes, 'name') ?? '').slice(0, 200)
      else if (WANTED.has(name)) key = name
      else return
      value = ''
    },
    text: (text) => {
      if (key && value.length < 2000) value += text
    },
    close: (name) => {
      if (!(WANTED.has(name) || name === 'property')) return
      if (key && value.trim())
        into[/^MSIP_Label_.{0,100}_Name$/.test(key) ? 'sensitivity' : key] = value.trim().slice(0, 2000)
      key = ''
    },
  })
}

const embedded = (entries: readonly ZipEntry[]): Child[] =>
  entries
    .filter(({ name }) => !SILENT.test(name))
    .map(({ name, read }) => {
      const content = read()
      return Buffer.isBuffer(content) ? { name, type: '', bytes: content } : { name, type: '', trouble: content }
    })

const asTrouble = (error: unknown): Trouble =>
  error instanceof Unreadable ? error.trouble : { reason: 'broken', detail: 'part' }

export const openPackage = async (bytes: Buffer, context: ReaderContext): Promise<OfficePackage> => {
  const zip = await readZip(bytes, context)
  const troubles: Trouble[] = [...zip.troubles]
  const byName = new Map(zip.entries.map((entry) => [entry.name, entry]))
  // Of two parts with one name one program shows the first, another the last.
  if (byName.size < zip.entries.length) troubles.push({ reason: 'broken', detail: 'repeated part' })
  const names = [...byName.keys()]
  const part = (name: string): Buffer | undefined => {
    const content = byName.get(name)?.read()
    if (content === undefined || Buffer.isBuffer(content)) return content
    troubles.push(content)
    return undefined
  }
  const each = (which: RegExp | string, visit: (bytes: Buffer, name: string) => void): void => {
    for (const name of names.filter((n) => (typeof which === 'string' ? n === which : which.test(n)))) {
      try {
        const content = part(name)
        if (content) visit(content, name)
      } catch (error) {
        troubles.push(asTrouble(error))
      }
    }
  }
  const finish = (pieces: readonly Piece[], more: readonly Trouble[]): Content => {
    const properties: Record<string, string> = {}
    each(PROPERTIES, (content) => readProperties(content, properties))
    const children = [...embedded(zip.entries), ...zip.hidden.flatMap(childrenOf)]
    return {
      pieces,
      children,
      properties,
      macros: names.some((name) => MACROS.test(name)),
      troubles: [...troubles, ...more],
    }
  }
  return { names, part, each, finish }
}
