/** Try a message: judged by the rules in force, shown, and forgotten. Nothing of it is kept, sent or logged. */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { parseAddress } from '../../message/message.ts'
import type { Pack } from '../../policy/policy.ts'
import type { Actor, Role } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { notice } from '../layout.ts'
import { SANDBOX, TRIAL_PATH } from '../safety.ts'
import { actorIn, demandSession, type Env, tokenOf, viewOf } from '../sign-in/sessions.ts'
import { addressesIn, compose } from './compose.ts'
import { tryPage, type Written } from './try-page.ts'
import { TRY_TEXTS } from './try-texts.ts'
import { verdictPage } from './verdict-page.ts'

const MEGABYTES = 25
// Each is read whole, and its attachments with it: a few at a time leave room for the mail that really comes.
const AT_ONCE = 2
const ROLES: readonly Role[] = ['admin', 'privacy-officer', 'head', 'reviewer', 'helpdesk']
const FIELDS = ['from', 'to', 'cc', 'bcc', 'subject', 'text', 'source', 'pack'] as const
// The looks of our own letters: their styles stand in them. Nothing runs, nothing is fetched.
const LETTER_POLICY = `${SANDBOX.replace("style-src 'self'", "style-src 'unsafe-inline'")}`

export const mayTry = ({ roles }: Pick<Actor, 'roles'>): boolean => roles.some((role) => ROLES.includes(role))

type Trial = Readonly<{ raw: Buffer; rcptTo?: readonly string[]; mailFrom?: string }>

/** Why it cannot be tried, in the words of the page. */
type Wrong = Readonly<{ wrong: string }>

const bytesOf = async (given: ReturnType<FormData['get']>): Promise<Buffer | undefined> =>
  given instanceof File && given.size > 0 ? Buffer.from(await given.arrayBuffer()) : undefined

const writtenIn = (form: FormData): Written =>
  Object.fromEntries(
    FIELDS.flatMap((name) => {
      const value = form.get(name)
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )

const readyTrial = async (form: FormData, { nothing }: { nothing: string }): Promise<Trial | Wrong> => {
  const source = writtenIn(form).source ?? ''
  const raw = (await bytesOf(form.get('file'))) ?? Buffer.from(source.trimStart())
  return raw.length === 0 ? { wrong: nothing } : { raw }
}

const writtenTrial = async (
  form: FormData,
  { noSender, noRecipient }: Readonly<{ noSender: string; noRecipient: string }>,
): Promise<Trial | Wrong> => {
  const { from = '', to = '', cc = '', bcc = '', subject = '', text = '' } = writtenIn(form)
  const sender = parseAddress(addressesIn(from)[0]?.address ?? '')
  if (!sender || addressesIn(from).length !== 1) return { wrong: noSender }
  const rcptTo = [to, cc, bcc].flatMap((typed) => addressesIn(typed).map(({ address }) => address))
  if (rcptTo.length === 0) return { wrong: noRecipient }
  const given = form.get('file')
  const bytes = await bytesOf(given)
  const file = bytes && given instanceof File ? { name: given.name, bytes } : undefined
  const raw = compose({ from, to, cc, bcc, subject, text, file }, Date.now())
  return { raw, rcptTo: [...new Set(rcptTo)], mailFrom: sender.address }
}

/** Packs that somebody of these schools can be judged by. */
const packsOf = ({ people, policy }: ConsoleParts, { schools }: Actor): readonly Pack[] => {
  const { packs, packFor } = policy()
  return schools.length === 0
    ? [...packs.values()]
    : [
        ...new Set(
          people()
            .domains.filter((one) => schools.includes(one))
            .map(packFor),
        ),
      ]
}

const showForm = (
  c: Context<Env>,
  parts: ConsoleParts,
  written: Written = {},
  wrong = '',
  status: 200 | 409 | 503 = 200,
) => c.html(tryPage(packsOf(parts, actorIn(c)), written, wrong, viewOf(c, parts)), status)

const tryIt = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const texts = TRY_TEXTS[view.language]
  const form = await c.req.formData()
  const written = writtenIn(form)
  const trial = await (form.get('kind') === 'write' ? writtenTrial(form, texts) : readyTrial(form, texts))
  if ('wrong' in trial) return showForm(c, parts, written, trial.wrong, 409)
  const { raw, ...envelope } = trial
  const pack = packsOf(parts, actorIn(c)).find(({ id }) => id === written.pack)?.id
  const judged = await parts.judge(raw, { ...envelope, ...(pack ? { pack } : {}) })
  if (judged.message.from.length === 0) return showForm(c, parts, written, texts.noMessage, 409)
  const letters = await parts.letters(raw, judged)
  return c.html(verdictPage({ judged, letters }, view))
}

const demandRole =
  (parts: ConsoleParts): MiddlewareHandler<Env> =>
  async (c, next) => {
    if (mayTry(actorIn(c))) return next()
    const view = viewOf(c, parts)
    return c.html(notice(view, TRY_TEXTS[view.language].refused), 403)
  }

/** Before the body is read, and only for who is signed in: a stranger takes up no room. */
const inTurn = (parts: ConsoleParts): MiddlewareHandler<Env> => {
  let busy = 0
  const limit = bodyLimit({
    maxSize: MEGABYTES * 1024 * 1024,
    onError: (c) => {
      const view = viewOf(c, parts)
      return c.html(
        notice(view, { ...view.texts.problems.tooLarge, words: TRY_TEXTS[view.language].tooLarge(MEGABYTES) }),
        413,
      )
    },
  })
  return async (c, next) => {
    const token = tokenOf(c, parts)
    if (c.req.method !== 'POST' || !token || !(await parts.accounts.session(token))) return next()
    if (busy >= AT_ONCE) {
      const view = viewOf(c, parts)
      const { busy: words, title } = TRY_TEXTS[view.language]
      c.header('Retry-After', '30')
      return c.html(notice(view, { title, words }), 503)
    }
    busy += 1
    try {
      return await limit(c, next)
    } finally {
      busy -= 1
    }
  }
}

/** A letter as a mailbox draws it. It comes from the form of the page before, so it is treated as anybody's. */
const showLetter = async (c: Context<Env>): Promise<Response> => {
  c.header('Content-Security-Policy', LETTER_POLICY)
  const letter = (await c.req.formData()).get('letter')
  return c.html(typeof letter === 'string' ? letter : '')
}

export const tryPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  const guards = [demandSession(parts), demandRole(parts)] as const
  app.use(TRIAL_PATH, inTurn(parts), ...guards)
  app.use(`${TRIAL_PATH}/letter`, ...guards)
  app.get(TRIAL_PATH, (c) => showForm(c, parts))
  app.post(TRIAL_PATH, (c) => tryIt(c, parts))
  app.post(`${TRIAL_PATH}/letter`, (c) => showLetter(c))
  return app
}
