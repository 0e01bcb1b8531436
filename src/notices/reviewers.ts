/** What reviewers are told: a message waits for them, it cannot wait, it is nearly due. Nothing of what it says. */
import type { Pack } from '../policy/policy.ts'
import { sayTime } from './clock.ts'
import { listed } from './explain.ts'
import { type Block, type Letter, titled } from './letter.ts'
import type { About, Identity, Notice } from './notices.ts'
import { post } from './post.ts'
import { explained, foundBlocks, phrasesOf, smallBlock, timeOf } from './sections.ts'
import { counted, fill, type Slots } from './texts/catalogue.ts'

const MOST_LISTED = 10
const MOST_NAMED = 3

const text = (words: string): Block => ({ is: 'text', text: words })

const caseBlocks = (about: About): Block[] => {
  const phrases = phrasesOf(about)
  const { identity, mailId } = about
  if (identity.url === '') return [text(phrases.review), text(fill(phrases.reviewNoLink, { id: mailId }))]
  const url = `${identity.url}/held/${encodeURIComponent(mailId)}`
  return [text(phrases.review), { is: 'button', label: phrases.reviewButton, url, note: '' }]
}

/**
 * To somebody who may decide, in the school's own language: who wrote, what was seen (masked), by when. No content, no
 * subject. With `reason` the sender called it urgent, in these words.
 */
export const reviewAlert = (alerted: About, to: string, deadline: number, reason = ''): Notice => {
  const about: About = { ...alerted, language: alerted.pack.language }
  const { language, pack, decision, from } = about
  const phrases = phrasesOf(about)
  const kind = reason === '' ? 'review' : 'urgent'
  const seen =
    pack.reviewVisibility === 'metadata'
      ? [text(phrases.reviewPrivate)]
      : foundBlocks(explained(about, 'hold'), phrases, true)
  const count = decision.recipients.filter(({ outcome }) => outcome === 'hold').length
  const letter: Letter = {
    kind,
    language,
    label: phrases.labels[kind],
    subject: titled(phrases.labels[kind], from, language),
    lead: fill(phrases.leads[kind], { from, deadline: timeOf(deadline, about) }),
    blocks: [
      {
        is: 'rows',
        rows: [
          ...(reason === '' ? [] : [{ label: phrases.urgentReason, text: reason }]),
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

/** To one reviewer about one case, which is theirs now or has news: who wrote, by when. Nothing of what was found. */
export const alertFor = (kind: 'answered' | 'handed', alerted: About, to: string, slots: Slots): Notice => {
  const about: About = { ...alerted, language: alerted.pack.language }
  const { labels, leads, sentOn } = phrasesOf(about)
  const letter: Letter = {
    kind,
    language: about.language,
    label: labels[kind],
    subject: titled(labels[kind], about.from, about.language),
    lead: fill(leads[kind], { from: about.from, ...slots }),
    blocks: [
      { is: 'rows', rows: [{ label: sentOn, text: timeOf(about.receivedAt, about) }] },
      ...caseBlocks(about),
      smallBlock(about),
    ],
  }
  return post(letter, { ...about, to, messageId: '', apart: `${to} ${about.now}` })
}

export const handedNotice = (
  about: About,
  to: string,
  { deadline, by }: Readonly<{ deadline: number; by: string }>,
): Notice => {
  const when = timeOf(deadline, { ...about, language: about.pack.language })
  return alertFor('handed', about, to, { by, deadline: when })
}

/** One message that is nearly due, and in whose place the reader is asked, '' when in nobody's. */
export type Reminded = Readonly<{ mailId: string; from: string; deadline: number; urgent: boolean; inPlaceOf: string }>

export type Reminder = Readonly<{
  identity: Identity
  pack: Pack
  to: string
  items: readonly Reminded[]
  now: number
  /** Tells it from the reader's other reminders; the same reminder sent again bears the same Message-ID. */
  apart: string
}>

/** Who wrote and by when each must be decided, the soonest first. */
export const reminderNotice = ({ identity, pack, to, items, now, apart }: Reminder): Notice => {
  const { language, region } = pack
  const phrases = phrasesOf(pack)
  const soonest = items.toSorted((a, b) => a.deadline - b.deadline)
  const places = [...new Set(items.map(({ inPlaceOf }) => inPlaceOf).filter((place) => place !== ''))]
  const rest = soonest.length - MOST_LISTED
  const path = items.length === 1 ? `/held/${encodeURIComponent(soonest[0]!.mailId)}` : '/held'
  const [label, url] = [phrases.labels.reminder, `${identity.url}${path}`]
  const letter: Letter = {
    kind: 'reminder',
    language,
    label,
    subject: titled(label, counted(phrases.remindedSubject, items.length), language),
    lead: counted(phrases.reminded, items.length),
    blocks: [
      {
        is: 'rows',
        rows: soonest.slice(0, MOST_LISTED).map(({ from, deadline, urgent }) => ({
          label: `${from}${urgent ? ` (${phrases.urgentMark})` : ''}`,
          text: fill(phrases.decideBy, { deadline: sayTime(deadline, language, region) }),
        })),
      },
      ...(rest > 0 ? [text(counted(phrases.moreWaiting, rest))] : []),
      ...(places.length > 0 ? [text(fill(phrases.inPlaceOf, { who: listed(places, MOST_NAMED, language) }))] : []),
      text(phrases.review),
      ...(identity.url === '' ? [] : [{ is: 'button', label: phrases.reviewButton, url, note: '' } as const]),
      smallBlock({ identity, mailId: soonest[0]!.mailId, language }),
    ],
  }
  return post(letter, { identity, to, mailId: 'reminder', messageId: '', now, apart })
}
