/** The rows of one worksheet: cells by TAB in their columns, each row with its number. */
import type { Place } from '../../message/message.ts'
import type { TextBuilder } from '../text-builder.ts'
import { saidBy } from './loose-words.ts'
import { type Attributes, attribute, walkXml } from './xml.ts'

export type SheetSource = Readonly<{
  strings: readonly string[]
  number: (value: string, style: number) => string
  out: TextBuilder
  /** Words of the sheet that stand in no cell: formulas, choices, tips. */
  aside: TextBuilder
}>

// Names that the program gives by itself.
export const OWN_SHEET_NAME = /^(?:Blad|Sheet|Feuil|Feuille|Tabelle|Tabel|Table|Tableau|Grafiek|Chart)\s?\d{0,4}$|^$/

// A lone cell in column XFD would cost sixteen thousand tabs in every row.
const MAX_GAP = 100
// One formula filled down a column says the same words in each row.
const MAX_KNOWN = 10_000
const MAX_HIDDEN_COLUMN = 1_000

const columnOf = (reference: string): number => {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  return column
}

/** The texts of a formula: ="wachtwoord: "&A1 shows words that stand in no string of the file. */
export const wordsOfFormula = (formula: string): string[] =>
  [...formula.slice(0, 8_192).matchAll(/"((?:[^"]|""){1,8192})"/g)]
    .map(([, text]) => text!.replaceAll('""', '"').trim())
    .filter((text) => /\p{L}{2}|\d{4}/u.test(text))

/** &C&"Arial,Bold"Vertrouwelijk&P: codes of a header or footer (ECMA-376 part 1 §18.3.1.39). */
const withoutCodes = (text: string): string => text.replace(/&(?:"[^"]{0,100}"|K[0-9A-F]{6}|\d{1,3}|&|[A-Z])/gi, ' ')

const PAGE_WORDS = /^(?:odd|even|first)(?:Header|Footer)$/
const FORMULAS = new Set(['f', 'formula', 'formula1', 'formula2'])

class SheetWalk {
  readonly #source: SheetSource
  readonly #known = new Set<string>()
  readonly #hiddenColumns = new Set<number>()
  #row = 0
  #hiddenRow = false
  #column = 0
  #written = 1
  #type = ''
  #style = 0
  #reference = ''
  #value = ''
  #element = ''
  #aside = ''

  constructor(source: SheetSource) {
    this.#source = source
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'row') this.#openRow(attributes)
    else if (name === 'c') this.#openCell(attributes)
    else if (name === 'col') this.#hideColumns(attributes)
    else if (name === 'v' || name === 't' || FORMULAS.has(name) || PAGE_WORDS.test(name)) {
      this.#element = name
      this.#aside = ''
    } else {
      this.#element = ''
      const said = saidBy(name, attributes)
      if (said) this.#sayAside(said, attribute(attributes, 'ref') ?? attribute(attributes, 'sqref') ?? '')
    }
  }

  text(text: string): void {
    if (this.#element === 'v' || this.#element === 't') this.#value += text
    else if (this.#element && this.#aside.length < 100_000) this.#aside += text
  }

  close(name: string): void {
    if (name === 'c') this.#writeCell()
    else if (name === 'row') this.#source.out.endLine()
    else if (FORMULAS.has(name)) for (const word of wordsOfFormula(this.#aside)) this.#sayAside(word, this.#reference)
    else if (PAGE_WORDS.test(name)) this.#sayAside(withoutCodes(this.#aside).replace(/\s+/g, ' ').trim(), '')
    if (name === this.#element) this.#element = ''
  }

  #hideColumns({ min, max, hidden }: Attributes): void {
    if (!hidden || hidden === '0' || hidden === 'false' || this.#hiddenColumns.size >= MAX_HIDDEN_COLUMN) return
    // Beyond the first hundreds nobody looks for a cell; hidden or not, its words are read.
    for (let at = Number(min); at <= Math.min(Number(max), MAX_HIDDEN_COLUMN); at += 1) this.#hiddenColumns.add(at)
  }

  #openRow(attributes: Attributes): void {
    this.#row = Number(attributes.r ?? this.#row + 1)
    this.#column = 0
    this.#written = 1
    this.#hiddenRow = attributes.hidden === '1' || attributes.hidden === 'true'
    this.#source.out.spot(this.#placeOf(false))
  }

  #openCell(attributes: Attributes): void {
    this.#reference = attributes.r ?? ''
    this.#column = columnOf(this.#reference) || this.#column + 1
    this.#type = attributes.t ?? ''
    this.#style = Number(attributes.s ?? 0)
    this.#value = ''
  }

  #placeOf(hiddenColumn: boolean): Partial<Place> {
    return { row: this.#row, ...(this.#hiddenRow || hiddenColumn ? { hidden: true } : {}) }
  }

  get #inHiddenColumn(): boolean {
    return this.#hiddenColumns.has(this.#column)
  }

  #writeCell(): void {
    const value = this.#value
    if (value === '') return
    const { out } = this.#source
    out.add('\t'.repeat(Math.max(0, Math.min(this.#column - this.#written, MAX_GAP))))
    this.#written = this.#column
    const hidden = this.#inHiddenColumn
    if (hidden) out.spot(this.#placeOf(true))
    const shown = this.#show(value).replace(/\s+/g, ' ')
    out.add(shown)
    if (hidden) out.spot(this.#placeOf(false))
    if (this.#known.size < MAX_KNOWN) this.#known.add(shown)
  }

  #show(value: string): string {
    if (this.#type === 's') return this.#source.strings[Number(value)] ?? ''
    return this.#type === '' || this.#type === 'n' ? this.#source.number(value, this.#style) : value
  }

  #sayAside(words: string, reference: string): void {
    if (words === '' || this.#known.has(words)) return
    if (this.#known.size < MAX_KNOWN) this.#known.add(words)
    const cell = /^[A-Z]{1,3}\d{1,7}/.exec(reference)?.[0]
    this.#source.aside.spot(cell ? { cell } : {})
    this.#source.aside.add(`${words}\n`)
  }
}

export const readSheet = (bytes: Buffer, source: SheetSource): void => {
  const walk = new SheetWalk(source)
  walkXml(
    bytes,
    {
      open: (name, attributes) => walk.open(name, attributes),
      text: (text) => walk.text(text),
      close: (name) => walk.close(name),
    },
    () => source.out.full,
  )
}
