/**
 * Names of keys in Redis. All carry one hash tag: a change touches a message, its indexes and the tallies in one step, and
 * Redis Cluster runs a script only on keys of one slot. So in a Cluster the whole store lives on one shard (and its
 * replicas): Cluster gives it fail-over, not room. More room is a larger shard, or a store for each school.
 */
const key = (...parts: readonly string[]): string => ['{mailsluis}', ...parts].join(':')

export const META = key('meta')
export const TALLY = key('tally')
export const AUDIT = key('audit')

/** One message: its sealed row (hash), its recipients by ordinal (hash), its history (list), its sealed pieces (list). */
export const mailKey = (id: string): string => key('mail', id)
export const recipientsKey = (id: string): string => key('recipients', id)
export const historyKey = (id: string): string => key('history', id)
/** A body is the salt and the pieces of a sealed stream; one that replaces another bears a name of its own. */
export const bodyKey = (name: string): string => key('body', name)

/** Bodies beside Redis to be removed: names by time (0 = not given one yet). */
export const BLOBS_GONE = key('blobs-gone')
const BLOB = 'blob:'
/** What a row names: a key of Redis, or a body beside it. */
export const blobField = (name: string): string => `${BLOB}${name}`
export const blobNameIn = (field: string): string | undefined =>
  field.startsWith(BLOB) ? field.slice(BLOB.length) : undefined

/** Sorted sets of message ids. By time: lease of what is received, next attempt, deadline, end of keeping. */
export const RECEIVED = key('received')
export const DUE = key('due')
export const DEADLINE = key('deadline')
export const SHRED = key('shred')
/** By id (all scores 0), for pages. */
export const ALL = key('all')
export const SHREDDED = key('shredded')
export const stateKey = (state: string): string => key('state', state)
export const kindKey = (kind: string): string => key('kind', kind)
export const fateKey = (fate: string): string => key('fate', fate)

/** Digest of a submission to its message; when each came. */
export const SUBMISSIONS = key('submissions')
export const SUBMISSION_TIMES = key('submission-times')

/** When the sign of life of each owner lapses; who has fallen and is not yet taken over from; what each has claimed. */
export const BEATS = key('beats')
export const FALLEN = key('fallen')
export const claimsKey = (owner: string): string => key('claims', owner)

/** Digest of a message that came as several transactions to its ids; when the last of them came. */
export const FAMILIES = key('families')
export const FAMILY_TIMES = key('family-times')

/** Messages that have this in common (traces.ts), by id. How far those of an earlier release were traced; '~' = all. */
export const traceKey = (term: number): string => key('trace', String(term))
export const TRACED = 'traced'
export const ALL_TRACED = '~'

export const recordKey = (kind: string): string => key('record', kind)
/** Who took a record, for a while. */
export const takenKey = (mark: string): string => key('taken', mark)
export const recordTimesKey = (kind: string): string => key('record-times', kind)

/** Counts of a day or a week by school and key; periods by their end. */
export const figuresKey = (period: string): string => key('figures', period)
export const FIGURE_PERIODS = key('figure-periods')

/** What ends by itself: a count by keyed hash; the holders of slots by lapse; how many the poorest holds who wants one. */
export const countKey = (name: string): string => key('count', name)
export const slotKey = (name: string): string => key('slot', name)
export const slotWantedKey = (name: string): string => key('slot-wanted', name)
