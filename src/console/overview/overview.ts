/** Counts and sizes of mail: the overview, and the page of one week. Nothing here is about a person. */
import { type Context, Hono } from 'hono'
import { addDays, daysOf, daysUntil, isWeek, mondayOf, weekOf, weeksUntil } from '../../figures/figures.ts'
import type { ConsoleParts } from '../console.ts'
import { notice } from '../layout.ts'
import { queueState } from '../mail/queue-state.ts'
import { demandSession, type Env, viewOf } from '../sign-in/sessions.ts'
import { overviewPage } from './overview-page.ts'
import { type Scope, scopeOf } from './scope.ts'
import { weekPage } from './week-page.ts'

const DAYS = 30
const WEEKS = 52
/** Beside days: what is told by week. */
const SOME_WEEKS = 12
const RULE_WEEKS = 4

const scopeIn = (c: Context<Env>, { people }: ConsoleParts): Scope =>
  scopeOf(c.get('signedIn').account, people().domains, c.req.query('school') ?? '')

const FOLLOWING = ['admin', 'helpdesk', 'auditor']

const show = async (c: Context<Env>, parts: ConsoleParts) => {
  const scope = scopeIn(c, parts)
  const span: 'days' | 'weeks' = c.req.query('span') === 'weeks' ? 'weeks' : 'days'
  const today = parts.figures.today()
  const weeks = weeksUntil(weekOf(today), span === 'weeks' ? WEEKS : SOME_WEEKS)
  const periods = span === 'weeks' ? weeks : daysUntil(today, DAYS)
  const figures = await parts.figures.read([...new Set([...periods, ...weeks])], scope.schools)
  const { roles } = c.get('signedIn').account
  const overview = {
    ...{ scope, periods, weeks, figures },
    span,
    ruleWeeks: span === 'weeks' ? weeks : weeks.slice(-RULE_WEEKS),
    now: scope.isWhole ? await parts.store.counts() : undefined,
    routes: (await queueState(parts)).routes,
    mayFollow: roles.some((role) => FOLLOWING.includes(role)),
    lastWeek: weekOf(addDays(today, -7)),
  }
  return c.html(overviewPage(overview, viewOf(c, parts)))
}

const showWeek = async (c: Context<Env>, parts: ConsoleParts) => {
  const view = viewOf(c, parts)
  const week = c.req.param('week') ?? ''
  const thisWeek = weekOf(parts.figures.today())
  if (!isWeek(week) || mondayOf(week) > mondayOf(thisWeek))
    return c.html(notice(view, view.texts.problems.notFound), 404)
  const scope = scopeIn(c, parts)
  const figures = await parts.figures.read([week, ...daysOf(week)], scope.schools)
  return c.html(weekPage({ scope, week, figures, isLatest: week === thisWeek }, view))
}

export const overviewPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  app.use('/overview', demandSession(parts))
  app.use('/overview/*', demandSession(parts))
  app.get('/overview', (c) => show(c, parts))
  app.get('/overview/week/:week', (c) => showWeek(c, parts))
  return app
}
