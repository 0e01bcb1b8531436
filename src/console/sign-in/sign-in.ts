/** In and out. Every wrong answer looks the same, and tells nothing about who has an account. */
import { type Context, Hono } from 'hono'
import type { ConsoleParts } from '../console.ts'
import { limitTries } from './limit.ts'
import { providerName, type SchoolProvider } from './provider.ts'
import {
  demandSession,
  dropToken,
  type Env,
  formOf,
  keepToken,
  originOf,
  safeNext,
  tokenOf,
  viewOf,
} from './sessions.ts'
import { codePage, OUT, signInPage } from './sign-in-page.ts'

const HOUR_MS = 3_600_000

export const sessionMs = ({ options }: ConsoleParts): number => options.sessionHours * HOUR_MS

/** Into the house, and the session before is over. */
export const letIn = async (c: Context<Env>, parts: ConsoleParts, token: string, next: string): Promise<Response> => {
  const before = tokenOf(c, parts)
  if (before && before !== token) await parts.accounts.signOut(before)
  keepToken(c, parts, token)
  parts.log.info('signIn', { client: originOf(c, parts).address })
  return c.redirect(next, 303)
}

const signIn = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const form = await formOf(c)
  const view = viewOf(c, parts)
  const from = originOf(c, parts)
  const next = safeNext(form.get('next') ?? '')
  const entry = await parts.accounts.signIn(form.get('email') ?? '', form.get('password') ?? '', from, sessionMs(parts))
  if (entry === undefined) {
    parts.log.warn('signInFailed', { client: from.address })
    const asked = { next, provider: providerName(parts.options.oidc), said: view.texts.signIn.failed }
    return c.html(signInPage(asked, view), 401)
  }
  if (!entry.needsCode) return letIn(c, parts, entry.token, next)
  keepToken(c, parts, entry.token)
  return c.html(codePage(next, false, view))
}

const secondStep = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const form = await formOf(c)
  const from = originOf(c, parts)
  const next = safeNext(form.get('next') ?? '')
  const token = await parts.accounts.secondStep(tokenOf(c, parts) ?? '', form.get('code') ?? '', from, sessionMs(parts))
  if (token !== undefined) return letIn(c, parts, token, next)
  parts.log.warn('signInFailed', { client: from.address })
  return c.html(codePage(next, true, viewOf(c, parts)), 401)
}

export const signInPages = (parts: ConsoleParts, provider: SchoolProvider | undefined): Hono<Env> => {
  const app = new Hono<Env>()
  app.get('/sign-in', async (c) => {
    const out = OUT.find((one) => one === c.req.query('done'))
    const mayLeave = out === 'elsewhere' && (await provider?.mayLeave())
    const next = safeNext(c.req.query('next') ?? '')
    return c.html(signInPage({ next, provider: providerName(parts.options.oidc), out, mayLeave }, viewOf(c, parts)))
  })
  app.post('/sign-in', limitTries(parts, 'password'), (c) => signIn(c, parts))
  app.post('/sign-in/code', limitTries(parts, 'code'), (c) => secondStep(c, parts))
  app.post('/sign-out', demandSession(parts), async (c) => {
    const { token, account } = c.get('signedIn')
    await parts.accounts.signOut(token)
    dropToken(c, parts)
    return c.redirect(account.elsewhere ? '/sign-in?done=elsewhere' : '/sign-in', 303)
  })
  return app
}
