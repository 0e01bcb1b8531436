/** From a letter to a complete message: null return path, never answered by a machine (RFC 3834), threaded to the original. */
import { createHash } from 'node:crypto'
import { mailDate } from './clock.ts'
import type { Letter } from './letter.ts'
import { letterHtml } from './letter-html.ts'
import { letterText } from './letter-text.ts'
import { plain } from './markup.ts'
import { type Entity, encodedText, entityText, type Field, mailbox, multipart, textEntity } from './mime.ts'
import type { Identity, Notice, NoticeKind } from './notices.ts'

export type Cover = Readonly<{
  identity: Identity
  to: string
  mailId: string
  /** Of the original, without angle brackets; '' when it had none, or the reader never saw it. */
  messageId: string
  now: number
  /** Tells notices of one kind about one message apart, so that no mailbox drops the second as a copy. */
  apart?: string
}>

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)

/** msg-id characters without brackets, blanks and control characters (RFC 5322 §3.6.4); anything else is not repeated. */
const MESSAGE_ID = /^[!-;=?-~]{1,400}$/

/** Not in answer to the reader's own mail (RFC 3834 §5). */
const UNASKED: ReadonlySet<NoticeKind> = new Set([
  ...(['review', 'urgent', 'reminder', 'blocked', 'weekly', 'answered', 'handed', 'leak', 'mine'] as const),
])

const fieldsOf = (letter: Letter, cover: Cover): Field[] => {
  const { identity, to, mailId, messageId, now, apart } = cover
  const id = [mailId, letter.kind, ...(apart === undefined ? [] : [short(apart)])].join('.')
  const original: Field[] = MESSAGE_ID.test(messageId)
    ? [
        ['In-Reply-To', `<${messageId}>`],
        ['References', `<${messageId}>`],
      ]
    : []
  return [
    ['From', mailbox(identity.from.address, identity.from.name)],
    ['To', mailbox(to)],
    ['Subject', encodedText(plain(letter.subject))],
    ['Date', mailDate(now)],
    ['Message-ID', `<${id}@${identity.host}>`],
    ...original,
    ['Auto-Submitted', UNASKED.has(letter.kind) ? 'auto-generated' : 'auto-replied'],
    ['X-Auto-Response-Suppress', 'All'],
    ['Content-Language', letter.language],
    ['MIME-Version', '1.0'],
  ]
}

/** `report`: the machine's parts, which make it a delivery status notification (RFC 6522 §3). */
export const post = (letter: Letter, cover: Cover, report: readonly Entity[] = []): Notice => {
  const mark = `=_mailsluis_${short(`${cover.mailId} ${letter.kind} ${cover.apart ?? ''}`)}`
  const words = multipart('alternative', `${mark}_a`, [
    textEntity('plain', letterText(letter), letter.language),
    textEntity('html', letterHtml(letter), letter.language),
  ])
  const whole =
    report.length === 0 ? words : multipart('report; report-type=delivery-status', `${mark}_r`, [words, ...report])
  const raw = entityText({ fields: [...fieldsOf(letter, cover), ...whole.fields], body: whole.body })
  return { kind: letter.kind, to: cover.to, language: letter.language, letter, raw: Buffer.from(raw, 'latin1') }
}
