/** A school's pack on top of its board's: what it leaves out is the board's; what it changes may only be stricter. */
import { isDeepStrictEqual } from 'node:util'
import type { Trouble } from './issues.ts'
import { MODES, rank } from './outcomes.ts'
import type { Pack, PackRule } from './policy.ts'
import type { PackFile, RuleEntry } from './schema.ts'

type Entries = NonNullable<PackFile['rules']>

const mergeEntry = (board: RuleEntry | undefined, school: RuleEntry | undefined): RuleEntry => ({
  ...board,
  ...school,
  ...(board?.categories || school?.categories ? { categories: { ...board?.categories, ...school?.categories } } : {}),
  ...(board?.settings || school?.settings ? { settings: { ...board?.settings, ...school?.settings } } : {}),
  // A school cannot allow its own followers what the board did not.
  schoolMayRelax: board?.schoolMayRelax === true && school?.schoolMayRelax !== false,
})

const mergeRules = (board: Entries = {}, school: Entries = {}): Entries => {
  const ids = new Set([...Object.keys(board), ...Object.keys(school)] as (keyof Entries)[])
  return Object.fromEntries([...ids].map((rule) => [rule, mergeEntry(board[rule], school[rule])])) as Entries
}

export const mergePacks = (board: PackFile, school: PackFile): PackFile => ({
  ...board,
  ...school,
  contacts: { ...board.contacts, ...school.contacts },
  rules: mergeRules(board.rules, school.rules),
  clauses: [...(school.clauses ?? []), ...(board.clauses ?? [])],
  ownRules: [...(school.ownRules ?? []), ...(board.ownRules ?? [])],
})

/** Fields of a rule in which the school's version is milder than the board's, or may be. */
const relaxed = (board: PackRule, school: PackRule | undefined): readonly (readonly string[])[] => {
  if (!school) return [[]]
  const fields: string[][] = []
  const outcomeOf = (rule: PackRule, category: string) => rule.categories[category] ?? rule.outcome
  if (MODES.indexOf(school.mode) < MODES.indexOf(board.mode)) fields.push(['mode'])
  if (rank(school.outcome) < rank(board.outcome)) fields.push(['outcome'])
  for (const category of new Set([...Object.keys(board.categories), ...Object.keys(school.categories)])) {
    if (rank(outcomeOf(school, category)) < rank(outcomeOf(board, category))) fields.push(['categories', category])
  }
  if (rank(school.unsure) < rank(board.unsure)) fields.push(['unsure'])
  // Whether another guard or another setting finds less cannot be told, so it counts as milder.
  if (school.when !== board.when) fields.push(['when'])
  if (!isDeepStrictEqual(school.settings, board.settings)) fields.push(['settings'])
  return fields
}

const VISIBILITY: readonly Pack['reviewVisibility'][] = ['metadata', 'findings', 'full']

export const relaxations = (board: Pack, school: Pack): readonly Trouble[] => {
  const found: Trouble[] = []
  for (const rule of board.rules) {
    if (rule.mode === 'off' || rule.schoolMayRelax) continue
    const own = school.rules.find((other) => other.rule === rule.rule)
    for (const field of relaxed(rule, own)) {
      const what = ['rules', rule.rule, ...field].join('.')
      const message = `"${what}" is milder than "${board.id}" allows. Leave it out, or let the board set schoolMayRelax: true for this rule.`
      found.push({ path: ['rules', rule.rule, ...field], message })
    }
  }
  if (VISIBILITY.indexOf(school.reviewVisibility) > VISIBILITY.indexOf(board.reviewVisibility)) {
    const message = `Reviewers may see no more than "${board.id}" allows: ${board.reviewVisibility}.`
    found.push({ path: ['reviewVisibility'], message })
  }
  return found
}
