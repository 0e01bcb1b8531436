/** "Did not arrive" and "still on its way": what the other side's mail server said, and what it means (RFC 3464). */
import type { Language } from '../message/message.ts'
import { mailDate, sayTime } from './clock.ts'
import { listed } from './explain.ts'
import { type Block, type Letter, titled } from './letter.ts'
import { plain } from './markup.ts'
import type { Field } from './mime.ts'
import type { Notice, Undelivered } from './notices.ts'
import { originalHeaders } from './original.ts'
import { post } from './post.ts'
import { deliveryStatus, type Fate } from './report.ts'
import { hidesSubject } from './secrecy.ts'
import { shortSubject, smallBlock } from './sections.ts'
import { counted, fill, type Trouble } from './texts/catalogue.ts'
import { TEXTS } from './texts/texts.ts'

const MAX_NAMED = 5
const MAX_SHOWN = 20
const MAX_ANSWER = 200

// "550 5.1.1 …": the basic code, and the enhanced one right behind it (RFC 2034 §4).
const REPLY = /^([245])\d\d(?:[ -]([245]\.\d{1,3}\.\d{1,3})\b)?/

const TROUBLES: readonly (readonly [RegExp, Trouble])[] = [
  [/^.\.1\.(?:1|6|10)$|^.\.2\.1$/, 'unknown-address'],
  [/^.\.2\.2$/, 'mailbox-full'],
  [/^.\.2\.3$|^.\.3\.4$/, 'too-large'],
  [/^.\.4\.6$/, 'loop'],
  [/^.\.7\./, 'refused'],
  [/^.\.1\.2$|^.\.4\./, 'unreachable'],
]

// Trouble on our side, which no server answered: its code leads.
const OURS = /^[245]\.\d{1,3}\.\d{1,3}(?= )/

/** What has no code at all is a connection that never came about: 4.4.1 (RFC 3463 §3.5). */
export const statusOf = (reply: string): string => {
  const found = REPLY.exec(reply)
  return found ? (found[2] ?? `${found[1]}.0.0`) : (OURS.exec(reply)?.[0] ?? '4.4.1')
}

export const troubleOf = (reply: string): Trouble => {
  const status = statusOf(reply)
  return TROUBLES.find(([pattern]) => pattern.test(status))?.[1] ?? 'other'
}

const recipientBlock = ({ address, reply }: Undelivered['recipients'][number], language: Language): Block => {
  const { transport, answer } = TEXTS[language].phrases
  const said = plain(reply).slice(0, MAX_ANSWER)
  return {
    is: 'reason',
    reason: { title: address, why: '' },
    sightings: [{ text: transport[troubleOf(reply)], rows: said === '' ? [] : [{ label: answer, text: said }] }],
  }
}

const letterOf = (kind: 'failure' | 'delay', about: Undelivered): Letter => {
  const { language, recipients } = about
  const { phrases } = TEXTS[language]
  const subject = tellsSubject(about) ? shortSubject(about.subject) : ''
  // The region only sets the clock, and Brussels and Amsterdam keep the same.
  const time = (at: number): string => sayTime(at, language, 'BE')
  const who = listed(
    recipients.map(({ address }) => address),
    MAX_NAMED,
    language,
  )
  const more = recipients.length - MAX_SHOWN
  return {
    kind,
    language,
    label: phrases.labels[kind],
    subject: titled(
      phrases.labels[kind],
      subject || fill(phrases.yourMessage, { time: time(about.receivedAt) }),
      language,
    ),
    lead: fill(phrases.leads[kind], { who, until: time(about.givesUpAt) }),
    blocks: [
      {
        is: 'rows',
        rows: [
          ...(subject === '' ? [] : [{ label: phrases.subject, text: subject }]),
          { label: phrases.sentOn, text: time(about.receivedAt) },
        ],
      },
      ...(kind === 'delay' ? [{ is: 'text', text: phrases.nothingToDoYet } as const] : []),
      ...recipients.slice(0, MAX_SHOWN).map((recipient) => recipientBlock(recipient, language)),
      ...(more > 0 ? [{ is: 'text', text: counted(phrases.more, more) } as const] : []),
      smallBlock(about),
    ],
  }
}

const tellsSubject = ({ decision }: Undelivered): boolean => decision === undefined || !hidesSubject(decision)

const notice = (kind: 'failure' | 'delay', about: Undelivered): Notice => {
  const { identity, mailId, receivedAt, recipients, now } = about
  const retry: Field[] = kind === 'delay' ? [['Will-Retry-Until', mailDate(about.givesUpAt)]] : []
  const fates = recipients.map(
    ({ address, reply }): Fate => ({
      address,
      action: kind === 'delay' ? 'delayed' : 'failed',
      status: statusOf(reply),
      diagnostic: [REPLY.test(reply) ? 'smtp' : 'x-mailsluis', reply],
      more: [['Last-Attempt-Date', mailDate(now)], ...retry],
    }),
  )
  const apart = recipients.map(({ address }) => address).join(' ')
  return post(letterOf(kind, about), { ...about, to: about.envelopeFrom, apart }, [
    deliveryStatus({ host: identity.host, mailId, receivedAt }, fates),
    originalHeaders(about.headers, tellsSubject(about)),
  ])
}

export const failureNotice = (about: Undelivered): Notice => notice('failure', about)

export const delayNotice = (about: Undelivered): Notice => notice('delay', about)
