/** What an operator may set at the door. Every limit announced here is kept by the files beside it. */
import { z } from 'zod'
import { isNetwork } from './networks.ts'

const Port = z.int().min(0).max(65_535)
const Count = z.int().min(1)
const Milliseconds = z.int().min(10)

const Listener = z.strictObject({
  host: z.string().default('127.0.0.1').describe('Address to listen on.'),
  port: Port.describe('Port to listen on; 0 takes a free one.'),
  tls: z.enum(['plain', 'starttls', 'implicit']).default('plain').describe('implicit: TLS from the first byte (465).'),
  requireTls: z.boolean().default(false).describe('Refuse MAIL before STARTTLS (530 5.7.0).'),
})

const Auth = z.strictObject({
  users: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe('User name.'),
        hash: z
          .string()
          .regex(/^\$argon2id\$v=19\$/)
          .describe('Password hash, PHC argon2id form.'),
      }),
    )
    .default([])
    .describe('Who may send by user name and password. AUTH is offered inside TLS only.'),
  failDelayMs: z.int().min(0).default(500).describe('Each wrong password in a row is answered this much later.'),
  maxFailures: Count.default(10).describe('Wrong passwords of one address or one account before 421 4.7.0.'),
  windowMs: Milliseconds.default(600_000).describe('How long wrong passwords are remembered.'),
})

const Timeouts = z.strictObject({
  idleMs: Milliseconds.default(300_000).describe('Silence between two commands or two pieces of a message.'),
  messageMs: Milliseconds.default(900_000).describe('The whole of one message, first byte to final dot.'),
  sessionMs: Milliseconds.default(7_200_000).describe('The whole of one connection; it ends after its message.'),
})

const Network = z.string().refine(isNetwork, 'an address or a network such as 10.1.0.0/16 or 2001:db8::/32')

const Balancers = z.strictObject({
  from: z
    .array(Network)
    .default([])
    .describe(
      'Balancers of ours that tell the client’s address with the PROXY protocol, version 1 or 2. From these every connection must begin with it; from anybody else it is a wrong command. Empty: none.',
    ),
  headerMs: Milliseconds.default(5000).describe('The header must be whole within this time.'),
})

export const SmtpOptions = z.strictObject({
  host: z.string().default('127.0.0.1').describe('Address to listen on.'),
  port: Port.default(2525).describe('Port to listen on; 0 takes a free one.'),
  listeners: z.array(Listener).min(1).optional().describe('Several listeners; they replace host and port.'),
  tls: z
    .strictObject({
      certFile: z.string().describe('Certificate with its chain, PEM. Read again when it changes.'),
      keyFile: z.string().describe('Private key, PEM.'),
    })
    .optional()
    .describe('Certificate for STARTTLS and implicit TLS.'),
  allow: z.array(Network).default(['127.0.0.0/8', '::1/128']).describe('Clients that may send without AUTH.'),
  proxy: Balancers.prefault({}).describe('A TCP balancer in front, such as HAProxy or that of a cloud.'),
  auth: Auth.prefault({}).describe('Clients elsewhere sign in.'),
  hostname: z.string().default('').describe('Name in greeting and Received line. Empty: the machine’s own.'),
  maxMessageBytes: Count.default(52_428_800).describe('Largest message; announced as SIZE.'),
  maxRecipients: z.int().min(1000).default(5000).describe('Recipients of one transaction; announced as RCPTMAX.'),
  maxConnections: Count.default(1000).describe('Connections at one time, all clients together.'),
  maxConnectionsPerClient: Count.default(400).describe('Connections at one time of one client address.'),
  messagesPerMinute: z.int().min(0).default(0).describe('Messages of one client address a minute; 0 is no limit.'),
  messagesPerMinutePerUser: z
    .int()
    .min(0)
    .default(120)
    .describe('Messages of one signed-in user a minute; 0 is no limit.'),
  maxErrors: Count.default(20).describe('Wrong commands of one connection before it is closed.'),
  maxReceived: Count.default(50).describe('Received lines before a message counts as looping (5.4.6).'),
  allowNullSender: z.boolean().default(true).describe('Accept MAIL FROM:<> of clients on the allow list.'),
  timeouts: Timeouts.prefault({}).describe('Milliseconds.'),
})
export type SmtpOptions = z.infer<typeof SmtpOptions>
