/** Of which schools somebody may see the counts, and which were asked for. */
import type { Account } from '../../review/review.ts'

export type Scope = Readonly<{
  /** To choose from; with one only there is nothing to choose. */
  offered: readonly string[]
  /** '' = all that may be seen. */
  chosen: string
  /** Undefined = everything, mail of strangers' domains too. */
  schools: readonly string[] | undefined
  /** No school is out of sight: then how the whole gateway does may be told as well. */
  isWhole: boolean
}>

/** What is asked for and may not be seen counts as not asked for. */
export const scopeOf = (account: Pick<Account, 'schools'>, domains: readonly string[], asked: string): Scope => {
  const isWhole = account.schools.length === 0
  const own = account.schools.map((school) => school.toLowerCase())
  const offered = (isWhole ? [...domains] : own).toSorted()
  const chosen = offered.includes(asked.toLowerCase()) ? asked.toLowerCase() : ''
  return { offered, chosen, isWhole, schools: chosen !== '' ? [chosen] : isWhole ? undefined : own }
}
