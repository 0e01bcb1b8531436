/** The school's policy as it is in force: packs, clauses, rules. It is read here, and written in files. */
import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { addDays, hitsOf, sumOf } from '../../figures/figures.ts'
import type { Exception, Pack } from '../../policy/policy.ts'
import { type Actor, isOfSchool, Refused } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { message, notice } from '../layout.ts'
import { sayRefusal } from '../refusals.ts'
import { actorIn, demandSession, type Env, formOf, viewOf } from '../sign-in/sessions.ts'
import type { InForce } from './exceptions.ts'
import { packPage } from './pack-page.ts'
import { packsPage, textsOf } from './packs-page.ts'
import { type AnyRule, ruleIn, rulePage } from './rule-page.ts'
import { mayTry } from './try.ts'

const DAYS_COUNTED = 28

const PACK = '/policy/:pack{[\\w-]{1,80}}'
const RULE = `${PACK}/:rule{[\\w:-]{1,120}}`

const missing = (c: Context<Env>, parts: ConsoleParts): Response | Promise<Response> => {
  const view = viewOf(c, parts)
  return c.html(notice(view, textsOf(view).why404), 404)
}

const packIn = (c: Context<Env>, parts: ConsoleParts): Pack | undefined =>
  parts.policy().packs.get(c.req.param('pack') ?? '')

/** Those of the files, and those made from a case; of the reader's schools. */
const inForce = async (c: Context<Env>, parts: ConsoleParts, rule: AnyRule['id']): Promise<readonly InForce[]> => {
  const actor = actorIn(c)
  const now = Date.now()
  const isOwn = ({ sender }: Exception): boolean =>
    actor.schools.length === 0 || sender === undefined || actor.schools.includes(sender.slice(sender.indexOf('@') + 1))
  const written = parts.policy().exceptions.filter((one) => one.expires > now && isOwn(one))
  const granted = await parts.review.exceptions(actor)
  const all = [...granted.map((one) => ({ ...one, ends: true })), ...written.map((one) => ({ ...one, ends: false }))]
  return all.filter((one) => one.rule === rule)
}

/** In the schools that go by this pack and that the reader may see. */
const countsOf = async ({ figures, people, policy }: ConsoleParts, actor: Actor, pack: Pack, rule: string) => {
  const goesBy = (school: string): boolean => policy().packFor(school).id === pack.id
  const schools = people().domains.filter((school) => isOfSchool(actor.schools, school) && goesBy(school))
  const days = Array.from({ length: DAYS_COUNTED }, (_, back) => addDays(figures.today(), -back))
  return hitsOf(sumOf(await figures.read(days, schools)), rule)
}

type Said = Readonly<{ kind: 'good' | 'bad'; words: string }>

const showRule = async (c: Context<Env>, parts: ConsoleParts, said?: Said) => {
  const pack = packIn(c, parts)
  const rule = pack && ruleIn(pack, c.req.param('rule') ?? '')
  if (!pack || !rule) return missing(c, parts)
  const about = { policy: parts.policy(), pack, published: parts.published?.(), rule }
  const actor = actorIn(c)
  const counts = await countsOf(parts, actor, pack, rule.id)
  const cases = await parts.review.ruleCases(actor, pack.id, rule.id)
  const exceptions = await inForce(c, parts, rule.id)
  const words = said ? message(said.kind, said.words) : ''
  const content = rulePage({ ...about, counts, cases, exceptions, said: words }, viewOf(c, parts))
  return c.html(content, said?.kind === 'bad' ? 409 : 200)
}

const end = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const actor = actorIn(c)
  if (!actor.roles.includes('admin')) throw new HTTPException(403)
  try {
    await parts.review.endException(actor, (await formOf(c)).get('exception') ?? '')
    return showRule(c, parts, { kind: 'good', words: textsOf(view).exception.ended })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return showRule(c, parts, { kind: 'bad', words: sayRefusal(error, view.language) })
  }
}

export const policyPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  app.use('/policy', demandSession(parts))
  app.use('/policy/*', demandSession(parts))
  app.get('/policy', (c) => {
    const view = viewOf(c, parts)
    return c.html(packsPage(parts.policy(), parts.people().domains, mayTry(actorIn(c)), view))
  })
  app.get(PACK, (c) => {
    const pack = packIn(c, parts)
    if (!pack) return missing(c, parts)
    return c.html(packPage({ policy: parts.policy(), pack, published: parts.published?.() }, viewOf(c, parts)))
  })
  app.get(RULE, (c) => showRule(c, parts))
  app.post(`${RULE}/end`, (c) => end(c, parts))
  return app
}
