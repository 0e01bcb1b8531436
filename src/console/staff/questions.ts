/** The link in a question: opening it changes nothing (mail scanners follow links), the answer uses it up. */
import { Hono } from 'hono'
import { type Asking, Refused } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { notice } from '../layout.ts'
import { sayRefusal } from '../refusals.ts'
import { type Env, formOf, viewOf } from '../sign-in/sessions.ts'
import { questionPage } from './question-page.ts'
import { QUESTION_WORDS } from './question-texts.ts'

/** Undefined once it was answered or decided. */
const lookAt = async ({ review }: ConsoleParts, token: string): Promise<Asking | undefined> =>
  review.asked(token).catch((error) => {
    if (error instanceof Refused) return undefined
    throw error
  })

export const questionPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  const path = '/q/:token{[\\w-]{16,100}}'

  app.get(path, async (c) => {
    const view = viewOf(c, parts)
    const token = c.req.param('token')
    const asking = await lookAt(parts, token)
    return asking
      ? c.html(questionPage(asking, token, view))
      : c.html(notice(view, QUESTION_WORDS[view.language].over), 409)
  })

  app.post(path, async (c) => {
    const view = viewOf(c, parts)
    const token = c.req.param('token')
    const words = (await formOf(c)).get('answer') ?? ''
    try {
      await parts.review.answer(token, words)
      return c.html(notice(view, QUESTION_WORDS[view.language].done))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const asking = await lookAt(parts, token)
      if (!asking) return c.html(notice(view, QUESTION_WORDS[view.language].over), 409)
      return c.html(questionPage(asking, token, view, { words, trouble: sayRefusal(error, view.language) }), 409)
    }
  })

  return app
}
