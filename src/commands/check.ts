/** `check`: judges files with the very code of the server, without a server and without a network. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { openReaders } from '../attachments/attachments.ts'
import { type Judgement, judge, type Rules } from '../gateway.ts'
import { sayPlace } from '../message/message.ts'
import { OUTCOMES, type Outcome, verdictOf } from '../policy/policy.ts'
import { readRules } from '../rulebook.ts'
import type { Context } from './context.ts'
import { filesOf, openLetter, whyUnreadable } from './letters.ts'
import { line, UsageError } from './terminal.ts'

export type CheckOptions = Readonly<{ json?: boolean; pack?: string; mailFrom?: string; rcpt?: string[] }>

const EXITS: Readonly<Record<Outcome, number>> = { forward: 0, notify: 0, hold: 10, bounce: 11 }
const UNREADABLE = 3

const report = (file: string, { decision, seen }: Judgement, ms: number): object => ({
  file,
  ...verdictOf(decision, seen.case.unread, ms),
})

const MARKS: Readonly<Record<Outcome, string>> = {
  forward: '✓ forward',
  notify: '✓ notify ',
  hold: '‖ hold   ',
  bounce: '✗ bounce ',
}

const describe = (file: string, { decision }: Judgement): string => {
  const counting = decision.hits.filter((hit) => hit.outcome !== 'forward')
  const lines = [`${MARKS[decision.outcome]}  ${file}`]
  for (const { rule, clause, finding, unknown } of counting) {
    lines.push(
      `             ${rule}${clause ? ` (${clause})` : ''}${finding ? `, ${sayPlace(finding.place, 'nl')}: ${finding.because.nl}` : `: ${unknown}`}`,
    )
    if (finding?.excerpt) lines.push(`             │ ${finding.excerpt}`)
  }
  return lines.map(line).join('')
}

type Checker = Readonly<{
  rules: Rules
  readers: ReturnType<typeof openReaders>
  options: CheckOptions
  context: Context
}>

/** One file judged and printed; its outcome, or undefined when it cannot be read. */
const checkFile = async (file: string, { rules, readers, options, context }: Checker): Promise<Outcome | undefined> => {
  const { terminal } = context
  try {
    const path = resolve(terminal.cwd, file)
    const letter = { name: file, path, raw: () => readFileSync(path) }
    const { raw, envelope, pack } = await openLetter(letter, rules.policy, options)
    const start = performance.now()
    const judgement = await judge(raw, envelope, rules, readers, Date.now(), options.pack ?? pack)
    const ms = performance.now() - start
    terminal.out(options.json ? line(JSON.stringify(report(file, judgement, ms))) : describe(file, judgement))
    return judgement.decision.outcome
  } catch (error) {
    terminal.err(line(`${file}: ${whyUnreadable(error)}`))
    return undefined
  }
}

export const check = async (context: Context, paths: readonly string[], options: CheckOptions): Promise<number> => {
  const { rules } = readRules(context.config)
  if (options.pack && !rules.policy.packs.has(options.pack))
    throw new UsageError(`There is no pack "${options.pack}". Packs: ${[...rules.policy.packs.keys()].join(', ')}.`)
  const readers = openReaders(context.config.attachments)
  try {
    const outcomes: (Outcome | undefined)[] = []
    for (const file of filesOf(paths, context.terminal.cwd))
      outcomes.push(await checkFile(file, { rules, readers, options, context }))
    if (outcomes.length === 0) throw new UsageError('There is no .eml file there.')
    if (outcomes.includes(undefined)) return UNREADABLE
    return EXITS[OUTCOMES.findLast((outcome) => outcomes.includes(outcome)) ?? 'forward']
  } finally {
    await readers.close()
  }
}
