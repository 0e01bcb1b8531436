/** To the school's contact for data leaks: a message may have leaked, and the clock that runs (GDPR art. 33). No content. */
import type { Pack } from '../policy/policy.ts'
import { sayTime } from './clock.ts'
import { type Block, type Letter, titled } from './letter.ts'
import type { Identity, Notice } from './notices.ts'
import { post } from './post.ts'
import { phrasesOf, smallBlock } from './sections.ts'
import { counted, fill } from './texts/catalogue.ts'

export type SuspectedLeak = Readonly<{
  id: string
  name: string
  sender: string
  sentAt: number
  knownAt: number
  due: number
  recipients: number
  outside: number
  delivered: number
}>

export const leakNotice = ({
  identity,
  pack,
  leak,
  to,
  now,
}: Readonly<{ identity: Identity; pack: Pack; leak: SuspectedLeak; to: string; now: number }>): Notice => {
  const { language, region } = pack
  const { labels, leads, sentOn, recipients, leaked } = phrasesOf(pack)
  const when = (at: number): string => sayTime(at, language, region)
  const way: Block =
    identity.url === ''
      ? { is: 'text', text: fill(leaked.command, { id: leak.id }) }
      : { is: 'button', label: leaked.button, url: `${identity.url}/leaks`, note: leaked.note }
  const letter: Letter = {
    kind: 'leak',
    language,
    label: labels.leak,
    subject: titled(labels.leak, leak.sender, language),
    lead: fill(leads.leak, { by: leak.name, from: leak.sender, deadline: when(leak.due) }),
    blocks: [
      {
        is: 'rows',
        rows: [
          { label: sentOn, text: when(leak.sentAt) },
          { label: leaked.to, text: counted(recipients, leak.recipients) },
          { label: leaked.outside, text: `${leak.outside}` },
          { label: leaked.delivered, text: `${leak.delivered}` },
          { label: leaked.known, text: when(leak.knownAt) },
          { label: leaked.due, text: when(leak.due) },
        ],
      },
      { is: 'steps', steps: leaked.steps },
      way,
      smallBlock({ identity, mailId: leak.id, language }),
    ],
  }
  return post(letter, { identity, to, mailId: leak.id, messageId: '', now, apart: to })
}
