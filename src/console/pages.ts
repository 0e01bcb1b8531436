/** All pages together, behind the same headers and the same checks. */
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { Refused } from '../review/review.ts'
import { apiOf } from './api/api.ts'
import { BASE } from './api/base.ts'
import { blockedPages } from './blocked.ts'
import type { ConsoleParts } from './console.ts'
import { filePages } from './files.ts'
import { healthPages } from './health.ts'
import { caseActionPages } from './held/case-actions.ts'
import { heldPages } from './held/held.ts'
import { notice } from './layout.ts'
import { leakPages } from './leaks/leaks.ts'
import { mailPages } from './mail/mail.ts'
import { metricsPages } from './metrics.ts'
import { overviewPages } from './overview/overview.ts'
import { policyPages } from './policy/policy.ts'
import { tryPages } from './policy/try.ts'
import { sayRefusal } from './refusals.ts'
import { safeHeaders, sameOrigin, shortForms } from './safety.ts'
import { accountPages } from './sign-in/account.ts'
import { accountsPages } from './sign-in/accounts.ts'
import { elsewherePages } from './sign-in/elsewhere.ts'
import { firstPages } from './sign-in/first.ts'
import { openProvider } from './sign-in/provider.ts'
import { type Env, viewOf } from './sign-in/sessions.ts'
import { signInPages } from './sign-in/sign-in.ts'
import { followPages } from './staff/follow.ts'
import { minePages } from './staff/mine.ts'
import { questionPages } from './staff/questions.ts'
import { remedyPages } from './staff/remedies.ts'
import { whatPages } from './staff/what.ts'
import { whyPages } from './staff/why.ts'
import { tokenPages } from './tokens/tokens.ts'

export const pagesOf = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  app.use(safeHeaders)
  // It reads no cookies, and takes more than a form.
  app.route(BASE, apiOf(parts))
  app.use(shortForms, sameOrigin(parts.options))
  app.route('/', healthPages(parts))
  app.route('/', metricsPages(parts))
  app.route('/', filePages())
  const { oidc } = parts.options
  const provider = oidc.issuer === '' ? undefined : openProvider(oidc)
  app.route('/', signInPages(parts, provider))
  app.route('/', elsewherePages(parts, provider))
  app.route('/', firstPages(parts))
  app.route('/', accountPages(parts))
  app.route('/', accountsPages(parts))
  app.route('/', remedyPages(parts))
  app.route('/', followPages(parts))
  app.route('/', whyPages(parts))
  app.route('/', whatPages(parts))
  app.route('/', minePages(parts))
  app.route('/', heldPages(parts))
  app.route('/', caseActionPages(parts))
  app.route('/', leakPages(parts))
  app.route('/', questionPages(parts))
  app.route('/', blockedPages(parts))
  app.route('/', policyPages(parts))
  app.route('/', tryPages(parts))
  app.route('/', mailPages(parts))
  app.route('/', tokenPages(parts))
  app.route('/', overviewPages(parts))

  app.notFound((c) => {
    const view = viewOf(c, parts)
    return c.html(notice(view, view.texts.problems.notFound), 404)
  })

  app.onError((error, c) => {
    const view = viewOf(c, parts)
    const { problems } = view.texts
    if (error instanceof Refused) {
      const words = sayRefusal(error, view.language)
      return c.html(notice(view, { title: problems.refused, words }), 409)
    }
    if (error instanceof HTTPException && error.status === 403) return c.html(notice(view, problems.forbidden), 403)
    if (error instanceof HTTPException && error.status === 413) return c.html(notice(view, problems.tooLarge), 413)
    parts.log.error('taskFailed', { task: 'console' }, error)
    return c.html(notice(view, problems.failed), 500)
  })

  return app
}
