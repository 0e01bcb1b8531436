/** A room with one letter in it: real bytes, parsed, read and inspected the way the gateway does. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll } from 'vitest'
import { AttachmentOptions, openReaders } from '../../src/attachments/attachments.ts'
import {
  compileLexicon,
  DETECTORS,
  type Finding,
  inspect,
  type RuleId,
  type RuleSettings,
} from '../../src/detectors/detectors.ts'
import { type Directory, emptyDirectory, loadDirectory } from '../../src/directory/directory.ts'
import { type Envelope, parseMessage } from '../../src/message/message.ts'
import { meaningFor } from '../../src/rulebook.ts'

export type File = Readonly<{ name: string; type?: string; content: string | Buffer; inline?: boolean }>
export type Letter = Readonly<{
  from?: string
  to?: readonly string[]
  cc?: readonly string[]
  bcc?: readonly string[]
  /** Envelope sender, where it is not the address of From. */
  mailFrom?: string
  subject?: string
  text?: string
  html?: string
  headers?: readonly string[]
  files?: readonly File[]
}>
export type Look = Readonly<{
  rules: readonly RuleId[]
  settings?: Readonly<Partial<Record<RuleId, unknown>>>
  /** Domains of the school, or a whole directory as its file would say it. */
  directory?: Readonly<Record<string, unknown>>
}>

const LEXICONS = new URL('../../config/lexicons/', import.meta.url)
export const lexicon = compileLexicon(
  readdirSync(LEXICONS)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => ({ name, text: readFileSync(new URL(name, LEXICONS), 'utf8') })),
)

export const meaning = meaningFor({ model: 'on' })

let opened: ReturnType<typeof openReaders> | undefined
const readers = () => {
  opened ??= openReaders(AttachmentOptions.parse({}))
  return opened
}
afterAll(async () => {
  await opened?.close()
  opened = undefined
})

const word = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`
const folded = (content: string | Buffer): string => Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n')

const part = (type: string, content: string | Buffer, more: readonly string[] = []): string =>
  [`Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', ...more, '', folded(content)].join('\r\n')

const many = (kind: string, boundary: string, parts: readonly string[]): string =>
  [
    `Content-Type: multipart/${kind}; boundary="${boundary}"`,
    '',
    ...parts.flatMap((one) => [`--${boundary}`, one]),
    `--${boundary}--`,
  ].join('\r\n')

const filePart = ({ name, type, content, inline }: File): string =>
  part(`${type ?? 'application/octet-stream'}; name="${word(name)}"`, content, [
    `Content-Disposition: ${inline ? 'inline' : 'attachment'}; filename="${word(name)}"`,
  ])

const FROM = 'Els Peeters <els.peeters@school.example>'
const TO = ['Mia Claes <mia@ouder.example>']

/** The bytes of a letter, as a mail program would write them. */
export const write = (letter: Letter): Buffer => {
  const bodies = [
    ...(letter.text === undefined ? [] : [part('text/plain; charset=utf-8', letter.text)]),
    ...(letter.html === undefined ? [] : [part('text/html; charset=utf-8', letter.html)]),
  ]
  const body =
    bodies.length === 1 ? bodies[0]! : bodies.length === 0 ? part('text/plain', '') : many('alternative', 'alt', bodies)
  const files = letter.files ?? []
  return Buffer.from(
    [
      `From: ${letter.from ?? FROM}`,
      `To: ${(letter.to ?? TO).join(', ')}`,
      ...(letter.cc ? [`Cc: ${letter.cc.join(', ')}`] : []),
      `Subject: ${word(letter.subject ?? 'Bericht')}`,
      'Date: Mon, 02 Nov 2026 09:15:00 +0100',
      'Message-ID: <1@school.example>',
      ...(letter.headers ?? []),
      'MIME-Version: 1.0',
      files.length === 0 ? body : many('mixed', 'mix', [body, ...files.map(filePart)]),
      '',
    ].join('\r\n'),
  )
}

const bare = (box: string): string => /<([^>]+)>/.exec(box)?.[1] ?? box

const people = (directory: Look['directory']): Directory =>
  directory === undefined
    ? emptyDirectory(['school.example'])
    : loadDirectory(JSON.stringify(directory), 'directory.json').directory

/** What the asked detectors find in the bytes of a message. */
export const judge = async (
  raw: Buffer,
  envelope: Envelope,
  { rules, settings, directory }: Look,
): Promise<readonly Finding[]> => {
  const message = await parseMessage(raw, envelope)
  const files = await readers().read(message.parts)
  const asked: RuleSettings = Object.fromEntries(
    rules.map((rule) => {
      const detector = DETECTORS.find((one) => one.rule === rule)
      if (!detector) throw new Error(`no detector for ${rule}`)
      return [rule, detector.settings.parse(settings?.[rule] ?? {})]
    }),
  )
  const seen = inspect({ message, files, people: people(directory), lexicon, meaning, settings: asked })
  if (seen.unknown.length > 0) throw new Error(`a detector threw: ${JSON.stringify(seen.unknown)}`)
  return seen.findings
}

export const envelopeOf = (letter: Letter): Envelope => ({
  mailFrom: letter.mailFrom ?? bare(letter.from ?? FROM),
  rcptTo: [...(letter.to ?? TO), ...(letter.cc ?? []), ...(letter.bcc ?? [])].map(bare),
})

/** What the asked detectors find in a letter; a string is the text of an otherwise ordinary one. */
export const look = async (letter: string | Letter, how: Look): Promise<readonly Finding[]> => {
  const whole: Letter = typeof letter === 'string' ? { text: letter } : letter
  return judge(write(whole), envelopeOf(whole), how)
}
