/** The schools' own letters: for every clause one that breaks it and one that only looks like it, as they lie in this folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { compileLexicon, DETECTORS } from '../../src/detectors/detectors.ts'
import { loadDirectory } from '../../src/directory/directory.ts'
import type { Rules } from '../../src/gateway.ts'
import type { Envelope } from '../../src/message/message.ts'
import { loadPolicy, type Outcome } from '../../src/policy/policy.ts'
import { meaningFor } from '../../src/rulebook.ts'

export type Expected = Readonly<{
  rule: string
  outcome: Outcome
  category?: string
  /** Values of the letter that no explanation may repeat. */
  excerptMustNotContain: readonly string[]
  /** A file name that the place must name. */
  placeMustMention?: string
}>
export type ClauseExpectation = Readonly<{
  pack: string
  rules: readonly string[]
  trip: Expected
  /** Further letters that break the same clause by another of its rules; the key is the ending of the file name. */
  also?: Readonly<Record<string, Expected>>
}>

const at = (path: string): URL => new URL(path, import.meta.url)
const text = (path: string): string => readFileSync(at(path), 'utf8')
const folder = (path: string, ending: string): { name: string; text: string }[] =>
  readdirSync(at(path))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => ({ name, text: text(path + name) }))

export const expectations = JSON.parse(text('expected.json')) as Readonly<Record<string, ClauseExpectation>>

/** The real packs and lexicons, over the five invented schools. */
export const loadRules = ({
  model = true,
}: Readonly<{ model?: boolean }> = {}): Rules & { warnings: readonly string[] } => {
  const { directory, warnings } = loadDirectory(text('directory.json'), 'directory.json')
  const packs = directory.domains.map((domain) => [domain, directory.packOf(domain) ?? ''] as const)
  const policy = loadPolicy(folder('../../config/policies/', '.yaml'), {
    settings: Object.fromEntries(DETECTORS.map((detector) => [detector.rule, detector.settings])),
    domains: Object.fromEntries(packs),
    defaultPack: packs[0]?.[1] ?? '',
    exceptions: [],
  })
  return {
    policy,
    people: directory,
    lexicon: compileLexicon(folder('../../config/lexicons/', '.txt')),
    meaning: meaningFor({ model: model ? 'on' : 'off' }),
    warnings,
  }
}

export const hasMail = (name: string): boolean =>
  existsSync(at(`${name}.envelope.json`)) && (existsSync(at(`${name}.eml`)) || existsSync(at(`${name}.eml.gz`)))

/** One letter with its envelope. A very large one lies compressed in the folder. */
export const readMail = (name: string): Readonly<{ raw: Buffer; envelope: Envelope }> => ({
  raw: existsSync(at(`${name}.eml`)) ? readFileSync(at(`${name}.eml`)) : gunzipSync(readFileSync(at(`${name}.eml.gz`))),
  envelope: JSON.parse(text(`${name}.envelope.json`)) as Envelope,
})
