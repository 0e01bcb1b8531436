/**
 * What a notice must not repeat. Mailboxes are shared (secretariaat@), and a notice lives longer than the message.
 */
import type { Finding, RuleId } from '../detectors/detectors.ts'
import type { Decision } from '../policy/policy.ts'

// Rules about what the words say. One value can stand in several texts and be found in one of them only.
const ABOUT_WORDS: ReadonlySet<string> = new Set<RuleId>([
  'password',
  'password-request',
  'sensitive-pupil-data',
  'sensitive-in-reply',
  'private-address-disclosed',
  'prohibited-content',
  'contact-data',
])

/** The subject may hold what was found, also by a rule that only watches: then it is told in no notice. */
export const hidesSubject = (decision: Decision): boolean =>
  decision.hits.some(
    ({ rule, finding }) =>
      ABOUT_WORDS.has(rule) ||
      finding?.place.in === 'subject' ||
      (finding?.place.in === 'header' && finding.place.header?.toLowerCase() === 'subject'),
  )

/** The name of a file is itself what was found: it stands at no finer place inside the file. */
export const hidesFileName = ({ rule, place }: Finding): boolean =>
  ABOUT_WORDS.has(rule) &&
  place.file !== undefined &&
  [place.line, place.row, place.column, place.page, place.sheet, place.cell].every((spot) => spot === undefined)

/** The excerpt adds nothing to the sentence: an address named in it, a count of addresses, a list of missing parts, a file named beside it. */
export const retelling = ({ rule, excerpt, because, place }: Finding): boolean =>
  rule === 'mass-recipients-visible' || because.nl.includes(excerpt) || (place.file?.includes(excerpt) ?? false)
