/** What Prometheus reads. The port may be public: without the secret there is nothing here. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { ConsoleParts } from './console.ts'

/** Version 0.0.4 of the text format: what every Prometheus reads. */
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const isSame = (given: string, wanted: string): boolean => timingSafeEqual(digest(given), digest(wanted))

export const metricsPages = ({ options, metrics }: ConsoleParts): Hono => {
  const app = new Hono()
  if (options.metricsToken === '') return app
  app.get('/metrics', async (c) => {
    // The scheme is not case-sensitive (RFC 9110 §11.1).
    const given = /^bearer +([!-~]{1,400})$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
    if (!isSame(given, options.metricsToken)) return c.text('', 401, { 'WWW-Authenticate': 'Bearer' })
    return c.body(await metrics(), 200, { 'Content-Type': METRICS_TYPE })
  })
  return app
}
