/** What never changes while the program runs: style, script, icon. */
import { gzipSync } from 'node:zlib'
import { type Handler, Hono } from 'hono'
import { SCRIPT, SCRIPT_PATH } from './keys.ts'
import { ICON, STYLE, STYLE_PATH } from './layout.ts'

const FOREVER = 'public, max-age=31536000, immutable'
const DAY = 'public, max-age=86400'

/** RFC 9110 §12.5.3; "gzip;q=0" asks not to. */
const TAKES_GZIP = /(?:^|,)\s*gzip\s*(?:,|$|;\s*q=(?:1|0\.\d{0,2}[1-9]))/i

/**
 * Packed once for all. Pages are not packed: they hold both the seal and words of strangers, and their length would tell of
 * the one by the other (BREACH).
 */
const file = (text: string, type: string, keep: string): Handler => {
  const packed = new Uint8Array(gzipSync(text, { level: 9 }))
  // A sandboxed page has no origin of its own; it may have these nonetheless.
  const crossing = { 'Cross-Origin-Resource-Policy': 'cross-origin' }
  const headers = { ...crossing, 'Content-Type': type, 'Cache-Control': keep, Vary: 'Accept-Encoding' }
  return (c) =>
    TAKES_GZIP.test(c.req.header('accept-encoding') ?? '')
      ? c.body(packed, 200, { ...headers, 'Content-Encoding': 'gzip' })
      : c.body(text, 200, headers)
}

export const filePages = (): Hono => {
  const app = new Hono()
  app.get(STYLE_PATH, file(STYLE, 'text/css; charset=utf-8', FOREVER))
  app.get(SCRIPT_PATH, file(SCRIPT, 'text/javascript; charset=utf-8', FOREVER))
  // A letter on trial is drawn as its sender gets it, without a word on our icon: browsers ask here then.
  const icon = file(ICON, 'image/svg+xml', DAY)
  for (const path of ['/icon.svg', '/favicon.ico']) app.get(path, icon)
  return app
}
