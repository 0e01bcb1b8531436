/** The invented letters of this release, which only a checkout has; and the invented people that a folder of letters brings along. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { directoryIn } from '../config.ts'
import type { Context } from './context.ts'

const inCheckout = (path: string): string | undefined => {
  const found = fileURLToPath(new URL(`../../test/${path}`, import.meta.url))
  return existsSync(found) ? found : undefined
}

/** Two letters for each clause; their directory.json is of all of them. */
export const CLAUSE_LETTERS = inCheckout('clauses')
/** The part of the corpus to work with. The other part is only ever measured on. */
export const CORPUS = inCheckout('corpus/develop')

/** The letters and tests that show how a clause is kept; none without a checkout. */
export const shownBy = (clause: string): readonly string[] => {
  if (!CLAUSE_LETTERS) return []
  const isOf = (name: string): boolean => ['trip', 'pass'].some((kind) => name.startsWith(`${clause}.${kind}.`))
  const letters = readdirSync(CLAUSE_LETTERS).filter((name) => isOf(name) && /\.eml(?:\.gz)?$/.test(name))
  const duties = JSON.parse(readFileSync(join(CLAUSE_LETTERS, 'duties.json'), 'utf8')) as Record<string, string[]>
  return [...letters.sort().reverse(), ...(duties[clause] ?? [])]
}

/** With the people of `folder/directory.json` in place of the school's own, where there is one. */
export const withPeopleOf = (context: Context, path: string): Context => {
  const { config } = context
  const folder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : dirname(path)
  const file = directoryIn(folder)
  if (file === folder) return context
  const directory = { ...config.directory, file }
  return { ...context, config: { ...config, directory, policy: { ...config.policy, domains: {} } } }
}
