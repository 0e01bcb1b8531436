/** Moments as programs read them: RFC 3339 in UTC. Inside they are milliseconds. */
import { z } from 'zod'

export const When = z.string().meta({ format: 'date-time' }).describe('A moment in UTC.')

export const when = (at: number): string => new Date(at).toISOString()

/** Null where there is none: a deadline that is over, a token without an end. */
export const maybeWhen = (at: number): string | null => (Number.isFinite(at) && at > 0 ? when(at) : null)
