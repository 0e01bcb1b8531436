/** Walks OpenDocument content: paragraphs, cells that repeat, sheets and slides with their names. */
import type { Place } from '../../message/message.ts'
import type { Piece } from '../reading.ts'
import type { TextBuilder } from '../text-builder.ts'
import { type Attributes, attribute } from './xml.ts'

const MAX_REPEAT = 100

export class OdfWalk {
  readonly pieces: Piece[] = []
  readonly #seen: TextBuilder
  readonly #hidden: TextBuilder
  #place: Partial<Place> = {}
  #spoken = 0
  #deleted = 0
  #cells = 0
  #paragraphsInCell = 0
  #pendingTabs = 0
  #row = 0
  #nextRow = 1
  #page = 0
  #repeat = 1

  constructor(seen: TextBuilder, hidden: TextBuilder) {
    this.#seen = seen
    this.#hidden = hidden
  }

  get #out(): TextBuilder {
    return this.#deleted > 0 ? this.#hidden : this.#seen
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'p' || name === 'h') this.#openParagraph()
    else if (name === 's') this.#out.add(' '.repeat(Math.min(Number(attribute(attributes, 'c') ?? 1) || 1, MAX_REPEAT)))
    else if (name === 'tab') this.#out.add('\t')
    else if (name === 'line-break') this.#out.add(this.#cells > 0 ? ' ' : '\n')
    else if (name === 'deletion') this.#deleted += 1
    else if (name === 'table') this.#openTable(attributes)
    else if (name === 'table-row') this.#openRow(attributes)
    else if (name === 'table-cell' || name === 'covered-table-cell') this.#openCell(attributes)
    else if (name === 'page') this.#openPage()
  }

  text(text: string): void {
    if (this.#spoken > 0) this.#out.add(this.#flushTabs() + text)
  }

  close(name: string): void {
    if (name === 'p' || name === 'h') {
      this.#spoken -= 1
      if (this.#cells === 0) this.#out.endLine()
    } else if (name === 'deletion') this.#deleted -= 1
    else if (name === 'table-cell' || name === 'covered-table-cell') {
      this.#cells -= 1
      this.#pendingTabs += this.#repeat
      this.#repeat = 1
    } else if (name === 'table-row') {
      this.#pendingTabs = 0
      this.#seen.endLine()
    } else if (name === 'table' || name === 'page') this.end()
  }

  /** Closes a sheet, a slide or the document. */
  end(): void {
    this.pieces.push(...this.#seen.take(this.#place), ...this.#hidden.take({ ...this.#place, hidden: true }))
    this.#place = {}
  }

  // Tabs are written when a word follows: a row of a sheet ends in a thousand empty cells.
  #flushTabs(): string {
    const tabs = '\t'.repeat(Math.min(this.#pendingTabs, MAX_REPEAT))
    this.#pendingTabs = 0
    return tabs
  }

  #openParagraph(): void {
    this.#spoken += 1
    if (this.#cells > 0 && this.#paragraphsInCell > 0) this.#out.add(' ')
    this.#paragraphsInCell += 1
  }

  #openTable(attributes: Attributes): void {
    this.end()
    const sheet = attribute(attributes, 'name')
    this.#place = { ...(sheet ? { sheet } : {}), ...(this.#page > 0 ? { page: this.#page } : {}) }
    this.#nextRow = 1
  }

  #openRow(attributes: Attributes): void {
    this.#seen.endLine()
    this.#row = this.#nextRow
    this.#nextRow += Number(attribute(attributes, 'number-rows-repeated') ?? 1) || 1
    this.#seen.spot({ row: this.#row })
  }

  #openCell(attributes: Attributes): void {
    this.#cells += 1
    this.#paragraphsInCell = 0
    this.#repeat = Number(attribute(attributes, 'number-columns-repeated') ?? 1) || 1
  }

  #openPage(): void {
    this.end()
    this.#page += 1
    this.#place = { page: this.#page }
  }
}
