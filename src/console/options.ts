/** The console's own settings. */
import { z } from 'zod'
import { OidcOptions } from './sign-in/oidc-options.ts'

const ApiOptions = z.strictObject({
  requestsPerMinute: z.int().positive().default(600).describe('Requests of each token of the API.'),
  checksAtOnce: z
    .int()
    .positive()
    .default(2)
    .describe('Messages that are judged for the API at the same time, in each process; others are asked to come back.'),
  checkBytes: z.int().positive().default(35_000_000).describe('Largest message that the API judges.'),
})

export const ConsoleOptions = z.strictObject({
  host: z.string().default('127.0.0.1').describe('Address the console listens on.'),
  port: z.int().min(0).max(65535).default(8080).describe('Port of the console; 0 picks a free one.'),
  url: z
    .string()
    .overwrite((url) => url.replace(/\/$/, ''))
    .regex(
      /^(?:https?:\/\/[^\s/?#]{1,255})?$/,
      'must be an address such as https://mailsluis.school.be, without a path',
    )
    .default('')
    .describe(
      'Public address of the console, for links in notices ("https://mailsluis.school.be"). Empty: no links, but while mail is written to a folder (capture:) those of this machine.',
    ),
  sessionHours: z.number().positive().default(10).describe('How long a sign-in lasts.'),
  signInsPerMinute: z
    .int()
    .positive()
    .default(60)
    .describe(
      'Times that one client address may try each way in (password, code, school account, first link) in a minute.',
    ),
  secondFactor: z
    .enum(['off', 'admins', 'all'])
    .default('off')
    .describe(
      'Who must also give a code from an app on their telephone at sign-in. off: nobody must, everybody may; admins: administrators; all: everybody with a password here. Who has none yet is led to it at the next sign-in.',
    ),
  oidc: OidcOptions.prefault({}),
  api: ApiOptions.prefault({}),
  metricsToken: z
    .string()
    .regex(/^(?:[!-~]{20,200})?$/, 'must be at least 20 characters without blanks, as from openssl rand -hex 20')
    .default('')
    .describe(
      'Secret that Prometheus shows to read /metrics (Authorization: Bearer …). Better given as a file, with MAILSLUIS_CONSOLE_METRICS_TOKEN_FILE. Empty: there is no /metrics.',
    ),
  trustProxy: z
    .boolean()
    .default(false)
    .describe('A proxy of ours stands before the console: the last X-Forwarded-For address is the client.'),
})
export type ConsoleOptions = z.infer<typeof ConsoleOptions>
