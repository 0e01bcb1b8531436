/** That no case is left without anyone: beside everybody who is asked for some categories, somebody is asked for all. */
import type { Account } from './review.ts'
import { mayDecideBy } from './rights.ts'

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
