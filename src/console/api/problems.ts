/** What goes wrong, as RFC 9457 tells it to programs: a stable address of the kind, its title, and a sentence. Never content. */
import { Overtaken, type Refused } from '../../review/review.ts'
import { type Refusal, refusalOf } from '../refusals.ts'
import { BASE } from './base.ts'

export const PROBLEMS = {
  'bad-request': [400, 'The request cannot be read', 'The body is not JSON, or not base64 where it should be.'],
  'no-token': [
    401,
    'A token is needed',
    'Send it as "Authorization: Bearer mls_…". A session of the console opens nothing here.',
  ],
  'wrong-token': [
    401,
    'This token opens nothing',
    'It is unknown, or it has expired or was revoked. "mailsluis token list" shows those that work.',
  ],
  'missing-scope': [
    403,
    'The token lacks a scope',
    'WWW-Authenticate names it. A scope cannot be added to a token: make a new one that has it.',
  ],
  'not-allowed': [
    403,
    'This is for somebody else',
    'Whoever the token acts for may not do this: because of their role or school, or because the message is their own.',
  ],
  'not-found': [
    404,
    'There is no such thing',
    'There is no such path or nothing with this id, or it has been deleted by now.',
  ],
  'wrong-method': [405, 'This method does nothing here', 'The field Allow names those that do.'],
  conflict: [
    409,
    'Somebody was first',
    'A decision was made in the meantime, somebody else is looking at it, or it is past the state that this needs.',
  ],
  'too-large': [
    413,
    'The body is too large',
    'A message may be as large as console.api.checkBytes, anything else 64 KB.',
  ],
  'wrong-type': [
    415,
    'This kind of body is not taken',
    'Send application/json; a message to check also as message/rfc822.',
  ],
  invalid: [422, 'Something in the request is not right', 'The member "errors" says what and where.'],
  'too-many': [
    429,
    'Too many requests',
    'Wait as long as Retry-After says. The limit is console.api.requestsPerMinute for each token; what costs more has one of its own.',
  ],
  busy: [
    429,
    'Too many at once',
    'The server is checking as many messages, or verifying as many logs, as it may at once. Try again in a moment.',
  ],
  failed: [
    500,
    'Something went wrong here',
    'The fault is ours, not in the request. The log of the server tells more, under taskFailed.',
  ],
  away: [503, 'The store cannot be used now', 'Try again later; nothing was done.'],
} as const satisfies Record<string, readonly [status: number, title: string, says: string]>

export type Kind = keyof typeof PROBLEMS

export const isKind = (word: string): word is Kind => Object.hasOwn(PROBLEMS, word)

/** Where a field stands: which part of the request, and a JSON pointer (RFC 6901) into it. */
export type FieldError = Readonly<{ in: 'path' | 'query' | 'header' | 'body'; at: string; detail: string }>

type More = Readonly<{ errors?: readonly FieldError[]; refusal?: Refusal; headers?: Readonly<Record<string, string>> }>

export class Problem extends Error {
  readonly kind: Kind
  readonly more: More
  constructor(kind: Kind, detail: string = PROBLEMS[kind][2], more: More = {}) {
    super(detail)
    this.kind = kind
    this.more = more
  }
}

export const PROBLEM_TYPE = 'application/problem+json'

export const problemAnswer = ({ kind, message, more: { headers, ...more } }: Problem): Response => {
  const [status, title] = PROBLEMS[kind]
  const said = { type: `${BASE}/problems/${kind}`, title, status, detail: message, ...more }
  return new Response(JSON.stringify(said), { status, headers: { ...headers, 'Content-Type': PROBLEM_TYPE } })
}

/** Asked for something that is not there, or wrongly; whatever else is refused is either forbidden or too late. */
const KINDS: Readonly<Partial<Record<Refusal, Kind>>> = {
  gone: 'not-found',
  notBlocked: 'not-found',
  reasonMissing: 'invalid',
  exportReason: 'invalid',
  otherSchool: 'not-allowed',
  ownMessage: 'not-allowed',
  addressedToYou: 'not-allowed',
  aboutYou: 'not-allowed',
  role: 'not-allowed',
  unreadable: 'not-allowed',
  malware: 'not-allowed',
  mayNotExport: 'not-allowed',
  mayNotLift: 'not-allowed',
  leakNotYours: 'not-allowed',
  undoOther: 'not-allowed',
  exceptionEnded: 'not-found',
  notARecipient: 'invalid',
  notADeputy: 'invalid',
  exceptionDay: 'invalid',
}

/** What the review refused, in its own words: plain English, and no content. */
export const refusedProblem = (refused: Refused): Problem => {
  const refusal = refused instanceof Overtaken ? undefined : refusalOf(refused)
  const kind = (refusal && KINDS[refusal]) ?? 'conflict'
  return new Problem(kind, refused.message, refusal ? { refusal } : {})
}
