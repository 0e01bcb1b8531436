/** A provider of a school, as a real one answers (oidc-provider), on a port of this machine. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

export const CLIENT = { id: 'mailsluis', secret: 'geheim-van-de-proef-geheim-van-de-proef' }

type Claims = Readonly<Record<string, unknown>>

/** Its people by the name they type; changes count at the next sign-in. */
export type People = Record<string, Claims>

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

export const openSchoolProvider = async (people: People) => {
  let answer: (...given: Parameters<ReturnType<Provider['callback']>>) => unknown = () => {}
  const server = createServer((request, response) => answer(request, response))
  const issuer = `http://127.0.0.1:${await listening(server)}`
  return {
    issuer,
    /** Knows the console from now on. `signsOut`: it offers a way out, as Entra and Keycloak do and Google does not. */
    trust: (console: string, { signsOut = true } = {}): void => {
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: CLIENT.id,
            client_secret: CLIENT.secret,
            redirect_uris: [`${console}/sign-in/back`],
            post_logout_redirect_uris: [`${console}/sign-in/back`],
            grant_types: ['authorization_code'],
            response_types: ['code'],
          },
        ],
        features: { rpInitiatedLogout: { enabled: signsOut } },
        pkce: { required: () => true },
        cookies: { keys: ['van de proef'] },
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups', 'hd'] },
        conformIdTokenClaims: false,
        findAccount: (_ctx, sub) => ({ accountId: sub, claims: async () => ({ sub, ...people[sub] }) }),
      })
      answer = provider.callback()
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
