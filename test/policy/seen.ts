/** What an inspection hands over, with as little said as a test needs. People and addresses are invented. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Case,
  DETECTORS,
  type Finding,
  type Recipient,
  type RuleId,
  type Seen,
} from '../../src/detectors/detectors.ts'
import type { Contact } from '../../src/directory/directory.ts'
import type { Message } from '../../src/message/message.ts'
import {
  loadPolicy,
  type Pack,
  type Policy,
  type PolicyFile,
  type PolicyOptions,
  type SettingsSchemas,
} from '../../src/policy/policy.ts'

const FOLDER = join(import.meta.dirname, '../../config/policies')

export const SHIPPED: readonly PolicyFile[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }))

/** With the detectors' own schemas, so that a setting they do not know is seen. */
const DETECTOR_SETTINGS: SettingsSchemas = Object.fromEntries(DETECTORS.map(({ rule, settings }) => [rule, settings]))

export const shipped = (options: Partial<PolicyOptions> = {}): Policy =>
  loadPolicy(SHIPPED, { settings: DETECTOR_SETTINGS, defaultPack: 'moretus-ekeren', ...options })

const HEAD = `title: Afspraken
organisation: De Regenboog
language: nl
region: BE
reviewVisibility: full
pupilSystem: leerlingvolgsysteem
`

/** A small pack of our own: `rest` is YAML below the head. */
export const packFile = (rest: string, name = 'regenboog.yaml'): PolicyFile => ({ name, text: HEAD + rest })

export const CLAUSES = `clauses:
  - {id: A, section: '1', quote: Deel nooit een wachtwoord, rules: [password], action: bounce, fix: confirm}
  - {id: B, section: '2', quote: Let op wie je kopieert, rules: [unexpected-recipient], action: notify}
`

export const policyOf = (rest: string, options: Partial<PolicyOptions> = {}): { policy: Policy; pack: Pack } => {
  const policy = loadPolicy([packFile(rest)], { settings: {}, defaultPack: 'regenboog', ...options })
  return { policy, pack: policy.packs.get('regenboog')! }
}

export const contact = (address: string, more: Partial<Contact> = {}): Contact => ({
  address,
  class: address.endsWith('@school.example') ? 'personal' : 'outside',
  ours: address.endsWith('@school.example'),
  freeMail: false,
  persons: [],
  known: false,
  ...more,
})

export const finding = (rule: RuleId, more: Partial<Finding> = {}): Finding => ({
  rule,
  place: { in: 'text', line: 1 },
  excerpt: '…',
  because: { nl: 'iets', fr: 'quelque chose', en: 'something' },
  confidence: 1,
  ...more,
})

const MESSAGE = {
  envelope: { mailFrom: 'an@school.example', rcptTo: [] },
  language: 'nl',
  automatic: false,
  bulk: false,
  reply: false,
  forwarded: false,
  parts: [],
  size: 2000,
}

type Given = Readonly<{
  findings?: readonly Finding[]
  unknown?: Seen['unknown']
  to?: readonly string[]
  bcc?: readonly string[]
  sender?: Contact
  message?: Partial<Message>
}>

export const seenOf = ({
  findings = [],
  unknown = [],
  to = ['ouder@ouder.example'],
  bcc = [],
  sender,
  message,
}: Given): Seen => {
  const recipient = (seen: Recipient['seen']) => (address: string) => ({ ...contact(address), seen, name: '' })
  const visible = to.map(recipient('to'))
  const seen = {
    message: { ...MESSAGE, ...message },
    readings: [],
    sender: sender ?? contact('an@school.example', { known: true }),
    recipients: [...visible, ...bcc.map(recipient('hidden'))],
    visible,
  }
  // The policy reads these parts of a case only.
  return { case: seen as unknown as Case, findings, unknown }
}

export const NOW = Date.parse('2026-09-01T10:30:00Z')
