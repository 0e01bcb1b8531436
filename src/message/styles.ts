/** What inline styles and attributes of HTML do to the words inside: hidden, white on white, quoted. */

export type Attributes = Readonly<Record<string, string>>

const DECLARATION =
  /(?:^|;)\s*(display|visibility|font-size|opacity|mso-hide|color|background(?:-color)?|max-height|white-space|border-left(?:-[a-z]+)?)\s*:\s*([^;]*)/g
const WHITE = /^(?:white|#fff|#ffffff|rgba?\(255,255,255(?:,1)?\)|#fefefe|transparent|rgba\(.*,0\))$/
const ZERO = /^0{0,9}\.?0{0,9}(?:px|pt|em|rem|%)?$/

/** The last declaration counts, as in CSS; `!important` and spaces are left out. */
const declarations = (style: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  for (const match of style.toLowerCase().matchAll(DECLARATION)) {
    found.set(match[1]!, match[2]!.replace(/!important|\s/g, ''))
  }
  return found
}

export type Look = Readonly<{
  /** `soft`: an inner element may show itself again, by a size or a visibility of its own. */
  hides: 'no' | 'soft' | 'hard'
  shows: boolean
  white: boolean | undefined
  /** A background that is not white. */
  coloured: boolean
  /** A bar at the left, as mail programs draw beside quoted text. */
  barred: boolean
  keepsLines: boolean
}>

const PLAIN: Look = { hides: 'no', shows: false, white: undefined, coloured: false, barred: false, keepsLines: false }

const isSmall = (size: string | undefined): boolean =>
  size !== undefined && (ZERO.test(size) || size === '1px' || size === '1pt')

const hiding = (css: ReadonlyMap<string, string>): Look['hides'] => {
  const height = css.get('max-height')
  if (css.get('display') === 'none' || css.get('opacity') === '0' || css.get('mso-hide') === 'all') return 'hard'
  if (height !== undefined && ZERO.test(height)) return 'hard'
  return css.get('visibility') === 'hidden' || isSmall(css.get('font-size')) ? 'soft' : 'no'
}

/** One look for each different set of attributes: a page repeats the same few styles for every paragraph. */
export const openLooks = (): ((attributes: Attributes) => Look) => {
  const known = new Map<string, Look>()
  return (attributes) => {
    const { style, bgcolor, color, hidden } = attributes
    if (style === undefined && bgcolor === undefined && color === undefined && hidden === undefined) return PLAIN
    const key = [style, bgcolor, color, hidden].join('|')
    const look = known.get(key) ?? lookOf(attributes)
    known.set(key, look)
    return look
  }
}

const lookOf = (attributes: Attributes): Look => {
  const { style, bgcolor, color } = attributes
  if (style === undefined && bgcolor === undefined && color === undefined && attributes.hidden === undefined)
    return PLAIN
  const css = declarations((style ?? '').slice(0, 2_000))
  const fill = css.get('background') ?? css.get('background-color') ?? bgcolor?.toLowerCase().trim()
  const ink = css.get('color') ?? color?.toLowerCase().trim()
  return {
    hides: attributes.hidden === undefined ? hiding(css) : 'hard',
    shows: css.get('visibility') === 'visible' || (css.has('font-size') && !isSmall(css.get('font-size'))),
    white: ink === undefined ? undefined : WHITE.test(ink),
    coloured: fill !== undefined && fill !== '' && fill !== 'none' && !WHITE.test(fill),
    barred: [...css].some(([name, value]) => name.startsWith('border-left') && !/^(?:none|0)/.test(value)),
    keepsLines: css.get('white-space')?.startsWith('pre') ?? false,
  }
}
