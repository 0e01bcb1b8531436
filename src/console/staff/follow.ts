/** The sender's own link: follow a held message, take it back, say that it cannot wait. Opening it changes nothing. */
import { type Context, Hono } from 'hono'
import { type Following, Overtaken, Refused } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { notice, type View } from '../layout.ts'
import { sayRefusal } from '../refusals.ts'
import { type Env, formOf, viewOf } from '../sign-in/sessions.ts'
import { followPage } from './follow-page.ts'

/** The sender is told that it was decided on, not by whom: whoever decides is not to be leant on. */
const whyNot = (refused: Refused, { texts, language }: View): string => {
  if (!(refused instanceof Overtaken)) return sayRefusal(refused, language)
  return refused.first.event === 'withdrawn' ? texts.follow.withdrawn : texts.case.decided
}

type Said = Readonly<{ kind: 'good' | 'bad'; words: string }>

export const followPages = (parts: ConsoleParts): Hono<Env> => {
  const { review } = parts
  const app = new Hono<Env>()
  const path = '/m/:token{[\\w-]{16,100}}'

  const show = async (
    c: Context<Env>,
    token: string,
    look: () => Promise<Following>,
    said?: Said,
  ): Promise<Response> => {
    const view = viewOf(c, parts)
    try {
      const status = said?.kind === 'bad' ? 409 : 200
      return c.html(followPage({ following: await look(), token, said }, view), status)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const words = sayRefusal(error, view.language)
      return c.html(notice(view, { title: view.texts.problems.refused, words }), 409)
    }
  }

  /** Does it; when it is refused, the page says why and how things stand now. */
  const attempt = async (
    c: Context<Env>,
    done: string,
    act: (token: string) => Promise<Following>,
  ): Promise<Response> => {
    const token = c.req.param('token') ?? ''
    try {
      const following = await act(token)
      return show(c, token, async () => following, { kind: 'good', words: done })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return show(c, token, () => review.follow(token), { kind: 'bad', words: whyNot(error, viewOf(c, parts)) })
    }
  }

  app.get(path, (c) => show(c, c.req.param('token'), () => review.follow(c.req.param('token'))))
  app.post(`${path}/withdraw`, (c) =>
    attempt(c, viewOf(c, parts).texts.follow.withdrawn, (token) => review.withdraw(token)),
  )
  app.post(`${path}/urgent`, async (c) => {
    const reason = (await formOf(c)).get('reason') ?? ''
    return attempt(c, viewOf(c, parts).texts.follow.hurried, (token) => review.hurry(token, reason))
  })
  return app
}
