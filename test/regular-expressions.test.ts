/** No regular expression that meets mail may be made slow by what stands in the mail. */
import { readdirSync, readFileSync } from 'node:fs'
import { checkSync } from 'recheck'
import { describe, expect, it, vi } from 'vitest'
import { type Literal, literalsIn } from './literals.ts'

process.env.RECHECK_SYNC_BACKEND = 'pure'

const FOLDERS = ['detectors', 'message', 'attachments', 'directory']
// A shorter one has no room for two repeats that fight over the same text.
const MIN_LENGTH = 8
// Enough for the plainly slow ones; a longer search for the rest is done by hand, since its end depends on the machine.
const TIMEOUT_MS = 500

/** Without an unbounded repeat the work at each place is bounded, and the whole is linear. */
const isBounded = (source: string): boolean => {
  const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x')
  return !/[*+]|\{\d+,\}/.test(bare)
}

const filesIn = (folder: string): string[] =>
  (readdirSync(new URL(`../src/${folder}/`, import.meta.url), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/${folder}/${name}`)

const literals = (file: string): Literal[] =>
  literalsIn(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).filter(
    ({ source }) => source.length >= MIN_LENGTH && !isBounded(source),
  )

describe('reading literals', () => {
  it('tells them from divisions, strings, templates and comments', () => {
    const code = [
      'const a = b / c / d // no /regex/ here',
      "const s = 'not /one/' + `nor /this/ but $" + "{x.replace(/in(?:side)/g, '')}`",
      'const ok = /a[/\\]]b/u.test(s) /* nor /that/ */',
      'return /first|second/i',
      'const share = total() / 2 / size',
      'const n = list[0] / 3; const m = /third/.exec(s)',
    ].join('\n')
    expect(literalsIn(code)).toEqual([
      { source: 'in(?:side)', flags: 'g', line: 2 },
      { source: 'a[/\\]]b', flags: 'u', line: 3 },
      { source: 'first|second', flags: 'i', line: 4 },
      { source: 'third', flags: '', line: 6 },
    ])
  })

  it('finds them in every folder', () => {
    for (const folder of FOLDERS) expect(filesIn(folder).flatMap(literals).length).toBeGreaterThan(0)
  })

  it('finds those that are built', async () => {
    const sources = (await builtIn('message')).map(({ source }) => source)
    expect(sources.some((source) => source.includes('hartelijke?'))).toBe(true)
  })

  it('knows a slow one', () => {
    expect(checkSync('(?:a|a)*$', '', { timeout: TIMEOUT_MS }).status).toBe('vulnerable')
  })
})

/** Patterns put together in code when their file is loaded: no literal shows them. */
const builtIn = async (folder: string): Promise<RegExp[]> => {
  const built: RegExp[] = []
  const plain = globalThis.RegExp
  globalThis.RegExp = new Proxy(plain, {
    construct: (target, given) => {
      const made = Reflect.construct(target, given) as RegExp
      built.push(made)
      return made
    },
  })
  try {
    vi.resetModules()
    // Readers that run in a process of their own start working when loaded.
    for (const file of filesIn(folder).filter((name) => !name.endsWith('-process.ts')))
      await import(/* @vite-ignore */ `../${file}`)
  } finally {
    globalThis.RegExp = plain
  }
  return built
}

describe('regular expressions', () => {
  it.each(['detectors', 'message', 'directory'])(
    'built by %s take time in proportion to the text',
    {
      timeout: 120_000,
    },
    async (folder) => {
      const slow = (await builtIn(folder)).filter(
        ({ source, flags }) =>
          checkSync(source, flags.replace('d', ''), { timeout: TIMEOUT_MS }).status === 'vulnerable',
      )
      expect(slow.map(String)).toEqual([])
    },
  )

  it.each(FOLDERS)('of %s take time in proportion to the text', { timeout: 120_000 }, (folder) => {
    const slow = filesIn(folder).flatMap((file) =>
      literals(file).flatMap(({ source, flags, line }) => {
        const { status } = checkSync(source, flags.replace('d', ''), { timeout: TIMEOUT_MS })
        return status === 'vulnerable' ? [`${file}:${line} /${source}/${flags}`] : []
      }),
    )
    expect(slow).toEqual([])
  })
})
