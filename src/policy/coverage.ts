/** Clause by clause: which rules keep it and how, or why none does. For the table in the docs and on the console. */
import type { RuleId } from '../detectors/detectors.ts'
import { strictest } from './outcomes.ts'
import type { Mode, Outcome, Policy, Remedy } from './policy.ts'
import type { Words } from './words.ts'

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
  duty?: Words
  notYet?: Words
  outside?: Words
}>

/**
 * What a clause comes to. enforced: mail that breaks it is stopped or waits; advised: it goes, with a word to its sender;
 * shadow: only recorded; duty: the gateway itself keeps it; outside: mail cannot show it; off: its rules are not in use.
 */
export type Coverage = 'enforced' | 'advised' | 'shadow' | 'duty' | 'outside' | 'off'

export const COVERAGES = ['enforced', 'advised', 'shadow', 'duty', 'outside', 'off'] as const satisfies Coverage[]

const stops = ({ mode, outcome, categories }: ClauseRow['rules'][number]): boolean =>
  mode === 'enforce' && ['hold', 'bounce'].includes(strictest([outcome, ...Object.values(categories)]))

export const coverageOf = ({ rules, duty, outside }: ClauseRow): Coverage => {
  const modes = new Set(rules.map(({ mode }) => mode))
  if (rules.some(stops)) return 'enforced'
  if (modes.has('enforce') || modes.has('advise')) return 'advised'
  if (modes.has('shadow')) return 'shadow'
  if (duty !== undefined) return 'duty'
  return outside === undefined ? 'off' : 'outside'
}

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
