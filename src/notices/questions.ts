/** A question to the sender of a held message, and to who asked it: there is an answer. The answer itself never travels by mail. */
import { toSender } from './held.ts'
import type { Block } from './letter.ts'
import type { About, Notice } from './notices.ts'
import { alertFor } from './reviewers.ts'
import { phrasesOf, questionBlocks, timeOf } from './sections.ts'
import { fill } from './texts/catalogue.ts'

const text = (words: string): Block => ({ is: 'text', text: words })

/** `apart` tells this question from others about the same message. */
export type Asked = Readonly<{ question: string; by: string; url: string; deadline: number; apart: string }>

export const questionNotice = (about: About, { question, by, url, deadline, apart }: Asked): Notice => {
  const { questioned } = phrasesOf(about)
  return toSender(
    'question',
    about,
    'hold',
    { by, deadline: timeOf(deadline, about) },
    [
      { is: 'heading', text: fill(questioned.heading, { by }) },
      ...question.split(/\n+/).map(text),
      { is: 'button', label: questioned.button, url, note: questioned.note },
      text(fill(questioned.deadline, { deadline: timeOf(deadline, about) })),
      ...questionBlocks(about),
    ],
    apart,
  )
}

/** In the school's language, like every letter to those who decide. */
export const answeredNotice = (about: About, to: string, deadline: number): Notice =>
  alertFor('answered', about, to, { deadline: timeOf(deadline, { ...about, language: about.pack.language }) })
