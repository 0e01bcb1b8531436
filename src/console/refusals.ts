/** Why the review refused something, said in the reader's language. Its own sentences are plain English; they are the keys. */
import type { Language } from '../message/message.ts'
import { Claimed, Overtaken, type Refused } from '../review/review.ts'
import { sayMoment, saySince } from './shown.ts'
import type { Texts } from './texts/catalogue.ts'
import { TEXTS } from './texts/texts.ts'

const SENTENCES = {
  notJudged: 'This message has not been judged yet.',
  otherSchool: 'This message is of another school.',
  noCover: 'Somebody must decide on all categories, or some messages would wait for nobody.',
  guessable: 'This password is too easy to guess.',
  noPassword: 'You sign in elsewhere: there is no password here.',
  hasFactor: 'You have a second step already. Turn it off first.',
  mayNotKeep: 'Only an administrator of these schools and categories may do this.',
  ownAccount: 'You cannot do this to your own account: ask another administrator.',
  otherCategory: 'This message is not for your categories.',
  partOnly: 'Part of this message is not for your categories: somebody who may see all of it decides.',
  ownMessage: 'This is your own message: somebody else decides on it.',
  addressedToYou: 'This message is addressed to you: somebody else decides on it.',
  role: 'Your role may not decide on held messages.',
  gone: 'There is no such message, or it has been deleted by now.',
  linkUsed: 'This link has been used or has expired. Please send your message again.',
  dealtWith: 'This message has already been dealt with.',
  underWay: 'Part of this message is still under way. Please try again later.',
  stillStopped: 'This message would still be stopped. Please change it and send it again.',
  unreadable: 'The school’s policy lets nobody read this message.',
  reasonMissing: 'Please say why you need to read the whole message.',
  notHeld: 'This message is not held.',
  mayNotExport: 'Your role may not export cases. A head, privacy officer or auditor may.',
  exportReason: 'Please say why this case is exported: it stands in the file and in the audit log.',
  aboutYou: 'This message is about you: somebody else decides on it.',
  linkOver: 'This link does not work any more.',
  urgentNow: 'This message was marked as urgent just now.',
  urgentAlready: 'This message has already been marked as urgent.',
  urgentEnough: 'You have marked enough messages as urgent for today.',
  malware: 'A virus was found in this message: only an administrator may release it.',
  notBlocked: 'This account is not blocked.',
  mayNotLift: 'Only an administrator of the school may lift a block.',
  undoLate: 'It is too late to undo this: the decision is final.',
  undoOther: 'Only who decided can undo it.',
  tokenName: 'A token is named by up to 40 small letters, digits, dots and dashes.',
  tokenTaken: 'There is a token of this name already.',
  tokenGone: 'There is no token of this name.',
  tokenScope: 'Please say what the token is for: give it a scope.',
  tokenAccount: 'There is no account with this address.',
  tokenForOther: 'A token acts for a program or for you, not for somebody else.',
  tokenDisabled: 'This account may not sign in.',
  tokenRoles: 'The roles of this account do not allow all of that.',
  tokenSchool: 'This account has no part in that school.',
  urgentWords: 'Please say in a few words why it cannot wait.',
  bccNotMending: 'BCC does not mend this message: it is signed, or the addresses stand elsewhere too.',
  bccForAll: 'With BCC a message goes to everybody who waits, at once.',
  noExceptionHere: 'No exception can be made to this rule here.',
  notARecipient: 'This message is not addressed to that recipient.',
  exceptionReason: 'Please say why the exception is made: it stands with every message it lets through.',
  exceptionDay: 'An exception ends within a year. Please choose another day.',
  exceptionsFull: 'There are too many exceptions. Please end some that are not needed any more.',
  exceptionEnded: 'This exception has ended already.',
  questionUsed: 'This link has been used, or the message was decided on meanwhile.',
  questionsFull: 'Three questions were asked already. Please call the sender, or decide.',
  questionMissing: 'Please write your question.',
  nobodyAnswers: 'Nobody reads an answer to this message: a machine sent it.',
  noLink: 'The console has no public address, so a question would have no link to answer it.',
  answerMissing: 'Please write an answer.',
  notADeputy: 'This person may not decide on this message. Please choose somebody else.',
  leakNotYours: 'The register of data leaks is for heads, privacy officers, auditors and administrators.',
  leakWords: 'Please say in a few words what may have leaked.',
  leakSince: 'Please say since when you know of it.',
  leakAlready: 'This message was reported as a suspected leak already.',
  leakDecision: 'Please say what was decided, and why: it is what the school can show later.',
  leakClosed: 'This entry was closed already.',
} as const

export type Refusal = keyof typeof SENTENCES

const REFUSALS = Object.keys(SENTENCES) as Refusal[]

export const happeningOf = (event: string, texts: Texts): string =>
  Object.hasOwn(texts.happenings, event) ? texts.happenings[event as keyof Texts['happenings']] : event

export const actorOf = (by: string, texts: Texts): string =>
  Object.hasOwn(texts.automata, by) ? texts.automata[by as keyof Texts['automata']] : by

/** By whom and when, where somebody else was first. A sentence the review has learnt since is shown as it stands. */
export const sayRefusal = (refused: Refused, language: Language): string => {
  const texts = TEXTS[language]
  if (refused instanceof Overtaken) {
    const { event, by, at } = refused.first
    return texts.first(happeningOf(event, texts), actorOf(by, texts), sayMoment(at, language))
  }
  if (refused instanceof Claimed) {
    const { name, since } = refused.claim
    return `${texts.claim.by(name, saySince(since, language, Date.now()))} ${texts.claim.takeOverWords}`
  }
  const known = refusalOf(refused)
  return known ? texts.refusals[known] : refused.message
}

export const refusalOf = ({ message }: Pick<Refused, 'message'>): Refusal | undefined =>
  REFUSALS.find((refusal) => SENTENCES[refusal] === message)

export const isKnownRefusal = (sentence: string): boolean => refusalOf({ message: sentence }) !== undefined
