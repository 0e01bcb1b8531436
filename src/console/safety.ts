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

export const safeHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  if (!c.res.headers.has('Content-Security-Policy')) c.header('Content-Security-Policy', POLICY)
  // Not no-referrer: with it browsers send "Origin: null" with our own forms, and they could not be told from others'.
  c.header('Referrer-Policy', 'same-origin')
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('X-Frame-Options', 'DENY')
  c.header('Cross-Origin-Resource-Policy', 'same-origin')
  c.header('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store')
}

/** Behind a proxy the browser's origin is the public URL, not the one this server sees. */
export const sameOrigin = ({ url }: ConsoleOptions): MiddlewareHandler =>
  url === '' ? csrf() : csrf({ origin: new URL(url).origin })

export const shortForms: MiddlewareHandler = bodyLimit({
  maxSize: FORM_BYTES,
  onError: () => {
    throw new HTTPException(413)
  },
})
