/** The words of a Word or PowerPoint part. Both have paragraphs `p`, runs `t`, tables of `tr` and `tc`. */
import type { TextBuilder } from '../text-builder.ts'
import { saidBy } from './loose-words.ts'
import { type Attributes, attribute, walkXml } from './xml.ts'

/** `aside`: alternative texts, choices of a list, field codes, and what only old programs show. */
export type Words = Readonly<{ seen: TextBuilder; hidden: TextBuilder; aside: TextBuilder }>

const SPOKEN = new Set(['t', 'delText', 'v', 'text', 'instrText', 'delInstrText'])
const CODES = new Set(['instrText', 'delInstrText'])
const DELETED = new Set(['del', 'moveFrom'])

// A letter of a symbol font (U+F020 to U+F0FF) is the byte that was typed: Symbol and Wingdings hide words from a search.
export const unsymbol = (text: string): string =>
  text.replace(/[\uf020-\uf0ff]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xf000))

class WordWalk {
  readonly #seen: TextBuilder
  readonly #hidden: TextBuilder
  readonly #aside: TextBuilder
  #spoken = false
  #code = false
  #vanish = false
  #deleted = 0
  #fallback = 0
  #cells = 0
  #cellsInRow = 0
  #paragraphs = 0
  #paragraphsInCell = 0

  constructor({ seen, hidden, aside }: Words) {
    this.#seen = seen
    this.#hidden = hidden
    this.#aside = aside
  }

  // Hidden (w:vanish) and deleted (w:del) words are one click away from every addressee. mc:Fallback repeats a text box
  // for old programs: mostly the same words, but nothing says that they are.
  get #out(): TextBuilder {
    if (this.#code || this.#fallback > 0) return this.#aside
    return this.#vanish || this.#deleted > 0 ? this.#hidden : this.#seen
  }

  open(name: string, attributes: Attributes): void {
    if (SPOKEN.has(name)) {
      this.#spoken = true
      this.#code = CODES.has(name)
    } else if (name === 'r') this.#vanish = false
    else if (name === 'vanish') this.#vanish = !['0', 'false'].includes(attribute(attributes, 'val') ?? '1')
    else if (name === 'p') this.#openParagraph()
    else if (name === 'br' || name === 'cr') this.#out.add(this.#cells > 0 ? ' ' : '\n')
    else if (name === 'tab' && attribute(attributes, 'val') === undefined) this.#out.add('\t')
    else if (name === 'noBreakHyphen') this.#out.add('-')
    else if (name === 'sym') this.#symbol(attribute(attributes, 'char') ?? '')
    else if (DELETED.has(name)) this.#deleted += 1
    else if (name === 'Fallback') this.#fallback += 1
    else if (name === 'tr') this.#openRow()
    else if (name === 'tc') this.#openCell()
    else this.#describe(saidBy(name, attributes))
  }

  text(text: string): void {
    if (this.#spoken) this.#out.add(unsymbol(text))
  }

  close(name: string): void {
    if (SPOKEN.has(name)) this.#closeSpoken(name)
    else if (name === 'p') this.#closeParagraph()
    else if (DELETED.has(name)) this.#deleted -= 1
    else if (name === 'Fallback') this.#fallback -= 1
    else if (name === 'tc') this.#cells -= 1
    else if (name === 'tr') this.#seen.endLine()
  }

  #closeSpoken(name: string): void {
    if (name === 'v') this.#out.add(' ')
    this.#spoken = false
    this.#code = false
  }

  #symbol(char: string): void {
    const code = Number.parseInt(char, 16)
    if (code >= 0x20 && code < 0x10000) this.#out.add(unsymbol(String.fromCharCode(code)))
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
    // A text box stands inside the paragraph that it hangs on.
    if (this.#cells === 0 && this.#paragraphs > 0) this.#out.endLine()
    if (this.#cells > 0 && this.#paragraphsInCell > 0) this.#out.add(' ')
    this.#paragraphs += 1
    this.#paragraphsInCell += 1
  }

  #closeParagraph(): void {
    this.#paragraphs -= 1
    this.#aside.endLine()
    if (this.#cells > 0) return
    this.#seen.endLine()
    this.#hidden.endLine()
  }

  #describe(description: string): void {
    this.#aside.endLine()
    if (description) this.#aside.add(`${description}\n`)
  }
}

export const readWords = (bytes: Buffer, words: Words): void => {
  const walk = new WordWalk(words)
  walkXml(
    bytes,
    {
      open: (name, attributes) => walk.open(name, attributes),
      text: (text) => walk.text(text),
      close: (name) => walk.close(name),
    },
    () => words.seen.full,
  )
  words.seen.endLine()
  words.hidden.endLine()
  words.aside.endLine()
}
