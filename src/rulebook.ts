/** What is in force: policy, directory and lexicons, read together, watched, and replaced as a whole or not at all. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, ConfigError, readFolder } from './config.ts'
import {
  compileLexicon,
  DETECTORS,
  type Lexicon,
  LexiconError,
  type Meaning,
  openMeaning,
} from './detectors/detectors.ts'
import {
  type Directory,
  DirectoryError,
  emptyDirectory,
  type LoadedDirectory,
  loadDirectory,
} from './directory/directory.ts'
import type { Rules } from './gateway.ts'
import type { Log } from './log.ts'
import { type Exception, loadExceptions, loadPolicy, type Policy, PolicyError } from './policy/policy.ts'
import { filesOf, type RuleSources, type RuleTexts, sourcesOf, textsOf } from './rule-sources.ts'
import { whyNoFile } from './unreadable.ts'

export type Rulebook = Readonly<{
  current: () => Rules
  /** What is wrong with the files now, although older ones are in force; empty when all is well. */
  troubles: () => readonly string[]
  /** The published version in force; undefined when the rules come from files. */
  published: () => number | undefined
  close: () => void
}>

/** Each problem names its file and place, never a value found there. Undefined: a fault of ours, to be thrown on. */
const problemsOf = (error: unknown, file: string): readonly string[] | undefined => {
  if (error instanceof DirectoryError) return error.problems.map((problem) => `${file}:${problem}`)
  if (error instanceof PolicyError || error instanceof ConfigError) return error.problems
  if (error instanceof LexiconError) return [error.message]
  const { code, path } = error as NodeJS.ErrnoException
  // A code of Node's own (ERR_…) is a fault of the program.
  return code === undefined || code.includes('_')
    ? undefined
    : [`${path ?? file}: cannot be read (${whyNoFile(error)})`]
}

/** Without a directory the domains of the configuration and the spelling of addresses carry what they can. */
const readDirectory = (from: RuleSources): LoadedDirectory => {
  const domains = Object.keys(from.domains())
  const file = from.directory()
  if (!file && domains.length === 0)
    throw new ConfigError(['No domain is ours: name them under policy.domains, or give a directory (directory.file).'])
  if (!file) return { directory: emptyDirectory(domains), warnings: [] }
  const hashKey = from.hashKey()
  const options = { ...(hashKey ? { hashKey } : {}), ...(domains.length > 0 ? { domains } : {}) }
  return loadDirectory(file.text, file.name, options)
}

const readExceptions = (from: RuleSources): readonly Exception[] => {
  const file = from.exceptions()
  return file ? loadExceptions(file) : []
}

/** `directory` is undefined when it is broken: then what the configuration says of domains counts, to find other problems. */
const readPolicy = (from: RuleSources, directory: Directory | undefined): Policy => {
  const domains: Record<string, string> = {}
  for (const domain of directory?.domains ?? []) {
    const pack = from.domains()[domain] ?? directory?.packOf(domain)
    if (pack) domains[domain] = pack
  }
  return loadPolicy(from.packs(), {
    settings: Object.fromEntries(DETECTORS.map((detector) => [detector.rule, detector.settings])),
    domains: { ...domains, ...from.domains() },
    defaultPack: from.defaultPack(),
    exceptions: readExceptions(from),
  })
}

export type Reading = Readonly<{ rules: Rules; warnings: readonly string[] }>

const RELEASE = fileURLToPath(new URL('../config/', import.meta.url))
let opened: Meaning | undefined

/** What words stand for, as the model learned it: its own concepts, and this release's words for sensitive matters. */
export const thesaurus = (): Lexicon =>
  compileLexicon([
    ...readFolder(join(RELEASE, 'model/concepts'), '.txt'),
    ...readFolder(join(RELEASE, 'lexicons'), '.txt').filter(({ name }) => basename(name).startsWith('sensitive-')),
  ])

/** The sentence model of this release, read once; undefined where the school wants none. */
export const meaningFor = ({ model }: Pick<Config['policy'], 'model'>): Meaning | undefined => {
  if (model === 'off') return undefined
  opened ??= openMeaning(readFileSync(join(RELEASE, 'model/meaning.bin')), thesaurus())
  return opened
}

/** Everything read anew, or a ConfigError with every problem of every file at once. `names`: for what cannot even be read. */
export const compileRules = (from: RuleSources, meaning: Meaning | undefined, names: Names = NO_NAMES): Reading => {
  const problems: string[] = []
  const attempt = <T>(read: () => T, file: string): T | undefined => {
    try {
      return read()
    } catch (error) {
      const found = problemsOf(error, file)
      if (!found) throw error
      problems.push(...found)
      return undefined
    }
  }
  const loaded = attempt(() => readDirectory(from), names.directory)
  const policy = attempt(() => readPolicy(from, loaded?.directory), names.policy)
  const lexicon = attempt(() => compileLexicon(from.lexicons()), names.lexicons)
  if (!loaded || !policy || !lexicon) throw new ConfigError(problems)
  return { rules: { policy, people: loaded.directory, lexicon, meaning }, warnings: loaded.warnings }
}

type Names = Readonly<{ directory: string; policy: string; lexicons: string }>
const NO_NAMES: Names = { directory: 'directory', policy: 'policy', lexicons: 'lexicons' }

const namesOf = ({ directory, policy }: Config): Names => ({
  directory: directory.file,
  policy: policy.folder,
  lexicons: policy.lexicons,
})

/** From the files of the configuration. */
export const readRules = (config: Config): Reading =>
  compileRules(filesOf(config), meaningFor(config.policy), namesOf(config))

/** The files of the configuration as texts, and what just these texts make. */
export const readTexts = (config: Config): Reading & Readonly<{ texts: RuleTexts }> => {
  let texts: RuleTexts
  try {
    texts = textsOf(filesOf(config))
  } catch (error) {
    // Told with the problems of all the others.
    readRules(config)
    throw error
  }
  return { texts, ...compileRules(sourcesOf(texts), meaningFor(config.policy), namesOf(config)) }
}

// A look at some twenty files' times costs nothing, sees atomic renames, and works on network shares where watches do not.
const LOOK_EVERY_MS = 1000

/** Without what editors leave while somebody types: one of those may be a link to nowhere. */
const visibleIn = (folder: string): string[] => readdirSync(folder).filter((name) => !name.startsWith('.'))

/** Name, time and size of every file the rules come from; changes when one of them does. */
const stampOf = (config: Config): string => {
  const folders = [config.policy.folder, config.policy.lexicons]
  const files = [
    ...[config.directory.file, config.policy.exceptions].filter((file) => file !== ''),
    ...folders.flatMap((folder) => visibleIn(folder).map((name) => join(folder, name))),
  ]
  return files
    .map((file) => {
      const { mtimeMs, size } = statSync(file)
      return `${file} ${mtimeMs} ${size}`
    })
    .join('\n')
}

/** A file that vanished for a moment is a change too: the reload says what is wrong. */
const safeStamp = (config: Config): string => {
  try {
    return stampOf(config)
  } catch (error) {
    return (error as Error).message
  }
}

export const problemsIn = (error: unknown): readonly string[] =>
  error instanceof ConfigError ? error.problems : ['The rules cannot be read.']

/** `published`: the version, when they come from the store. */
export const sayLoaded = (log: Log, { rules: { people, policy }, warnings }: Reading, published?: number): void => {
  log.info('directoryLoaded', { ...people.counts, warnings: warnings.length })
  log.info('policyLoaded', { packs: [...policy.packs.keys()], version: policy.version, published })
}

/** Reads now (throws when it cannot) and again whenever a file changes; a broken file keeps the old rules in force. */
export const openRulebook = (config: Config, log: Log): Rulebook => {
  // Before the reading: what changes meanwhile is read again.
  let stamp = safeStamp(config)
  let { rules, warnings } = readRules(config)
  let troubles: readonly string[] = []
  const reload = (): void => {
    try {
      ;({ rules, warnings } = readRules(config))
      troubles = []
      sayLoaded(log, { rules, warnings })
    } catch (error) {
      troubles = problemsIn(error)
      const { file } = config.directory
      const ofDirectory = (problem: string): boolean => file !== '' && problem.startsWith(file)
      const told = {
        directoryBroken: troubles.filter(ofDirectory),
        policyBroken: troubles.filter((t) => !ofDirectory(t)),
      }
      for (const event of ['directoryBroken', 'policyBroken'] as const)
        if (told[event].length > 0) log.error(event, { problems: told[event] }, error)
    }
  }
  const looking = setInterval(() => {
    const now = safeStamp(config)
    if (now === stamp) return
    stamp = now
    reload()
  }, LOOK_EVERY_MS)
  looking.unref()
  sayLoaded(log, { rules, warnings })
  return {
    current: () => rules,
    troubles: () => troubles,
    published: () => undefined,
    close: () => clearInterval(looking),
  }
}
