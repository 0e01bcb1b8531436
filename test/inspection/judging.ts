/** Judges as `check` does: the real code, the demo school, default settings. */
import { openReaders } from '../../src/attachments/attachments.ts'
import { loadConfig } from '../../src/config.ts'
import { judge } from '../../src/gateway.ts'
import { isUnread } from '../../src/message/message.ts'
import { readRules } from '../../src/rulebook.ts'
import { ENVELOPE } from './mail.ts'

/** A school day, so that everyone judges on the same one. */
const NOW = Date.UTC(2026, 10, 16, 9)

/** What a case is scored on; no text of the mail but the names of its files. */
export type Verdict = Readonly<{
  outcome: string
  /** Rules that count. */
  rules: readonly string[]
  /** `reason detail` of everything that could not be read. */
  unread: readonly string[]
  files: readonly string[]
  ms: number
}>

export const STOPPED: readonly string[] = ['hold', 'bounce']

export type Judge = Readonly<{ judge: (raw: Buffer) => Promise<Verdict>; close: () => Promise<void> }>

export const openJudge = (): Judge => {
  const { config } = loadConfig({ env: {}, cwd: process.cwd() })
  const { rules } = readRules(config)
  const readers = openReaders(config.attachments)
  return {
    judge: async (raw) => {
      const begun = performance.now()
      const { decision, seen } = await judge(raw, ENVELOPE, rules, readers, NOW)
      const counting = decision.hits.filter(({ outcome }) => outcome !== 'forward')
      return {
        outcome: decision.outcome,
        rules: [...new Set(counting.map(({ rule }) => rule as string))].sort(),
        unread: seen.case.unread.filter(isUnread).map(({ reason, detail = '' }) => `${reason} ${detail}`.trim()),
        files: seen.case.files.files.map(({ path }) => path),
        ms: performance.now() - begun,
      }
    },
    close: () => readers.close(),
  }
}
