/** `policy`: are the packs in order, what does each clause get, what does each rule do? */
import { userInfo } from 'node:os'
import type { Rules } from '../gateway.ts'
import { silentLog } from '../log.ts'
import { clauseTable, type Pack, type Policy } from '../policy/policy.ts'
import { inForce, type Published, publish } from '../publication.ts'
import { readRules, readTexts } from '../rulebook.ts'
import { openStore } from '../store/store.ts'
import { clausePage, whatIsDone } from './clause-page.ts'
import type { Context } from './context.ts'
import { shownBy } from './own-letters.ts'
import { clock, line, table, UsageError } from './terminal.ts'

const packsOf = (policy: Policy, id: string | undefined): Pack[] => {
  const packs = [...policy.packs.values()].filter((pack) => id === undefined || pack.id === id)
  if (packs.length === 0)
    throw new UsageError(`There is no pack "${id}". Packs: ${[...policy.packs.keys()].join(', ')}.`)
  return packs
}

/** The rules that all nodes with `policy.from: store` follow. */
const sayPublished = async ({ config, terminal }: Context): Promise<void> => {
  const store = await openStore({ ...config.store, var: config.var }, { log: silentLog })
  try {
    const published = await inForce(store)
    terminal.out(line(published ? inWords(published) : 'Nothing is published yet: mailsluis policy publish'))
  } finally {
    await store.close()
  }
}

export const inWords = ({ version, hash, at, by }: Published): string =>
  `Published version ${version} is in force, of ${clock(at)} by ${by} (SHA-256 ${hash.slice(0, 12)}…).`

const summaryOf = ({ policy, people }: Rules): string => {
  const { staff, pupils, parents, groups } = people.counts
  return `${policy.packs.size} packs, ${staff} staff, ${pupils} pupils, ${parents} parents, ${groups} groups`
}

/** What is published has passed the same checks as `policy lint`: a broken file stops here and reaches no node. */
export const policyPublish = async ({ config, terminal }: Context): Promise<number> => {
  const { texts, rules, warnings } = readTexts(config)
  for (const warning of warnings) terminal.err(line(`warning: ${warning}`))
  const store = await openStore({ ...config.store, var: config.var }, { log: silentLog })
  try {
    const summary = summaryOf(rules)
    const done = await publish(store, texts, `${userInfo().username} on the command line`, summary)
    if (!done) throw new UsageError('Somebody else is publishing rules at this moment. Try again in a minute.')
    const { published, changed } = done
    terminal.out(line(changed ? `Published: ${summary}.` : 'Nothing changed, so nothing was published.'))
    terminal.out(line(inWords(published)))
    if (changed)
      terminal.out(line('Servers with policy.from: store take it over by themselves, within about a second.'))
    if (config.policy.from === 'files')
      terminal.out(
        line('Here policy.from is files: a server with this configuration does NOT follow what is published.'),
      )
    return 0
  } finally {
    await store.close()
  }
}

export const policyLint = async (context: Context): Promise<number> => {
  const { config, terminal } = context
  const { rules, warnings } = readRules(config)
  for (const warning of warnings) terminal.err(line(`warning: ${warning}`))
  for (const pack of rules.policy.packs.values()) {
    const active = pack.rules.filter((rule) => rule.mode !== 'off').length
    terminal.out(
      line(`${pack.id}: ${pack.clauses.length} clauses, ${active} rules in use, ${pack.ownRules.length} of its own`),
    )
  }
  terminal.out(line('Packs, lexicons and directory are in order.'))
  if (config.policy.from === 'store') await sayPublished(context)
  return 0
}

export const policyClauses = (
  { config, terminal }: Context,
  options: { pack?: string; markdown?: boolean; json?: boolean },
): number => {
  const { policy } = readRules(config).rules
  const ids = new Set(packsOf(policy, options.pack).map((pack) => pack.id))
  const rows = clauseTable(policy).filter((row) => ids.has(row.pack))
  if (options.json) terminal.out(rows.map((row) => line(JSON.stringify(row))).join(''))
  else if (options.markdown) terminal.out(clausePage(rows, shownBy))
  else terminal.out(table(rows.map((row) => [row.pack, row.clause, row.section, whatIsDone(row)])))
  return 0
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
