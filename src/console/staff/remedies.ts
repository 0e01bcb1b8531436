/** Links for senders, without an account: the link itself is the key. Opening it changes nothing; mail scanners do too. */
import { Hono } from 'hono'
import { AlreadySent, Refused } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import type { View } from '../layout.ts'
import { sayRefusal } from '../refusals.ts'
import type { Html } from '../shown.ts'
import { type Env, viewOf } from '../sign-in/sessions.ts'
import { refusedPage, remediedPage, remedyPage, sentPage } from './remedy-page.ts'

const orRefusal = async (view: View, make: () => Promise<Html>): Promise<{ content: Html; status: 200 | 409 }> => {
  try {
    return { content: await make(), status: 200 }
  } catch (error) {
    if (error instanceof AlreadySent) return { content: sentPage(error.at, view), status: 409 }
    if (!(error instanceof Refused)) throw error
    const { refused } = view.texts.remedy
    const words = `${sayRefusal(error, view.language)} ${refused.words}`
    return { content: refusedPage(refused.title, words, view), status: 409 }
  }
}

export const remedyPages = ({ review, ...parts }: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  const path = '/r/:token{[\\w-]{16,100}}'

  app.get(path, async (c) => {
    const token = c.req.param('token')
    const view = viewOf(c, { review, ...parts })
    const { content, status } = await orRefusal(view, async () => remedyPage(await review.preview(token), token, view))
    return c.html(content, status)
  })

  app.post(path, async (c) => {
    const view = viewOf(c, { review, ...parts })
    const token = c.req.param('token')
    const { content, status } = await orRefusal(view, async () => remediedPage(await review.apply(token), view))
    return c.html(content, status)
  })

  return app
}
