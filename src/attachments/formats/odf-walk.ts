/** Walks OpenDocument content: paragraphs, cells that repeat, sheets and slides with their names. */
import type { Place } from '../../message/message.ts'
import type { Piece } from '../reading.ts'
import type { TextBuilder } from '../text-builder.ts'
import { OdfStyles, saidByOdf } from './odf-styles.ts'
import { OWN_SHEET_NAME } from './sheet-rows.ts'
import { type Attributes, attribute } from './xml.ts'

const MAX_REPEAT = 100
const MAX_KNOWN = 10_000
// Alternative texts, and the words of a formula, stand in no paragraph.
const BESIDE = new Set(['title', 'desc', 'mtext', 'mi', 'mn'])

export type OdfWords = Readonly<{ seen: TextBuilder; hidden: TextBuilder; aside: TextBuilder }>

export class OdfWalk {
  readonly pieces: Piece[] = []
  readonly #seen: TextBuilder
  readonly #hidden: TextBuilder
  readonly #aside: TextBuilder
  readonly #styles = new OdfStyles()
  readonly #known = new Set<string>()
  readonly #hidingDepths: number[] = []
  readonly #hiddenColumns = new Set<number>()
  #place: Partial<Place> = {}
  #depth = 0
  #meta = 0
  #beside = 0
  #spoken = 0
  #cells = 0
  #paragraphsInCell = 0
  #pendingTabs = 0
  #row = 0
  #hiddenRow = false
  #nextRow = 1
  #column = 0
  #page = 0
  #repeat = 1
  #cellValue = ''

  constructor({ seen, hidden, aside }: OdfWords) {
    this.#seen = seen
    this.#hidden = hidden
    this.#aside = aside
  }

  get #out(): TextBuilder {
    if (this.#beside > 0) return this.#aside
    return this.#hidingDepths.length > 0 ? this.#hidden : this.#seen
  }

  open(name: string, attributes: Attributes): void {
    this.#depth += 1
    this.#styles.open(name, attributes)
    if (name === 'meta') this.#meta += 1
    if (BESIDE.has(name)) this.#beside += 1
    // A sheet or slide that is hidden is said so by its place, and its rows stay together.
    if (name === 'deletion' || (name !== 'table' && name !== 'page' && this.#styles.hides(attributes)))
      this.#hidingDepths.push(this.#depth)
    this.#sayAttributes(name, attributes)
    if (name === 'p' || name === 'h') this.#openParagraph()
    else if (name === 's') this.#out.add(' '.repeat(Math.min(Number(attribute(attributes, 'c') ?? 1) || 1, MAX_REPEAT)))
    else if (name === 'note-citation') this.#out.add(' ')
    else if (name === 'tab') this.#out.add('\t')
    else if (name === 'line-break') this.#out.add(this.#cells > 0 ? ' ' : '\n')
    else if (name === 'table') this.#openTable(attributes)
    else if (name === 'table-column') this.#openColumn(attributes)
    else if (name === 'table-row') this.#openRow(attributes)
    else if (name === 'table-cell' || name === 'covered-table-cell') this.#openCell(attributes)
    else if (name === 'page') this.#openPage(attributes)
  }

  text(text: string): void {
    if (this.#meta > 0) return
    if (this.#beside > 0) this.#aside.add(text)
    else if (this.#spoken > 0) this.#out.add(this.#flushTabs() + text)
  }

  close(name: string): void {
    if (name === 'p' || name === 'h') {
      this.#spoken -= 1
      if (this.#cells === 0) this.#out.endLine()
    } else if (name === 'table-cell' || name === 'covered-table-cell') this.#closeCell()
    else if (name === 'table-row') {
      this.#pendingTabs = 0
      this.#seen.endLine()
    } else if (name === 'table' || name === 'page') this.end()
    if (BESIDE.has(name)) this.#closeBeside(name)
    if (name === 'meta') this.#meta -= 1
    if (this.#hidingDepths.at(-1) === this.#depth) this.#hidingDepths.pop()
    this.#depth -= 1
  }

  /** Closes a sheet, a slide or the document. */
  end(): void {
    this.pieces.push(...this.#seen.take(this.#place), ...this.#hidden.take({ ...this.#place, hidden: true }))
    this.#place = this.#page > 0 ? { page: this.#page, ...(this.#place.hidden ? { hidden: true } : {}) } : {}
  }

  #closeBeside(name: string): void {
    this.#beside -= 1
    if (name === 'title' || name === 'desc') this.#aside.endLine()
  }

  #sayAttributes(name: string, attributes: Attributes): void {
    for (const line of saidByOdf(name, attributes)) {
      if (this.#known.has(line)) continue
      if (this.#known.size < MAX_KNOWN) this.#known.add(line)
      this.#aside.add(`${line}\n`)
    }
  }

  // Tabs are written when a word follows: a row of a sheet ends in a thousand empty cells.
  #flushTabs(): string {
    const tabs = '\t'.repeat(Math.min(this.#pendingTabs, MAX_REPEAT))
    this.#pendingTabs = 0
    return tabs
  }

  #openParagraph(): void {
    // A text box or a note stands inside the paragraph that it hangs on.
    if (this.#cells === 0 && this.#spoken > 0) this.#out.endLine()
    this.#spoken += 1
    if (this.#cells > 0 && this.#paragraphsInCell > 0) this.#out.add(' ')
    this.#paragraphsInCell += 1
  }

  #openTable(attributes: Attributes): void {
    this.end()
    const sheet = attribute(attributes, 'name')
    if (sheet && this.#page === 0 && !OWN_SHEET_NAME.test(sheet)) this.#aside.add(`${sheet}\n`)
    this.#place = {
      ...this.#place,
      ...(sheet ? { sheet } : {}),
      ...(this.#styles.hides(attributes) ? { hidden: true } : {}),
    }
    this.#nextRow = 1
    this.#column = 0
    this.#hiddenColumns.clear()
  }

  #openColumn(attributes: Attributes): void {
    const repeat = Math.min(Number(attribute(attributes, 'number-columns-repeated') ?? 1) || 1, MAX_KNOWN)
    const hidden = (attribute(attributes, 'visibility') ?? 'visible') !== 'visible'
    for (let i = 0; hidden && i < repeat; i += 1) this.#hiddenColumns.add(this.#column + i)
    this.#column += repeat
  }

  #openRow(attributes: Attributes): void {
    this.#seen.endLine()
    this.#row = this.#nextRow
    this.#column = 0
    this.#hiddenRow = (attribute(attributes, 'visibility') ?? 'visible') !== 'visible'
    this.#nextRow += Number(attribute(attributes, 'number-rows-repeated') ?? 1) || 1
    this.#spotRow(false)
  }

  #spotRow(hiddenColumn: boolean): void {
    this.#seen.spot({ row: this.#row, ...(this.#hiddenRow || hiddenColumn ? { hidden: true } : {}) })
  }

  #openCell(attributes: Attributes): void {
    this.#cells += 1
    this.#paragraphsInCell = 0
    this.#repeat = Number(attribute(attributes, 'number-columns-repeated') ?? 1) || 1
    this.#cellValue = attribute(attributes, 'string-value') ?? ''
    if (this.#hiddenColumns.has(this.#column)) this.#spotRow(true)
  }

  #closeCell(): void {
    // A cell may give its words only as its value; programs show that.
    if (this.#paragraphsInCell === 0 && this.#cellValue) this.#out.add(this.#flushTabs() + this.#cellValue)
    if (this.#hiddenColumns.has(this.#column)) this.#spotRow(false)
    this.#cells -= 1
    this.#column += this.#repeat
    this.#pendingTabs += this.#repeat
    this.#repeat = 1
  }

  #openPage(attributes: Attributes): void {
    this.end()
    this.#page += 1
    this.#place = { page: this.#page, ...(this.#styles.hides(attributes) ? { hidden: true } : {}) }
  }
}
