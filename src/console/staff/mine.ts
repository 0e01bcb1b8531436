/** My mail: somebody's own messages that were stopped, by a link to their own address. Opening a link changes nothing. */
import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { Refused } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { clientOf, type Env, formOf, viewOf } from '../sign-in/sessions.ts'
import { askedPage, askPage, minePage, openPage, overPage } from './mine-page.ts'
import { STAFF_TEXTS } from './texts.ts'

// What a browser takes for an address, so that a slip of the finger is told at once; whether it is ours is not.
const LOOKS_RIGHT = /^[^\s@]{1,64}@[^\s@.]{1,63}(?:\.[^\s@.]{1,63}){1,8}$/
const COOKIE = 'mailsluis-my'

const isSecure = ({ options }: ConsoleParts): boolean => options.url.startsWith('https://')

const keyIn = (c: Context, parts: ConsoleParts): string =>
  (isSecure(parts) ? getCookie(c, COOKIE, 'host') : getCookie(c, COOKIE)) ?? ''

/** Not in the address: it would stay in the history of a shared computer. */
const keepKey = (c: Context, parts: ConsoleParts, key: string, ms: number): void => {
  const kept = { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: Math.round(ms / 1000) } as const
  setCookie(c, COOKIE, key, isSecure(parts) ? { ...kept, secure: true, prefix: 'host' } : kept)
}

const dropKey = (c: Context, parts: ConsoleParts): void => {
  deleteCookie(c, COOKIE, { path: '/', ...(isSecure(parts) ? { secure: true, prefix: 'host' as const } : {}) })
}

const show = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const key = keyIn(c, parts)
  const mine = key === '' ? undefined : await parts.review.mine(key)
  return c.html(mine ? minePage(mine, view) : askPage(view, { closed: c.req.query('closed') !== undefined }))
}

const ask = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const address = ((await formOf(c)).get('address') ?? '').trim()
  if (!LOOKS_RIGHT.test(address)) {
    const wrong = STAFF_TEXTS[view.language].mine.malformed
    return c.html(askPage(view, { wrong, written: address.slice(0, 320) }), 409)
  }
  await parts.review.askMine(address, { client: clientOf(c, parts), language: view.language })
  return c.html(askedPage(view))
}

/** Does it, or says that the link is over. */
const orOver = async (c: Context<Env>, parts: ConsoleParts, act: () => Promise<Response>): Promise<Response> => {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return c.html(overPage(viewOf(c, parts)), 409)
  }
}

export const minePages = (parts: ConsoleParts): Hono<Env> => {
  const { review } = parts
  const app = new Hono<Env>()
  const link = '/my/:token{[\\w-]{16,100}}'

  app.get('/my', (c) => show(c, parts))
  app.post('/my', (c) => ask(c, parts))
  app.post('/my/close', async (c) => {
    await review.closeMine(keyIn(c, parts))
    dropKey(c, parts)
    return c.redirect('/my?closed', 303)
  })
  app.post('/my/open', (c) =>
    orOver(c, parts, async () => {
      const url = await review.followMine(keyIn(c, parts), (await formOf(c)).get('id') ?? '')
      return c.redirect(new URL(url).pathname, 303)
    }),
  )
  app.get(link, async (c) => {
    const token = c.req.param('token')
    const view = viewOf(c, parts)
    return (await review.mayOpenMine(token)) ? c.html(openPage(token, view)) : c.html(overPage(view), 409)
  })
  app.post(link, (c) =>
    orOver(c, parts, async () => {
      const { key, ms } = await review.openMine(c.req.param('token'))
      keepKey(c, parts, key, ms)
      return c.redirect('/my', 303)
    }),
  )
  return app
}
