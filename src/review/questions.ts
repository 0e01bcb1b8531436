/**
 * A short question to the sender, answered by a signed link in a text box. The message stays held and its deadline stands:
 * a question must not keep it for ever, and both are told until when. The answer lies with the case and goes when that goes.
 */
import { randomBytes } from 'node:crypto'
import { answeredNotice, questionNotice } from '../notices/notices.ts'
import type { MailId } from '../store/store.ts'
import { audit, byOf, nowOf } from './acts.ts'
import { demandUnclaimed } from './claims.ts'
import { deadlineOf, domainOf, heldOf, loadHeld, loadMail, type Mail } from './held-mail.ts'
import { aboutOf, isAnswerable, lettersOf } from './letters.ts'
import type { ReviewParts } from './lifecycle.ts'
import { noteOn } from './notes.ts'
import { demandUndecided } from './pending.ts'
import { Refused } from './refused.ts'
import type { Actor, Asking, Question } from './review.ts'
import { demand } from './rights.ts'

const DAY = 86_400_000
// Who needs more of them had better telephone.
export const QUESTIONS_AT_MOST = 3
export const WORDS_AT_MOST = 1000

type Ticket = Readonly<{ id: MailId; place: number }>

const keyOf = (id: MailId, place: number): string => `question:${id}:${place}`
const ticketKey = (token: string): string => `question:${token}`
const USED = 'This link has been used, or the message was decided on meanwhile.'

const tidy = (words: string): string => words.replaceAll('\r\n', '\n').trim().slice(0, WORDS_AT_MOST)

/** The oldest first. */
export const questionsOf = async ({ store }: Pick<ReviewParts, 'store'>, id: MailId): Promise<readonly Question[]> => {
  const all = await Promise.all(
    Array.from({ length: QUESTIONS_AT_MOST }, (_, place) => store.get('mark', keyOf(id, place))),
  )
  return all.filter((found) => found !== undefined) as Question[]
}

/** The first free place, kept as long as the case can be decided and a day more. */
const keep = async ({ store }: ReviewParts, mail: Mail, question: Question): Promise<number> => {
  const expires = deadlineOf(mail) + DAY
  for (let place = 0; place < QUESTIONS_AT_MOST; place++)
    if (await store.put('mark', { key: keyOf(mail.id, place), value: question, expires }, { ifAbsent: true }))
      return place
  throw new Refused('Three questions were asked already. Please call the sender, or decide.')
}

export const ask = async (parts: ReviewParts, actor: Actor, id: MailId, words: string): Promise<void> => {
  const mail = await loadHeld(parts, id)
  demand(parts, actor, mail, 'returning')
  await demandUnclaimed(parts, actor, id)
  await demandUndecided(parts, id)
  const question = tidy(words)
  if (question === '') throw new Refused('Please write your question.')
  if (!isAnswerable(mail)) throw new Refused('Nobody reads an answer to this message: a machine sent it.')
  const { url } = parts.identity(domainOf(mail.head.envelope.mailFrom))
  if (url === '') throw new Refused('The console has no public address, so a question would have no link to answer it.')
  const at = nowOf(parts)
  const place = await keep(parts, mail, { at, by: byOf(actor), name: actor.name, question })
  const token = randomBytes(24).toString('base64url')
  const deadline = deadlineOf(mail)
  const ticket: Ticket = { id, place }
  await parts.store.put('remedy', { key: ticketKey(token), value: ticket, expires: deadline + DAY })
  const letters = await lettersOf(parts, mail, heldOf(mail), (about) =>
    questionNotice(about, { question, by: actor.name, url: `${url}/q/${token}`, deadline, apart: token }),
  )
  await audit(parts, 'asked', actor, id)
  for (const letter of letters) await parts.store.enqueue(letter)
  await noteOn(parts, id, { event: 'asked', by: byOf(actor) })
  parts.wakeQueue()
}

const ticketOf = async (parts: ReviewParts, token: string): Promise<Ticket> => {
  const ticket = (await parts.store.get('remedy', ticketKey(token))) as Ticket | undefined
  if (!ticket) throw new Refused(USED)
  return ticket
}

const loadAsked = async (
  parts: ReviewParts,
  { id, place }: Ticket,
): Promise<Readonly<{ mail: Mail; question: Question }>> => {
  const mail = await loadMail(parts, id)
  const question = (await parts.store.get('mark', keyOf(id, place))) as Question | undefined
  if (!question || question.answer !== undefined || heldOf(mail).length === 0) throw new Refused(USED)
  return { mail, question }
}

/** What the link shows; changes nothing (mail scanners follow links). */
export const asked = async (parts: ReviewParts, token: string): Promise<Asking> => {
  const { mail, question } = await loadAsked(parts, await ticketOf(parts, token))
  const { shownSubject = '' } = mail.verdict ?? {}
  const sentAt = mail.head.receivedAt
  return { question: question.question, name: question.name, subject: shownSubject, sentAt, deadline: deadlineOf(mail) }
}

/** Once: whoever takes the link has it. */
export const answer = async (parts: ReviewParts, token: string, words: string): Promise<void> => {
  const said = tidy(words)
  if (said === '') throw new Refused('Please write an answer.')
  await loadAsked(parts, await ticketOf(parts, token))
  const ticket = (await parts.store.take('remedy', ticketKey(token))) as Ticket | undefined
  if (!ticket) throw new Refused(USED)
  const { mail, question } = await loadAsked(parts, ticket)
  const { id, place } = ticket
  const at = nowOf(parts)
  const value: Question = { ...question, answer: said, answeredAt: at }
  await parts.store.put('mark', { key: keyOf(id, place), value, expires: deadlineOf(mail) + DAY })
  await parts.store.audit({ at, event: 'answered', actor: 'sender', ref: id, detail: '' })
  await noteOn(parts, id, { event: 'answered', by: 'sender' })
  // Asked from the command line: there is nobody to write to, the answer stands in the case.
  if (!question.by.includes('@')) return
  const about = aboutOf(parts, mail, Buffer.alloc(0), heldOf(mail), at)
  await parts.store.enqueue(parts.queueNotice(answeredNotice(about, question.by, deadlineOf(mail)), at))
  parts.wakeQueue()
}
