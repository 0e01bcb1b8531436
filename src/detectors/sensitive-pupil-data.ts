/**
 * Sensitive information about an identifiable pupil or the family, mailed to anyone.
 *
 * What a person looks for: who it is about (name, class and initials, the only child of the parent addressed, the name of
 * the file) and what is said of him or her (family, psycho-social, medical, care, money, belief, origin, offences, a
 * national number), in the subject, the text, a table or an attachment.
 * What fools it: information evenings, protocols, groups without names, a named pupil with harmless news, words that are
 * also something else (scheiding, opvang, type 3), staff's own illness.
 * Clauses: ME-2, ME-3.3-sensitive, SJ-2, SJ-3.3-sensitive, OP-privacy, KA-A2.
 */
import { z } from 'zod'
import type { Detector } from './detectors.ts'
import { report, sensitiveIn } from './sensitivity.ts'

const settings = z.strictObject({}).default({})

export const sensitivePupilData: Detector<z.infer<typeof settings>> = {
  rule: 'sensitive-pupil-data',
  settings,
  inspect: (seen) =>
    report(
      'sensitive-pupil-data',
      seen,
      sensitiveIn(
        seen,
        seen.readings.filter((r) => r.role !== 'quoted' && r.role !== 'disclaimer'),
      ),
    ),
}
