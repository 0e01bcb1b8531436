/** What a sender is told around a hold: it waits, how it ended; and the tip after a delivery. */
import type { Outcome } from '../policy/policy.ts'
import { stepsOf } from './bounce.ts'
import type { Explanation } from './explain.ts'
import type { Block, Letter } from './letter.ts'
import type { About, Notice, NoticeKind } from './notices.ts'
import { post } from './post.ts'
import { crowdOf, isEmpty, sayCrowd } from './recipients.ts'
import {
  agreedBlocks,
  explained,
  factsBlock,
  foundBlocks,
  phrasesOf,
  questionBlocks,
  smallBlock,
  timeOf,
  titleOf,
} from './sections.ts'
import { fill, type Phrases, type Slots } from './texts/catalogue.ts'

/** A letter to the sender about the recipients with one outcome. */
export const toSender = (
  kind: Exclude<NoticeKind, 'reminder' | 'weekly'>,
  about: About,
  outcome: Outcome,
  slots: Slots,
  blocks: readonly Block[],
  apart?: string,
): Notice => {
  const { labels, leads } = phrasesOf(about)
  const meant = crowdOf(about.decision, about.sentTo, [outcome])
  const crowd = isEmpty(meant) ? crowdOf(about.decision, about.sentTo) : meant
  const letter: Letter = {
    kind,
    language: about.language,
    label: labels[kind],
    subject: titleOf(kind, about),
    lead: fill(leads[kind], { ...slots, who: sayCrowd(crowd, about.language) }),
    blocks: [factsBlock(about, outcome), ...blocks, smallBlock(about)],
  }
  return post(letter, { ...about, to: about.envelopeFrom, ...(apart === undefined ? {} : { apart }) })
}

const text = (words: string): Block => ({ is: 'text', text: words })

/** Nobody has to wait for a review: the same steps as after a bounce. */
const soonerBlocks = ({ reasons }: Explanation, { sooner, soonerHow, now }: Phrases): readonly Block[] => {
  const steps = [...new Set(reasons.flatMap((reason) => reason.steps))]
  // Not the words are at fault: sending it again in another form would not help.
  if (reasons.some(({ scan }) => scan))
    return [
      { is: 'heading', text: now },
      { is: 'steps', steps },
    ]
  return steps.length === 0 ? [] : [{ is: 'heading', text: sooner }, text(soonerHow), { is: 'steps', steps }]
}

/** `link` is the sender's own, to follow the message, take it back or call it urgent; '' where there is none. */
export const heldNotice = (about: About, deadline: number, link = ''): Notice => {
  const phrases = phrasesOf(about)
  const explanation = explained(about, 'hold')
  return toSender('held', about, 'hold', { deadline: timeOf(deadline, about) }, [
    ...(explanation.reasons.some(({ scan }) => scan) ? [] : [text(phrases.nothingToDo)]),
    ...foundBlocks(explanation, phrases),
    ...agreedBlocks(explanation, about),
    ...soonerBlocks(explanation, phrases),
    ...(link === ''
      ? [text(phrases.withdraw)]
      : [
          text(phrases.follow),
          { is: 'button', label: phrases.followButton, url: link, note: phrases.followNote } as const,
        ]),
    ...questionBlocks(about),
  ])
}

export const adviceNotice = (about: About): Notice => {
  const phrases = phrasesOf(about)
  const explanation = explained(about, 'notify')
  const tips = [...new Set(explanation.reasons.map(({ tip }) => tip).filter((tip) => tip !== ''))]
  return toSender('advice', about, 'notify', {}, [
    ...foundBlocks(explanation, phrases),
    { is: 'heading', text: phrases.nextTime },
    ...tips.map(text),
    ...agreedBlocks(explanation, about),
    ...questionBlocks(about),
  ])
}

/** After a review, or after a deadline that nobody met. `words` are the reviewer's, `by` is how they are called. */
export const returnedNotice = (
  about: About,
  { words, by, expired }: Readonly<{ words: string; by: string; expired: boolean }>,
): Notice => {
  const phrases = phrasesOf(about)
  const explanation = explained(about, 'hold')
  const said: Block[] =
    words.trim() === ''
      ? []
      : [
          { is: 'heading', text: by === '' ? phrases.words : fill(phrases.wordsBy, { by }) },
          ...words.split(/\n+/).map(text),
        ]
  return toSender(expired ? 'expired' : 'returned', about, 'hold', {}, [
    ...(expired ? [text(phrases.noBlame)] : []),
    ...said,
    ...foundBlocks(explanation, phrases),
    { is: 'heading', text: phrases.now },
    { is: 'steps', steps: stepsOf(explanation, phrases) },
    ...agreedBlocks(explanation, about),
    ...questionBlocks(about),
  ])
}

/** Let go, and not yet arrived: the next hop has the last word on that. */
export const releasedNotice = (about: About): Notice => toSender('released', about, 'hold', {}, [])

export const withdrawnNotice = (about: About): Notice =>
  toSender('withdrawn', about, 'hold', {}, [text(phrasesOf(about).withdrawnWords)])
