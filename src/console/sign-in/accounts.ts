/** Accounts, for administrators: added, changed, switched off, given a new password. Of their own schools, and never their own. */
import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { type Account, type Actor, CATEGORIES, mayKeep, Refused, uncovered } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { notice } from '../layout.ts'
import { sayRefusal } from '../refusals.ts'
import { type Draft, givenPage, listPage, newPage, onePage, type Said } from './accounts-page.ts'
import { ACCOUNTS } from './accounts-texts.ts'
import { providerName } from './provider.ts'
import { EVERY_ROLE, rulesIn } from './roles.ts'
import { actorIn, demandSession, type Env, formOf, viewOf } from './sessions.ts'

const PAGE = 50
const SCHOOLS_AT_MOST = 50

/** An address is nobody's business in the log of a proxy. */
const idOf = ({ email }: Account): string => createHash('sha256').update(email).digest('hex').slice(0, 16)

const kept = async (parts: ConsoleParts, actor: Actor): Promise<readonly Account[]> =>
  (await parts.accounts.list()).filter((account) => mayKeep(actor, account))

const demandKeeper = (actor: Actor, draft: Pick<Draft, 'schools' | 'categories'>): void => {
  if (!mayKeep(actor, draft)) throw new Refused('Only an administrator of these schools and categories may do this.')
}

const draftIn = async (c: Context<Env>, parts: ConsoleParts): Promise<Draft> => {
  const form = await formOf(c)
  const kinds = [...CATEGORIES, ...rulesIn(viewOf(c, parts))]
  const words = (form.get('schools') ?? '').toLowerCase().split(/[\s,;]+/, SCHOOLS_AT_MOST)
  return {
    name: (form.get('name') ?? '').trim().slice(0, 100),
    email: (form.get('email') ?? '').trim().slice(0, 320),
    roles: EVERY_ROLE.filter((role) => form.getAll('role').includes(role)),
    schools: words.filter((school) => school !== ''),
    categories: kinds.filter((kind) => form.getAll('category').includes(kind)),
  }
}

const showList = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const all = await kept(parts, actorIn(c))
  const from = Math.max(0, Math.trunc(Number(c.req.query('from'))) || 0)
  const some = all.slice(from, from + PAGE).map((account) => ({ id: idOf(account), account }))
  const next = from + PAGE < all.length ? from + PAGE : 0
  return c.html(listPage({ all: some, next, total: all.length, alone: uncovered(all) }, viewOf(c, parts)))
}

/** The account of this page, when the reader may keep it. */
const oneOf = async (c: Context<Env>, parts: ConsoleParts): Promise<Account> => {
  const found = (await kept(parts, actorIn(c))).find((account) => idOf(account) === c.req.param('id'))
  if (!found) throw new Refused('Only an administrator of these schools and categories may do this.')
  return found
}

const isOwn = (c: Context<Env>, account: Account): boolean => c.get('signedIn').account.email === account.email

const showOne = async (c: Context<Env>, parts: ConsoleParts, said?: Said, draft?: Draft): Promise<Response> => {
  const account = await oneOf(c, parts)
  const about = {
    own: isOwn(c, account),
    provider: providerName(parts.options.oidc),
    open: (await parts.accounts.sessionsOf(account.email)).length,
    said,
    ...(draft ? { draft } : {}),
  }
  return c.html(onePage({ id: idOf(account), account }, about, viewOf(c, parts)), said?.kind === 'bad' ? 409 : 200)
}

const add = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const draft = await draftIn(c, parts)
  const { oidc } = parts.options
  const elsewhere = oidc.issuer !== '' && (await formOf(c)).get('elsewhere') === 'yes'
  const again = (words: string) =>
    c.html(newPage(draft, { provider: providerName(oidc), elsewhere, said: { kind: 'bad', words } }, view), 409)
  if (draft.roles.length === 0) return again(ACCOUNTS[view.language].oneRole)
  try {
    demandKeeper(actorIn(c), draft)
    const { email, ...details } = draft
    const named = { ...details, name: details.name || email, ...(elsewhere ? { issuer: oidc.issuer } : {}) }
    const { password } = await parts.accounts.add(email, named, actorIn(c).email)
    return c.html(givenPage(email, password, view))
  } catch (error) {
    if (error instanceof Refused) return again(sayRefusal(error, view.language))
    throw error
  }
}

/** What is done to somebody else's account; told on its page. */
const act = async (
  c: Context<Env>,
  parts: ConsoleParts,
  does: (account: Account, by: string) => Promise<Response | string>,
  draft?: Draft,
): Promise<Response> => {
  try {
    const account = await oneOf(c, parts)
    if (isOwn(c, account)) throw new Refused('You cannot do this to your own account: ask another administrator.')
    const done = await does(account, actorIn(c).email)
    return typeof done === 'string' ? await showOne(c, parts, { kind: 'good', words: done }) : done
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return showOne(c, parts, { kind: 'bad', words: sayRefusal(error, viewOf(c, parts).language) }, draft)
  }
}

const change = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const draft = await draftIn(c, parts)
  const texts = ACCOUNTS[viewOf(c, parts).language]
  if (draft.roles.length === 0) return showOne(c, parts, { kind: 'bad', words: texts.oneRole }, draft)
  return act(
    c,
    parts,
    async (account, by) => {
      demandKeeper(actorIn(c), draft)
      await parts.accounts.change(account.email, draft, by)
      return texts.saved
    },
    draft,
  )
}

const resetPassword = (c: Context<Env>, parts: ConsoleParts): Promise<Response> =>
  act(c, parts, async ({ email }, by) => {
    const view = viewOf(c, parts)
    const { password } = await parts.accounts.reset(email, by)
    return password === '' ? ACCOUNTS[view.language].unbound : c.html(givenPage(email, password, view))
  })

const EMPTY: Draft = { name: '', email: '', roles: ['reviewer'], schools: [], categories: [] }

export const accountsPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  const texts = (c: Context<Env>) => ACCOUNTS[viewOf(c, parts).language]
  const provider = providerName(parts.options.oidc)
  for (const path of ['/accounts', '/accounts/*']) {
    app.use(path, demandSession(parts))
    app.use(path, async (c, next) =>
      actorIn(c).roles.includes('admin') ? next() : c.html(notice(viewOf(c, parts), texts(c).refused), 403),
    )
  }
  app.get('/accounts', (c) => showList(c, parts))
  app.get('/accounts/new', (c) => c.html(newPage(EMPTY, { provider, elsewhere: provider !== '' }, viewOf(c, parts))))
  app.post('/accounts/new', (c) => add(c, parts))
  app.get('/accounts/:id', (c) => showOne(c, parts))
  app.post('/accounts/:id/change', (c) => change(c, parts))
  app.post('/accounts/:id/password', (c) => resetPassword(c, parts))
  app.post('/accounts/:id/second-factor', (c) =>
    act(c, parts, async ({ email }, by) => {
      await parts.accounts.resetSecondFactor(email, by)
      return texts(c).resetDone
    }),
  )
  app.post('/accounts/:id/sign-out', (c) =>
    act(c, parts, async ({ email }, by) => {
      await parts.accounts.signOutEverywhere(email, by)
      return texts(c).signedOut
    }),
  )
  app.post('/accounts/:id/elsewhere', (c) =>
    act(c, parts, async ({ email }, by) => {
      const { issuer } = parts.options.oidc
      if (issuer !== '') await parts.accounts.moveElsewhere(email, issuer, by)
      return texts(c).moved
    }),
  )
  for (const what of ['disable', 'enable'] as const)
    app.post(`/accounts/:id/${what}`, (c) =>
      act(c, parts, async ({ email }, by) => {
        await parts.accounts.disable(email, what === 'disable', by)
        return texts(c).saved
      }),
    )
  return app
}
