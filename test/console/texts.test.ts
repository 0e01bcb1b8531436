/** What holds for every page: no language lacks a refusal, nothing may run, be framed or be kept. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { languageOf } from '../../src/console/language.ts'
import { isKnownRefusal } from '../../src/console/refusals.ts'
import { TEXTS } from '../../src/console/texts/texts.ts'
import { openWindow } from './house.ts'

test('every sentence of a refusal can be said in three languages', () => {
  const folder = join(import.meta.dirname, '../../src/review')
  const source = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')
  const sentences = [...source.matchAll(/(?:new Refused\(\s*|return )'([A-Z][^']+\.)'/g)].map((m) => m[1]!)
  expect(sentences.length).toBeGreaterThan(8)
  expect(sentences.filter((sentence) => !isKnownRefusal(sentence))).toEqual([])
})

test.each([
  ['', 'nl'],
  ['nl-NL,nl;q=0.9,en;q=0.8', 'nl'],
  ['fr-BE', 'fr'],
  ['de-DE,de;q=0.9,en;q=0.7,fr;q=0.8', 'fr'],
  ['en;q=0', 'nl'],
  ['constructor', 'nl'],
  ['en;q=x', 'nl'],
])('%j asks for %s', (accepted, language) => expect(languageOf(accepted)).toBe(language))

test('every page carries the same protection', async () => {
  const { app, close } = await openWindow()
  try {
    for (const path of ['/sign-in', '/nowhere', '/held', '/healthz', `/r/${'x'.repeat(32)}`]) {
      const { headers } = await app.request(path)
      const csp = headers.get('content-security-policy')
      for (const part of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
        expect(csp, path).toContain(part)
      expect(csp, path).not.toContain('unsafe')
      expect(headers.get('cache-control'), path).toBe('no-store')
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('referrer-policy'), path).toBe('same-origin')
    }
  } finally {
    await close()
  }
})

test('an unknown page is friendly, and says so in its status', async () => {
  const { app, close } = await openWindow()
  try {
    const answer = await app.request('/nowhere')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('Deze pagina bestaat niet')
  } finally {
    await close()
  }
})

test('the style sheet is there, and may be kept', async () => {
  const { app, close } = await openWindow()
  try {
    const path = /href="(\/style-[^"]+)"/.exec(await (await app.request('/sign-in')).text())![1]!
    const answer = await app.request(path)
    expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(answer.headers.get('cache-control')).toContain('immutable')
  } finally {
    await close()
  }
})

test('French has one word for it: e-mail or message, not mail', () => {
  const root = join(import.meta.dirname, '../../src')
  const names = readdirSync(root, { recursive: true }) as string[]
  const linesOf = (wanted: RegExp) =>
    names
      .filter((name) => wanted.test(name))
      .flatMap((name) => readFileSync(join(root, name), 'utf8').split('\n').slice(1))
  const seen = linesOf(/^detectors\/.*\.ts$/).filter((line) => /(?<!\p{L})fr: ['`]/u.test(line))
  const told = linesOf(/(?:^|[-/])fr\.ts$/)
  expect([seen.length > 80, told.length > 500]).toEqual([true, true])
  const words = [...told, ...seen.map((line) => /(?<!\p{L})fr: (?:'[^']*'|`[^`]*`)/u.exec(line)?.[0] ?? '')]
  expect(words.filter((line) => /(?<![\w-/'])mails?(?![\w-/':(])/i.test(line.replace(/\$\{[^}]*\}/g, '')))).toEqual([])
})

test.each([
  ['nl', 0, '0 berichten wachten op een beslissing.'],
  ['nl', 1, '1 bericht wacht op een beslissing.'],
  ['nl', 10_000, '10.000 berichten wachten op een beslissing.'],
  ['fr', 0, '0 message attend une décision.'],
  ['fr', 10_000, '10\u202f000 messages attendent une décision.'],
  ['en', 0, '0 messages are waiting for a decision.'],
  ['en', 10_000, '10,000 messages are waiting for a decision.'],
] as const)('%s counts %i as that language does', (language, n, said) =>
  expect(TEXTS[language].held.count(n)).toBe(said),
)
