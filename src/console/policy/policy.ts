/** The school's policy as it is in force: packs, clauses, rules. It is read here, and written in files. */
import { type Context, Hono } from 'hono'
import type { Pack } from '../../policy/policy.ts'
import type { ConsoleParts } from '../console.ts'
import { notice } from '../layout.ts'
import type { Html } from '../shown.ts'
import { actorIn, demandSession, type Env, viewOf } from '../sign-in/sessions.ts'
import type { InForce } from './exceptions.ts'
import { packPage } from './pack-page.ts'
import { packsPage, textsOf } from './packs-page.ts'
import { type AnyRule, ruleIn, rulePage } from './rule-page.ts'
import { mayTry } from './try.ts'

const PACK = '/policy/:pack{[\\w-]{1,80}}'
const RULE = `${PACK}/:rule{[\\w:-]{1,120}}`

const missing = (c: Context<Env>, parts: ConsoleParts): Response | Promise<Response> => {
  const view = viewOf(c, parts)
  return c.html(notice(view, textsOf(view).why404), 404)
}

const packIn = (c: Context<Env>, parts: ConsoleParts): Pack | undefined =>
  parts.policy().packs.get(c.req.param('pack') ?? '')

const inForce = (parts: ConsoleParts, rule: AnyRule['id']): readonly InForce[] => {
  const now = Date.now()
  const all = parts.policy().exceptions.map((one) => ({ ...one, ends: false }))
  return all.filter((one) => one.rule === rule && one.expires > now)
}

const showRule = async (c: Context<Env>, parts: ConsoleParts, said: Html | '' = '') => {
  const pack = packIn(c, parts)
  const rule = pack && ruleIn(pack, c.req.param('rule') ?? '')
  if (!pack || !rule) return missing(c, parts)
  const about = { policy: parts.policy(), pack, published: parts.published?.(), rule, said }
  const hits = await parts.review.ruleHits(actorIn(c), pack.id, rule.id)
  return c.html(rulePage({ ...about, hits, exceptions: inForce(parts, rule.id) }, viewOf(c, parts)))
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
  return app
}
