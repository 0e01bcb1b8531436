/** "My mail did not arrive": the page a coordinator opens then. Search, the road of one message, the queue. */
import { type Context, Hono } from 'hono'
import type { Decision } from '../../policy/policy.ts'
import { Refused } from '../../review/review.ts'
import type { Found, MailId, StoredMail } from '../../store/store.ts'
import type { ConsoleParts } from '../console.ts'
import { notice } from '../layout.ts'
import { noteSearch } from '../searched.ts'
import { actorIn, demandSession, type Env, formOf, viewOf } from '../sign-in/sessions.ts'
import {
  type Deed,
  find,
  giveUp,
  isInScope,
  look,
  maySeeMail,
  maySeeQueue,
  maySeeSubject,
  openRoad,
  powersOver,
  retry,
  sendAgain,
} from './desk.ts'
import { queuePage } from './queue-page.ts'
import { queueState, waitingPage } from './queue-state.ts'
import { type RoadParts, roadPage } from './road-page.ts'
import { type Asked, askedIn, questionOf } from './search.ts'
import { searchPage } from './search-page.ts'
import { type DeedName, MAIL_TEXTS } from './texts.ts'

const PAGE = 25
const NOTICES_AT_MOST = 30
const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/

const idIn = (c: Context<Env>): MailId | undefined => {
  const before = c.req.query('before') ?? ''
  return ID.test(before) ? before : undefined
}

/** An id of ours names one message: it is looked up when no sender gave that as Message-ID. */
const answer = async (
  c: Context<Env>,
  parts: ConsoleParts,
  asked: Asked,
): Promise<Readonly<{ found: Found | undefined; faults: ReturnType<typeof questionOf>['faults'] }>> => {
  const { query, own, faults } = questionOf(asked)
  if (Object.keys(faults).length > 0) return { found: undefined, faults }
  const before = idIn(c)
  // Who asks by time alone, or by whom it is from, means people's mail; a recipient may also mean our notices.
  const kind = query.recipient || query.messageId ? {} : { kind: 'mail' as const }
  const actor = actorIn(c)
  await noteSearch(parts, actor, 'mail-searched', { ...asked, id: undefined, messageId: asked.id })
  const found = await find(parts, actor, { ...query, ...kind, limit: PAGE, ...(before ? { before } : {}) })
  const mine = own && found.mails.length === 0 ? await look(parts, actor, own) : undefined
  return { found: mine ? { ...found, mails: [mine] } : found, faults }
}

const showSearch = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const asked = askedIn(c.req.query())
  const { found, faults } = await answer(c, parts, asked)
  const queue = maySeeQueue(actorIn(c))
  return c.html(searchPage({ asked, faults, found, queue }, viewOf(c, parts)), found ? 200 : 422)
}

const hidesSubject = (parts: ConsoleParts, { verdict, head }: StoredMail): boolean => {
  const policy = parts.policy()
  const from = verdict?.from || head.envelope.mailFrom
  const pack = (verdict?.decision as Partial<Decision> | undefined)?.pack ?? ''
  const known = policy.packs.get(pack) ?? policy.packFor(from.slice(from.lastIndexOf('@') + 1))
  return known.reviewVisibility === 'metadata'
}

const missing = (c: Context<Env>, parts: ConsoleParts): Response | Promise<Response> => {
  const view = viewOf(c, parts)
  return c.html(notice(view, MAIL_TEXTS[view.language].missing), 404)
}

const showRoad = async (
  c: Context<Env>,
  parts: ConsoleParts,
  id: MailId,
  said?: RoadParts['said'],
): Promise<Response> => {
  const actor = actorIn(c)
  const mail = await openRoad(parts, actor, id)
  if (!mail) return missing(c, parts)
  const { mails: notices } = await parts.store.find({ about: id, limit: NOTICES_AT_MOST })
  const powers = powersOver(actor, mail)
  const mayAct = actor.roles.some((role) => role === 'admin' || role === 'helpdesk')
  const about = {
    mail,
    notices,
    glance: parts.review.glance(actor, mail),
    hidesSubject: !maySeeSubject(actor) || hidesSubject(parts, mail),
  }
  const content = roadPage({ ...about, powers, mayAct, ...(said ? { said } : {}) }, viewOf(c, parts))
  return c.html(content, said?.kind === 'bad' ? 409 : 200)
}

const DEEDS: Readonly<Record<DeedName, Deed>> = { retry, again: sendAgain, 'give-up': giveUp }
const isDeed = (name: string): name is DeedName => Object.hasOwn(DEEDS, name)

const act = async (c: Context<Env>, parts: ConsoleParts, id: MailId, name: DeedName): Promise<Response> => {
  const texts = MAIL_TEXTS[viewOf(c, parts).language]
  const actor = actorIn(c)
  const mail = await look(parts, actor, id)
  if (!mail) return missing(c, parts)
  // Browsers ask for the tick themselves.
  if (name === 'give-up' && (await formOf(c)).get('sure') !== 'yes')
    return showRoad(c, parts, id, { kind: 'bad', words: texts.confirm })
  const count = await DEEDS[name](parts, actor, mail)
  if (count === 0) return showRoad(c, parts, id, { kind: 'bad', words: texts.tooLate })
  return c.redirect(`/mail/${id}?done=${name}&count=${count}`, 303)
}

const doneIn = (c: Context<Env>, parts: ConsoleParts): RoadParts['said'] => {
  const done = c.req.query('done') ?? ''
  const count = Number(c.req.query('count'))
  if (!isDeed(done) || !Number.isSafeInteger(count) || count < 1) return undefined
  return { kind: 'good', words: MAIL_TEXTS[viewOf(c, parts).language].deeds[done].done(count) }
}

const showQueue = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  if (!maySeeQueue(actorIn(c))) {
    const view = viewOf(c, parts)
    return c.html(notice(view, MAIL_TEXTS[view.language].notDone), 403)
  }
  const before = idIn(c)
  const [state, waiting] = await Promise.all([queueState(parts), waitingPage(parts, actorIn(c), isInScope, before)])
  return c.html(queuePage({ state, ...waiting, isFirst: before === undefined }, viewOf(c, parts)))
}

export const mailPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  for (const path of ['/mail', '/mail/*'])
    app.use(path, demandSession(parts), async (c, next) => {
      const view = viewOf(c, parts)
      if (!maySeeMail(actorIn(c))) return c.html(notice(view, MAIL_TEXTS[view.language].refused), 403)
      return next()
    })
  app.get('/mail', (c) => showSearch(c, parts))
  app.get('/mail/queue', (c) => showQueue(c, parts))
  const one = '/mail/:id{[0-9A-Z]{26}}'
  app.get(one, (c) => showRoad(c, parts, c.req.param('id'), doneIn(c, parts)))
  app.post(`${one}/:deed{retry|again|give-up}`, async (c) => {
    const { id, deed } = c.req.param()
    try {
      return isDeed(deed) ? await act(c, parts, id, deed) : await missing(c, parts)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const view = viewOf(c, parts)
      return c.html(notice(view, MAIL_TEXTS[view.language].notDone), 403)
    }
  })
  return app
}
