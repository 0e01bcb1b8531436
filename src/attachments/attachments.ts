/**
 * What hangs on a message: the text of every part, or why it could not be read.
 *
 * Readers of hostile formats run in processes of their own under limits of time, heap and output; small plain text is read inline.
 */
import type { Message, Part, Text, Unread } from '../message/message.ts'

export { AttachmentOptions } from './options.ts'
export { openReaders } from './readers.ts'

/** What a file really is, by its content first and its name second. */
export type FileKind =
  | 'text'
  | 'csv'
  | 'html'
  | 'xml'
  | 'json'
  | 'calendar'
  | 'contact'
  | 'document'
  | 'sheet'
  | 'slides'
  | 'pdf'
  | 'rtf'
  | 'legacy-office'
  | 'archive'
  | 'message'
  | 'picture'
  | 'audio'
  | 'video'
  | 'signature'
  | 'executable'
  | 'script'
  | 'shortcut'
  | 'disk-image'
  | 'unknown'

/** One file, at any depth. `path` is "dossier.zip › verslag.docx". */
export type AttachedFile = Readonly<{
  path: string
  name: string
  declaredType: string
  kind: FileKind
  /** The content contradicts name or declared type ("factuur.pdf" that is a program). */
  nameLies: boolean
  /** Contains VBA or another macro (docm, xlsm, vbaProject.bin, OLE macro streams, auto-open). */
  macros: boolean
  size: number
  inline: boolean
  sha256: string
  /** Picture and document metadata a rule may use: artist, copyright, credit, source, cameraMake, gps, title, sensitivity label. */
  properties: Readonly<Record<string, string>>
}>

export type ReadFiles = Readonly<{
  files: readonly AttachedFile[]
  /** Names (role file-name) and contents (role attachment) of every file that could be read. */
  texts: readonly Text[]
  /** Messages attached or nested (message/rfc822), each a message of its own, with their own files already in `files`. */
  messages: readonly Message[]
  unread: readonly Unread[]
}>

export interface Readers {
  /** Never rejects for a bad file: that is an `unread`. Same bytes, same answer. */
  read(parts: readonly Part[]): Promise<ReadFiles>
  close(): Promise<void>
}
