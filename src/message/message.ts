/**
 * What was sent: one message as its readers would see it.
 *
 * PURE. Takes the original bytes and the envelope, gives plain readonly values. Detectors read these values and
 * never the bytes. Every text keeps its place, so that a finding can name it ("bijlage klaslijst.csv, rij 4").
 */

import type { Language } from './languages.ts'

export { parseAddress, parseAddressList } from './addresses.ts'
export { openCms } from './cms.ts'
export { decodeText } from './decoded.ts'
export { inFrench } from './french.ts'
export { parseHeaders, rawFields } from './headers.ts'
export { readHtml } from './html.ts'
export { LANGUAGES, type Language, type Said } from './languages.ts'
export { ownEnvelope } from './own-envelope.ts'
export { parseMessage } from './parse.ts'
export { placeAt, sayPlace } from './place.ts'
export { appendText, moveToBcc, withoutFields } from './rewrite.ts'
export {
  copyOf,
  MOST as MOST_SPELLINGS,
  numberOf as spellingOf,
  numberPerSpelling,
  oncePerSpelling,
  placeOf,
  whenForgotten,
} from './spellings.ts'
export { seenText } from './unseen.ts'
export { fold, foldedWords, tokenise, type Word } from './words.ts'

/** SMTP envelope (RFC 5321 §3.3). `mailFrom` is '' for the null sender. Addresses as given, domain lower-cased. */
export type Envelope = Readonly<{ mailFrom: string; rcptTo: readonly string[] }>

/** A mailbox of a header (RFC 5322 §3.4). `address`, `local` and `domain` are lower-cased; `name` is decoded, may be ''. */
export type Mailbox = Readonly<{ address: string; local: string; domain: string; name: string }>

/** A recipient that every other recipient can see. */
export type VisibleRecipient = Mailbox & Readonly<{ field: 'to' | 'cc' | 'resent-to' | 'resent-cc' }>

/** One header line, unfolded and decoded (RFC 2047). `name` is lower-cased. In order of appearance, duplicates kept. */
export type Header = Readonly<{ name: string; value: string }>

/**
 * Where something stands in a message. `in` names the part, the rest narrows it down.
 * `file` is the path of an attachment: "klaslijst.csv", or "dossier.zip › verslag.docx" inside a container.
 * `hidden`: text a reader would not see (display:none, white on white, a hidden sheet). `picture`: read off a picture.
 */
export type Place = Readonly<{
  in: 'message' | 'subject' | 'text' | 'quoted' | 'signature' | 'disclaimer' | 'header' | 'recipients' | 'attachment'
  header?: string
  file?: string
  line?: number
  row?: number
  column?: string
  page?: number
  sheet?: string
  cell?: string
  hidden?: boolean
  picture?: boolean
  /** It stands there as base64 that a reader can decode. */
  encoded?: boolean
}>

/** Whose words a text is. `file-name` is the name of an attachment; `attachment` what stands in it. */
export type TextRole = 'subject' | 'own' | 'quoted' | 'signature' | 'disclaimer' | 'attachment' | 'file-name'

/**
 * A stretch of text with its place. Table cells are separated by TAB, rows and paragraphs by LF, whatever the format.
 * `spots` (ascending offsets, UTF-16 units into `text`) refine the place from there on; see `placeAt`.
 */
export type Text = Readonly<{
  role: TextRole
  place: Place
  text: string
  spots?: readonly Readonly<{ offset: number; place: Partial<Place> }>[]
}>

/** A leaf part that hangs on the message: an attachment, an inline picture, a nested message. Content is decoded lazily. */
export type Part = Readonly<{
  /** File name as a mail program would show it; '' when there is none. */
  name: string
  /** Declared content type, lower case, without parameters. */
  type: string
  disposition: 'attachment' | 'inline' | 'none'
  contentId: string
  /** Encoded size in bytes. */
  size: number
  /** Other names the headers give it (`name`, `filename`, `filename*`), where they differ from `name`. */
  aliases?: readonly string[]
  /** Decoded bytes (base64, quoted-printable, uuencode undone). Computed at each call. */
  content: () => Buffer
}>

/** A link of an HTML body: what the reader sees and where it goes. `text` is '' for a link around a picture without words. */
export type Link = Readonly<{ text: string; href: string; place: Place }>

/** Why a part of a message or a file could not be read as a mail program would. */
/** `disputed`: mail programs show different messages, and each of them was read. */
export type UnreadReason =
  | 'encrypted'
  | 'unknown-format'
  | 'broken'
  | 'disputed'
  | 'limit'
  | 'reader-crashed'
  | 'reader-timeout'

export type Unread = Readonly<{ place: Place; reason: UnreadReason; detail?: string }>

/** Whether nobody can say what is there. What is disputed was read in every way. */
export const isUnread = ({ reason }: Unread): boolean => reason !== 'disputed'

export type Message = Readonly<{
  envelope: Envelope
  headers: readonly Header[]
  from: readonly Mailbox[]
  sender: Mailbox | undefined
  replyTo: readonly Mailbox[]
  /** All To, Cc, Resent-To, Resent-Cc, groups expanded; the same address once per field. */
  visible: readonly VisibleRecipient[]
  /** Envelope recipients that stand in no visible header: BCC, as far as this transaction shows. Lower-cased. */
  hidden: readonly string[]
  subject: string
  /** Message-ID without the angle brackets; '' when missing. */
  messageId: string
  /** Date header in epoch milliseconds; undefined when missing or unreadable. */
  date: number | undefined
  language: Language
  /** DSN, out-of-office, read receipt, calendar reply, or null sender (RFC 3834 §2): never bounced, never answered. */
  automatic: boolean
  /** List or newsletter mail (RFC 2369, RFC 2919, Precedence: bulk). */
  bulk: boolean
  /** An answer in a thread: In-Reply-To, References, or a reply prefix in the subject. */
  reply: boolean
  /** A forwarded message: forward prefix or forward header block. */
  forwarded: boolean
  /** S/MIME or PGP signed, or a calendar message: a remedy must not rewrite it. */
  sealed: boolean
  /** Subject and body texts; HTML and plain text both, once where they say the same. Attachments' texts come later. */
  texts: readonly Text[]
  /** Links of the HTML bodies, also of a body whose words stand in `texts` only once. */
  links: readonly Link[]
  parts: readonly Part[]
  /** What could not be read of the message itself: malformed MIME, unknown charset, over a limit. Must hold. */
  unread: readonly Unread[]
  /** Size of the original bytes. */
  size: number
}>
