/** Mail as it lies on a disk: .eml files, folders of them, mailboxes (mbox) and Maildirs; and the envelope of each. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { type Envelope, ownEnvelope, parseMessage } from '../message/message.ts'
import type { Policy } from '../policy/policy.ts'
import { whyNoFile } from '../unreadable.ts'
import { isMailbox, messagesIn } from './mailbox.ts'
import { BadInput } from './terminal.ts'

/** `name` as a person knows it: the path as given, and for a mailbox which message of it. */
export type Letter = Readonly<{ name: string; path: string; raw: () => Buffer }>

export const EML = /\.eml$/i
/** The files of a Maildir have names of their own, in `cur` and `new`. */
const KEPT = /\.eml(?:\.gz)?$|\.mbox$|(?:^|\/)(?:cur|new)\/\d{5,20}[^/]{0,255}$/i

/** Every file of that kind below the paths, in the order given; folders by name. */
export const filesOf = (paths: readonly string[], cwd: string, kind = EML): string[] =>
  paths.flatMap((given) => {
    const path = resolve(cwd, given)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat?.isDirectory()) return [given]
    const entries = readdirSync(path, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(given, entry.parentPath.slice(path.length), entry.name))
      .filter((name) => kind.test(name))
      .sort()
  })

// A small archive may unpack to far more than it weighs.
const MAX_UNPACKED = 256 * 1024 * 1024

const contentOf = (path: string): Buffer =>
  path.endsWith('.gz') ? gunzipSync(readFileSync(path), { maxOutputLength: MAX_UNPACKED }) : readFileSync(path)

function* lettersOf(name: string, path: string): Generator<Letter> {
  let count = 0
  for (const raw of messagesIn(path)) {
    count += 1
    yield { name: `${name}#${count}`, path: `${path}#${count}`, raw: () => raw }
  }
}

/** What cannot be read says so when its `raw` is asked for. */
export function* lettersIn(paths: readonly string[], cwd: string): Generator<Letter> {
  for (const name of filesOf(paths, cwd, KEPT)) {
    const path = resolve(cwd, name)
    try {
      if (isMailbox(path)) yield* lettersOf(name, path)
      else yield { name, path, raw: () => contentOf(path) }
    } catch (error) {
      const raw = (): never => {
        throw error
      }
      yield { name, path, raw }
    }
  }
}

const EnvelopeFile = z.looseObject({
  mailFrom: z.string().optional(),
  rcptTo: z.array(z.string()).optional(),
  pack: z.string().optional(),
})
type EnvelopeFile = z.infer<typeof EnvelopeFile>

/** In words, or thrown on when it is a fault of ours. */
export const whyUnreadable = (error: unknown): string => {
  const why = error instanceof BadInput ? error.message : whyNoFile(error)
  if (why === undefined) throw error
  return `cannot be read (${why})`
}

/** `x.json` beside `x.eml`; undefined when there is none. `what` says whose it is in a complaint. */
export const readJsonBeside = (letter: Letter, ending: string, what: string): unknown => {
  const name = letter.path.replace(/\.eml(?:\.gz)?$/i, ending)
  if (name === letter.path || !statSync(name, { throwIfNoEntry: false })) return undefined
  try {
    return JSON.parse(readFileSync(name, 'utf8'))
  } catch {
    throw new BadInput(`its ${what} file is not JSON`)
  }
}

const readBeside = (letter: Letter, policy: Policy): EnvelopeFile => {
  const parsed = EnvelopeFile.safeParse(readJsonBeside(letter, '.envelope.json', 'envelope') ?? {})
  if (!parsed.success) throw new BadInput(`its envelope file is wrong at "${parsed.error.issues[0]?.path.join('.')}"`)
  const { pack } = parsed.data
  if (pack !== undefined && !policy.packs.has(pack)) throw new BadInput('its envelope file names a pack there is not')
  return parsed.data
}

export type EnvelopeOptions = Readonly<{ mailFrom?: string; rcpt?: readonly string[] }>

const envelopeOf = async (raw: Buffer, options: EnvelopeOptions, beside: EnvelopeFile): Promise<Envelope> =>
  ownEnvelope(await parseMessage(raw, { mailFrom: '', rcptTo: [] }), {
    mailFrom: options.mailFrom ?? beside.mailFrom,
    rcptTo: options.rcpt ?? beside.rcptTo,
  })

export type Opened = Readonly<{ raw: Buffer; envelope: Envelope; pack?: string }>

/** Throws what `whyUnreadable` explains. */
export const openLetter = async (letter: Letter, policy: Policy, options: EnvelopeOptions = {}): Promise<Opened> => {
  const raw = letter.raw()
  const beside = readBeside(letter, policy)
  const envelope = await envelopeOf(raw, options, beside)
  return { raw, envelope, ...(beside.pack === undefined ? {} : { pack: beside.pack }) }
}
