/** The control words of RTF 1.9 that decide what is text, and where it goes. */

/** `seen`: on the page. `aside`: a program keeps it. `silent`: no words. `object`: hexadecimal of an embedded file. */
export type Mode = 'seen' | 'aside' | 'silent' | 'object'

const list = (words: string): string[] => words.split(' ')

const SILENT = list(
  'fonttbl colortbl stylesheet pict themedata colorschememapping datastore latentstyles listtable listoverridetable rsidtbl generator xmlnstbl bkmkend filetbl revtbl mmathPr pgptbl wgrffmtfilter protusertbl objclass objname objalias info atnid atndate atnicn atnref atrfstart atrfend pnseclvl fontemb falt panose blipuid xe tc svgpict shppict nonshppict picprop ftnsep ftnsepc aftnsep aftnsepc cs ts passwordhash listname liststylename hlloc hlfr hlsrc sn',
)
const ASIDE = list(
  'fldinst title subject keywords doccomm category comment staticval propname docvar ffdeftext ffhelptext ffstattext ffl ffname bkmkstart sv txfieldtext userprops',
)
// Comments, notes and text boxes stand inside groups that old readers may skip.
const SEEN = list(
  'annotation shptxt footnote header headerl headerr headerf footer footerl footerr footerf fldrslt result',
)

const DESTINATIONS: ReadonlyMap<string, Mode> = new Map([
  ...SILENT.map((word) => [word, 'silent'] as const),
  ...ASIDE.map((word) => [word, 'aside'] as const),
  ...SEEN.map((word) => [word, 'seen'] as const),
  ['objdata', 'object'],
])

export const modeOf = (word: string): Mode | undefined =>
  DESTINATIONS.get(word) ?? (/^pnseclvl\d?$/.test(word) ? 'silent' : undefined)

export const BREAKS = new Set(list('par line row nestrow sect page'))
export const SIGNS: Readonly<Record<string, string>> = {
  tab: '\t',
  cell: '\t',
  nestcell: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
}

// \fcharset of a font, as Windows numbers them; 2 is the font of signs.
const CHARSETS: Readonly<Record<number, string>> = {
  77: 'macintosh',
  128: 'shift_jis',
  129: 'euc-kr',
  130: 'windows-1361',
  134: 'gb18030',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
}
const CODE_PAGES: Readonly<Record<number, string>> = {
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  65001: 'utf-8',
}

export type Decoder = InstanceType<typeof TextDecoder>

export const decoderOf = (label: string): Decoder => {
  try {
    return new TextDecoder(label)
  } catch {
    return new TextDecoder('windows-1252')
  }
}

export const labelOfCodePage = (page: number): string => CODE_PAGES[page] ?? `windows-${page}`
export const labelOfCharset = (charset: number): string | undefined => CHARSETS[charset]
