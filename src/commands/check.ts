/** `check`: judges files with the very code of the server, without a server and without a network. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { openReaders } from '../attachments/attachments.ts'
import { type Judgement, judge, type Rules } from '../gateway.ts'
import { type Envelope, parseAddressList, parseMessage, sayPlace } from '../message/message.ts'
import { OUTCOMES, type Outcome } from '../policy/policy.ts'
import { readRules } from '../rulebook.ts'
import type { Context } from './context.ts'
import { line, UsageError } from './terminal.ts'

export type CheckOptions = Readonly<{ json?: boolean; pack?: string; mailFrom?: string; rcpt?: string[] }>

const EnvelopeFile = z.looseObject({
  mailFrom: z.string().optional(),
  rcptTo: z.array(z.string()).optional(),
  pack: z.string().optional(),
})

const EXITS: Readonly<Record<Outcome, number>> = { forward: 0, notify: 0, hold: 10, bounce: 11 }
const UNREADABLE = 3

/** Every .eml below the paths, in the order given; folders by name. */
const filesOf = (paths: readonly string[], cwd: string): string[] =>
  paths.flatMap((given) => {
    const path = resolve(cwd, given)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat?.isDirectory()) return [given]
    const names = readdirSync(path, { recursive: true }) as string[]
    return names
      .filter((name) => /\.eml$/i.test(name))
      .sort()
      .map((name) => join(given, name))
  })

/** Without an envelope of its own a message goes from From to To, Cc and Bcc. */
const envelopeOf = async (
  raw: Buffer,
  options: CheckOptions,
  beside: z.infer<typeof EnvelopeFile>,
): Promise<Envelope> => {
  const message = await parseMessage(raw, { mailFrom: '', rcptTo: [] })
  const bcc = message.headers.filter((h) => h.name === 'bcc').flatMap((h) => parseAddressList(h.value))
  const all = [...message.visible, ...bcc].map((box) => box.address)
  return {
    mailFrom: options.mailFrom ?? beside.mailFrom ?? message.from[0]?.address ?? '',
    rcptTo: options.rcpt ?? beside.rcptTo ?? [...new Set(all)],
  }
}

/** What may be told of an input that cannot be used: never its content. */
class BadInput extends Error {}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadInput('its envelope file is not JSON')
  }
}

const readBeside = (file: string, { policy }: Rules): z.infer<typeof EnvelopeFile> => {
  const name = file.replace(/\.eml$/i, '.envelope.json')
  if (name === file || !statSync(name, { throwIfNoEntry: false })) return {}
  const parsed = EnvelopeFile.safeParse(parseJson(readFileSync(name, 'utf8')))
  if (!parsed.success) throw new BadInput(`its envelope file is wrong at "${parsed.error.issues[0]?.path.join('.')}"`)
  const { pack } = parsed.data
  if (pack !== undefined && !policy.packs.has(pack)) throw new BadInput('its envelope file names a pack there is not')
  return parsed.data
}

/** Keys and their order are a contract with other programs. */
const report = (file: string, { decision, seen }: Judgement, ms: number): object => ({
  file,
  decision: decision.outcome,
  pack: decision.pack,
  recipients: decision.recipients.map(({ address, outcome, rules }) => ({ address, outcome, rules })),
  findings: decision.hits.flatMap((hit) => {
    const { finding } = hit
    if (!finding) return []
    return [
      {
        rule: finding.rule,
        category: finding.category ?? '',
        clause: hit.clause ?? '',
        place: sayPlace(finding.place, 'nl'),
        excerpt: finding.excerpt,
        because: finding.because.nl,
        confidence: finding.confidence,
      },
    ]
  }),
  uninspected: seen.case.unread.map(({ place, reason }) => ({ place: sayPlace(place, 'nl'), reason })),
  ms: Math.round(ms * 1000) / 1000,
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
    const raw = readFileSync(resolve(terminal.cwd, file))
    const beside = readBeside(resolve(terminal.cwd, file), rules)
    const envelope = await envelopeOf(raw, options, beside)
    const start = performance.now()
    const judgement = await judge(raw, envelope, rules, readers, Date.now(), options.pack ?? beside.pack)
    const ms = performance.now() - start
    terminal.out(options.json ? line(JSON.stringify(report(file, judgement, ms))) : describe(file, judgement))
    return judgement.decision.outcome
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined && !(error instanceof BadInput)) throw error
    terminal.err(line(`${file}: cannot be read (${code ?? (error as Error).message})`))
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
