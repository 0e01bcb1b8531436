/** The formats that are told apart, with the names they usually go by. */
import type { FileKind } from './attachments.ts'

type Row = Readonly<{ kind: FileKind; extensions: string; types?: string }>

const TABLE = {
  text: {
    kind: 'text',
    extensions: 'txt text log md ini cfg conf asc',
    types: 'text/plain text/markdown text/rfc822-headers message/delivery-status message/disposition-notification',
  },
  csv: { kind: 'csv', extensions: 'csv tsv tab', types: 'text/csv text/tab-separated-values' },
  html: { kind: 'html', extensions: 'html htm xhtml', types: 'text/html application/xhtml+xml' },
  xml: { kind: 'xml', extensions: 'xml xsd xsl xslt kml gpx', types: 'text/xml application/xml' },
  json: { kind: 'json', extensions: 'json geojson jsonl', types: 'application/json' },
  calendar: { kind: 'calendar', extensions: 'ics ical vcs', types: 'text/calendar' },
  contact: { kind: 'contact', extensions: 'vcf vcard', types: 'text/vcard text/x-vcard text/directory' },
  rtf: { kind: 'rtf', extensions: 'rtf', types: 'application/rtf text/rtf' },
  docx: {
    kind: 'document',
    extensions: 'docx docm dotx dotm',
    types: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  xlsx: {
    kind: 'sheet',
    extensions: 'xlsx xlsm xltx xltm xlsb xlam',
    types: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  pptx: {
    kind: 'slides',
    extensions: 'pptx pptm ppsx ppsm potx potm',
    types: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  },
  odt: { kind: 'document', extensions: 'odt ott', types: 'application/vnd.oasis.opendocument.text' },
  ods: { kind: 'sheet', extensions: 'ods ots', types: 'application/vnd.oasis.opendocument.spreadsheet' },
  odp: { kind: 'slides', extensions: 'odp otp odg', types: 'application/vnd.oasis.opendocument.presentation' },
  pdf: { kind: 'pdf', extensions: 'pdf', types: 'application/pdf' },
  ole: {
    kind: 'legacy-office',
    extensions: 'doc dot xls xlt ppt pps pot pub vsd mpp',
    types: 'application/msword application/vnd.ms-excel application/vnd.ms-powerpoint',
  },
  outlook: { kind: 'message', extensions: 'msg oft', types: 'application/vnd.ms-outlook' },
  message: { kind: 'message', extensions: 'eml mht mhtml', types: 'message/rfc822 message/global message/news' },
  mailbox: { kind: 'message', extensions: 'mbox mbx emlx', types: 'application/mbox' },
  zip: { kind: 'archive', extensions: 'zip epub', types: 'application/zip application/x-zip-compressed' },
  gzip: { kind: 'archive', extensions: 'gz tgz svgz', types: 'application/gzip application/x-gzip' },
  tar: { kind: 'archive', extensions: 'tar', types: 'application/x-tar' },
  '7z': { kind: 'archive', extensions: '7z', types: 'application/x-7z-compressed' },
  rar: { kind: 'archive', extensions: 'rar', types: 'application/vnd.rar application/x-rar-compressed' },
  packed: {
    kind: 'archive',
    extensions: 'bz2 bz tbz tbz2 xz txz zst tzst lzma lz lz4 z taz cab arj lzh lha cpio wim ace',
  },
  tnef: { kind: 'message', extensions: 'tnef', types: 'application/ms-tnef application/vnd.ms-tnef' },
  picture: { kind: 'picture', extensions: 'jpg jpeg png gif bmp tif tiff webp heic heif avif ico emf wmf jfif psd' },
  svg: { kind: 'picture', extensions: 'svg', types: 'image/svg+xml' },
  audio: { kind: 'audio', extensions: 'mp3 wav ogg oga opus m4a aac flac wma amr mid midi' },
  video: { kind: 'video', extensions: 'mp4 mov avi mkv webm m4v wmv mpg mpeg 3gp flv' },
  signature: {
    kind: 'signature',
    extensions: 'p7s sig',
    types: 'application/pkcs7-signature application/x-pkcs7-signature application/pgp-signature',
  },
  sealed: {
    kind: 'unknown',
    extensions: 'p7m p7z p7b p7c pgp gpg',
    types: 'application/pkcs7-mime application/x-pkcs7-mime application/pgp-encrypted',
  },
  program: {
    kind: 'executable',
    extensions: 'exe com scr pif cpl dll sys msi msp msix appx jar class apk app deb rpm dmg pkg ocx gadget',
  },
  script: {
    kind: 'script',
    extensions:
      'js jse mjs vbs vbe vb ws wsf wsh wsc sct ps1 ps1xml psm1 psc1 bat cmd hta sh bash csh ksh py pl rb php reg inf scf msc application jnlp settingcontent-ms library-ms search-ms xll chm hlp',
    types: 'text/javascript application/javascript application/x-sh text/x-shellscript application/hta',
  },
  shortcut: { kind: 'shortcut', extensions: 'url desktop webloc website' },
  lnk: { kind: 'shortcut', extensions: 'lnk' },
  disk: { kind: 'disk-image', extensions: 'iso img vhd vhdx vmdk udf' },
  fragment: { kind: 'message', extensions: '', types: 'message/partial message/external-body' },
  residue: { kind: 'unknown', extensions: '' },
  unknown: { kind: 'unknown', extensions: '' },
} as const satisfies Record<string, Row>

export type Format = keyof typeof TABLE

const rows = Object.entries(TABLE) as [Format, Row][]
const index = (words: (row: Row) => string): ReadonlyMap<string, Format> =>
  new Map(
    rows.flatMap(([format, row]) =>
      words(row)
        .split(' ')
        .filter(Boolean)
        .map((word) => [word, format] as const),
    ),
  )

const byExtension = index((row) => row.extensions)
const byType = index((row) => row.types ?? '')

export const kindOf = (format: Format): FileKind => TABLE[format].kind

/** The last extension, lower case; spaces and dots that Windows drops at the end are dropped here too. */
export const extensionOf = (name: string): string =>
  /\.([^.\s/\\]{1,20})[.\s]{0,64}$/.exec(name)?.[1]?.toLowerCase() ?? ''

export const formatOfName = (name: string): Format | undefined =>
  name.toLowerCase() === 'winmail.dat' ? 'tnef' : byExtension.get(extensionOf(name))

export const formatOfType = (type: string): Format | undefined => {
  const exact = byType.get(type)
  if (exact) return exact
  const family = type.split('/')[0]
  if (family === 'image') return 'picture'
  return family === 'audio' || family === 'video' ? family : undefined
}
