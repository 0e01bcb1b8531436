/** Names of charsets as mail carries them, and the one decoder each stands for. */

/** How bytes are read: `guess` where the label says nothing; `web` by a name of the WHATWG Encoding standard. */
export type Way =
  | Readonly<{ by: 'guess' | 'utf-8' | 'utf-7' | 'utf-16' | 'utf-32' | 'hz' | 'iso-2022-kr' | 'unknown' }>
  | Readonly<{ by: 'web' | 'page'; name: string }>

/** Labels without their signs: "UTF_8", "utf 8" and "utf-8" are one. */
const SQUEEZED: Readonly<Record<string, Way>> = Object.fromEntries(
  (
    [
      [
        'usascii ascii ansix341968 ansix341986 ansix3110 ansix31101983 iso646us iso646irv1991 646 ansi 7bit 8bit binary unknown8bit xunknown unknown default none xuserdefined',
        { by: 'guess' },
      ],
      ['utf8 utf8mb4 unicode11utf8 unicode20utf8 xunicode20utf8 cp65001 65001', { by: 'utf-8' }],
      ['utf7 unicode11utf7 unicode20utf7 xunicode11utf7 xunicode20utf7 csunicode11utf7 cp65000 xutf7', { by: 'utf-7' }],
      ['utf16 ucs2 unicode iso10646ucs2 csunicode csutf16', { by: 'utf-16' }],
      ['utf32 ucs4 iso10646ucs4 utf32le utf32be csutf32', { by: 'utf-32' }],
      ['hz hzgb2312 hzgb', { by: 'hz' }],
      ['iso2022kr csiso2022kr', { by: 'iso-2022-kr' }],
      ['cp949 uhc ms949 xwindows949 windows949', { by: 'web', name: 'euc-kr' }],
      ['cp936 ms936 windows936 euccn xeuccn gb231280', { by: 'web', name: 'gbk' }],
      ['cp932 ms932 windows932', { by: 'web', name: 'shift_jis' }],
      ['cp950 ms950 windows950', { by: 'web', name: 'big5' }],
      ['cp10000 macroman xmacroman mac', { by: 'web', name: 'macintosh' }],
    ] as const
  ).flatMap(([labels, way]) => labels.split(' ').map((label) => [label, way])),
)

const WINDOWS = /^(?:x|cs)?(?:windows|win|cp|ms)(125[0-8]|874)$/
const LATIN = /^(?:cs|x)?(?:iso|isoir)?8859(\d{1,2})(?:19\d\d)?[ei]?$/
const PAGE = /^(?:x|cs)?(?:cp|ibm|dos|oem|pc|ibm00|cp00)?(437|850|852|858)$/

const isDecodable = (name: string): boolean => {
  try {
    new TextDecoder(name)
    return true
  } catch {
    return false
  }
}

const find = (label: string): Way => {
  // Quotes that were doubled or of the wrong kind, and what stands behind a blank or a semicolon.
  const asked = label.replace(/^[\s"'<]+/, '').replace(/["'>;\s].*$/s, '')
  if (asked === '') return { by: 'guess' }
  const squeezed = label.replace(/[^a-z0-9]+/g, '')
  const known = SQUEEZED[squeezed]
  if (known) return known
  const windows = WINDOWS.exec(squeezed)?.[1]
  if (windows) return { by: 'web', name: `windows-${windows}` }
  const latin = LATIN.exec(squeezed)?.[1]
  const names = [latin ? `iso-8859-${Number(latin)}` : asked, asked.replace(/^x-/, ''), squeezed]
  const web = names.find(isDecodable)
  if (web) return { by: 'web', name: web }
  const page = PAGE.exec(squeezed)?.[1]
  return page ? { by: 'page', name: page } : { by: 'unknown' }
}

/** Labels come from the sender: so many different ones are remembered, and then all are forgotten. */
const MOST = 500
const ways = new Map<string, Way>()

/** `label` as it stood in the mail. */
export const wayOf = (label: string): Way => {
  const key = label.slice(0, 60).trim().toLowerCase()
  const known = ways.get(key)
  if (known) return known
  if (ways.size >= MOST) ways.clear()
  const way = find(key)
  ways.set(key, way)
  return way
}
