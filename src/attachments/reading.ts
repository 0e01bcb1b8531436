/**
 * What a reader is: bytes in, content out. Everything here can cross to a process and back.
 * A reader never opens the files it finds inside: it hands them up as `children`, and they are read like any other file.
 */
import type { Place, UnreadReason } from '../message/message.ts'
import type { Format } from './formats.ts'

/** The limits that are left for this one file. */
export type ReaderContext = Readonly<{
  name: string
  format: Format
  maxTextChars: number
  maxUnpackedBytes: number
  maxFiles: number
  maxRatio: number
  maxPages: number
  /** Scanned pages that may be handed up to be read; 0 where pictures are not read. */
  maxScans: number
}>

/** A stretch of text. `place` says what is the same for all of it: the sheet, or that it is hidden. */
export type Piece = Readonly<{
  text: string
  place?: Partial<Place>
  spots?: readonly Readonly<{ offset: number; place: Partial<Place> }>[]
}>

export type Trouble = Readonly<{ reason: UnreadReason; detail?: string }>

/**
 * A file inside a file. Without `bytes` it could not be taken out, and `trouble` says why; its name still counts.
 * `format` is what it surely is, where its own beginning would say something else. With a `page` it is no file of its own but
 * a picture of that page, to be read.
 */
export type Child = Readonly<{
  name: string
  type: string
  bytes?: Uint8Array
  trouble?: Trouble
  format?: Format
  page?: number
}>

export type Content = Readonly<{
  pieces?: readonly Piece[]
  children?: readonly Child[]
  properties?: Readonly<Record<string, string>>
  macros?: boolean
  /** What of this file could not be read. */
  troubles?: readonly Trouble[]
}>

export type Reader = Readonly<{
  formats: readonly Format[]
  /** `process`: always in a reader process. `inline`: never, the reader looks at a bounded number of bytes. `size`: by its size. */
  where: 'process' | 'inline' | 'size'
  read: (bytes: Buffer, context: ReaderContext) => Content | Promise<Content>
}>

/** Thrown by a reader that can say exactly why it stops. Any other error means a broken file. */
export class Unreadable extends Error {
  readonly trouble: Trouble
  constructor(reason: UnreadReason, detail: string) {
    super(`${reason}: ${detail}`)
    this.trouble = { reason, detail }
  }
}

/** Reads, and turns every failure into a reason. The name of an error is safe to show; its message may quote the file. */
export const readSafely = async (reader: Reader, bytes: Buffer, context: ReaderContext): Promise<Content> => {
  try {
    return await reader.read(bytes, context)
  } catch (error) {
    if (error instanceof Unreadable) return { troubles: [error.trouble] }
    return { troubles: [{ reason: 'broken', detail: error instanceof Error ? error.name : 'error' }] }
  }
}
