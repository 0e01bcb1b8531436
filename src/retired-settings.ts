/** What was a setting once, and what to write now: whoever upgrades reads it at the start. */
const RETIRED: Readonly<Record<string, string>> = {
  'review.holdHours':
    'is counted in school days now. Take it out and write review.holdDays (72 hours are about holdDays: 3).',
}

/** Undefined: it never was one. */
export const retired = (path: readonly PropertyKey[]): string | undefined => RETIRED[path.join('.')]

/** The same, by environment variable; `variableOf` makes its name. */
export const retiredVariable = (name: string, variableOf: (path: readonly string[]) => string): string | undefined =>
  Object.entries(RETIRED).find(([path]) => variableOf(path.split('.')) === name)?.[1]
