/** The words of a Word or PowerPoint part. Both have paragraphs `p`, runs `t`, tables of `tr` and `tc`. */
import type { TextBuilder } from '../text-builder.ts'
import { attribute, walkXml } from './xml.ts'

const SPOKEN = new Set(['t', 'delText', 'v', 'text'])

class WordWalk {
  readonly #seen: TextBuilder
  readonly #hidden: TextBuilder
  #spoken = false
  #vanish = false
  #deleted = 0
  #fallback = 0
  #cells = 0
  #cellsInRow = 0
  #paragraphsInCell = 0

  constructor(seen: TextBuilder, hidden: TextBuilder) {
    this.#seen = seen
    this.#hidden = hidden
  }

  // Hidden (w:vanish) and deleted (w:del) words are one click away from every addressee.
  get #out(): TextBuilder {
    return this.#vanish || this.#deleted > 0 ? this.#hidden : this.#seen
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (SPOKEN.has(name)) this.#spoken = true
    else if (name === 'r') this.#vanish = false
    else if (name === 'vanish') this.#vanish = !['0', 'false'].includes(attribute(attributes, 'val') ?? '1')
    else if (name === 'p') this.#openParagraph()
    else if (name === 'br' || name === 'cr') this.#seen.add(this.#cells > 0 ? ' ' : '\n')
    else if (name === 'tab' && attribute(attributes, 'val') === undefined) this.#seen.add('\t')
    else if (name === 'del') this.#deleted += 1
    else if (name === 'Fallback')
      this.#fallback += 1 // mc:Fallback repeats a text box for old programs
    else if (name === 'docPr' || name === 'cNvPr') this.#describe(attribute(attributes, 'descr'))
    else if (name === 'tr') this.#openRow()
    else if (name === 'tc') this.#openCell()
  }

  text(text: string): void {
    if (this.#spoken && this.#fallback === 0) this.#out.add(text)
  }

  close(name: string): void {
    if (SPOKEN.has(name)) this.#spoken = false
    if (name === 'v') this.#seen.add(' ')
    else if (name === 'p' && this.#cells === 0) {
      this.#seen.endLine()
      this.#hidden.endLine()
    } else if (name === 'del') this.#deleted -= 1
    else if (name === 'Fallback') this.#fallback -= 1
    else if (name === 'tc') this.#cells -= 1
    else if (name === 'tr') this.#seen.endLine()
  }

  #openRow(): void {
    this.#seen.endLine()
    this.#cellsInRow = 0
  }

  #openCell(): void {
    if (this.#cellsInRow > 0) this.#seen.add('\t')
    this.#cellsInRow += 1
    this.#cells += 1
    this.#paragraphsInCell = 0
  }

  #openParagraph(): void {
    if (this.#cells > 0 && this.#paragraphsInCell > 0) this.#seen.add(' ')
    this.#paragraphsInCell += 1
  }

  #describe(description: string | undefined): void {
    if (description && this.#fallback === 0) this.#seen.add(`${description} `)
  }
}

export const readWords = (bytes: Buffer, seen: TextBuilder, hidden: TextBuilder): void => {
  const walk = new WordWalk(seen, hidden)
  walkXml(
    bytes,
    {
      open: (name, attributes) => walk.open(name, attributes),
      text: (text) => walk.text(text),
      close: (name) => walk.close(name),
    },
    () => seen.full,
  )
  seen.endLine()
  hidden.endLine()
}
