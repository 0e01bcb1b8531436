/** Rules that are not in force: another pack, other lexicons, a rule switched. Put together as those in force are. */
import { readFileSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { readFolder } from '../config.ts'
import { DETECTORS, RULES, type RuleId } from '../detectors/detectors.ts'
import type { Rules } from '../gateway.ts'
import { type Policy, type Switch, suggest, switchOf, withSwitches } from '../policy/policy.ts'
import { filesOf, type RuleSources } from '../rule-sources.ts'
import { compileRules, meaningFor } from '../rulebook.ts'
import type { Context } from './context.ts'
import { UsageError } from './terminal.ts'

export type ProposalOptions = Readonly<{
  pack?: string
  rule?: readonly string[]
  lexicons?: string
  model?: 'on' | 'off'
}>

/** `named`: the pack that was given. `pack`: all mail is judged by it, whatever its domain. */
export type Side = Readonly<{ rules: Rules; named?: string; pack?: string }>

const idOf = (file: string): string => basename(file).replace(/\.ya?ml$/, '')

type Packs = Omit<Side, 'rules'> & Readonly<{ packs: RuleSources['packs'] }>

/** A folder takes the place of all packs, a file that of the pack with its name; one with a new name judges all mail. */
const packsFrom = (given: string, { config, terminal }: Context, inForce: Policy): Packs => {
  const { packs } = filesOf(config)
  if (inForce.packs.has(given)) return { packs, named: given, pack: given }
  const path = resolve(terminal.cwd, given)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat)
    throw new UsageError(`There is no pack and no file "${given}". ${suggest(given, [...inForce.packs.keys()])}`)
  if (stat.isDirectory()) return { packs: () => readFolder(path, '.yaml') }
  const id = idOf(path)
  const others = () => packs().filter(({ name }) => idOf(name) !== id)
  const proposed = (): ReturnType<typeof packs> => [...others(), { name: path, text: readFileSync(path, 'utf8') }]
  return { packs: proposed, named: id, ...(inForce.packs.has(id) ? {} : { pack: id }) }
}

const switchFrom = (given: string): Switch => {
  const [id = '', to] = given.split('=', 2)
  const rule = RULES.find((one): one is RuleId => one === id)
  if (!rule) throw new UsageError(`There is no rule "${id}". ${suggest(id, RULES)}`)
  const change = switchOf(rule, to)
  if (!change)
    throw new UsageError(
      `A rule cannot be "${to}". After the "=" comes notify, hold or bounce, or enforce, advise, shadow or off.`,
    )
  return change
}

export const propose = (
  context: Context,
  { pack, rule = [], lexicons, model }: ProposalOptions,
  inForce: Rules,
): Side => {
  const { config, terminal } = context
  const switches = rule.map(switchFrom)
  const { packs = filesOf(config).packs, ...side } = pack === undefined ? {} : packsFrom(pack, context, inForce.policy)
  const folder = lexicons === undefined ? undefined : resolve(terminal.cwd, lexicons)
  const sources: RuleSources = {
    ...filesOf(config),
    packs,
    ...(folder === undefined ? {} : { lexicons: () => readFolder(folder, '.txt') }),
  }
  const meaning = meaningFor({ model: model ?? config.policy.model })
  const { rules } = compileRules(sources, meaning)
  const schemas = Object.fromEntries(DETECTORS.map((detector) => [detector.rule, detector.settings]))
  const policy = withSwitches(rules.policy, switches, schemas)
  return { ...side, rules: { ...rules, policy } }
}
