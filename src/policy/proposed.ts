/** What would be, were a rule switched in every pack: for trying it on past mail before a file is changed. */
import type { RuleId } from '../detectors/detectors.ts'
import { MODES, milder, OUTCOMES } from './outcomes.ts'
import type { Mode, Outcome, Pack, PackRule, Policy } from './policy.ts'
import { PolicyError } from './problems.ts'
import type { SettingsSchemas } from './schema.ts'

/** `to`: an outcome for whatever it finds, or a mode. Without one it is enforced as the pack has it. */
export type Switch = Readonly<{ rule: RuleId; to?: Outcome | Mode }>

const isMode = (to: string): to is Mode => (MODES as readonly string[]).includes(to)

export const switchOf = (rule: RuleId, to: string | undefined): Switch | undefined => {
  if (to === undefined) return { rule }
  const known = [...OUTCOMES, ...MODES].find((one) => one === to)
  return known && { rule, to: known }
}

const always = (outcome: Outcome): Pick<PackRule, 'mode' | 'outcome' | 'categories' | 'unsure'> => ({
  mode: 'enforce',
  outcome,
  categories: {},
  unsure: milder(outcome, 'hold'),
})

/** A rule that did nothing so far, switched on without an outcome, asks for a look. */
const switched = (rule: PackRule, to: Switch['to']): PackRule => {
  const mode = to ?? 'enforce'
  if (!isMode(mode)) return { ...rule, ...always(mode) }
  const idle = rule.outcome === 'forward' && mode !== 'off'
  return idle ? { ...rule, ...always('hold'), mode } : { ...rule, mode }
}

/** The settings of a rule that was off were never looked at. */
const withSettings = (rule: PackRule, schemas: SettingsSchemas): PackRule => {
  const schema = schemas[rule.rule]
  if (!schema || rule.mode !== 'off') return rule
  const parsed = schema.safeParse(rule.settings)
  if (!parsed.success) throw new PolicyError([`The settings of "${rule.rule}" are not in order.`])
  return { ...rule, settings: parsed.data }
}

const inPack = (pack: Pack, { rule, to }: Switch, schemas: SettingsSchemas): Pack => {
  const absent: PackRule = { rule, ...always('forward'), mode: 'off', settings: {}, clauses: [] }
  const known = pack.rules.find((one) => one.rule === rule) ?? absent
  const changed = switched(withSettings(known, schemas), to)
  return { ...pack, rules: [...pack.rules.filter((one) => one !== known), changed] }
}

export const withSwitches = (policy: Policy, switches: readonly Switch[], schemas: SettingsSchemas): Policy => {
  const packs = new Map(
    [...policy.packs].map(([id, pack]) => [id, switches.reduce((one, change) => inPack(one, change, schemas), pack)]),
  )
  return {
    ...policy,
    packs,
    packFor: (domain) => packs.get(policy.packFor(domain).id)!,
    settingsOf: ({ rules }) =>
      Object.fromEntries(rules.filter(({ mode }) => mode !== 'off').map(({ rule, settings }) => [rule, settings])),
  }
}
