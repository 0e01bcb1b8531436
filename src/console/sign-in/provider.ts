/** The provider of the school (OpenID Connect): where one is sent, and what its answer says. Code flow with PKCE, state and nonce. */
import { readFileSync } from 'node:fs'
import * as oidc from 'openid-client'
import type { Identity, Scopes } from '../../review/review.ts'
import type { OidcOptions } from './oidc-options.ts'

const ANSWER_S = 10
const GROUPS_AT_MOST = 2000

/** What must come back with the answer; it lies in the browser that was sent. */
export type Journey = Readonly<{ state: string; nonce: string; verifier: string; next: string }>

/** '' when there is no provider. */
export const providerName = ({ issuer, name }: OidcOptions): string =>
  issuer === '' ? '' : name || new URL(issuer).hostname

const secretOf = ({ clientSecret, clientSecretFile }: OidcOptions): string | undefined =>
  clientSecretFile ? readFileSync(clientSecretFile, 'utf8').trim() : clientSecret

export type SchoolProvider = ReturnType<typeof openProvider>

/** Looked up when somebody first signs in, and again when that failed: a provider that is away stops no start. */
export const openProvider = (options: OidcOptions) => {
  let found: Promise<oidc.Configuration> | undefined
  const discover = (): Promise<oidc.Configuration> => {
    const issuer = new URL(options.issuer)
    // The settings let nothing but this very machine speak without TLS.
    const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []
    return oidc.discovery(issuer, options.clientId, secretOf(options), undefined, { timeout: ANSWER_S, execute })
  }
  const configuration = async (): Promise<oidc.Configuration> => {
    found ??= discover()
    try {
      return await found
    } catch (error) {
      found = undefined
      throw error
    }
  }
  const wayOut = async (): Promise<oidc.Configuration | undefined> => {
    const config = await configuration().catch(() => undefined)
    return config?.serverMetadata().end_session_endpoint === undefined ? undefined : config
  }
  return {
    /** Where to send the browser. */
    depart: async (redirectUri: string, next: string): Promise<Readonly<{ to: URL; journey: Journey }>> => {
      const config = await configuration()
      const verifier = oidc.randomPKCECodeVerifier()
      const journey: Journey = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, next }
      const to = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: options.scope,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: journey.state,
        nonce: journey.nonce,
      })
      return { to, journey }
    },
    /** Who came back; undefined when what the provider says of them is not what is asked here. Throws when the answer is none. */
    arrive: async (answer: URL, journey: Journey): Promise<Identity | undefined> => {
      const tokens = await oidc.authorizationCodeGrant(await configuration(), answer, {
        pkceCodeVerifier: journey.verifier,
        expectedState: journey.state,
        expectedNonce: journey.nonce,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      return claims && identityOf(claims, options)
    },
    /**
     * Where to send a browser that is to be signed out there too (OpenID Connect RP-Initiated Logout 1.0); undefined when the
     * provider has no such place, or does not answer. Without a token of theirs it asks first: no other site can sign anybody out.
     */
    leave: async (backUri: string): Promise<URL | undefined> => {
      const config = await wayOut()
      return config && oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: backUri })
    },
    mayLeave: async (): Promise<boolean> => (await wayOut()) !== undefined,
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 320) : '')

/** What their groups give, all together; nothing listed for schools or categories means all of them. */
export const grantOf = (member: ReadonlySet<string>, { groups }: Pick<OidcOptions, 'groups'>): Scopes | undefined => {
  const own = groups.filter(({ group }) => member.has(group))
  if (own.length === 0) return undefined
  const together = (lists: readonly (readonly string[])[]): readonly string[] =>
    lists.some((list) => list.length === 0) ? [] : [...new Set(lists.flat())]
  return {
    roles: [...new Set(own.flatMap(({ roles }) => roles))],
    schools: together(own.map(({ schools }) => schools)),
    categories: together(own.map(({ categories }) => categories)),
  }
}

/** Where a claim would be found instead (OpenID Connect Core §5.6.2): what Entra answers for who is in more than 200 groups. */
const isLeftOut = (claims: oidc.IDToken, claim: string): boolean => {
  const elsewhere = claims._claim_names
  return (
    claims[claim] === undefined &&
    typeof elsewhere === 'object' &&
    elsewhere !== null &&
    Object.hasOwn(elsewhere, claim)
  )
}

/** Undefined without an address of their own: one that the provider does not vouch for is nobody's. */
export const identityOf = (claims: oidc.IDToken, options: OidcOptions): Identity | undefined => {
  const email = textOf(claims[options.emailClaim])
  if (!/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(email) || claims.email_verified === false) return undefined
  if (Object.entries(options.require).some(([claim, value]) => claims[claim] !== value)) return undefined
  const groups = [claims[options.groupsClaim]].flat().slice(0, GROUPS_AT_MOST).map(textOf)
  const name = textOf(claims.name) || email
  const identity = { issuer: claims.iss, subject: claims.sub, email, name, grant: grantOf(new Set(groups), options) }
  return isLeftOut(claims, options.groupsClaim) ? { ...identity, groupsLeftOut: true } : identity
}
