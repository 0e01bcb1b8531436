/** Runs the detectors a pack asks for over one message: every text is read through once, then each detector looks at what was found. */
import type { ReadFiles } from '../attachments/attachments.ts'
import type { Directory } from '../directory/directory.ts'
import { type Message, type Text, tokenise } from '../message/message.ts'
import { DETECTORS } from './all.ts'
import type { Case, Finding, Reading, Recipient, RuleSettings, Seen } from './detectors.ts'
import type { Lexicon } from './lexicon.ts'

export { DETECTORS }

export type Inspection = Readonly<{
  message: Message
  files: ReadFiles
  people: Directory
  lexicon: Lexicon
  settings: RuleSettings
}>

// A list of a thousand pupils gives a thousand findings of one kind; a reader needs the first few.
const MAX_PER_RULE = 25
const MIN_CONFIDENCE = 0.5

const read = (text: Text, people: Directory, lexicon: Lexicon): Reading => {
  const words = tokenise(text.text)
  return { ...text, words, terms: lexicon.find(text.text, words), names: people.namesIn(text.text, words) }
}

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

const caseOf = ({ message, files, people, lexicon }: Inspection): Case => ({
  message,
  files,
  readings: [...message.texts, ...files.texts].map((text) => read(text, people, lexicon)),
  unread: [...message.unread, ...files.unread],
  people,
  sender: people.contact(message.from[0]?.address ?? message.envelope.mailFrom),
  ...recipientsOf(message, people),
  lexicon,
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
  return [...best.values()].sort((a, b) => b.confidence - a.confidence).slice(0, MAX_PER_RULE)
}

export const inspect = (inspection: Inspection): Seen => {
  const seen = caseOf(inspection)
  const findings: Finding[] = []
  const unknown: { rule: Finding['rule']; error: string }[] = []
  for (const detector of DETECTORS) {
    const settings = inspection.settings[detector.rule]
    if (settings === undefined) continue
    try {
      findings.push(...distinct(detector.inspect(seen, settings as never)))
    } catch (error) {
      // Only the class of the error: its message may quote what it choked on.
      unknown.push({ rule: detector.rule, error: error instanceof Error ? error.name : 'error' })
    }
  }
  return { case: seen, findings, unknown }
}
