/** To an administrator: an account sent malware and is blocked; what to look after before the block is lifted. */
import { type Block, type Letter, titled } from './letter.ts'
import type { About, Notice } from './notices.ts'
import { post } from './post.ts'
import { phrasesOf, smallBlock, timeOf } from './sections.ts'
import { fill } from './texts/catalogue.ts'

export type Blocked = Readonly<{ account: string; signatures: readonly string[] }>

/** In the school's own language, like every letter to those who decide. */
export const blockedNotice = (told: About, { account, signatures }: Blocked, to: string): Notice => {
  const about: About = { ...told, language: told.pack.language }
  const { identity, receivedAt, mailId } = about
  const { labels, leads, sentOn, blocked } = phrasesOf(about)
  const way: Block =
    identity.url === ''
      ? { is: 'text', text: fill(blocked.command, { account }) }
      : { is: 'button', label: blocked.button, url: `${identity.url}/blocked`, note: '' }
  const letter: Letter = {
    kind: 'blocked',
    language: about.language,
    label: labels.blocked,
    subject: titled(labels.blocked, account, about.language),
    lead: fill(leads.blocked, { account }),
    blocks: [
      {
        is: 'rows',
        rows: [
          { label: sentOn, text: timeOf(receivedAt, about) },
          { label: blocked.found, text: signatures.join(', ') },
        ],
      },
      { is: 'steps', steps: blocked.steps },
      way,
      smallBlock(about),
    ],
  }
  return post(letter, { ...about, to, mailId, messageId: '', apart: to })
}
