/**
 * Words where nobody expects them: parts of an office file that no walk of ours knows, attributes that a program shows
 * (alternative texts, choices of a list, help of a field), data that travels along. Tolerant, so that an odd part that
 * nobody reads makes no file unreadable.
 */
import type { TextBuilder } from '../text-builder.ts'
import { walkTolerantly } from './tolerant-xml.ts'
import { type Attributes, attribute } from './xml.ts'

/** Attributes that hold words, by element. Several of one element are joined: a name before its value. */
const SAYING: Readonly<Record<string, readonly string[]>> = {
  docPr: ['title', 'descr'],
  cNvPr: ['title', 'descr'],
  docVar: ['name', 'val'],
  tag: ['name', 'val'],
  alias: ['val'],
  listItem: ['displayText', 'value'],
  listEntry: ['val'],
  default: ['val'],
  helpText: ['val'],
  statusText: ['val'],
  bookmarkStart: ['name'],
  fldSimple: ['instr'],
  query: ['val'],
  connectString: ['val'],
  textpath: ['string'],
  shape: ['alt', 'href'],
  hlinkClick: ['tooltip'],
  hyperlink: ['tooltip', 'display'],
  dataValidation: ['promptTitle', 'prompt', 'errorTitle', 'error'],
  scenario: ['name', 'comment'],
  inputCells: ['val'],
  connection: ['name', 'description'],
  dbPr: ['connection', 'command'],
  webPr: ['url', 'post'],
  section: ['name'],
  custShow: ['name'],
  cfRule: ['text'],
  table: ['comment'],
  item: ['val'],
  definedName: ['comment'],
}

// Names that programs give by themselves.
const GIVEN = /^(?:_|Text\d|Dropdown\d|Check\d|OLE_LINK|Object \d)/

/** Says each distinct value once. */
const joined = (values: readonly (string | undefined)[]): string =>
  [...new Set(values.filter((value) => value?.trim() && !GIVEN.test(value)))].join(': ')

export const saidBy = (name: string, attributes: Attributes): string =>
  Object.hasOwn(SAYING, name) ? joined(SAYING[name]!.map((key) => attribute(attributes, key))) : ''

// Parts of words, not words of their own: a program splits a word where its spelling was checked.
const INSIDE_A_LINE = new Set('t r rPr b i u a s span font em strong instrText delText sup sub'.split(' '))
// Keys, digests and packed data that programs keep for themselves; nobody is shown them.
const MACHINE =
  /^(?:[{(]?[0-9a-f]{4,}(?:-[0-9a-f]{3,}){0,8}[)}]?|[A-Za-z0-9+/=_-]{60,}|https?:\/\/schemas\..*|true|false|[\d\s.,:;-]*)$/i

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** `everyAttribute`: in custom data a value may stand in any attribute. */
export const addLooseWords = (xml: string, out: TextBuilder, everyAttribute = false): void => {
  let line = ''
  const end = (): void => {
    const words = line.replace(/\s+/g, ' ').trim()
    line = ''
    if (words === '' || MACHINE.test(words)) return
    out.add(words)
    out.endLine()
  }
  walkTolerantly(xml, {
    onopentag(fullName, attributes) {
      const name = local(fullName)
      if (!INSIDE_A_LINE.has(name)) end()
      const said = everyAttribute
        ? Object.entries(attributes).flatMap(([key, value]) => (key.startsWith('xmlns') ? [] : [value]))
        : [saidBy(name, attributes)]
      for (const value of said.filter((one) => /\p{L}{2}/u.test(one) && !MACHINE.test(one))) {
        out.add(value)
        out.endLine()
      }
    },
    ontext(text) {
      if (line.length < 1_000_000) line += text
    },
    onclosetag(fullName) {
      if (!INSIDE_A_LINE.has(local(fullName))) end()
    },
  })
  end()
}
