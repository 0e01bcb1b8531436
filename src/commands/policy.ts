/** `policy`: are the packs in order, what does each clause get, what does each rule do? */
import { type ClauseRow, clauseTable, type Pack, type Policy } from '../policy/policy.ts'
import { readRules } from '../rulebook.ts'
import type { Context } from './context.ts'
import { line, table, UsageError } from './terminal.ts'

const packsOf = (policy: Policy, id: string | undefined): Pack[] => {
  const packs = [...policy.packs.values()].filter((pack) => id === undefined || pack.id === id)
  if (packs.length === 0)
    throw new UsageError(`There is no pack "${id}". Packs: ${[...policy.packs.keys()].join(', ')}.`)
  return packs
}

export const policyLint = ({ config, terminal }: Context): number => {
  const { rules, warnings } = readRules(config)
  for (const warning of warnings) terminal.err(line(`warning: ${warning}`))
  for (const pack of rules.policy.packs.values()) {
    const active = pack.rules.filter((rule) => rule.mode !== 'off').length
    terminal.out(
      line(`${pack.id}: ${pack.clauses.length} clauses, ${active} rules in use, ${pack.ownRules.length} of its own`),
    )
  }
  terminal.out(line('Packs, lexicons and directory are in order.'))
  return 0
}

/** What a clause gets, in words. */
const enforcement = (row: ClauseRow): string => {
  if (row.outside) return `outside: ${row.outside}`
  const rules = row.rules
    .map(({ rule, mode, outcome }) => `${rule} (${mode === 'enforce' ? outcome : mode})`)
    .join(', ')
  return [rules, row.duty ? `duty: ${row.duty}` : ''].filter(Boolean).join('; ')
}

const markdown = (rows: readonly ClauseRow[], tests: (id: string) => string): string => {
  const packs = [...new Set(rows.map((row) => row.pack))]
  return packs
    .map((pack) => {
      const body = rows
        .filter((row) => row.pack === pack)
        .map(
          (row) =>
            `| ${row.clause} | ${row.section} | ${enforcement(row).replaceAll('|', '\\|')} | ${tests(row.clause)} |`,
        )
      return [
        `## ${pack}`,
        '',
        '| clause | section | what the gateway does | tested by |',
        '|---|---|---|---|',
        ...body,
        '',
      ]
        .map(line)
        .join('')
    })
    .join('\n')
}

export const policyClauses = (
  { config, terminal }: Context,
  options: { pack?: string; markdown?: boolean; json?: boolean },
): number => {
  const { policy } = readRules(config).rules
  const ids = new Set(packsOf(policy, options.pack).map((pack) => pack.id))
  const rows = clauseTable(policy).filter((row) => ids.has(row.pack))
  if (options.json) terminal.out(rows.map((row) => line(JSON.stringify(row))).join(''))
  else if (options.markdown) terminal.out(clausePage(rows))
  else terminal.out(table(rows.map((row) => [row.pack, row.clause, row.section, enforcement(row)])))
  return 0
}

/** docs/CLAUSES.md. A clause that rules enforce is tried through the door by a message that trips it and a near miss. */
export const clausePage = (rows: readonly ClauseRow[]): string => {
  const tested = new Set(rows.filter((row) => row.rules.some((rule) => rule.mode !== 'off')).map((row) => row.clause))
  const cell = (id: string): string => (tested.has(id) ? `\`test/clauses/${id}.trip.eml\`, \`${id}.pass.eml\`` : '–')
  const head = [
    '# Every clause, and what the gateway does with it',
    '',
    'Written by `mailsluis policy clauses --markdown`; a test fails when it is stale.',
    '',
  ]
  return head.map(line).join('') + markdown(rows, cell)
}

export const policyRules = ({ config, terminal }: Context, options: { pack?: string }): number => {
  const { policy } = readRules(config).rules
  for (const pack of packsOf(policy, options.pack)) {
    terminal.out(line(`${pack.id}: ${pack.title}`))
    const rows = pack.rules.map((rule) => {
      const categories = Object.entries(rule.categories).map(([name, outcome]) => `${name}: ${outcome}`)
      return [`  ${rule.rule}`, rule.mode, rule.outcome, categories.join(', '), rule.clauses.join(' ')]
    })
    terminal.out(table(rows))
  }
  return 0
}
