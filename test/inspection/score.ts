/** Judges the cases, and says of each what is wrong; never with words of its text. */
import type { Case } from './cases.ts'
import { type Judge, STOPPED, type Verdict } from './judging.ts'
import { VERSIONS, type Version } from './matters.ts'

/** `wrong` is undefined where the verdict is right. */
export type Scored = Readonly<{ name: string; group: string; wrong: string | undefined; verdict: Verdict | undefined }>

export const said = ({ outcome, rules, unread }: Verdict): string =>
  `${outcome}${rules.length > 0 ? ` for ${rules.join(', ')}` : ''}${unread.length > 0 ? ` (${[...new Set(unread)].join('; ')})` : ''}`

const wrongOfSecret = ({ rule }: Case, verdict: Verdict): string | undefined => {
  if (!STOPPED.includes(verdict.outcome)) return `LET THROUGH: ${said(verdict)}`
  return verdict.rules.includes(rule) ? undefined : `not for ${rule}: ${said(verdict)}`
}

const wrongOfTwin = ({ rule, reported }: Case, verdict: Verdict): string | undefined => {
  const { outcome, rules, unread } = verdict
  const clean = reported
    ? !rules.includes(rule) && (reported === 'disagreement' || !rules.includes('uninspectable'))
    : outcome === 'forward' && rules.length === 0 && unread.length === 0
  return clean ? undefined : `FALSE ALARM: ${said(verdict)}`
}

/** What a case that cannot be made or judged comes to. */
export const failed = (error: unknown): string => `FAILED: ${error instanceof Error ? error.message : String(error)}`

const scoreOf = async (one: Case, version: Version, judge: Judge): Promise<Scored> => {
  const group = version === 'secret' ? one.group : `${one.group} twins`
  const name = version === 'secret' ? one.name : `${one.name} (twin)`
  try {
    const verdict = await judge.judge(await one.mail(version))
    return { name, group, verdict, wrong: (version === 'secret' ? wrongOfSecret : wrongOfTwin)(one, verdict) }
  } catch (error) {
    return { name, group, verdict: undefined, wrong: failed(error) }
  }
}

export const scoreCases = async (cases: readonly Case[], judge: Judge): Promise<readonly Scored[]> => {
  const scored: Scored[] = []
  for (const one of cases) for (const version of VERSIONS) scored.push(await scoreOf(one, version, judge))
  return scored
}
