/** Clause by clause: which rules keep it and how, or why none does. For the table in the docs and on the console. */
import type { RuleId } from '../detectors/detectors.ts'
import type { Mode, Outcome, Policy, Remedy } from './policy.ts'

export type ClauseRow = Readonly<{
  pack: string
  clause: string
  section: string
  quote: string
  rules: readonly Readonly<{
    rule: RuleId
    mode: Mode
    outcome: Outcome
    categories: Readonly<Record<string, Outcome>>
    fix?: Remedy
    when?: string
  }>[]
  duty?: string
  notYet?: string
  outside?: string
}>

export const clauseTable = (policy: Policy): readonly ClauseRow[] =>
  [...policy.packs.values()].flatMap((pack) =>
    pack.clauses.map(({ id, section, quote, rules, duty, notYet, outside }): ClauseRow => {
      const kept = pack.rules.filter(({ rule }) => rules.includes(rule))
      return {
        pack: pack.id,
        clause: id,
        section,
        quote,
        rules: kept.map(({ rule, mode, outcome, categories, fix, when }) => ({
          rule,
          mode,
          outcome,
          categories,
          ...(fix === undefined ? {} : { fix }),
          ...(when === undefined ? {} : { when }),
        })),
        ...(duty === undefined ? {} : { duty }),
        ...(notYet === undefined ? {} : { notYet }),
        ...(outside === undefined ? {} : { outside }),
      }
    }),
  )
