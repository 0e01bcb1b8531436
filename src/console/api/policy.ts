/** What the school decided: packs, their rules, and what keeps each clause. */
import { z } from 'zod'
import { clauseTable, OUTCOMES, type Pack, type Words, wordsIn } from '../../policy/policy.ts'
import type { ConsoleParts } from '../console.ts'
import { answer, type Operation, operation } from './operation.ts'
import { Problem } from './problems.ts'

const Outcome = z.enum(OUTCOMES)
const Mode = z.enum(['enforce', 'advise', 'shadow', 'off'])
const Categories = z.record(z.string(), Outcome).describe('Where a category of findings has another outcome.')

const PackItem = answer(
  'Pack',
  z.object({
    id: z.string(),
    title: z.string(),
    organisation: z.string(),
    language: z.enum(['nl', 'fr', 'en']),
    region: z.enum(['BE', 'NL']),
    reviewVisibility: z.enum(['metadata', 'findings', 'full']).describe('How much of a message its reviewers may see.'),
    clauses: z.int(),
    rules: z.int(),
  }),
)

const Rule = answer(
  'Rule',
  z.object({
    rule: z.string(),
    mode: Mode,
    outcome: Outcome,
    unsure: Outcome.describe('When a finding is not sure.'),
    categories: Categories,
    fix: z.string().nullable().describe('What a sender can do in one step.'),
    when: z.string().nullable().describe('A CEL expression: the rule counts only when it is true.'),
    clauses: z.array(z.string()),
  }),
)

const PackRules = answer(
  'PackRules',
  z.object({
    pack: z.string(),
    version: z.string().describe('Of all rules in force; changes when any file of them does.'),
    rules: z.array(Rule),
    ownRules: z
      .array(
        z.object({ id: z.string(), mode: Mode, outcome: Outcome, when: z.string(), clause: z.string().nullable() }),
      )
      .describe('Rules the school wrote itself.'),
  }),
)

const Clause = answer(
  'Clause',
  z.object({
    clause: z.string(),
    section: z.string(),
    quote: z.string().describe('Word for word, as the document has it.'),
    rules: z.array(z.object({ rule: z.string(), mode: Mode, outcome: Outcome, categories: Categories })),
    duty: z.string().nullable().describe('A duty rather than a rule, and what of it is done.'),
    notYet: z.string().nullable(),
    outside: z.string().nullable().describe('Why no rule can check it.'),
  }),
)

const Packs = answer('Packs', z.object({ items: z.array(PackItem) }))
const Clauses = answer('Clauses', z.object({ pack: z.string(), items: z.array(Clause) }))
const ByPack = z.strictObject({ pack: z.string().max(100).describe('Id of a pack.') })

/** As all the API speaks; another language where a pack has no English. */
const inEnglish = (words: Words | undefined): string | null => (words === undefined ? null : wordsIn(words, 'en')[0])

const packIn = (parts: ConsoleParts, id: string): Pack => {
  const pack = parts.policy().packs.get(id)
  if (!pack) throw new Problem('not-found', 'There is no such pack.')
  return pack
}

const itemOf = ({
  id,
  title,
  organisation,
  language,
  region,
  reviewVisibility,
  ...pack
}: Pack): z.input<typeof PackItem> => ({
  ...{ id, title, organisation, language, region, reviewVisibility },
  ...{ clauses: pack.clauses.length, rules: pack.rules.length + pack.ownRules.length },
})

const rulesOf = (pack: Pack): Pick<z.input<typeof PackRules>, 'rules' | 'ownRules'> => ({
  rules: pack.rules.map(({ rule, mode, outcome, unsure, categories, fix = null, when = null, clauses }) => ({
    ...{ rule, mode, outcome, unsure, categories, fix, when, clauses: [...clauses] },
  })),
  ownRules: pack.ownRules.map(({ id, mode, outcome, when, clause = null }) => ({ id, mode, outcome, when, clause })),
})

const AREA = { area: 'Policy', method: 'get', scope: 'policy:read' } as const

export const POLICY: readonly Operation[] = [
  operation({
    ...{ ...AREA, path: '/policy/packs', name: 'listPacks' },
    summary: 'The policy packs in force.',
    answers: Packs,
    handle: async ({ parts }) => ({ items: [...parts.policy().packs.values()].map(itemOf) }),
  }),
  operation({
    ...{ ...AREA, path: '/policy/packs/{pack}/rules', name: 'listRules' },
    summary: 'What each rule does in a pack.',
    problems: ['not-found'],
    params: ByPack,
    answers: PackRules,
    handle: async ({ parts, params }) => {
      const pack = packIn(parts, params.pack)
      return { pack: pack.id, version: parts.policy().version, ...rulesOf(pack) }
    },
  }),
  operation({
    ...{ ...AREA, path: '/policy/packs/{pack}/clauses', name: 'listClauses' },
    summary: 'Every clause of a pack, and what keeps it or why nothing does.',
    problems: ['not-found'],
    params: ByPack,
    answers: Clauses,
    handle: async ({ parts, params }) => {
      const { id } = packIn(parts, params.pack)
      const rows = clauseTable(parts.policy()).filter((row) => row.pack === id)
      const items = rows.map(({ clause, section, quote, rules, duty, notYet, outside }) => ({
        ...{ clause, section, quote },
        ...{ duty: inEnglish(duty), notYet: inEnglish(notYet), outside: inEnglish(outside) },
        rules: rules.map(({ rule, mode, outcome, categories }) => ({ rule, mode, outcome, categories })),
      }))
      return { pack: id, items }
    },
  }),
]
