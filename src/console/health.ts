/** For whoever watches the server: is it alive, can it take mail. */
import { Hono } from 'hono'
import type { ConsoleParts } from './console.ts'

/** What keeps mail from coming in now; empty when it may come. */
const hindrances = async ({ store, door, leaving }: ConsoleParts): Promise<readonly string[]> => {
  const reasons = door.ports.length > 0 ? [] : ['The SMTP door is not open.']
  if (leaving()) reasons.push('This server is about to stop.')
  try {
    await store.check()
  } catch (error) {
    reasons.push(error instanceof Error ? error.message : 'The store cannot be used.')
  }
  return reasons
}

export const healthPages = (parts: ConsoleParts): Hono => {
  const app = new Hono()
  app.get('/healthz', (c) => c.text('ok'))
  // A broken file is a warning only: the one before it is in force, and mail flows.
  app.get('/readyz', async (c) => {
    const reasons = await hindrances(parts)
    const warnings = [...parts.troubles(), ...parts.scannerTroubles()]
    // The version of published rules this node judges by: nodes that differ for long are out of step.
    const rules = parts.published?.()
    const about = { ...(warnings.length > 0 ? { warnings } : {}), ...(rules === undefined ? {} : { rules }) }
    return reasons.length > 0
      ? c.json({ ready: false, reasons, warnings, ...about }, 503)
      : c.json({ ready: true, ...about })
  })
  return app
}
