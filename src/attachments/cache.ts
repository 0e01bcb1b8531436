/**
 * What was read lately: one flyer goes out in a hundred messages, one logo in all of them.
 * Only whole answers of single files are kept, so that a cached answer is the very one a reader would give again.
 */
import type { Format } from './formats.ts'
import type { Content } from './reading.ts'

const MAX_FILES = 64
const MAX_CHARS = 1_000_000

const lengthOf = ({ pieces = [] }: Content): number => pieces.reduce((sum, { text }) => sum + text.length, 0)

/** Limits depend on what else the message holds, and a crash or hang on the machine: neither belongs to the bytes alone. */
const isWhole = ({ children = [], troubles = [] }: Content): boolean =>
  children.length === 0 && troubles.every(({ reason }) => ['encrypted', 'unknown-format', 'broken'].includes(reason))

export class ContentCache {
  // A Map keeps the order of insertion: the first key is the one unused for the longest time.
  readonly #kept = new Map<string, Content>()
  #chars = 0

  find(sha256: string, format: Format, maxTextChars: number): Content | undefined {
    const key = `${format} ${sha256}`
    const content = this.#kept.get(key)
    if (content === undefined || lengthOf(content) > maxTextChars) return undefined
    this.#kept.delete(key)
    this.#kept.set(key, content)
    return content
  }

  keep(sha256: string, format: Format, content: Content): void {
    const key = `${format} ${sha256}`
    if (!isWhole(content) || lengthOf(content) > MAX_CHARS || this.#kept.has(key)) return
    this.#kept.set(key, content)
    this.#chars += lengthOf(content)
    for (const [oldest, old] of this.#kept) {
      if (this.#kept.size <= MAX_FILES && this.#chars <= MAX_CHARS) break
      this.#kept.delete(oldest)
      this.#chars -= lengthOf(old)
    }
  }
}
