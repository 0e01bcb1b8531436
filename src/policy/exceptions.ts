/** Exception: rule × sender × recipient × (optional) category of the finding, with reason, owner and expiry. */
import type { Finding, RuleId } from '../detectors/detectors.ts'

export type Exception = Readonly<{
  id: string
  rule: RuleId
  /** Lower-cased address or @domain; absent means anyone. */
  sender?: string
  recipient?: string
  /** Category of the finding. */
  category?: string
  reason: string
  owner: string
  /** Epoch milliseconds. */
  expires: number
}>

/** An address is meant by itself or by its whole domain; a subdomain is another domain. */
export const means = (pattern: string | undefined, address: string): boolean => {
  if (pattern === undefined) return true
  const lower = address.toLowerCase()
  return pattern.startsWith('@')
    ? lower.slice(lower.lastIndexOf('@')) === pattern.toLowerCase()
    : lower === pattern.toLowerCase()
}

/** Exceptions in force for what this sender was found to do; whom they cover is still to be asked. */
export const exceptionsFor = (
  exceptions: readonly Exception[],
  { rule, category }: Pick<Finding, 'rule' | 'category'>,
  sender: string,
  now: number,
): readonly Exception[] =>
  exceptions.filter(
    (exception) =>
      exception.rule === rule &&
      exception.expires > now &&
      (exception.category === undefined || exception.category === category) &&
      means(exception.sender, sender),
  )
