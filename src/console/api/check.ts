/** A message in, a verdict out; nothing of it is kept, sent or logged. For add-ins, and to try things. */
import type { Context } from 'hono'
import { z } from 'zod'
import { OUTCOMES, verdictOf } from '../../policy/policy.ts'
import type { ConsoleParts } from '../console.ts'
import { jsonIn, readBytes, typeOf } from './body.ts'
import { gate } from './gate.ts'
import { answer, body, type Call, type Operation, operation, parsed } from './operation.ts'
import { type FieldError, Problem } from './problems.ts'

const MOST_RECIPIENTS = 5000
/** Recipients, and what JSON itself takes. */
const BESIDE = 1024 * 1024

const Outcome = z
  .enum(OUTCOMES)
  .describe('forward, notify (sent, the sender is advised), hold (a reviewer decides), bounce.')
const Address = z.string().max(320)
const Pack = z.string().max(100).describe('Judge by this pack; without it the domain of the sender decides.')
const MailFrom = Address.describe('Envelope sender; without it, From.')
const RcptTo = z.array(Address).max(MOST_RECIPIENTS).describe('Envelope recipients; without them, To, Cc and Bcc.')

const Envelope = z.object({ mailFrom: MailFrom.optional(), rcptTo: RcptTo.optional(), pack: Pack.optional() })
type Envelope = z.infer<typeof Envelope>

const Check = body(
  'Check',
  z.strictObject({
    raw: z
      .string()
      .min(4)
      .meta({ contentEncoding: 'base64' })
      .describe('The whole message as RFC 5322 has it, in base64.'),
    ...Envelope.shape,
  }),
)

const one = <T extends z.ZodType>(value: T) => z.preprocess((v) => (typeof v === 'string' ? [v] : v), value)
const Query = z.strictObject({ mailFrom: MailFrom.optional(), rcptTo: one(RcptTo).optional(), pack: Pack.optional() })

const Verdict = answer(
  'Verdict',
  z.object({
    file: z.string().describe('"-": as `mailsluis check --json` has it, for a message that is no file.'),
    decision: Outcome.describe('The strictest over the recipients.'),
    pack: z.string(),
    recipients: z.array(z.object({ address: z.string(), outcome: Outcome, rules: z.array(z.string()) })),
    findings: z.array(
      z.object({
        rule: z.string(),
        category: z.string(),
        clause: z.string(),
        place: z.string(),
        excerpt: z.string().describe('Masked.'),
        because: z.string(),
        confidence: z.number(),
      }),
    ),
    uninspected: z.array(z.object({ place: z.string(), reason: z.string() })),
    ms: z.number().describe('What judging took.'),
  }),
)

/** Addresses in a URL end up in the logs of proxies: header fields say the same, and go first. */
const ENVELOPE_FIELDS = {
  mailFrom: 'mailsluis-mail-from',
  rcptTo: 'mailsluis-rcpt-to',
  pack: 'mailsluis-pack',
} as const

const envelopeIn = (c: Context, query: Envelope): Envelope => {
  const given = (name: keyof Envelope) => c.req.header(ENVELOPE_FIELDS[name])
  const rcptTo = given('rcptTo')
  const told = {
    mailFrom: given('mailFrom'),
    rcptTo: rcptTo === undefined ? undefined : rcptTo.split(',').map((address) => address.trim()),
    pack: given('pack'),
  }
  return { ...query, ...defined(parsed(Envelope, told, 'header')) }
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Defined<T>

const invalid = (where: FieldError['in'], at: string, detail: string): Problem =>
  new Problem('invalid', undefined, { errors: [{ in: where, at, detail }] })

/** What is not base64 is left out by the decoder: it shows in the length. No expression reads so long a text. */
const decoded = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'base64')
  const padding = text.endsWith('==') ? 2 : Number(text.endsWith('='))
  if (text.length % 4 === 0 && bytes.length === (text.length / 4) * 3 - padding) return bytes
  throw invalid('body', '/raw', 'This is not base64.')
}

type Letter = Envelope & Readonly<{ raw: Buffer }>

const readLetter = async (c: Context, parts: ConsoleParts, query: Envelope): Promise<Letter> => {
  const { checkBytes } = parts.options.api
  if (typeOf(c) === 'message/rfc822') return { ...envelopeIn(c, query), raw: await readBytes(c, checkBytes) }
  if (typeOf(c) !== 'application/json') throw new Problem('wrong-type')
  const bytes = await readBytes(c, Math.ceil(checkBytes / 3) * 4 + BESIDE)
  const { raw, ...envelope } = parsed(Check, jsonIn(bytes), 'body')
  return { ...query, ...envelope, raw: decoded(raw) }
}

const demandPack = (parts: ConsoleParts, pack: string | undefined, where: 'body' | 'header'): void => {
  if (pack === undefined || parts.policy().packs.has(pack)) return
  throw invalid(where, '/pack', 'There is no such pack.')
}

const judged = async ({ c, parts, query }: Call<unknown, Envelope, unknown>): Promise<z.input<typeof Verdict>> => {
  const { raw, ...envelope } = await readLetter(c, parts, query)
  if (raw.length === 0) throw new Problem('bad-request', 'There is no message in the body.')
  demandPack(parts, envelope.pack, typeOf(c) === 'application/json' ? 'body' : 'header')
  const start = performance.now()
  const { decision, unread } = await parts.judge(raw, defined(envelope))
  const report = verdictOf(decision, unread, performance.now() - start)
  return Verdict.parse({ file: '-', ...report })
}

// Of each process; a message of the largest size is in memory while it is judged.
const gates = new WeakMap<ConsoleParts, ReturnType<typeof gate>>()
const gateOf = (parts: ConsoleParts): ReturnType<typeof gate> => {
  const known = gates.get(parts) ?? gate(() => parts.options.api.checksAtOnce, 2)
  gates.set(parts, known)
  return known
}

export const CHECK: readonly Operation[] = [
  operation({
    ...{ method: 'post', path: '/check', name: 'check', area: 'Check', scope: 'check' },
    summary: 'Judge a message by the rules in force; nothing of it is kept, sent or logged.',
    says: 'The message is the body (message/rfc822), its envelope in the header fields Mailsluis-Mail-From, Mailsluis-Rcpt-To (addresses with commas) and Mailsluis-Pack, or in the query; or all of it is JSON. The verdict is that of `mailsluis check --json`.',
    problems: ['bad-request', 'too-large', 'wrong-type', 'busy'],
    query: Query,
    body: Check,
    takesMessage: true,
    example: { body: { raw: 'RnJvbTogZWxzQGRldmxvbmRlci5leGFtcGxlDQoNCkRhZw0K', rcptTo: ['ouder@mail.example'] } },
    answers: Verdict,
    handle: (call) => gateOf(call.parts)(() => judged(call)),
  }),
]
