/** To the provider of the school and back. What has to come back the same lies in a cookie of the browser that left. */
import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { ConsoleParts } from '../console.ts'
import { notice } from '../layout.ts'
import { limitTries } from './limit.ts'
import type { Journey, SchoolProvider } from './provider.ts'
import { type Env, isSecure, originOf, safeNext, viewOf } from './sessions.ts'
import { letIn, sessionMs } from './sign-in.ts'
import { SIGN_IN, type SignInTexts } from './texts.ts'

const NAME = 'mailsluis-journey'
const JOURNEY_S = 600
const BACK = '/sign-in/back'

/** Only this page ever gets it. Lax: the way back comes from another site. */
const keepJourney = (c: Context, parts: ConsoleParts, journey: Journey): void =>
  setCookie(c, NAME, Buffer.from(JSON.stringify(journey)).toString('base64url'), {
    path: BACK,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: JOURNEY_S,
    secure: isSecure(parts),
  })

const journeyOf = (c: Context): Journey | undefined => {
  try {
    const { state, nonce, verifier, next } = JSON.parse(Buffer.from(getCookie(c, NAME) ?? '', 'base64url').toString())
    const texts = [state, nonce, verifier].every((text) => typeof text === 'string' && text.length >= 20)
    return texts ? { state, nonce, verifier, next: safeNext(String(next)) } : undefined
  } catch {
    return undefined
  }
}

/** The address the provider knows; without a public one that under which the browser reached us. */
const backOf = (c: Context, { options }: ConsoleParts): string => (options.url || new URL(c.req.url).origin) + BACK

const refuse = (c: Context<Env>, parts: ConsoleParts, why: keyof SignInTexts['elsewhere'], error?: unknown) => {
  const view = viewOf(c, parts)
  parts.log.warn('signInFailed', { client: originOf(c, parts).address, why }, error)
  return c.html(notice(view, SIGN_IN[view.language].elsewhere[why], false), why === 'failed' ? 502 : 403)
}

export const elsewherePages = (parts: ConsoleParts, provider: SchoolProvider | undefined): Hono<Env> => {
  const app = new Hono<Env>()
  if (!provider) return app

  app.get('/sign-in/with', limitTries(parts, 'with'), async (c) => {
    try {
      const { to, journey } = await provider.depart(backOf(c, parts), safeNext(c.req.query('next') ?? ''))
      keepJourney(c, parts, journey)
      return c.redirect(to.href, 303)
    } catch (error) {
      return refuse(c, parts, 'failed', error)
    }
  })

  app.get('/sign-in/leave', limitTries(parts, 'leave'), async (c) =>
    c.redirect((await provider.leave(backOf(c, parts)))?.href ?? '/sign-in', 303),
  )

  app.get(BACK, limitTries(parts, 'back'), async (c) => {
    // Nothing was asked for: this is the way back of who signed out there. Providers know the address already.
    if (!c.req.query('code') && !c.req.query('error')) return c.redirect('/sign-in?done=left', 303)
    const journey = journeyOf(c)
    deleteCookie(c, NAME, { path: BACK, secure: isSecure(parts) })
    if (!journey) return refuse(c, parts, 'failed')
    try {
      const answer = new URL(backOf(c, parts) + new URL(c.req.url).search)
      const identity = await provider.arrive(answer, journey)
      if (!identity) return refuse(c, parts, 'no-role')
      const entered = await parts.accounts.signInFrom(identity, originOf(c, parts), sessionMs(parts))
      return 'token' in entered ? letIn(c, parts, entered.token, journey.next) : refuse(c, parts, entered.rejected)
    } catch (error) {
      return refuse(c, parts, 'failed', error)
    }
  })
  return app
}
