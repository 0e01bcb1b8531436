/** What the eye needs: every colour of text against what it stands on, in both themes (WCAG 2.2, 1.4.3 and 1.4.11). */
import { describe, expect, test } from 'vitest'
import { STYLE } from '../../src/console/layout.ts'

const luminance = (colour: string): number => {
  const long = colour.length === 4 ? colour.replace(/[^#]/g, '$&$&') : colour
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(long.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

const contrast = (a: string, b: string): number => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light! + 0.05) / (dark! + 0.05)
}

const tokensOf = (css: string): Record<string, string> =>
  Object.fromEntries([...css.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map((m) => [m[1]!, m[2]!]))

const blocks = [...STYLE.matchAll(/:root \{([^}]+)\}/g)].map((m) => m[1]!)
const light = tokensOf(blocks[0]!)
const THEMES = { light, dark: { ...light, ...tokensOf(blocks[1]!) } }

const TEXT = [
  ...['ink', 'soft', 'water', 'bad'].flatMap(
    (colour) =>
      [
        [colour, 'paper'],
        [colour, 'sheet'],
      ] as const,
  ),
  ...([
    ['ink', 'wash'],
    ['water', 'wash'],
    ['water-ink', 'water'],
    ['good', 'good-wash'],
    ['bad', 'bad-wash'],
  ] as const),
] as const

describe.each(Object.entries(THEMES))('%s', (_, theme) => {
  test.each(TEXT)('%s on %s can be read', (colour, ground) =>
    expect(contrast(theme[colour]!, theme[ground]!)).toBeGreaterThanOrEqual(4.5),
  )

  test.each(['paper', 'sheet'])('the edge of a field can be seen on %s', (ground) =>
    expect(contrast(theme.edge!, theme[ground]!)).toBeGreaterThanOrEqual(3),
  )
})

test('nothing is fetched from elsewhere', () => expect(STYLE).not.toMatch(/url\(|@import/))

test('what is said of a selector is said once', () => {
  const plain = STYLE.replace(/@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '')
  const selectors = [...plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = '', words = '']) => ({
    selector: selector.trim(),
    words: words.trim(),
  }))
  const twice = [...Map.groupBy(selectors, ({ selector }) => selector)].filter(([, all]) => all.length > 1)
  expect(twice.map(([selector]) => selector)).toEqual([])
  // Of four lines or more: two that end the same may differ tomorrow.
  const long = selectors.filter(({ words }) => words.split(';').length > 4)
  const same = [...Map.groupBy(long, ({ words }) => words)].filter(([, all]) => all.length > 1)
  expect(same.map(([, all]) => all.map(({ selector }) => selector).join(' and '))).toEqual([])
})
