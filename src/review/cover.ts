/** That no case is left without anyone: somebody is asked for all categories, and nobody alone: their own mail is another's. */
import type { Account } from './review.ts'
import { isOfSchool, mayDecideBy } from './rights.ts'

const reaches = (wide: readonly string[], narrow: readonly string[]): boolean =>
  wide.length === 0 || (narrow.length > 0 && narrow.every((school) => wide.includes(school)))

/** Those with some categories, for whose schools nobody decides on the others. */
export const uncovered = (accounts: readonly Account[]): readonly Account[] => {
  const deciding = accounts.filter(({ disabled, roles }) => !disabled && mayDecideBy(roles))
  const whole = deciding.filter(({ categories }) => categories.length === 0)
  return deciding.filter(
    ({ categories, schools }) => categories.length > 0 && !whole.some((one) => reaches(one.schools, schools)),
  )
}

/** Of these schools (domains) those where fewer than two may decide on everything: mail by, to or about that one waits for nobody. */
export const leftToOne = (accounts: readonly Account[], schools: readonly string[]): readonly string[] => {
  const whole = accounts.filter(
    ({ categories, disabled, roles }) => !disabled && categories.length === 0 && mayDecideBy(roles),
  )
  return schools.filter((school) => whole.filter((one) => isOfSchool(one.schools, school)).length < 2)
}
