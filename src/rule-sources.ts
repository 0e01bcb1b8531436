/** What the rules are made of: texts of packs, lexicons, exceptions and directory, from files or as they were published. */
import { readFileSync } from 'node:fs'
import { type Config, readFolder } from './config.ts'

export type TextFile = Readonly<{ name: string; text: string }>

/** Everything that decides how mail is judged, as texts; the same texts give the same rules on every node. */
export type RuleTexts = Readonly<{
  packs: readonly TextFile[]
  lexicons: readonly TextFile[]
  exceptions: TextFile | undefined
  directory: TextFile | undefined
  hashKey: string | undefined
  /** Pack of each of our domains, by the configuration. */
  domains: Readonly<Record<string, string>>
  defaultPack: string
}>

/** The same, each read when it is asked for, so that one that cannot be read does not hide the faults of the others. */
export type RuleSources = Readonly<{ [Part in keyof RuleTexts]: () => RuleTexts[Part] }>

const readOne = (name: string): TextFile | undefined =>
  name === '' ? undefined : { name, text: readFileSync(name, 'utf8') }

export const filesOf = ({ policy, directory }: Config): RuleSources => ({
  packs: () => readFolder(policy.folder, '.yaml'),
  lexicons: () => readFolder(policy.lexicons, '.txt'),
  exceptions: () => readOne(policy.exceptions),
  directory: () => readOne(directory.file),
  hashKey: () => directory.hashKey,
  domains: () => policy.domains,
  defaultPack: () => policy.default,
})

export const textsOf = (from: RuleSources): RuleTexts => ({
  packs: from.packs(),
  lexicons: from.lexicons(),
  exceptions: from.exceptions(),
  directory: from.directory(),
  hashKey: from.hashKey(),
  domains: from.domains(),
  defaultPack: from.defaultPack(),
})

export const sourcesOf = (texts: RuleTexts): RuleSources => ({
  packs: () => texts.packs,
  lexicons: () => texts.lexicons,
  exceptions: () => texts.exceptions,
  directory: () => texts.directory,
  hashKey: () => texts.hashKey,
  domains: () => texts.domains,
  defaultPack: () => texts.defaultPack,
})
