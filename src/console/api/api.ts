/** The API: every operation behind its token and its scope, and every fault as a problem. */
import { type Context, Hono } from 'hono'
import { Refused } from '../../review/review.ts'
import { StoreAway, StoreFull, StoreUnusable } from '../../store/store.ts'
import type { ConsoleParts } from '../console.ts'
import type { Env } from '../sign-in/sessions.ts'
import { BASE } from './base.ts'
import { type Caller, callerOf } from './bearer.ts'
import { readJson } from './body.ts'
import { document } from './document.ts'
import { type Operation, parsed } from './operation.ts'
import { OPERATIONS } from './operations.ts'
import { isKind, PROBLEMS, Problem, problemAnswer, refusedProblem } from './problems.ts'

const routeOf = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** A parameter given twice is several; one that takes a single value says so. */
const queryOf = (c: Context): Record<string, string | string[]> =>
  Object.fromEntries(Object.entries(c.req.queries()).map(([name, all]) => [name, all.length > 1 ? all : all[0]!]))

/** What a token did for a person stands in the log in the person's name: by which token is noted beside it. */
const noteDeed = async ({ store }: ConsoleParts, { actor, token }: Caller, detail: string): Promise<void> => {
  if (token.account === '') return
  await store.audit({ at: Date.now(), event: 'token-acted', actor: actor.email, ref: token.name, detail })
}

const serve = async (c: Context<Env>, parts: ConsoleParts, one: Operation): Promise<Response> => {
  const caller = await callerOf(c, parts, one)
  const params = parsed(one.params, c.req.param(), 'path')
  const query = parsed(one.query, queryOf(c), 'query')
  const body = one.body && !one.takesMessage ? parsed(one.body, await readJson(c), 'body') : undefined
  const call = { ...caller, parts, c, params, query, body }
  const found = await one.handle(call as never)
  if (one.method !== 'get') await noteDeed(parts, caller, [one.name, ...Object.values(c.req.param())].join(' '))
  // Only what is documented gets out.
  return c.json(one.answers.parse(found))
}

const problemOf = (error: unknown, parts: ConsoleParts): Problem => {
  if (error instanceof Problem) return error
  if (error instanceof Refused) return refusedProblem(error)
  if ([StoreAway, StoreFull, StoreUnusable].some((kind) => error instanceof kind))
    return new Problem('away', undefined, { headers: { 'Retry-After': '10' } })
  parts.log.error('taskFailed', { task: 'api' }, error)
  return new Problem('failed')
}

/** The methods that each path knows; GET knows HEAD too. */
const allowed = (): ReadonlyMap<string, string> => {
  const byPath = Map.groupBy(OPERATIONS, ({ path }) => path)
  const said = (all: readonly Operation[]): string =>
    all.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])).join(', ')
  return new Map([...byPath].map(([path, all]) => [path, said(all)]))
}

const publicPages = (app: Hono<Env>): void => {
  const text = JSON.stringify(document())
  const kept = { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=300' }
  app.get('/openapi.json', (c) => c.body(text, 200, kept))
  app.get('/problems/:kind', (c) => {
    const kind = c.req.param('kind')
    if (!isKind(kind)) throw new Problem('not-found')
    const [status, title, says] = PROBLEMS[kind]
    return c.json({ type: `${BASE}/problems/${kind}`, title, status, says })
  })
}

export const apiOf = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  publicPages(app)
  for (const one of OPERATIONS) app.on(one.method.toUpperCase(), routeOf(one.path), (c) => serve(c, parts, one))
  for (const [path, methods] of allowed())
    app.all(routeOf(path), () => {
      throw new Problem('wrong-method', undefined, { headers: { Allow: methods } })
    })
  app.all('*', () => {
    throw new Problem('not-found')
  })
  app.onError((error) => problemAnswer(problemOf(error, parts)))
  return app
}
