/** Which browser it was, as its owner would say it: enough to recognise a session by, and no more. */

// The first that fits: most browsers also name those they come from.
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'Chromebook'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
]
const READ_AT_MOST = 400

const firstOf = (families: readonly (readonly [RegExp, string])[], text: string): string | undefined =>
  families.find(([mark]) => mark.test(text))?.[1]

/** "Firefox, Windows"; '' when it says nothing we know. */
export const browserOf = (userAgent: string): string => {
  const text = userAgent.slice(0, READ_AT_MOST)
  return [firstOf(FAMILIES, text), firstOf(SYSTEMS, text)].filter(Boolean).join(', ')
}
