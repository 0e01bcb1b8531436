/** Who is signed in: the cookie, and the seal that each form of a session carries. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { HTTPException } from 'hono/http-exception'
import { type Account, type Actor, actorOf, type Origin } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { languageOf } from '../language.ts'
import type { View } from '../layout.ts'
import { TEXTS } from '../texts/texts.ts'
import { browserOf } from './browsers.ts'

export type Env = {
  Bindings: Partial<HttpBindings>
  Variables: { signedIn: Readonly<{ account: Account; token: string }> }
}

const HOUR_S = 3600
const NAME = 'mailsluis'

export const isSecure = ({ options }: ConsoleParts): boolean => options.url.startsWith('https://')

/** The seal tells nothing about the session it comes from, and nobody else can make it. */
const sealOf = (token: string): string => createHash('sha256').update(`mailsluis form ${token}`).digest('base64url')

const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())

export const tokenOf = (c: Context, parts: ConsoleParts): string | undefined =>
  isSecure(parts) ? getCookie(c, NAME, 'host') : getCookie(c, NAME)

// Lax, not Strict: who follows the link of an alert is still signed in.
export const keepToken = (c: Context, parts: ConsoleParts, token: string): void =>
  setCookie(c, NAME, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: Math.round(parts.options.sessionHours * HOUR_S),
    ...(isSecure(parts) ? { secure: true, prefix: 'host' as const } : {}),
  })

export const dropToken = (c: Context, parts: ConsoleParts): void => {
  deleteCookie(c, NAME, { path: '/', ...(isSecure(parts) ? { secure: true, prefix: 'host' as const } : {}) })
}

/** The address wrong guesses are counted for. Only a proxy of ours may tell another one. */
export const clientOf = (c: Context<Env>, { options }: ConsoleParts): string => {
  const told = options.trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return told || (c.env?.incoming?.socket.remoteAddress ?? '')
}

export const originOf = (c: Context<Env>, parts: ConsoleParts): Origin => ({
  address: clientOf(c, parts),
  browser: browserOf(c.req.header('user-agent') ?? ''),
})

export const viewOf = (c: Context<Env>, parts: ConsoleParts): View => {
  const language = languageOf(c.req.header('accept-language') ?? '')
  const view = {
    language,
    texts: TEXTS[language],
    path: c.req.path,
    troubles: parts.troubles(),
    isScannerDown: parts.scannerTroubles().length > 0,
  }
  const signedIn = c.get('signedIn')
  return signedIn ? { ...view, viewer: { account: signedIn.account, seal: sealOf(signedIn.token) } } : view
}

export const actorIn = (c: Context<Env>): Actor => actorOf(c.get('signedIn').account)

export const formOf = async (c: Context): Promise<URLSearchParams> => new URLSearchParams(await c.req.text())

/** A form with files comes in parts. */
const sealIn = async (c: Context): Promise<string> => {
  if (!c.req.header('content-type')?.startsWith('multipart/form-data')) return (await formOf(c)).get('seal') ?? ''
  // What is no form at all has no seal either.
  const seal = await c.req.formData().then(
    (form) => form.get('seal'),
    () => '',
  )
  return typeof seal === 'string' ? seal : ''
}

/** Where somebody wanted to go; anything but a page of ours could lead astray. */
export const safeNext = (wanted: string): string =>
  /^\/(?:held(?:\/[0-9A-Za-z]{26})?|blocked|accounts?|tokens|leaks|overview(?:\/week\/[0-9]{4}-W[0-9]{2})?|policy|try|mail(?:\/(?:queue|[0-9A-Z]{26}))?)$/.test(
    wanted,
  )
    ? wanted
    : '/held'

export const demandsFactor = ({ options }: ConsoleParts, { roles, elsewhere }: Account): boolean =>
  // Who signs in elsewhere is asked for it there.
  !elsewhere && (options.secondFactor === 'all' || (options.secondFactor === 'admins' && roles.includes('admin')))

/** Where somebody has to go first; undefined when nothing is missing. */
const dutyOf = (parts: ConsoleParts, account: Account): string | undefined => {
  if (account.handedOut) return '/account/password'
  return !account.secondFactor && demandsFactor(parts, account) ? '/account/second-factor' : undefined
}

/** Lets through who is signed in, and a form only with the seal of that session. */
export const demandSession =
  (parts: ConsoleParts): MiddlewareHandler<Env> =>
  async (c, next) => {
    const token = tokenOf(c, parts)
    const account = token ? await parts.accounts.session(token) : undefined
    if (!token || !account) {
      const wanted = c.req.method === 'GET' ? safeNext(c.req.path) : '/held'
      return c.redirect(wanted === '/held' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`, 303)
    }
    c.set('signedIn', { account, token })
    if (c.req.method === 'POST' && !isSame(await sealIn(c), sealOf(token))) throw new HTTPException(403)
    const duty = dutyOf(parts, account)
    if (duty !== undefined && ![duty, '/sign-out'].includes(c.req.path)) return c.redirect(duty, 303)
    return next()
  }
