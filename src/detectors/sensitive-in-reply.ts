/**
 * The same judgement as sensitive-pupil-data, for what is only in the quoted or forwarded part: the sender may not have
 * seen that it travels along. What the sender's own words already tell is not told twice.
 * Clauses: ME-3.3-received, SJ-3.3-received.
 */
import { z } from 'zod'
import type { Detector } from './detectors.ts'
import { keyOf, report, sensitiveIn } from './sensitivity.ts'

const settings = z.strictObject({}).default({})

export const sensitiveInReply: Detector<z.infer<typeof settings>> = {
  rule: 'sensitive-in-reply',
  settings,
  inspect: (seen) => {
    const quoted = seen.readings.filter((r) => r.role === 'quoted')
    if (quoted.length === 0) return []
    const found = sensitiveIn(seen, quoted)
    if (found.length === 0) return []
    const own = sensitiveIn(
      seen,
      seen.readings.filter((r) => r.role !== 'quoted' && r.role !== 'disclaimer'),
    )
    const told = new Set(own.map(({ sighting }) => keyOf(sighting.category, sighting.who)))
    return report(
      'sensitive-in-reply',
      seen,
      found.filter(({ sighting }) => !told.has(keyOf(sighting.category, sighting.who))),
    )
  },
}
