/** What a file is: by content first, by name second; and whether the two contradict each other. */
import { extensionOf, type Format, formatOfName, formatOfType, kindOf } from './formats.ts'
import { formatOfBytes, looksLikeText } from './magic.ts'

export type Identity = Readonly<{ format: Format; nameLies: boolean; macros: boolean; damaged: boolean }>

const TEXTUAL: readonly Format[] = [
  'text',
  'csv',
  'html',
  'xml',
  'json',
  'calendar',
  'contact',
  'message',
  'mailbox',
  'script',
  'shortcut',
  'svg',
  'signature',
  'sealed',
  'rtf',
  'fragment',
]
const DANGEROUS: readonly Format[] = ['program', 'script', 'shortcut', 'lnk', 'disk']
const OFFICE_PACKAGES: readonly Format[] = ['docx', 'xlsx', 'pptx']
const OPEN_DOCUMENTS: readonly Format[] = ['odt', 'ods', 'odp']
// A binary workbook (xlsb) may have macros or none; what is in it tells.
const MACRO_NAME = /^(?:doc|dot|xls|xlt|ppt|pot|pps)m$|^xlam$/

const DIRECTORY_BYTES = 1_000_000

/** Which zip it is. The names stand uncompressed in the directory at its end, so they can be looked for as they are. */
const insideZip = (bytes: Buffer, name: string): Format => {
  const open = /^mimetypeapplication\/vnd\.oasis\.opendocument\.([a-z]{1,16})/.exec(
    bytes.toString('latin1', 30, 110),
  )?.[1]
  if (open) return open === 'text' ? 'odt' : open === 'spreadsheet' ? 'ods' : 'odp'
  const directory = bytes.subarray(-DIRECTORY_BYTES)
  if (directory.includes('[Content_Types].xml')) {
    if (directory.includes('word/')) return 'docx'
    if (directory.includes('xl/')) return 'xlsx'
    if (directory.includes('ppt/')) return 'pptx'
  }
  const named = formatOfName(name)
  // The parts may have any name (ECMA-376 part 2 §9.3): the office believes what the package says of itself.
  if (named && OFFICE_PACKAGES.includes(named) && directory.includes('[Content_Types].xml')) return named
  if (named && OPEN_DOCUMENTS.includes(named) && directory.includes('content.xml')) return named
  const program = directory.includes('META-INF/MANIFEST.MF') || directory.includes('AndroidManifest.xml')
  return named === 'program' && program ? 'program' : 'zip'
}

// Outlook keeps each property of a message in a stream of this name (MS-OXMSG §2.2), written in UTF-16.
const OUTLOOK = Buffer.from('__properties_version1.0', 'utf16le')
const insideOle = (bytes: Buffer, name: string): Format =>
  bytes.includes(OUTLOOK) || formatOfName(name) === 'outlook' ? 'outlook' : 'ole'

// "From an@school.example Mon Jan  5 08:30:00 2026", then a field: a mailbox, or one message of it.
const MAILBOX = /^from \S[^\n]{0,300}\d\d:\d\d[^\n]{0,60}\n[a-z-]{2,60}:/
// A saved message or web archive under another name, or none: header fields, one of which only messages have.
const MESSAGE =
  /^(?:[a-z-]{2,60}:[^\n]{0,500}\n(?:[ \t][^\n]{0,500}\n){0,20}){0,12}(?:mime-version:|message-id: ?<|received: )/

// Armoured (RFC 9580 §6.2, RFC 7468), or DER in base64: a sequence begins with 30 82, 30 80 or 30 81.
const SIGNATURE = /^(?:-----begin (?:pgp signature|pkcs ?#?7|cms|signature)|mi[ai-l][\w+/\r\n]{60})/

// An element that says what namespace it is of: a page of XPS, a part of a package that has a name of its own.
const ELEMENT = /^<[a-z][\w.:-]{0,100}\s[^<>]{0,2000}\bxmlns[=:]/

const ofText = (bytes: Buffer, name: string, type: string): Format => {
  const head = bytes.toString('latin1', 0, 1024).trimStart().toLowerCase()
  // What is called a signature is none when it reads as words.
  const claimed = [formatOfName(name), formatOfType(type)].filter((one) => one !== 'signature' || SIGNATURE.test(head))
  const [named, typed] = claimed
  // Below the words of a letter, too; "BEGIN" inside other formats is their reader's matter.
  if ((named ?? 'text') === 'text' && bytes.includes('-----BEGIN PGP ')) return 'sealed'
  if (named && (TEXTUAL.includes(named) || named === 'disk')) return named
  if (typed && TEXTUAL.includes(typed)) return typed
  if (head.startsWith('#!')) return 'script'
  if (/^<(?:!doctype html|html|head|meta|body|table|style|div|o:p)\b/.test(head)) return 'html'
  if (head.startsWith('begin:vcalendar')) return 'calendar'
  if (head.startsWith('begin:vcard')) return 'contact'
  if (MAILBOX.test(head)) return 'mailbox'
  if (MESSAGE.test(head)) return 'message'
  if (head.startsWith('<svg')) return 'svg'
  if (head.startsWith('<?xml')) return head.includes('<svg') ? 'svg' : head.includes('<html') ? 'html' : 'xml'
  if (ELEMENT.test(head)) return 'xml'
  // School software writes its tables as separated text under the name of an Excel file, and Excel opens them as one.
  return /^xl[st]/.test(extensionOf(name)) ? 'csv' : 'text'
}

const PARTLY_MARKED: readonly Format[] = [
  'signature',
  'sealed',
  'program',
  'script',
  'audio',
  'video',
  'disk',
  'message',
]

/** Content without a mark that is no text: only a format that has no mark of its own may be believed by its name. */
const ofBinary = (name: string, type: string): { format: Format; damaged: boolean } => {
  const claimed = formatOfName(name) ?? formatOfType(type)
  if (claimed === undefined || claimed === 'unknown') return { format: 'unknown', damaged: false }
  if (PARTLY_MARKED.includes(claimed)) return { format: claimed, damaged: false }
  return { format: 'unknown', damaged: true }
}

const PICTURE_OF_A_NAME =
  /\.(?:docx?|xlsx?|pptx?|pdf|jpe?g|png|gif|txt|csv|html?|mp[34]|zip)\s{0,200}\.[^.\s]{1,20}[.\s]{0,64}$/i

const contradicts = (claimed: Format | undefined, format: Format): boolean => {
  if (claimed === undefined || claimed === format || kindOf(claimed) === kindOf(format)) return false
  if (TEXTUAL.includes(claimed) && TEXTUAL.includes(format)) return false
  // School software exports HTML, CSV and RTF under the names of old Word and Excel files; Windows calls every CSV "ms-excel".
  if (claimed === 'ole') return DANGEROUS.includes(format) || format === 'unknown'
  return true
}

const lies = (name: string, type: string, format: Format): boolean => {
  if (format === 'residue') return false
  if (DANGEROUS.includes(format) && PICTURE_OF_A_NAME.test(name)) return true
  if (contradicts(formatOfName(name), format)) return true
  // Mail programs declare types carelessly; only a danger behind another type is a lie.
  return DANGEROUS.includes(format) && contradicts(formatOfType(type), format)
}

// The lock file of an open document and the thumbnails of a folder come along when a folder is zipped.
const RESIDUE_NAME = /^(?:~\$|thumbs\.db$|\.ds_store$)/i

const ATTACHED_MESSAGE = /^message\/(?:rfc822|global|news|partial|external-body)$/
// A lock file is the name of its user twice, between zeros. Text is text under any name: it is shown when it is opened.
const MAX_LOCK_BYTES = 512
const isResidue = (bytes: Buffer, name: string, marked: Format | undefined): boolean =>
  RESIDUE_NAME.test(name) &&
  (marked === 'ole' || (marked === undefined && bytes.length <= MAX_LOCK_BYTES && !looksLikeText(bytes)))

const settle = (bytes: Buffer, name: string, type: string): { format: Format; damaged: boolean } => {
  const marked = formatOfBytes(bytes)
  if (isResidue(bytes, name, marked)) return { format: 'residue', damaged: false }
  // Mail programs show these as messages, whatever the first header line looks like to others ("ID3: ", "BZh: ").
  if (ATTACHED_MESSAGE.test(type) && !(marked && DANGEROUS.includes(marked)))
    return { format: formatOfType(type)!, damaged: false }
  if (formatOfName(name) === 'message' && looksLikeText(bytes)) return { format: 'message', damaged: false }
  if (marked === 'sealed' && (formatOfName(name) ?? formatOfType(type)) === 'signature')
    return { format: 'signature', damaged: false }
  // Screen savers, control panels and installers are known by content and name alike; the name says what a click does.
  if (marked === 'zip') return { format: insideZip(bytes, name), damaged: false }
  if (marked === 'ole')
    return { format: formatOfName(name) === 'program' ? 'program' : insideOle(bytes, name), damaged: false }
  if (marked) return { format: marked, damaged: false }
  if (looksLikeText(bytes)) return { format: ofText(bytes, name, type), damaged: false }
  return ofBinary(name, type)
}

export const identify = (bytes: Buffer, name: string, type: string): Identity => {
  const { format, damaged } = settle(bytes, name, type)
  const macros = MACRO_NAME.test(extensionOf(name)) && ['docx', 'xlsx', 'pptx', 'ole', 'zip'].includes(format)
  return { format, damaged, macros, nameLies: damaged || (bytes.length > 0 && lies(name, type, format)) }
}

/** What the name alone tells, for a file whose content cannot be had. */
export const identifyByName = (name: string, type: string): Identity => ({
  format: formatOfName(name) ?? formatOfType(type) ?? 'unknown',
  nameLies: false,
  macros: MACRO_NAME.test(extensionOf(name)),
  damaged: false,
})
