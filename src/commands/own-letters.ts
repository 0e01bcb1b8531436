/** The invented letters of this release, which only a checkout has; and the invented people that a folder of letters brings along. */
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
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

/** With the people of `folder/directory.json` in place of the school's own, where there is one. */
export const withPeopleOf = (context: Context, path: string): Context => {
  const { config } = context
  const folder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : dirname(path)
  const file = directoryIn(folder)
  if (file === folder) return context
  const directory = { ...config.directory, file }
  return { ...context, config: { ...config, directory, policy: { ...config.policy, domains: {} } } }
}
