/** From a pack file to a pack: each rule gets the outcome, remedy and clauses that its clauses imply, unless it says otherwise. */
import { RULES, type RuleId } from '../detectors/detectors.ts'
import { LANGUAGES, type Language, type Said } from '../message/message.ts'
import type { Trouble } from './issues.ts'
import { milder, strictest } from './outcomes.ts'
import type { Clause, Outcome, OwnRule, Pack, PackRule } from './policy.ts'
import { suggest } from './problems.ts'
import type { PackFile, RuleEntry } from './schema.ts'

/** Every pack enforces these, whether a clause asks for it or not. */
const ALWAYS: Readonly<Partial<Record<RuleId, Outcome>>> = {
  'dangerous-attachment': 'bounce',
  uninspectable: 'hold',
  'no-contact': 'bounce',
}

/** Kinds of finding that are only recorded, unless a pack says otherwise. What is disputed was read in every way. */
const RECORDED: Readonly<Partial<Record<RuleId, Readonly<Record<string, Outcome>>>>> = {
  uninspectable: { disputed: 'forward' },
}

/** Who forbids sensitive data in a new message means the quoted one below it too. */
const FOLLOWS: Readonly<Partial<Record<RuleId, RuleId>>> = { 'sensitive-in-reply': 'sensitive-pupil-data' }

type Complete = Omit<PackFile, 'clauses'> & Readonly<{ clauses: readonly Clause[] }>

const serving = (file: Complete, rule: RuleId): readonly Clause[] =>
  file.clauses.filter(({ rules }) => rules.includes(rule))

/** The entry and clauses a rule goes by: its own, else those of the rule it follows. */
const basis = (file: Complete, rule: RuleId): { entry: RuleEntry; clauses: readonly Clause[] } => {
  const entry = file.rules?.[rule] ?? {}
  const clauses = serving(file, rule)
  const followed = FOLLOWS[rule]
  if (clauses.length > 0 || followed === undefined) return { entry, clauses }
  // Settings are the followed detector's own and would mean nothing to this one.
  const { settings: _, ...inherited } = file.rules?.[followed] ?? {}
  return { entry: { ...inherited, ...entry }, clauses: serving(file, followed) }
}

const buildRule = (file: Complete, rule: RuleId): PackRule | undefined => {
  const { entry, clauses } = basis(file, rule)
  const asked = clauses.length > 0 ? strictest(clauses.flatMap(({ action }) => action ?? [])) : ALWAYS[rule]
  const outcome = entry.outcome ?? asked
  if (outcome === undefined && file.rules?.[rule] === undefined) return undefined
  const fix = entry.fix ?? clauses.find((clause) => clause.fix !== undefined)?.fix
  return {
    rule,
    mode: entry.mode ?? (outcome === undefined ? 'off' : 'enforce'),
    outcome: outcome ?? 'forward',
    categories: { ...RECORDED[rule], ...entry.categories },
    unsure: entry.unsure ?? milder(strictest([outcome ?? 'forward', ...Object.values(entry.categories ?? {})]), 'hold'),
    ...(fix === undefined ? {} : { fix }),
    ...(entry.when === undefined ? {} : { when: entry.when }),
    settings: entry.settings ?? {},
    clauses: entry.clauses ?? clauses.map(({ id }) => id),
    ...(entry.schoolMayRelax ? { schoolMayRelax: true } : {}),
  }
}

const REQUIRED = ['title', 'organisation', 'language', 'region', 'reviewVisibility', 'pupilSystem', 'clauses'] as const

/** References between the parts of a file, which its form alone does not show. */
const loose = (file: PackFile): readonly Trouble[] => {
  const found: Trouble[] = []
  const ids = (file.clauses ?? []).map(({ id }) => id)
  const refer = (id: string, path: Trouble['path']): void => {
    if (!ids.includes(id)) found.push({ path, message: `No clause has the id "${id}". ${suggest(id, ids)}` })
  }
  const once = (list: readonly { id: string }[], group: string): void =>
    list.forEach(({ id }, i) => {
      // The first of the two: in a merged pack that is the school's own.
      if (list.findLastIndex((other) => other.id === id) > i) {
        found.push({ path: [group, i, 'id'], message: `"${id}" is used twice. Give this one another id.` })
      }
    })
  for (const key of REQUIRED) if (file[key] === undefined) found.push({ path: [], message: `"${key}" is missing.` })
  once(file.clauses ?? [], 'clauses')
  once(file.ownRules ?? [], 'ownRules')
  for (const [rule, entry] of Object.entries(file.rules ?? {})) {
    for (const [i, id] of (entry?.clauses ?? []).entries()) refer(id, ['rules', rule, 'clauses', i])
  }
  for (const [i, { clause }] of (file.ownRules ?? []).entries()) {
    if (clause !== undefined) refer(clause, ['ownRules', i, 'clause'])
  }
  return found
}

type OwnRuleFile = NonNullable<PackFile['ownRules']>[number]

const inAllLanguages = ({ because, ...rule }: OwnRuleFile, language: Language): OwnRule => {
  const otherwise = because[language] ?? Object.values(because)[0]
  const said = LANGUAGES.map((one) => [one, because[one] ?? otherwise] as const)
  return { ...rule, because: Object.fromEntries(said) as Said } as OwnRule
}

type ClauseFile = NonNullable<PackFile['clauses']>[number]

const completeClause = (
  { rules = [], duty, notYet, outside, ...clause }: ClauseFile,
  language: Language = 'nl',
): Clause => {
  const said = Object.entries({ duty, notYet, outside }).flatMap(([key, words]) =>
    words === undefined ? [] : [[key, typeof words === 'string' ? { [language]: words } : words]],
  )
  return { ...clause, ...Object.fromEntries(said), rules } as Clause
}

export type Built = Readonly<{ pack: Pack; troubles: readonly Trouble[] }>

/** `file` is whole: what it extends is merged in. */
export const buildPack = (id: string, file: PackFile): Built => {
  const complete: Complete = {
    ...file,
    clauses: (file.clauses ?? []).map((clause) => completeClause(clause, file.language)),
  }
  const rules = RULES.flatMap((rule) => buildRule(complete, rule) ?? [])
  const idle = rules.filter(({ rule, mode }) => mode !== 'off' && buildsOnNothing(complete, rule))
  return {
    pack: {
      id,
      title: file.title ?? '',
      organisation: file.organisation ?? '',
      language: file.language ?? 'nl',
      region: file.region ?? 'BE',
      contacts: file.contacts ?? {},
      reviewVisibility: file.reviewVisibility ?? 'metadata',
      pupilSystem: file.pupilSystem ?? '',
      clauses: complete.clauses,
      rules,
      ownRules: (file.ownRules ?? []).map((rule) => inAllLanguages(rule, file.language ?? 'nl')),
    },
    troubles: [
      ...loose(file),
      ...idle.map(({ rule }) => ({
        path: ['rules', rule],
        message: `No clause asks for "${rule}". Give it an "outcome", or name it in the "rules" of a clause.`,
      })),
    ],
  }
}

const buildsOnNothing = (file: Complete, rule: RuleId): boolean => {
  const { entry, clauses } = basis(file, rule)
  return entry.outcome === undefined && clauses.length === 0 && ALWAYS[rule] === undefined
}
