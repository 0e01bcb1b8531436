/** What styles and attributes of HTML do to the words inside: hidden, of the colour of the page, quoted. */
import { type Colour, colourOf, fillOf } from './colours.ts'
import { type Declarations, declarations, type StyleRules } from './style-rules.ts'

export type Attributes = Readonly<Record<string, string>>

export type Look = Readonly<{
  /** `soft`: an inner element may show itself again, by a size or a visibility of its own. */
  hides: 'no' | 'soft' | 'hard'
  shows: boolean
  /** Colour of the letters, and of what is behind them; undefined where they stay as they are. */
  ink: Colour | undefined
  fill: Colour | undefined
  /** A bar at the left, as mail programs draw beside quoted text. */
  barred: boolean
  keepsLines: boolean
}>

const PLAIN: Look = { hides: 'no', shows: false, ink: undefined, fill: undefined, barred: false, keepsLines: false }

const LENGTH = /^([+-]?\d{0,6}(?:\.\d{1,6})?)(px|pt|em|rem|ex|ch|vw|vh|cm|mm|in|%)?$/
const PIXELS: Readonly<Record<string, number>> = {
  em: 16,
  rem: 16,
  ex: 8,
  ch: 8,
  '%': 0.16,
  cm: 38,
  mm: 4,
  in: 96,
  vw: 10,
  vh: 8,
}

/** In pixels, roughly; undefined for what is no length. */
const pixels = (value: string | undefined): number | undefined => {
  const found = LENGTH.exec(value ?? '')
  return found?.[1] ? Number(found[1]) * (PIXELS[found[2] ?? ''] ?? 1) : undefined
}

// Two pixels are read by nobody; one is what people write who want to hide.
const SMALLEST = 1.6

const isSmall = (size: string | undefined): boolean => {
  const height = pixels(size)
  return height !== undefined && height <= SMALLEST
}

/** "italic 12px/14px Arial": what stands before the slash or the family. */
const sizeOf = (css: Declarations): string | undefined =>
  css.get('font-size') ?? /(?:^|\s)([\d.]{1,6}[a-z%]{0,3})(?:\s?\/|\s)/.exec(css.get('font') ?? '')?.[1]

const FAR = -300

const isFarAway = (css: Declarations): boolean => {
  const moved = ['text-indent', 'margin-left', 'margin-top', 'left', 'top', 'right'].some(
    (side) => (pixels(css.get(side)) ?? 0) <= FAR,
  )
  return moved && (css.has('text-indent') || css.has('position') || css.has('margin-left') || css.has('margin-top'))
}

const isCutAway = (css: Declarations): boolean =>
  /^rect\((?:[01](?:px)?[, ]*){4}\)$/.test(css.get('clip') ?? '') ||
  /^(?:inset\((?:[5-9]\d|100)%|circle\(0)/.test(css.get('clip-path') ?? '') ||
  /scale\(0(?:\.0{1,4})?[,)]/.test(css.get('transform') ?? '')

const isEmptyBox = (css: Declarations): boolean =>
  css.get('overflow') === 'hidden' &&
  ['height', 'width', 'max-width'].some((side) => {
    const size = pixels(css.get(side))
    return size !== undefined && size <= 1
  })

const isClear = (css: Declarations): boolean => {
  const opacity = css.get('opacity')
  if (opacity !== undefined && opacity !== '' && Number(opacity.replace('%', '')) <= 0.05) return true
  return /opacity\(0(?:%|\))/.test(css.get('filter') ?? '') || css.get('-webkit-text-fill-color') === 'transparent'
}

const hiding = (css: Declarations): Look['hides'] => {
  if (css.get('display') === 'none' || css.get('mso-hide') === 'all' || isClear(css)) return 'hard'
  if (pixels(css.get('max-height')) === 0 || isFarAway(css) || isCutAway(css) || isEmptyBox(css)) return 'hard'
  return /^(?:hidden|collapse)$/.test(css.get('visibility') ?? '') || isSmall(sizeOf(css)) ? 'soft' : 'no'
}

/** What the rules of the page say of an element, then what it says of itself. */
const stylesOf = (name: string, { style, class: classes, id }: Attributes, rules: StyleRules): Declarations => {
  const own = style === undefined ? [] : [declarations(style)]
  if (rules.size === 0) return own[0] ?? new Map()
  const keys = [
    name,
    ...(classes ?? '')
      .toLowerCase()
      .split(/\s+/, 20)
      .map((one) => `.${one}`),
    `#${(id ?? '').toLowerCase()}`,
  ]
  return new Map([...keys.flatMap((key) => rules.get(key) ?? []), ...own].flatMap((one) => [...one]))
}

const lookOf = (name: string, attributes: Attributes, rules: StyleRules): Look => {
  const { bgcolor, color, background } = attributes
  const css = stylesOf(name, attributes, rules)
  const fill = css.get('background') ?? css.get('background-color') ?? bgcolor?.toLowerCase().trim()
  const ink = css.get('color') ?? color?.toLowerCase().trim()
  const size = sizeOf(css)
  return {
    hides: attributes.hidden === undefined ? hiding(css) : 'hard',
    shows: css.get('visibility') === 'visible' || (size !== undefined && !isSmall(size)),
    ink: ink === undefined ? undefined : colourOf(ink),
    fill: background ? 'unknown' : fill === undefined ? undefined : fillOf(fill),
    barred: [...css].some(([key, value]) => key.startsWith('border-left') && !/^(?:none|0)/.test(value)),
    keepsLines: css.get('white-space')?.startsWith('pre') ?? false,
  }
}

/** One look for each different set of attributes: a page repeats the same few styles for every paragraph. */
export const openLooks = (rules: StyleRules): ((name: string, attributes: Attributes) => Look) => {
  const known = new Map<string, Map<string, Look>>()
  const ruled = rules.size > 0
  return (name, attributes) => {
    const { style, bgcolor, color, hidden, background } = attributes
    const bare = bgcolor === undefined && color === undefined && hidden === undefined && background === undefined
    if (bare && style === undefined && !ruled) return PLAIN
    const { class: classes = '', id = '' } = ruled ? attributes : {}
    const who = ruled ? `${name} ${classes}` : ''
    const key = bare && id === '' ? who : JSON.stringify([who, id, bgcolor, color, hidden, background])
    const alike = known.get(key) ?? new Map<string, Look>()
    known.set(key, alike)
    const said = style ?? ''
    const look = alike.get(said) ?? lookOf(name, attributes, rules)
    alike.set(said, look)
    return look
  }
}
