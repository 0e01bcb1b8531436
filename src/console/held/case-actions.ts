/** What a reviewer does with a case beside releasing and returning it; the review says no where somebody else was first. */
import { type Context, Hono } from 'hono'
import type { RuleId } from '../../detectors/detectors.ts'
import { Refused } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { notice } from '../layout.ts'
import { sayRefusal } from '../refusals.ts'
import { SANDBOX } from '../safety.ts'
import { actorIn, demandSession, type Env, formOf, viewOf } from '../sign-in/sessions.ts'
import type { Written } from './actions.ts'
import { bccPage } from './bcc-page.ts'
import type { CaseDone } from './case-texts.ts'
import { showCase } from './held.ts'
import { markupOf } from './markup.ts'
import { originalPage } from './original-page.ts'

const DAY = 86_400_000

type Fields = Readonly<Record<string, string>>

const fieldsOf = async (c: Context<Env>): Promise<Fields> => {
  const { seal: _, ...fields } = Object.fromEntries(await formOf(c))
  return fields
}

/** The end of that day, as the exception promises; never a number when it is no day. */
const endOf = (day: string): number =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) + DAY : Number.NaN

type Act = Readonly<{
  form: Written['form']
  done: CaseDone
  act: (c: Context<Env>, id: string, fields: Fields) => Promise<unknown>
}>

const actsOf = ({ review }: ConsoleParts): readonly Act[] => [
  { form: 'ask', done: 'asked', act: (c, id, { question = '' }) => review.ask(actorIn(c), id, question) },
  { form: 'hand', done: 'handed', act: (c, id, { to = '' }) => review.handOver(actorIn(c), id, to) },
  {
    form: 'except',
    done: 'excepted',
    // Which rules there are, and which of them allow an exception, the review knows.
    act: (c, id, { rule = '', recipient = '', reason = '', until = '' }) =>
      review.grant(actorIn(c), id, { rule: rule as RuleId, recipient, reason, expires: endOf(until) }),
  },
  {
    form: 'leak',
    done: 'leaked',
    act: (c, id, { words = '', hours = '' }) =>
      review.reportLeak(actorIn(c), id, { words, hoursAgo: /^\d{1,2}$/.test(hours) ? Number(hours) : Number.NaN }),
  },
]

/** Refused, the case is shown again with the reason, the form open and what was written in it. */
const attempt = async (
  c: Context<Env>,
  parts: ConsoleParts,
  id: string,
  { form, done, act }: Act,
): Promise<Response> => {
  const fields = await fieldsOf(c)
  try {
    await act(c, id, fields)
    return c.redirect(`/held/${id}?did=${done}`, 303)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const said = { kind: 'bad' as const, words: sayRefusal(error, viewOf(c, parts).language) }
    return showCase(c, parts, id, { said, written: { form, fields } })
  }
}

const refusedCase = (c: Context<Env>, parts: ConsoleParts, id: string, error: unknown): Promise<Response> => {
  if (!(error instanceof Refused)) throw error
  return showCase(c, parts, id, { said: { kind: 'bad', words: sayRefusal(error, viewOf(c, parts).language) } })
}

const showBcc = async (c: Context<Env>, parts: ConsoleParts, id: string): Promise<Response> => {
  const view = viewOf(c, parts)
  try {
    const preview = await parts.review.bccPreview(actorIn(c), id)
    return c.html(bccPage(preview, preview.others, view))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return c.html(notice(view, { title: view.texts.problems.refused, words: sayRefusal(error, view.language) }), 409)
  }
}

const releaseBcc = async (c: Context<Env>, parts: ConsoleParts, id: string): Promise<Response> => {
  try {
    await parts.review.decide(actorIn(c), id, { to: 'release', bcc: true })
    return c.redirect('/held?done=released', 303)
  } catch (error) {
    return refusedCase(c, parts, id, error)
  }
}

/** All of it, on a page that can do nothing. */
const readWhole = async (c: Context<Env>, parts: ConsoleParts, id: string): Promise<Response> => {
  const { reason = '' } = await fieldsOf(c)
  let bytes: Buffer
  try {
    bytes = await parts.review.original(actorIn(c), id, reason)
  } catch (error) {
    return refusedCase(c, parts, id, error)
  }
  const { message, files } = await parts.read(bytes)
  c.header('Content-Security-Policy', SANDBOX)
  return c.html(originalPage({ message, files, markup: await markupOf(bytes) }, id, viewOf(c, parts)))
}

export const caseActionPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  const one = '/held/:id{[0-9A-Za-z]{26}}'
  const signedIn = demandSession(parts)
  for (const act of actsOf(parts))
    app.post(`${one}/${act.form}`, signedIn, (c) => attempt(c, parts, c.req.param('id') ?? '', act))
  app.get(`${one}/bcc`, signedIn, (c) => showBcc(c, parts, c.req.param('id')))
  app.post(`${one}/bcc`, signedIn, (c) => releaseBcc(c, parts, c.req.param('id')))
  app.post(`${one}/original`, signedIn, (c) => readWhole(c, parts, c.req.param('id')))
  return app
}
