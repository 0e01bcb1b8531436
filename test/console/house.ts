/** A console over a real store and a real review; only judging is played, so that a test says what was found. */
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AttachmentOptions, openReaders } from '../../src/attachments/attachments.ts'
import { ConsoleOptions, type ConsoleParts } from '../../src/console/console.ts'
import { pagesOf } from '../../src/console/pages.ts'
import { type Directory, emptyDirectory } from '../../src/directory/directory.ts'
import { type Figures, FiguresOptions, openFigures } from '../../src/figures/figures.ts'
import { type Rules, readMessage } from '../../src/gateway.ts'
import { type Log, silentLog } from '../../src/log.ts'
import { parseMessage } from '../../src/message/message.ts'
import { type Decision, type Hit, loadPolicy, type Remedy } from '../../src/policy/policy.ts'
import { QueueOptions } from '../../src/queue/queue.ts'
import { openAccounts, openBlocks, openReview, openTokens, ReviewOptions, type Role } from '../../src/review/review.ts'
import { queued } from '../../src/settlement.ts'
import { openStore, type Store, StoreOptions } from '../../src/store/store.ts'
import { transportNotices } from '../../src/transport.ts'
import { trialLettersIn } from '../../src/trial.ts'
import { calendarsOf } from '../review/calendars.ts'

const PACKS = join(import.meta.dirname, '../../config/policies')
const policy = loadPolicy(
  readdirSync(PACKS).map((name) => ({ name, text: readFileSync(join(PACKS, name), 'utf8') })),
  { settings: {}, defaultPack: 'moretus-ekeren' },
)

const directory = emptyDirectory(['school.example'])

export const SENDER = 'els.claes@school.example'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

export const PASSWORD: Hit = {
  rule: 'password',
  mode: 'enforce',
  outcome: 'hold',
  wouldBe: 'hold',
  clause: 'ME-3-password',
  finding: {
    rule: 'password',
    place: { in: 'attachment', file: 'klaslijst.csv', row: 4 },
    excerpt: 'wachtwoord: ••••••',
    because: {
      nl: 'In deze rij staat een wachtwoord.',
      fr: 'Cette ligne contient un mot de passe.',
      en: 'This row holds a password.',
    },
    confidence: 0.95,
  },
}

export const GROUP: Hit = {
  rule: 'group-address-visible',
  mode: 'enforce',
  outcome: 'bounce',
  wouldBe: 'bounce',
  clause: 'ME-3.1-bcc',
  fix: 'move-to-bcc',
  finding: {
    rule: 'group-address-visible',
    place: { in: 'recipients', header: 'To' },
    excerpt: 'ouders-3a@school.example',
    because: { nl: 'Een groepsadres staat in Aan.', fr: 'Une adresse de groupe est en À.', en: 'A group is in To.' },
    confidence: 1,
    remedy: ['ouders-3a@school.example'],
  },
}

type Mail = Readonly<{
  to?: readonly string[]
  from?: string
  subject?: string
  text?: string
  pack?: string
  hits?: readonly Hit[]
  outcome?: 'hold' | 'bounce'
  deadline?: number
  /** Instead of what the others would make. */
  raw?: Buffer
}>

const rawOf = ({
  to = ['ouder@ouder.example'],
  from = SENDER,
  subject = 'Klaslijst',
  text = 'Beste ouder',
  raw,
}: Mail) =>
  raw ??
  Buffer.from(
    `From: Els Claes <${from}>\r\nTo: ${to.join(', ')}\r\nSubject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=\r\n` +
      `Message-ID: <1@school.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`,
  )

const decisionOf = ({ to = ['ouder@ouder.example'], pack, hits = [PASSWORD], outcome = 'hold' }: Mail): Decision => ({
  pack: pack ?? 'moretus-ekeren',
  policyVersion: '1',
  outcome,
  recipients: to.map((address) => ({
    address,
    outcome,
    rules: hits.filter((hit) => hit.recipients?.includes(address) ?? true).map((hit) => hit.rule),
  })),
  hits,
})

let joined = 0

/** A message in the store as the gateway leaves it. */
const settle = async (store: Store, mail: Mail): Promise<string> => {
  const { to = ['ouder@ouder.example'], from = SENDER, outcome = 'hold' } = mail
  const raw = rawOf(mail)
  const envelope = { mailFrom: from, rcptTo: to }
  const intake = await store.intake()
  await intake.write(raw)
  const now = Date.now()
  const client = { address: '127.0.0.1', name: 'pc', tls: '', user: '' }
  const head = { kind: 'mail' as const, envelope, received: '', smtputf8: false, eightBit: true, client }
  const { id } = await intake.commit(
    { ...head, receivedAt: now, size: raw.length },
    { joinKey: `console-${joined++}`, owner: 'door', leaseMs: MINUTE },
  )
  const message = await parseMessage(raw, envelope)
  const nextAt = mail.deadline ?? now + 2 * DAY
  await store.settle(id, 'door', {
    verdict: {
      from,
      subject: message.subject,
      shownSubject: message.subject,
      automatic: false,
      messageId: message.messageId,
      visibleTo: message.visible.map((box) => box.address),
      language: 'nl',
      decision: decisionOf(mail),
    },
    recipients: to.map((address) => ({ address, fate: outcome === 'hold' ? 'held' : 'stopped', nextAt })),
    keepUntil: now + DAY,
    history: [{ at: now, event: 'judged', by: 'gateway', detail: outcome }],
    notices: [],
  })
  return id
}

/** Whatever it says, its outcome is to forward it. */
export const judgedIn: ConsoleParts['judge'] = async (
  raw,
  { mailFrom = SENDER, rcptTo = ['ouder@ouder.example'], pack } = {},
) => ({
  message: await parseMessage(raw, { mailFrom, rcptTo }),
  pack: policy.packs.get(pack ?? 'moretus-ekeren')!,
  decision: {
    ...decisionOf({ to: rcptTo, hits: [], ...(pack ? { pack } : {}) }),
    outcome: 'forward',
    recipients: rcptTo.map((address) => ({ address, outcome: 'forward', rules: [] })),
  },
  unread: [],
})

const identity = () => ({
  from: { name: 'Mailsluis', address: 'postmaster@school.example' },
  host: 'gate.school.example',
  url: 'http://127.0.0.1',
})

const reviewOf = (store: Store, accounts: ReturnType<typeof openAccounts>, figures: Figures, people: Directory) =>
  openReview({
    store,
    options: ReviewOptions.parse({}),
    calendars: calendarsOf([...policy.packs.values()]),
    policy: () => policy,
    people: () => people,
    accounts,
    identity,
    judge: async (raw, envelope) => ({
      message: await parseMessage(raw, envelope),
      pack: policy.packs.get('moretus-ekeren')!,
      decision: { ...decisionOf({ to: envelope.rcptTo, hits: [] }), outcome: 'forward' },
    }),
    queueNotice: queued,
    wakeQueue: () => {},
    log: silentLog,
    counted: figures.ended,
  })

/** Pupils' mail goes a way of its own; nothing is really sent. */
const transportOf = (store: Store): ConsoleParts['transport'] => {
  const rules = { policy, people: directory } as unknown as Rules
  const parts = { store, identity, rules: () => rules, options: QueueOptions.parse({}) }
  const way = { ok: true, lastError: '', lastOkAt: 0, open: 0 }
  return {
    wake: () => {},
    routeOf: (_, recipient) => (recipient.endsWith('@leerling.example') ? 'to leerling.example' : 'default'),
    routes: () => [
      { ...way, route: 'to leerling.example', hop: 'mail.leerling.example:25' },
      { ...way, route: 'default', hop: 'smarthost.example:25' },
    ],
    failed: transportNotices(parts).failed,
  }
}

export type Window = Awaited<ReturnType<typeof openWindow>>

export const openWindow = async (
  given: Readonly<{
    url?: string
    troubles?: readonly string[]
    scanner?: readonly string[]
    log?: Log
    trustProxy?: boolean
    api?: Partial<ConsoleOptions['api']>
    signInsPerMinute?: number
    judge?: ConsoleParts['judge']
    people?: Directory
    /** Elsewhere than in SQLite in a folder of its own. */
    store?: Parameters<typeof openStore>[0]
  }> = {},
) => {
  const folder = await mkdtemp(join(tmpdir(), 'mailsluis-console-'))
  const store = await openStore(given.store ?? { ...StoreOptions.parse({ minFreeBytes: 0 }), var: folder })
  const clock = { ahead: 0 }
  const accounts = openAccounts(store, () => Date.now() + clock.ahead)
  const tokens = openTokens({ store, accounts, now: Date.now })
  const figures = openFigures({
    ...{ store, log: silentLog, now: () => Date.now() + clock.ahead, options: FiguresOptions.parse({}) },
    isOurs: (domain) => domain.endsWith('school.example'),
  })
  const people = given.people ?? directory
  const review = reviewOf(store, accounts, figures, people)
  const readers = openReaders(AttachmentOptions.parse({}))
  const blocks = openBlocks({ store, log: silentLog, now: Date.now })
  const parts: ConsoleParts = {
    options: ConsoleOptions.parse({
      port: 0,
      url: given.url ?? '',
      trustProxy: given.trustProxy ?? false,
      api: given.api ?? {},
      ...(given.signInsPerMinute === undefined ? {} : { signInsPerMinute: given.signInsPerMinute }),
    }),
    ...{ review, blocks, accounts, tokens, store },
    door: { ports: [{ host: '127.0.0.1', port: 2525, tls: 'plain' }] },
    policy: () => policy,
    people: () => people,
    troubles: () => given.troubles ?? [],
    scannerTroubles: () => given.scanner ?? [],
    leaving: () => false,
    judge: given.judge ?? judgedIn,
    kept: { heldDays: 3, stoppedDays: 7, caseDays: 90, recordDays: 91 },
    read: (raw) => readMessage(raw, { mailFrom: '', rcptTo: [] }, readers),
    letters: trialLettersIn({
      ...{ review, now: Date.now, identity, remedyMs: 7 * DAY },
      packFor: () => policy.packs.get('moretus-ekeren')!,
    }),
    transport: transportOf(store),
    figures,
    metrics: async () => 'mailsluis_up 1\n',
    log: given.log ?? silentLog,
  }
  const app = pagesOf(parts)
  const account = async (name: string, roles: readonly Role[] = ['reviewer'], schools: readonly string[] = []) => {
    const email = `${name.toLowerCase()}@school.example`
    // As after the first sign-in: a password of one's own.
    return { email, ...(await accounts.add(email, { name, roles, schools, password: 'kwartel-gespt-onder-tafel' })) }
  }

  return {
    ...{ figures, store, accounts, tokens, blocks, review, parts, app, clock, account },
    hold: (mail: Mail = {}) => settle(store, mail),
    /** A stopped message with a link that cures it; answers the path of the link. */
    stop: async (mail: Mail = {}) => {
      const stopped: Mail = { to: ['ouders-3a@school.example'], hits: [GROUP], outcome: 'bounce', ...mail }
      const id = await settle(store, stopped)
      const { head } = (await store.mail(id))!
      const raw = rawOf(stopped)
      const message = await parseMessage(raw, head.envelope)
      const remedies: readonly Remedy[] = ['move-to-bcc']
      const offers = await review.offer({ id, head, raw, message, decision: decisionOf(stopped) }, remedies, Date.now())
      return { id, path: new URL(offers[0]!.url).pathname }
    },
    /** A browser that is signed in: keeps its cookie, fills in the seal of the forms it is given. */
    signIn: async (who: Readonly<{ email: string; password: string }>) => {
      const answer = await app.request('/sign-in', form({ email: who.email, password: who.password }))
      const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
      return { ...browser(app, cookie), cookie, answer }
    },
    /** The path of the sender's own link. */
    link: async (id: string) => new URL(await review.link({ id, sender: SENDER }, Date.now() + 2 * DAY)).pathname,
    /** The seconds in which a decision can be undone are over. */
    finish: () => review.finish(Date.now() + MINUTE),
    fates: async (id: string) => (await store.mail(id))!.recipients.map((r) => r.fate),
    close: async () => {
      await figures.close()
      await readers.close()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Fields = Readonly<Record<string, string | readonly string[]>>

/** The same with files, in parts. */
export const parts = (
  fields: Readonly<Record<string, string | File>>,
  headers: Readonly<Record<string, string>> = {},
): RequestInit => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return { method: 'POST', body, headers: { origin: 'http://localhost', ...headers } }
}

/** A form as a browser sends it from a page of the same origin. */
export const form = (fields: Fields, headers: Readonly<Record<string, string>> = {}): RequestInit => {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
  const sent = { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost', ...headers }
  return { method: 'POST', body, headers: sent }
}

type App = ReturnType<typeof pagesOf>

/** A page as it is read: where an address may be broken there is nothing to see. */
export const readOf = async (answer: Response): Promise<string> => (await answer.text()).replaceAll('<wbr>', '')

const browser = (app: App, cookie: string) => {
  const get = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
    app.request(path, { headers: { cookie, ...headers } })
  const seal = async (): Promise<string> =>
    /name="seal" value="([^"]+)"/.exec(await (await get('/held')).text())?.[1] ?? ''
  return {
    get,
    seal,
    page: async (path: string, headers: Readonly<Record<string, string>> = {}) => readOf(await get(path, headers)),
    send: async (path: string, fields: Fields) =>
      app.request(path, form({ seal: await seal(), ...fields }, { cookie })),
    sendParts: async (path: string, fields: Readonly<Record<string, string | File>>) =>
      app.request(path, parts({ seal: await seal(), ...fields }, { cookie })),
  }
}
