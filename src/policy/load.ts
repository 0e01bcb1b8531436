/** Pack files in, policy out; or every problem of every file at once, and no policy. */
import { createHash } from 'node:crypto'
import type { RuleSettings } from '../detectors/detectors.ts'
import type { Exception } from './exceptions.ts'
import { mergePacks, relaxations } from './extend.ts'
import { compileGuard, type Guard } from './guards.ts'
import { type Trouble, troubles } from './issues.ts'
import { buildPack } from './packs.ts'
import type { Pack, PackRule, Policy } from './policy.ts'
import { PolicyError, suggest } from './problems.ts'
import { PackFile, type SettingsSchemas } from './schema.ts'
import { type PolicyFile, readSource, type Source } from './source.ts'

export type PolicyOptions = Readonly<{
  /** Schema of each detector's settings. */
  settings: SettingsSchemas
  /** Pack of each of our domains. */
  domains?: Readonly<Record<string, string>>
  /** Pack of a domain that has none of its own. */
  defaultPack: string
  exceptions?: readonly Exception[]
}>

type Read = Readonly<{ id: string; source: Source; file: PackFile | undefined; problems: readonly string[] }>

const idOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '')

const placed = (source: Source, found: readonly Trouble[]): readonly string[] =>
  found.map(({ path, spot, message }) => `${source.place(path, spot)}: ${message}`)

const readFile = (policyFile: PolicyFile): Read => {
  const id = idOf(policyFile.name)
  const source = readSource(policyFile)
  if (source.problems.length > 0) return { id, source, file: undefined, problems: source.problems }
  const parsed = PackFile.safeParse(source.value)
  if (parsed.success) return { id, source, file: parsed.data, problems: [] }
  return {
    id,
    source,
    file: undefined,
    problems: placed(source, troubles(PackFile, parsed.error.issues, source.value)),
  }
}

type Whole = Readonly<{ file: PackFile; pack: Pack }>

/** Packs in the order in which they build on each other. A pack whose board is broken waits until the board is mended. */
const assemble = (reads: readonly Read[], problems: string[]): ReadonlyMap<string, Whole> => {
  const byId = new Map(reads.map((read) => [read.id, read]))
  const done = new Map<string, Whole | undefined>()

  const boardOf = ({ id, source, file }: Read, path: readonly string[]): Whole | undefined => {
    const board = byId.get(file!.extends!)
    const cycle = board !== undefined && [...path, id].includes(board.id)
    if (board && !cycle) return build(board, [...path, id])
    const message = cycle
      ? `These packs extend each other: ${[...path, id, board.id].join(' → ')}. One of them must stand alone.`
      : `There is no pack "${file!.extends}" to extend. ${suggest(
          file!.extends!,
          [...byId.keys()].filter((other) => other !== id),
        )}`
    problems.push(`${source.place(['extends'])}: ${message}`)
    return undefined
  }

  const build = (read: Read, path: readonly string[]): Whole | undefined => {
    if (done.has(read.id)) return done.get(read.id)
    const whole = read.file && buildOne(read, read.file, path)
    done.set(read.id, whole)
    return whole
  }

  const buildOne = (read: Read, file: PackFile, path: readonly string[]): Whole | undefined => {
    const board = file.extends === undefined ? undefined : boardOf(read, path)
    if (file.extends !== undefined && !board) return undefined
    const merged = board ? mergePacks(board.file, file) : file
    const { pack, troubles: found } = buildPack(read.id, merged)
    const all = [...found, ...(board ? relaxations(board.pack, pack) : [])]
    problems.push(...placed(read.source, all))
    return all.length === 0 ? { file: merged, pack } : undefined
  }

  for (const read of reads) build(read, [])
  return new Map([...done].flatMap(([id, whole]) => (whole ? [[id, whole]] : [])))
}

/** The pack with every rule's settings in the form its detector takes them. */
const withSettings = (pack: Pack, schemas: SettingsSchemas, source: Source, problems: string[]): Pack => {
  const parse = (rule: PackRule): PackRule => {
    const schema = schemas[rule.rule]
    if (!schema || rule.mode === 'off') return rule
    const parsed = schema.safeParse(rule.settings)
    if (parsed.success) return { ...rule, settings: parsed.data }
    const base = ['rules', rule.rule, 'settings']
    problems.push(...placed(source, troubles(schema, parsed.error.issues, rule.settings, base)))
    return rule
  }
  return { ...pack, rules: pack.rules.map(parse) }
}

const guardsOf = (packs: Iterable<Pack>): ReadonlyMap<string, Guard> => {
  const guards = new Map<string, Guard>()
  for (const { rules, ownRules } of packs) {
    for (const { when } of [...rules, ...ownRules]) {
      const compiled = when === undefined || guards.has(when) ? undefined : compileGuard(when)
      if (compiled && 'guard' in compiled) guards.set(when!, compiled.guard)
    }
  }
  return guards
}

const settingsOf = ({ rules }: Pack): RuleSettings =>
  Object.fromEntries(rules.filter(({ mode }) => mode !== 'off').map(({ rule, settings }) => [rule, settings]))

const versionOf = (files: readonly PolicyFile[]): string => {
  const sorted = files.map(({ name, text }) => [name, text]).sort((a, b) => (a[0]! < b[0]! ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 12)
}

/** Assignments that name no pack. A pack that is there but broken has its own problems already. */
const strayed = (reads: readonly Read[], { domains = {}, defaultPack }: PolicyOptions): readonly string[] => {
  const ids = reads.map(({ id }) => id)
  const wrong = ([what, id]: readonly [string, string]): readonly string[] =>
    ids.includes(id) ? [] : [`${what}: there is no pack "${id}". ${suggest(id, ids)}`]
  return [
    ...Object.entries(domains).map(([domain, id]) => [`domain ${domain}`, id] as const),
    ['default pack', defaultPack] as const,
  ].flatMap(wrong)
}

const twice = (reads: readonly Read[]): readonly string[] =>
  reads
    .filter(({ id }, i) => reads.findIndex((other) => other.id === id) < i)
    .map(({ id, source }) => `${source.name}:1:1: Another file is the pack "${id}" already. Rename this one.`)

export const loadPolicy = (files: readonly PolicyFile[], options: PolicyOptions): Policy => {
  const reads = files.map(readFile)
  const problems = [...reads.flatMap((read) => read.problems), ...twice(reads), ...strayed(reads, options)]
  const sources = new Map(reads.map(({ id, source }) => [id, source]))
  const packs = new Map<string, Pack>()
  for (const [id, { pack }] of assemble(reads, problems)) {
    packs.set(id, withSettings(pack, options.settings, sources.get(id)!, problems))
  }
  if (problems.length > 0) throw new PolicyError([...new Set(problems)].sort(byPlace))
  const settings = new Map([...packs.values()].map((pack) => [pack.id, settingsOf(pack)]))
  const byDomain = new Map(Object.entries(options.domains ?? {}).map(([domain, id]) => [domain.toLowerCase(), id]))
  return {
    packs,
    packFor: (domain) => packs.get(byDomain.get(domain.toLowerCase()) ?? options.defaultPack)!,
    settingsOf: (pack) => settings.get(pack.id) ?? settingsOf(pack),
    exceptions: options.exceptions ?? [],
    guards: guardsOf(packs.values()),
    version: versionOf(files),
  }
}

/** File by file, line by line. */
const byPlace = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })
