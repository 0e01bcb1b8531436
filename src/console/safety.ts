/** What every answer carries and every form must pass. The input of these pages is an attacker's mail. */
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import type { ConsoleOptions } from './options.ts'

const FORM_BYTES = 64 * 1024

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
/** For a page that shows the words of a message: nothing runs, nothing is sent, nothing is ours. */
export const SANDBOX = `${POLICY}; sandbox`

/** The one script of ours asks for pages of ours, and nothing runs that stands in a page. */
const SCRIPTED = `${POLICY}; script-src 'self'; connect-src 'self'`

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': SCRIPTED,
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Not no-referrer: with it browsers send "Origin: null" with our own forms, and they could not be told from others'.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
}

/** What a page says itself goes first. */
export const safeHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(HEADERS)) if (!c.res.headers.has(name)) c.header(name, value)
}

/** Behind a proxy the browser's origin is the public URL, not the one this server sees. */
export const sameOrigin = ({ url }: ConsoleOptions): MiddlewareHandler =>
  url === '' ? csrf() : csrf({ origin: new URL(url).origin })

/** Where a whole message may come in; its pages have a limit of their own. */
export const TRIAL_PATH = '/try'

const short: MiddlewareHandler = bodyLimit({
  maxSize: FORM_BYTES,
  onError: () => {
    throw new HTTPException(413)
  },
})

export const shortForms: MiddlewareHandler = (c, next) => (c.req.path === TRIAL_PATH ? next() : short(c, next))
