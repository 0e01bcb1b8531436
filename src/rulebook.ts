/** What is in force: policy, directory and lexicons, read together, watched, and replaced as a whole or not at all. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, readFolder } from './config.ts'
import { compileLexicon, DETECTORS } from './detectors/detectors.ts'
import { type Directory, loadDirectory } from './directory/directory.ts'
import type { Rules } from './gateway.ts'
import type { Log } from './log.ts'
import { loadPolicy } from './policy/policy.ts'

export type Rulebook = Readonly<{
  current: () => Rules
  /** What is wrong with the files now, although older ones are in force; empty when all is well. */
  troubles: () => readonly string[]
  close: () => void
}>

const readDirectory = (config: Config): { directory: Directory; warnings: readonly string[] } => {
  const { file, hashKey } = config.directory
  return loadDirectory(readFileSync(file, 'utf8'), file, hashKey ? { hashKey } : {})
}

/** Everything read anew; throws the first folder's errors, all of them at once. */
export const readRules = (config: Config): { rules: Rules; warnings: readonly string[] } => {
  const { directory, warnings } = readDirectory(config)
  const domains: Record<string, string> = {}
  for (const domain of directory.domains) {
    const pack = config.policy.domains[domain] ?? directory.packOf(domain)
    if (pack) domains[domain] = pack
  }
  const policy = loadPolicy(readFolder(config.policy.folder, '.yaml'), {
    settings: Object.fromEntries(DETECTORS.map((detector) => [detector.rule, detector.settings])),
    domains: { ...domains, ...config.policy.domains },
    defaultPack: config.policy.default,
    exceptions: [],
  })
  const lexicon = compileLexicon(readFolder(config.policy.lexicons, '.txt'))
  return { rules: { policy, people: directory, lexicon }, warnings }
}

// A look at some twenty files' times costs nothing, sees atomic renames, and works on network shares where watches do not.
const LOOK_EVERY_MS = 1000

/** Name, time and size of every file the rules come from; changes when one of them does. */
const stampOf = (config: Config): string => {
  const folders = [config.policy.folder, config.policy.lexicons]
  const files = [
    config.directory.file,
    ...folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name))),
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

/** Reads now (throws when it cannot) and again whenever a file changes; a broken file keeps the old rules in force. */
export const openRulebook = (config: Config, log: Log): Rulebook => {
  let { rules, warnings } = readRules(config)
  let troubles: readonly string[] = []
  let stamp = safeStamp(config)
  const say = (): void => {
    const { people, policy } = rules
    log.info('directoryLoaded', { ...people.counts, warnings: warnings.length })
    log.info('policyLoaded', { packs: [...policy.packs.keys()], version: policy.version })
  }
  const reload = (): void => {
    try {
      ;({ rules, warnings } = readRules(config))
      troubles = []
      say()
    } catch (error) {
      troubles = problemsOf(error)
      const event = troubles[0]?.startsWith(config.directory.file) ? 'directoryBroken' : 'policyBroken'
      log.error(event, { problems: troubles })
    }
  }
  const looking = setInterval(() => {
    const now = safeStamp(config)
    if (now === stamp) return
    stamp = now
    reload()
  }, LOOK_EVERY_MS)
  looking.unref()
  say()
  return {
    current: () => rules,
    troubles: () => troubles,
    close: () => clearInterval(looking),
  }
}

/** Problem lines name file, line and path of a setting, never a value. */
const problemsOf = (error: unknown): readonly string[] => {
  const problems = (error as { problems?: unknown }).problems
  if (Array.isArray(problems)) return problems.map(String)
  return [error instanceof Error ? error.message : 'unknown trouble']
}
