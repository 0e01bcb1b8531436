/** The link by which somebody sees their own messages: asked for on a page, sent to their own address, and nowhere else. */
import type { Language } from '../message/message.ts'
import { sayTime } from './clock.ts'
import type { Letter } from './letter.ts'
import type { Identity, Notice } from './notices.ts'
import { post } from './post.ts'
import { fill } from './texts/catalogue.ts'
import { TEXTS } from './texts/texts.ts'

/** `apart` tells this request from the others. */
export type MineLink = Readonly<{
  identity: Identity
  region: 'BE' | 'NL'
  language: Language
  to: string
  url: string
  expires: number
  now: number
  apart: string
}>

export const mineNotice = ({ identity, region, language, to, url, expires, now, apart }: MineLink): Notice => {
  const { labels, leads, mine } = TEXTS[language].phrases
  const letter: Letter = {
    kind: 'mine',
    language,
    label: labels.mine,
    subject: labels.mine,
    lead: leads.mine,
    blocks: [
      { is: 'button', label: mine.button, url, note: fill(mine.note, { time: sayTime(expires, language, region) }) },
      { is: 'text', text: mine.unasked },
    ],
  }
  return post(letter, { identity, to, mailId: 'mine', messageId: '', now, apart })
}
