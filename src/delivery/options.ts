/** How mail leaves: the next hop, routes by domain, TLS per route, limits. */
import { z } from 'zod'
import { isNextHop } from './hop.ts'

const Milliseconds = z.int().min(10)
const NextHop = z.string().refine(isNextHop, 'smtp://host:port, smtps://host:port, or capture:FOLDER')

/** What a route and the default way share. */
const way = {
  nextHop: NextHop.describe(
    'smtp://host:port, smtps://host:port, or capture:FOLDER (written to files, sent to nobody).',
  ),
  tls: z
    .enum(['none', 'opportunistic', 'required', 'verified'])
    .default('opportunistic')
    .describe(
      'opportunistic: TLS when offered; required: TLS or wait; verified: with a certificate we trust, or wait.',
    ),
  caFile: z.string().optional().describe('Certificates to trust for `verified`, PEM. Absent: those of Node.'),
  clientCertFile: z.string().optional().describe('Our certificate for the next hop, PEM.'),
  clientKeyFile: z.string().optional().describe('Its private key, PEM.'),
  user: z.string().optional().describe('User name at the next hop; used inside TLS only, unless tls is none.'),
  password: z.string().optional().describe('Its password.'),
  passwordFile: z.string().optional().describe('File with the password; read at every sign-in.'),
  maxConnections: z
    .int()
    .min(1)
    .default(10)
    .describe('Connections at one time, those of all processes and nodes together.'),
}

const Match = z
  .strictObject({
    senderDomain: z.string().toLowerCase().optional().describe('Domain of the envelope sender.'),
    recipientDomain: z.string().toLowerCase().optional().describe('Domain of the recipient.'),
  })
  .refine((match) => match.senderDomain !== undefined || match.recipientDomain !== undefined, 'a domain to match')

const Timeouts = z.strictObject({
  connectMs: Milliseconds.default(30_000).describe('Until the connection stands.'),
  greetingMs: Milliseconds.default(60_000).describe('Until the greeting, and for the TLS handshake.'),
  silenceMs: Milliseconds.default(300_000).describe('Silence of the next hop.'),
  transactionMs: Milliseconds.default(900_000).describe('One whole transaction.'),
  waitMs: Milliseconds.default(60_000).describe('Waiting for a free connection.'),
})

export const DeliveryOptions = z.strictObject({
  ...way,
  nextHop: way.nextHop.default('capture:outbox'),
  routes: z
    .array(z.strictObject({ match: Match.describe('All that is given must match.'), ...way }))
    .default([])
    .describe('Other ways for some mail; the first that matches is taken.'),
  name: z.string().default('').describe('Our name in EHLO. Empty: the machine’s own.'),
  recipientsPerTransaction: z.int().min(1).max(1000).default(100).describe('Recipients sent at once.'),
  maxMessagesPerConnection: z.int().min(1).default(100).describe('Messages before a connection is renewed.'),
  idleMs: Milliseconds.default(30_000).describe('An unused connection is kept this long.'),
  timeouts: Timeouts.prefault({}).describe('Milliseconds.'),
})
export type DeliveryOptions = z.infer<typeof DeliveryOptions>

export type Way = Pick<DeliveryOptions, keyof typeof way>
