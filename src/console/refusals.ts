/** Why the review refused something, said in the reader's language. Its own sentences are plain English; they are the keys. */
import type { Texts } from './texts/catalogue.ts'

const SENTENCES = {
  notJudged: 'This message has not been judged yet.',
  otherSchool: 'This message is of another school.',
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
} as const

export type Refusal = keyof typeof SENTENCES

const REFUSALS = Object.keys(SENTENCES) as Refusal[]

/** A sentence the review has learnt since is shown as it stands. */
export const sayRefusal = (sentence: string, texts: Texts): string => {
  const known = REFUSALS.find((refusal) => SENTENCES[refusal] === sentence)
  return known ? texts.refusals[known] : sentence
}

export const isKnownRefusal = (sentence: string): boolean => REFUSALS.some((r) => SENTENCES[r] === sentence)
