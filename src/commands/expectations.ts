/**
 * What a letter should come to, told by its name or by a file beside it:
 *   <clause>.trip.eml, <clause>.trip.<word>.eml   breaks that clause
 *   <clause>.pass.eml, or any below innocent/     looks like it and must be forwarded without a word
 *   <name>.json beside <name>.eml                 {"rules": [those that must count], "outcome": what it must come to}
 */
import { basename } from 'node:path'
import { z } from 'zod'
import { type Decision, type Hit, OUTCOMES, type Outcome, type Pack, suggest } from '../policy/policy.ts'
import { type Letter, readJsonBeside } from './letters.ts'
import { BadInput } from './terminal.ts'

const ExpectationFile = z.looseObject({
  rules: z.array(z.string()).optional(),
  outcome: z.enum(OUTCOMES).optional(),
})

export type Expectation = Readonly<{ innocent: boolean; clause?: string; rules: readonly string[]; outcome?: Outcome }>

const NAME = /^(?<clause>.{1,80}?)\.(?<kind>trip|pass)(?:\.[\w-]{1,80})?\.eml(?:\.gz)?$/

/** Undefined when nothing says what is expected. */
export const expectationOf = (letter: Letter): Expectation | undefined => {
  const { clause, kind } = NAME.exec(basename(letter.path))?.groups ?? {}
  const beside = readJsonBeside(letter, '.json', 'expectation')
  const told = ExpectationFile.safeParse(beside ?? {})
  if (!told.success) throw new BadInput(`its expectation file is wrong at "${told.error.issues[0]?.path.join('.')}"`)
  const { rules, outcome } = told.data
  const tells = rules !== undefined || outcome !== undefined
  const isInnocent = tells ? !rules?.length && (outcome ?? 'forward') === 'forward' : kind !== 'trip'
  if (!tells && kind === undefined && !/[/\\]innocent[/\\]/.test(letter.path)) return undefined
  return {
    innocent: isInnocent,
    rules: rules ?? [],
    ...(kind === 'trip' && clause ? { clause } : {}),
    ...(outcome === undefined ? {} : { outcome }),
  }
}

export const countingHits = ({ hits }: Decision): readonly Hit[] => hits.filter(({ outcome }) => outcome !== 'forward')

const sayHits = (hits: readonly Hit[]): string =>
  hits.length === 0
    ? 'nothing was seen'
    : [...new Set(hits.map(({ rule, outcome, clause }) => `${rule} ${outcome}${clause ? ` (${clause})` : ''}`))].join(
        ', ',
      )

const clauseFault = (id: string, pack: Pack, hits: readonly Hit[]): string | undefined => {
  const clause = pack.clauses.find((one) => one.id === id)
  if (!clause) {
    const known = suggest(
      id,
      pack.clauses.map((one) => one.id),
    )
    return `the pack "${pack.id}" has no clause "${id}". ${known}`
  }
  const isCaught = hits.some((hit) => hit.clause === id || clause.rules.some((rule) => rule === hit.rule))
  return isCaught ? undefined : `no rule of clause ${id} catches it: ${sayHits(hits)}`
}

/** In what it is not as expected; empty when all is well. */
export const faultsOf = (
  { innocent, clause, rules, outcome }: Expectation,
  decision: Decision,
  pack: Pack,
): readonly string[] => {
  const hits = countingHits(decision)
  const missing = rules.filter((rule) => !hits.some((hit) => hit.rule === rule))
  return [
    innocent && hits.length > 0 ? `must pass without a word: ${sayHits(hits)}` : undefined,
    clause === undefined ? undefined : clauseFault(clause, pack, hits),
    missing.length > 0 ? `not caught by ${missing.join(', ')}: ${sayHits(hits)}` : undefined,
    outcome !== undefined && outcome !== decision.outcome
      ? `must come to ${outcome}, comes to ${decision.outcome}: ${sayHits(hits)}`
      : undefined,
  ].filter((fault) => fault !== undefined)
}
