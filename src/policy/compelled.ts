/**
 * What no pack lets go. A virus, a message that a scanner was to look at and could not, mail of an account that sent a
 * virus: mode, guard and exceptions are not asked, and no remedy cures it.
 */
import { type Finding, SCAN_CATEGORIES, type ScanCategory } from '../detectors/detectors.ts'
import type { Outcome } from './policy.ts'

const OUTCOMES: Readonly<Record<ScanCategory, Outcome>> = {
  malware: 'bounce',
  'suspected-malware': 'hold',
  'blocked-account': 'hold',
  'scanner-down': 'hold',
  'scanner-limit': 'hold',
}

const RULES: readonly Finding['rule'][] = ['dangerous-attachment', 'uninspectable']

/** The outcome of such a finding whatever the school decided; undefined for all others. */
export const compelled = ({ rule, category }: Pick<Finding, 'rule' | 'category'>): Outcome | undefined => {
  const known = RULES.includes(rule) ? SCAN_CATEGORIES.find((one) => one === category) : undefined
  return known && OUTCOMES[known]
}
