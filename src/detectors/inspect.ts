/** Runs the detectors a pack asks for over one message: every text is read through once, then each detector looks at what was found. */
import type { ReadFiles } from '../attachments/attachments.ts'
import type { Directory } from '../directory/directory.ts'
import type { Scanned } from '../malware/malware.ts'
import type { Message, Text } from '../message/message.ts'
import { DETECTORS } from './all.ts'
import type { Case, Finding, Reading, Recipient, RuleSettings, Seen } from './detectors.ts'
import type { Lexicon } from './lexicon.ts'
import type { Meaning } from './meaning.ts'
import { read } from './reading.ts'
import { scanFindings } from './scan-findings.ts'
import { TextMemory } from './text-memory.ts'

export { DETECTORS }

export type Inspection = Readonly<{
  message: Message
  files: ReadFiles
  /** Absent: not scanned, as where there is no scanner. */
  scanned?: Scanned | undefined
  blocked?: boolean | undefined
  people: Directory
  lexicon: Lexicon
  meaning: Meaning | undefined
  settings: RuleSettings
}>

// A list of a thousand pupils gives a thousand findings of one kind; a reader needs the first few.
const MAX_PER_RULE = 25
const MIN_CONFIDENCE = 0.5

const recipientsOf = (message: Message, people: Directory): Pick<Case, 'recipients' | 'visible'> => {
  const visible: Recipient[] = message.visible.map((box) => ({
    ...people.contact(box.address),
    name: box.name,
    seen: box.field === 'to' || box.field === 'resent-to' ? 'to' : 'cc',
  }))
  const seen = new Map(visible.map((r) => [r.address, r]))
  const recipients = message.envelope.rcptTo.map((address): Recipient => {
    const known = seen.get(address.toLowerCase())
    return known ?? { ...people.contact(address), name: '', seen: 'hidden' }
  })
  return { recipients, visible }
}

const NOT_SCANNED: Scanned = { hits: [] }

let memory = new TextMemory()
let of: readonly unknown[] = []

/** Other rules read a text otherwise. */
const memoryFor = (...rules: readonly unknown[]): TextMemory => {
  if (rules.some((rule, i) => rule !== of[i])) {
    memory = new TextMemory()
    of = rules
  }
  return memory
}

const readingsOf = (
  texts: readonly Text[],
  people: Directory,
  lexicon: Lexicon,
  meaning: Meaning | undefined,
): readonly Reading[] => {
  const known = memoryFor(people, lexicon, meaning)
  return texts.map((text) => known.get(text, (unknown) => read(unknown, people, lexicon, meaning)))
}

const caseOf = ({ message, files, scanned, blocked, people, lexicon, meaning }: Inspection): Case => ({
  message,
  files,
  readings: readingsOf([...message.texts, ...files.texts], people, lexicon, meaning),
  unread: [...message.unread, ...files.unread],
  scanned: scanned ?? NOT_SCANNED,
  blocked: blocked ?? false,
  people,
  sender: people.contact(message.from[0]?.address ?? message.envelope.mailFrom),
  ...recipientsOf(message, people),
  lexicon,
  meaning,
})

/** The same thing seen twice (plain text and HTML, subject and file name) is one finding: the surest. */
const distinct = (findings: readonly Finding[]): Finding[] => {
  const best = new Map<string, Finding>()
  for (const finding of findings) {
    if (finding.confidence < MIN_CONFIDENCE) continue
    const key = [finding.category, finding.subject?.id, finding.excerpt, finding.recipients?.join()].join('\n')
    const known = best.get(key)
    if (!known || known.confidence < finding.confidence) best.set(key, finding)
  }
  return [...best.values()].sort((a, b) => b.confidence - a.confidence)
}

const union = (lists: readonly (readonly string[] | undefined)[]): string[] => [
  ...new Set(lists.flatMap((list) => list ?? [])),
]

/** Several findings of one kind and certainty as one: no recipient and no address of a remedy is lost. */
const joined = (findings: readonly Finding[]): Finding => {
  const [first, ...more] = findings as [Finding, ...Finding[]]
  if (more.length === 0) return first
  const recipients = findings.every((one) => one.recipients) ? union(findings.map((one) => one.recipients)) : []
  const remedy = union(findings.map((one) => one.remedy))
  const { rule, category, place, because, confidence } = first
  return {
    rule,
    ...(category === undefined ? {} : { category }),
    place,
    because,
    confidence,
    excerpt: `${first.excerpt.slice(0, 110)} (+${more.length})`,
    ...(recipients.length > 0 ? { recipients } : {}),
    ...(remedy.length > 0 ? { remedy } : {}),
  }
}

/** The surest ones singly, the rest joined, so that each recipient keeps the outcome that is due and each kind is told. */
const bounded = (findings: readonly Finding[]): readonly Finding[] => {
  if (findings.length <= MAX_PER_RULE) return findings
  const rest = new Map<string, Finding[]>()
  for (const finding of findings.slice(MAX_PER_RULE)) {
    const key = `${finding.category}\n${finding.confidence}\n${finding.recipients === undefined}`
    const same = rest.get(key)
    if (same) same.push(finding)
    else rest.set(key, [finding])
  }
  return [...findings.slice(0, MAX_PER_RULE), ...[...rest.values()].map(joined)]
}

export const inspect = (inspection: Inspection): Seen => {
  const seen = caseOf(inspection)
  const findings: Finding[] = [...scanFindings(seen)]
  const unknown: { rule: Finding['rule']; error: string }[] = []
  for (const detector of DETECTORS) {
    const settings = inspection.settings[detector.rule]
    if (settings === undefined) continue
    try {
      findings.push(...bounded(distinct(detector.inspect(seen, settings as never))))
    } catch (error) {
      // Only the class of the error: its message may quote what it choked on.
      unknown.push({ rule: detector.rule, error: error instanceof Error ? error.name : 'error' })
    }
  }
  return { case: seen, findings, unknown }
}
