/** Text with its spots, up to a limit: shared strings and repeated rows can make much text out of few bytes. */
import type { Place } from '../message/message.ts'
import type { Piece, Trouble } from './reading.ts'

export class TextBuilder {
  readonly #limit: number
  #parts: string[] = []
  #length = 0
  #last = ''
  #spots: { offset: number; place: Partial<Place> }[] = []
  full = false

  constructor(limit: number) {
    this.#limit = limit
  }

  add(text: string): void {
    if (text === '' || this.full) return
    const room = this.#limit - this.#length
    const taken = text.length > room ? text.slice(0, room) : text
    this.full = taken.length < text.length
    this.#parts.push(taken)
    this.#length += taken.length
    this.#last = taken.at(-1) ?? this.#last
  }

  /** Ends the line, unless it is empty. */
  endLine(): void {
    if (this.#last !== '' && this.#last !== '\n') this.add('\n')
  }

  /** Ends the word: what follows is said elsewhere, in a note or a comment. */
  endWord(): void {
    if (this.#last !== '' && !/\s/.test(this.#last)) this.add(' ')
  }

  spot(place: Partial<Place>): void {
    if (!this.full) this.#spots.push({ offset: this.#length, place })
  }

  /** The text so far, and a new beginning. */
  take(place?: Partial<Place>): Piece[] {
    const text = this.#parts.join('')
    const spots = this.#spots
    this.#parts = []
    this.#spots = []
    this.#last = ''
    if (text.trim() === '') return []
    // Offsets count from the start of this piece, the limit from the start of the file.
    const start = this.#length - text.length
    return [
      {
        text,
        ...(place ? { place } : {}),
        ...(spots.length > 0 ? { spots: spots.map((s) => ({ ...s, offset: s.offset - start })) } : {}),
      },
    ]
  }

  troubles(): Trouble[] {
    return this.full ? [{ reason: 'limit', detail: 'text' }] : []
  }
}
