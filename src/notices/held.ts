/** What is told around a hold: it waits, somebody must look, how it ended; and the tip after a delivery. */
import type { Outcome } from '../policy/policy.ts'
import { stepsOf } from './bounce.ts'
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
import { counted, fill, type Slots } from './texts/catalogue.ts'

/** A letter to the sender about the recipients with one outcome. */
const toSender = (kind: NoticeKind, about: About, outcome: Outcome, slots: Slots, blocks: readonly Block[]): Notice => {
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
  return post(letter, { ...about, to: about.envelopeFrom })
}

const text = (words: string): Block => ({ is: 'text', text: words })

export const heldNotice = (about: About, deadline: number): Notice => {
  const phrases = phrasesOf(about)
  const explanation = explained(about, 'hold')
  return toSender('held', about, 'hold', { deadline: timeOf(deadline, about) }, [
    text(phrases.nothingToDo),
    ...foundBlocks(explanation, phrases),
    ...agreedBlocks(explanation, about),
    text(phrases.withdraw),
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

export const releasedNotice = (about: About): Notice => toSender('released', about, 'hold', {}, [])

const caseBlocks = (about: About): Block[] => {
  const phrases = phrasesOf(about)
  const { identity, mailId } = about
  if (identity.url === '') return [text(phrases.review), text(fill(phrases.reviewNoLink, { id: mailId }))]
  const url = `${identity.url}/held/${encodeURIComponent(mailId)}`
  return [text(phrases.review), { is: 'button', label: phrases.reviewButton, url, note: '' }]
}

/** To somebody who may decide, in the school's own language: who wrote, what was seen (masked), by when. No content, no subject. */
export const reviewAlert = (alerted: About, to: string, deadline: number): Notice => {
  const about: About = { ...alerted, language: alerted.pack.language }
  const { language, pack, decision, from } = about
  const phrases = phrasesOf(about)
  const seen =
    pack.reviewVisibility === 'metadata'
      ? [text(phrases.reviewPrivate)]
      : foundBlocks(explained(about, 'hold'), phrases, true)
  const count = decision.recipients.filter(({ outcome }) => outcome === 'hold').length
  const letter: Letter = {
    kind: 'review',
    language,
    label: phrases.labels.review,
    subject: `${phrases.labels.review}: ${from}`,
    lead: fill(phrases.leads.review, { from, deadline: timeOf(deadline, about) }),
    blocks: [
      {
        is: 'rows',
        rows: [
          { label: phrases.sentOn, text: timeOf(about.receivedAt, about) },
          { label: phrases.waits, text: counted(phrases.recipients, count) },
        ],
      },
      ...caseBlocks(about),
      ...seen,
      smallBlock(about),
    ],
  }
  return post(letter, { ...about, to, messageId: '', apart: to })
}
