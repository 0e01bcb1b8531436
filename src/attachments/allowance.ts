/** What one message may still cost. Every container passes on what it left over. */

import type { Format } from './formats.ts'
import type { AttachmentOptions } from './options.ts'
import type { Content, ReaderContext } from './reading.ts'

export class Allowance {
  readonly #options: AttachmentOptions
  #chars: number
  #bytes: number
  #files: number
  #partMs = 0
  #messageMs: number

  constructor(options: AttachmentOptions) {
    this.#options = options
    this.#chars = options.maxTextChars
    this.#bytes = options.maxUnpackedBytes
    this.#files = options.maxFiles
    this.#messageMs = options.messageMs
  }

  startPart(): void {
    this.#partMs = this.#options.partMs
  }

  /** False when one file more would be too many. */
  takeFile(): boolean {
    this.#files -= 1
    return this.#files >= 0
  }

  get textLeft(): boolean {
    return this.#chars > 0
  }

  get timeLeftMs(): number {
    return Math.min(this.#options.fileMs, this.#partMs, this.#messageMs)
  }

  contextFor(name: string, format: Format): ReaderContext {
    const { maxRatio, maxPages, ocr, ocrPictures } = this.#options
    return {
      name,
      format,
      maxRatio,
      maxPages,
      maxScans: ocr === 'on' ? ocrPictures : 0,
      maxTextChars: this.#chars,
      maxUnpackedBytes: this.#bytes,
      // One more than is left, so that the file over the limit is seen and said.
      maxFiles: Math.max(0, this.#files) + 1,
    }
  }

  spend(content: Content, ms: number): void {
    this.#partMs -= ms
    this.#messageMs -= ms
    for (const { text } of content.pieces ?? []) this.#chars -= text.length
    for (const { bytes } of content.children ?? []) this.#bytes -= bytes?.length ?? 0
  }
}
