/** `policy test`: letters of which is told what they should come to, against the packs. */
import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { openReaders, type Readers } from '../attachments/attachments.ts'
import { judge } from '../gateway.ts'
import type { Decision, Pack } from '../policy/policy.ts'
import { readRules } from '../rulebook.ts'
import type { Context } from './context.ts'
import { countingHits, type Expectation, expectationOf, faultsOf } from './expectations.ts'
import { type Letter, lettersIn, openLetter, whyUnreadable } from './letters.ts'
import { CLAUSE_LETTERS, withPeopleOf } from './own-letters.ts'
import { propose, type Side } from './proposal.ts'
import { line, UsageError } from './terminal.ts'

export type TestOptions = Readonly<{ pack?: string; json?: boolean }>

const sideFor = (context: Context, { pack }: TestOptions): Side => {
  const inForce = readRules(context.config).rules
  return pack === undefined ? { rules: inForce } : propose(context, { pack }, inForce)
}

/** A folder with the name of a pack, beside it, holds letters for that pack. `only`: those of other packs are passed over. */
type Place = Readonly<{ path: string; pack?: string; only?: string }>

const besidePacks = ({ config, terminal }: Context, { rules, named }: Side, given: string | undefined): Place[] => {
  const ids = named === undefined ? [...rules.policy.packs.keys()] : [named]
  const folders = [config.policy.folder, ...(given === undefined ? [] : [resolve(terminal.cwd, given, '..')])]
  const beside = ids.flatMap((pack) => folders.map((folder) => ({ path: join(folder, pack), pack })))
  const found = beside.filter(({ path }) => existsSync(path))
  if (found.length > 0) return found
  if (CLAUSE_LETTERS)
    return [{ path: relative(terminal.cwd, CLAUSE_LETTERS), ...(named === undefined ? {} : { only: named }) }]
  throw new UsageError(
    `No letters lie beside the packs. Put them into ${join(config.policy.folder, ids[0] ?? '')}, or name a folder.`,
  )
}

type Result = Readonly<{
  letter: Letter
  pack: Pack
  expected: Expectation
  decision: Decision
  faults: readonly string[]
}>

/** Undefined when the letter says nothing of what is expected, or is another pack's. */
const tryLetter = async (
  letter: Letter,
  { rules, named }: Side,
  { pack, only }: Place,
  readers: Readers,
): Promise<Result | undefined> => {
  const expected = expectationOf(letter)
  if (!expected) return undefined
  const opened = await openLetter(letter, rules.policy)
  const by = only === undefined ? (named ?? opened.pack ?? pack) : opened.pack
  const judged = await judge(opened.raw, opened.envelope, rules, readers, Date.now(), by)
  if (only !== undefined && judged.pack.id !== only) return undefined
  const faults = faultsOf(expected, judged.decision, judged.pack)
  return { letter, pack: judged.pack, expected, decision: judged.decision, faults }
}

const describe = ({ letter, decision, faults }: Result): string => {
  if (faults.length > 0) return faults.map((fault) => line(`✗ ${letter.name}: ${fault}`)).join('')
  const rules = [...new Set(countingHits(decision).map(({ rule }) => rule))].join(', ')
  return line(`✓ ${letter.name}: ${decision.outcome}${rules ? ` by ${rules}` : ''}`)
}

const jsonOf = ({ letter, pack, expected, decision, faults }: Result): string =>
  line(
    JSON.stringify({
      file: letter.name,
      pack: pack.id,
      expected,
      decision: decision.outcome,
      rules: [...new Set(countingHits(decision).map(({ rule }) => rule))],
      ok: faults.length === 0,
      faults,
    }),
  )

/** Clauses that rules enforce and that no letter breaks. */
const untried = (results: readonly Result[]): readonly string[] => {
  const tried = new Set(results.map(({ expected }) => expected.clause))
  if (tried.size === 1 && tried.has(undefined)) return []
  const packs = new Set(results.filter(({ expected }) => expected.clause !== undefined).map(({ pack }) => pack))
  return [...packs].flatMap(({ clauses }) =>
    clauses.filter(({ id, rules }) => rules.length > 0 && !tried.has(id)).map(({ id }) => id),
  )
}

const summary = (results: readonly Result[], unreadable: number): string => {
  const well = results.filter(({ faults }) => faults.length === 0).length
  const without = untried(results)
  return [
    line(`${well} of ${results.length + unreadable} letters come to what was expected.`),
    without.length > 0 ? line(`No letter breaks these clauses: ${without.join(', ')}.`) : '',
  ].join('')
}

export const policyTest = async (context: Context, paths: readonly string[], options: TestOptions): Promise<number> => {
  const { config, terminal } = context
  for (const path of paths)
    if (!existsSync(resolve(terminal.cwd, path)))
      throw new UsageError(`${path}: cannot be read (there is no such file)`)
  const places =
    paths.length > 0 ? paths.map((path) => ({ path })) : besidePacks(context, sideFor(context, options), options.pack)
  const readers = openReaders(config.attachments)
  const results: Result[] = []
  let unreadable = 0
  try {
    for (const place of places) {
      const side = sideFor(withPeopleOf(context, resolve(terminal.cwd, place.path)), options)
      for (const letter of lettersIn([place.path], terminal.cwd)) {
        try {
          const result = await tryLetter(letter, side, place, readers)
          if (!result) continue
          results.push(result)
          terminal.out(options.json ? jsonOf(result) : describe(result))
        } catch (error) {
          terminal.err(line(`${letter.name}: ${whyUnreadable(error)}`))
          unreadable += 1
        }
      }
    }
  } finally {
    await readers.close()
  }
  if (results.length + unreadable === 0)
    throw new UsageError(
      'No letter there says what is expected of it. Call it <clause>.trip.eml or <clause>.pass.eml, or put a <name>.json beside it.',
    )
  if (!options.json) terminal.out(summary(results, unreadable))
  return unreadable > 0 || results.some(({ faults }) => faults.length > 0) ? 1 : 0
}
