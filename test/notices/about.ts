/** Facts for a notice: real packs, invented people. */
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'
import type { Finding, RuleId } from '../../src/detectors/detectors.ts'
import type { About, Identity, Notice, Undelivered } from '../../src/notices/notices.ts'
import { type Decision, decide, type Hit, type Pack } from '../../src/policy/policy.ts'
import { finding, NOW, seenOf, shipped } from '../policy/seen.ts'

export const IDENTITY: Identity = {
  from: { name: 'Mailsluis De Regenboog', address: 'mailsluis@school.example' },
  host: 'sluis.school.example',
  url: 'https://sluis.school.example',
}

export const POLICY = shipped()
export const packOf = (id: string): Pack => POLICY.packs.get(id)!

export const HEADERS = Buffer.from(
  [
    'Received: from pc.school.example by mail.school.example for <geheim@ouder.example>; Tue, 1 Sep 2026 12:29:00 +0200',
    'Date: Tue, 1 Sep 2026 12:29:00 +0200',
    'From: An Claes <an.claes@school.example>',
    'To: leerkrachten@school.example, ouder@ouder.example',
    'Bcc: geheim@ouder.example',
    'Subject: Uitstap naar het bos',
    'Thread-Topic: Uitstap naar het bos',
    'X-Sluis-Secret: 3f1c',
    'Message-ID: <a1@school.example>',
    '',
    '',
  ].join('\r\n'),
)

export const GROUP: Finding = finding('group-address-visible', {
  place: { in: 'recipients', header: 'To' },
  excerpt: 'leerkrachten@school.example',
  because: {
    nl: 'leerkrachten@school.example staat voor een groep mensen en is voor iedereen zichtbaar.',
    fr: 'leerkrachten@school.example représente un groupe de personnes et est visible par tous.',
    en: 'leerkrachten@school.example stands for a group of people and can be seen by everybody.',
  },
  remedy: ['leerkrachten@school.example'],
})

type Given = Readonly<{
  pack?: string
  to?: readonly string[]
  bcc?: readonly string[]
  findings?: readonly Finding[]
  unknown?: readonly RuleId[]
}>

/** What the real policy decides over these findings. */
export const decisionOf = ({
  pack = 'moretus-ekeren',
  to,
  bcc = [],
  findings = [GROUP],
  unknown = [],
}: Given): Decision =>
  decide(
    POLICY,
    packOf(pack),
    seenOf({
      findings,
      to: to ?? ['leerkrachten@school.example', 'ouder@ouder.example'],
      bcc,
      unknown: unknown.map((rule) => ({ rule, error: 'RangeError' })),
    }),
    NOW,
  )

/** The facts of a message with these findings; `more` replaces what it names. */
export const aboutOf = (given: Given = {}, more: Partial<About> = {}): About => ({
  identity: IDENTITY,
  pack: packOf(given.pack ?? 'moretus-ekeren'),
  decision: decisionOf(given),
  mailId: '01J6Z2ABCD',
  subject: 'Uitstap naar het bos',
  sentTo: given.to ?? ['leerkrachten@school.example', 'ouder@ouder.example'],
  from: 'an.claes@school.example',
  messageId: 'a1@school.example',
  envelopeFrom: 'an.claes@school.example',
  receivedAt: NOW,
  headers: HEADERS,
  language: 'nl',
  remedies: [],
  now: NOW + 1500,
  ...more,
})

export const undeliveredOf = (more: Partial<Undelivered> = {}): Undelivered => ({
  identity: IDENTITY,
  mailId: '01J6Z2ABCD',
  envelopeFrom: 'an.claes@school.example',
  subject: 'Uitstap naar het bos',
  messageId: 'a1@school.example',
  receivedAt: NOW,
  headers: HEADERS,
  language: 'nl',
  recipients: [{ address: 'ouder@ouder.example', reply: '550 5.1.1 <ouder@ouder.example>: user unknown' }],
  givesUpAt: NOW + 48 * 3_600_000,
  now: NOW + 4 * 3_600_000,
  ...more,
})

/** A decision made by hand, where the shipped packs would not make it. */
export const decided = (recipients: Decision['recipients'], hits: readonly Hit[]): Decision => ({
  pack: 'moretus-ekeren',
  policyVersion: '1',
  outcome: 'bounce',
  recipients,
  hits,
})

export type Read = Readonly<{ mail: ParsedMail; raw: string; text: string; html: string }>

/** As a mail program reads it. */
export const read = async ({ raw }: Notice): Promise<Read> => {
  const mail = await simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true })
  const source = raw.toString('latin1')
  // A mail program shows the machine's part below the words; a person's part is the plain text alone.
  return { mail, raw: source, text: partOf(source, 'text/plain').replaceAll('\r\n', '\n'), html: mail.html || '' }
}

/** One line, whatever the width it was wrapped to. */
export const flat = (text: string): string => text.replace(/\s+/g, ' ')

export const addressOf = (found: AddressObject | AddressObject[] | undefined): string =>
  Array.isArray(found) ? found.map(({ text }) => text).join() : (found?.text ?? '')

/** The body of the part with this type, transfer encoding undone; read apart from any library. */
export const partOf = (raw: string, type: string): string => {
  const at = raw.indexOf(`Content-Type: ${type}`)
  if (at < 0) throw new Error(`no part ${type}`)
  const head = raw.slice(at, raw.indexOf('\r\n\r\n', at))
  const from = raw.indexOf('\r\n\r\n', at) + 4
  const body = raw.slice(from, raw.indexOf('\r\n--=_', from))
  if (!head.includes('quoted-printable')) return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
