/** Tokens of the API, for administrators of all schools: made, looked at and revoked. */
import { type Context, Hono } from 'hono'
import { type Actor, Refused, type Scope } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { notice } from '../layout.ts'
import { sayRefusal } from '../refusals.ts'
import { actorIn, demandSession, type Env, formOf, viewOf } from '../sign-in/sessions.ts'
import { TOKENS } from './texts.ts'
import { addedPage, DAYS, EVERY_SCOPE, NOTHING, type TokenParts, tokenPage, type Written } from './token-page.ts'

/** A token may do what no school alone may: who makes one may see all of them. */
const mayMake = ({ roles, schools, categories }: Actor): boolean =>
  roles.includes('admin') && schools.length === 0 && categories.length === 0

const writtenIn = (form: URLSearchParams): Written => ({
  name: (form.get('name') ?? '').trim().slice(0, 100),
  scopes: form.getAll('scope').slice(0, EVERY_SCOPE.length),
  school: form.get('school') ?? '',
  account: form.get('account') ?? '',
  days: form.get('days') ?? '',
})

const show = async (
  c: Context<Env>,
  parts: ConsoleParts,
  { written = NOTHING, said }: Partial<Pick<TokenParts, 'written' | 'said'>> = {},
): Promise<Response> => {
  const about = {
    tokens: await parts.tokens.list(),
    own: c.get('signedIn').account,
    schools: parts.people().domains,
  }
  return c.html(tokenPage({ ...about, written, said }, viewOf(c, parts)), said?.kind === 'bad' ? 409 : 200)
}

/** Does it; when it is refused, the page says why and keeps what was written. */
const attempt = async (
  c: Context<Env>,
  parts: ConsoleParts,
  written: Written,
  act: () => Promise<Response>,
): Promise<Response> => {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return show(c, parts, { written, said: { kind: 'bad', words: sayRefusal(error, viewOf(c, parts).language) } })
  }
}

const add = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const written = writtenIn(await formOf(c))
  const { name, account } = written
  const scopes = written.scopes.filter((scope): scope is Scope => EVERY_SCOPE.includes(scope as Scope))
  const days = DAYS.find((some) => String(some) === written.days)
  const wanted = { name, scopes, account, schools: written.school === '' ? [] : [written.school] }
  return attempt(c, parts, written, async () => {
    // In the name of a colleague one could decide on one's own messages.
    if (account !== '' && account !== actorIn(c).email)
      throw new Refused('A token acts for a program or for you, not for somebody else.')
    const made = await parts.tokens.add({ ...wanted, ...(days === undefined ? {} : { days }) }, actorIn(c).email)
    return c.html(addedPage(name, made.secret, viewOf(c, parts)))
  })
}

const revoke = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const name = (await formOf(c)).get('name') ?? ''
  return attempt(c, parts, NOTHING, async () => {
    await parts.tokens.revoke(name, actorIn(c).email)
    const { revoked } = TOKENS[viewOf(c, parts).language]
    return show(c, parts, { said: { kind: 'good', words: revoked(name.slice(0, 40)) } })
  })
}

export const tokenPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  for (const path of ['/tokens', '/tokens/*'])
    app.use(path, demandSession(parts), async (c, next) => {
      const view = viewOf(c, parts)
      return mayMake(actorIn(c)) ? next() : c.html(notice(view, TOKENS[view.language].refused), 403)
    })
  app.get('/tokens', (c) => show(c, parts))
  app.post('/tokens', (c) => add(c, parts))
  app.post('/tokens/revoke', (c) => revoke(c, parts))
  return app
}
