/** Signing in at a provider of the school (OpenID Connect): which one, and what its groups give. */
import { z } from 'zod'

const ROLES = ['admin', 'privacy-officer', 'head', 'reviewer', 'helpdesk', 'auditor'] as const

const GroupOptions = z.strictObject({
  group: z.string().min(1).describe('Value of the groups claim: a group’s id (Entra), its name, or a role.'),
  roles: z.array(z.enum(ROLES)).min(1).describe('Roles its members have.'),
  schools: z.array(z.string()).default([]).describe('Only mail of these domains. Empty: of all.'),
  categories: z
    .array(z.string())
    .default([])
    .describe('Only these categories of findings or rules, as in `user add --category`. Empty: all.'),
})

/** A secret may cross the network of this machine in the clear, and no other. */
const isSafe = (url: string): boolean =>
  url.startsWith('https://') || /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?(?:\/|$)/.test(url)

export const OidcOptions = z.strictObject({
  issuer: z
    .string()
    .refine((url) => url === '' || isSafe(url), 'must be an https address')
    .default('')
    .describe(
      'Issuer of the provider. Microsoft Entra: https://login.microsoftonline.com/TENANT-ID/v2.0 (one tenant, never "common"). Google: https://accounts.google.com, with `require: {hd: school.be}`. Empty: off.',
    ),
  clientId: z.string().default('').describe('Client id the provider gave this console.'),
  clientSecret: z.string().optional().describe('Its secret.'),
  clientSecretFile: z.string().optional().describe('File with the secret.'),
  name: z.string().default('').describe('What the button calls it ("Microsoft"). Empty: the provider’s host name.'),
  scope: z.string().default('openid email profile').describe('What is asked of the provider.'),
  emailClaim: z
    .string()
    .default('email')
    .describe('Claim with the e-mail address. Entra without the email claim: preferred_username.'),
  groupsClaim: z
    .string()
    .default('groups')
    .describe('Claim with the groups ("groups", or "roles" for app roles in Entra).'),
  require: z
    .record(z.string(), z.string())
    .default({})
    .describe('Claims that must have this value: everybody in the world may have an account at Google.'),
  groups: z
    .array(GroupOptions)
    .default([])
    .describe(
      'What members of which group may do. Of several, all roles together, in all their schools and categories. Who is in none needs an account by hand (`user add --elsewhere`).',
    ),
})
export type OidcOptions = z.infer<typeof OidcOptions>
