/** The parts put together: store, rules, readers, routes, queue, review, gateway. One way to build them for every command. */
import { openReaders, type Readers } from './attachments/attachments.ts'
import { type Config, ConfigError, readFolder } from './config.ts'
import { countedDelivery, countingFor, weeklyIn } from './counting.ts'
import { type Delivery, openDelivery } from './delivery/delivery.ts'
import { type Counting, type Figures, type Metrics, openFigures, type Weekly } from './figures/figures.ts'
import { blockAfter, type Gateway, type GatewayParts, openGateway, readMessage, weigh } from './gateway.ts'
import type { Log } from './log.ts'
import { openScanner, type Scanner } from './malware/malware.ts'
import type { Identity } from './notices/notices.ts'
import { openPublishedRules } from './published-rules.ts'
import { type Pulse, startPulse } from './pulse.ts'
import { passOn, type Queue, startQueue, type TransportNotices } from './queue/queue.ts'
import {
  type Accounts,
  type Blocks,
  CalendarError,
  type Calendars,
  openAccounts,
  openBlocks,
  openCalendars,
  openGranted,
  openReview,
  openTokens,
  type Review,
  type Tokens,
} from './review/review.ts'
import { meaningFor, openRulebook, type Rulebook } from './rulebook.ts'
import { queued, settlementOf, unjudged } from './settlement.ts'
import { steadyClock } from './steady-clock.ts'
import { openStore, type Store } from './store/store.ts'
import { transportNotices } from './transport.ts'

export type House = Readonly<{
  config: Config
  log: Log
  store: Store
  rulebook: Rulebook
  readers: Readers
  scanner: Scanner
  accounts: Accounts
  tokens: Tokens
  blocks: Blocks
  review: Review
  /** Exceptions that reviewers made, in force now. */
  exceptions: ReturnType<typeof openGranted>
  figures: Figures
  /** Who is told what happens. */
  counting: Counting
  weekly: Weekly
  /** The time all parts go by. */
  now: () => number
}>

export type Running = House &
  Readonly<{ delivery: Delivery; queue: Queue; gateway: Gateway; pulse: Pulse; transportNotices: TransportNotices }>

const DAY = 86_400_000
const MINUTE = 60_000

export const identityOf =
  (config: Config, url: () => string) =>
  (domain: string): Identity => ({
    from: {
      name: config.notices.fromName,
      address: config.notices.fromAddress || `postmaster@${domain || config.hostname}`,
    },
    host: config.hostname,
    url: url(),
  })

/** Calendars of all schools; a wrong one is told like any other fault of the configuration. */
export const calendarsOf = (
  { review: { calendar } }: Config,
  packs: Parameters<typeof openCalendars>[2],
): Calendars => {
  try {
    return openCalendars(readFolder(calendar.folder, '.yaml'), calendar, packs)
  } catch (error) {
    throw error instanceof CalendarError ? new ConfigError([error.message]) : error
  }
}

const rulebookOf = async (config: Config, store: Store, log: Log): Promise<Rulebook> => {
  if (config.policy.from === 'files') return openRulebook(config, log)
  try {
    return await openPublishedRules(store, log, meaningFor(config.policy))
  } catch (error) {
    await store.close()
    throw error
  }
}

/** What commands beside a running server need: the store and who may decide; nothing that sends or listens. */
export const openHouse = async (
  config: Config,
  log: Log,
  options: { wake?: () => void; url?: () => string; metrics?: Metrics | undefined } = {},
): Promise<House> => {
  const now = steadyClock({
    wall: Date.now,
    steady: () => performance.now(),
    leapt: (ms) => log.error('clockLeapt', { minutes: Math.round(ms / 60_000) }),
  })
  const store = await openStore({ ...config.store, var: config.var }, { log, now })
  const rulebook = await rulebookOf(config, store, log)
  const readers = openReaders(config.attachments)
  const scanner = openScanner(config.malware, log)
  const blocks = openBlocks({ store, log, now })
  const exceptions = openGranted(store, now)
  const accounts = openAccounts(store, now)
  const tokens = openTokens({ store, accounts, now })
  const url = options.url ?? (() => config.console.url)
  const isOurs = (domain: string): boolean => rulebook.current().people.domains.includes(domain)
  const figures = openFigures({ store, options: config.figures, isOurs, log, now })
  const counting = countingFor(options.metrics ? [figures, options.metrics] : [figures])
  const calendars = calendarsOf(config, [...rulebook.current().policy.packs.values()])
  const identity = identityOf(config, url)
  const wakeQueue = options.wake ?? (() => {})
  const review = openReview({
    store,
    options: config.review,
    calendars,
    policy: () => rulebook.current().policy,
    people: () => rulebook.current().people,
    accounts,
    identity,
    judge: async (raw, envelope, of) => {
      const read = await readMessage(raw, envelope, readers, scanner)
      const blocked = of !== undefined && (await blocks.of(of.id, of.head)) !== undefined
      const judged = weigh({ ...read, blocked, exceptions: await exceptions() }, rulebook.current(), now())
      // A virus may be known today that was not, or could not be looked for, when the message came.
      if (of) await blockAfter({ blocks }, { ...of, seen: judged.seen })
      return judged
    },
    scannerAnswers: () => config.malware.clamd !== '' && !scanner.away,
    queueNotice: queued,
    wakeQueue,
    log,
    now,
    counted: counting.ended,
  })
  const house = {
    ...{ config, log, store, rulebook, readers, scanner, accounts, tokens, blocks, review, exceptions, now },
    ...{ figures, counting },
  }
  return { ...house, weekly: weeklyIn({ house, options: config.figures, calendars, identity, wakeQueue }) }
}

export const closeHouse = async (house: House): Promise<void> => {
  house.rulebook.close()
  house.scanner.close()
  await house.readers.close()
  await house.figures.close()
  await house.store.close()
}

/** What a process that begins knows of those before and beside it. */
export type Beginning = Readonly<{
  /** The server's lock is held and this is its first process: nobody else serves an embedded store. */
  alone: boolean
  /** Owners known to be dead. */
  gone: readonly string[]
  /** Called with each name this process claims under. */
  named: (owner: string) => void
}>

type Passing = Readonly<{ config: Config; delivery: Delivery; now: () => number }>

/**
 * A message that takes the process down while its client waits comes again (RFC 5321 §4.5.4.1). For a time it then lies on the
 * disk first, where it is known how often it was judged.
 */
const passingIn = ({ config: { queue }, delivery, now }: Passing, brokeOff: boolean): Pick<GatewayParts, 'passing'> => {
  if (!queue.direct) return {}
  const carefulMs = brokeOff ? queue.carefulMinutes * MINUTE : 0
  return { passing: { isPrompt: delivery.isPrompt, passOn: (mail) => passOn(delivery, mail, now), carefulMs } }
}

/** The whole road, without a door: queue and gateway running. */
export const startHouse = async (
  config: Config,
  log: Log,
  url: () => string,
  { alone, gone, named }: Beginning,
  metrics?: Metrics,
): Promise<Running> => {
  let wake = (): void => {}
  const house = await openHouse(config, log, { wake: () => wake(), url, metrics })
  house.scanner.watch()
  await house.store.takeOver({ gone, everybody: alone })
  const ttlMs = config.nodes.deadAfterSeconds * 1000
  const pulse = await startPulse({ store: house.store, ttlMs, log, wake: () => wake(), named })
  const routes = openDelivery(
    { ...config.delivery, name: config.delivery.name || config.hostname },
    { log, varFolder: config.var, slots: { ...house.store, owner: pulse.owner } },
  )
  const delivery = countedDelivery(routes, house.counting)
  const identity = identityOf(config, url)
  const notices = transportNotices({
    store: house.store,
    identity,
    rules: house.rulebook.current,
    options: config.queue,
  })
  const queue = startQueue({
    store: house.store,
    delivery,
    log,
    claimant: pulse,
    options: config.queue,
    notices,
    now: house.now,
  })
  wake = queue.wake
  const { review, rulebook } = house
  const packFor = (domain: string) => rulebook.current().policy.packFor(domain)
  const admins = async (domain: string): Promise<readonly string[]> => {
    const all = (await house.accounts.list()).filter((one) => one.roles.includes('admin') && !one.disabled)
    const found = all
      .filter(({ schools }) => schools.length === 0 || schools.includes(domain))
      .map(({ email }) => email)
    return found.length > 0 ? found : config.review.alert
  }
  const settling = { identity, packFor, review, admins, remedyMs: config.review.remedyDays * DAY }
  const gateway = openGateway({
    store: house.store,
    readers: house.readers,
    scanner: house.scanner,
    blocks: house.blocks,
    rules: house.rulebook.current,
    exceptions: house.exceptions,
    settle: (mail) => settlementOf(mail, settling),
    giveUp: (id, head, now) => unjudged(id, head, settling, now),
    wakeQueue: queue.wake,
    ...passingIn({ config, delivery, now: house.now }, gone.length > 0),
    takesUtf8: delivery.takesUtf8,
    owner: pulse.owner,
    counting: house.counting,
    log,
    now: house.now,
  })
  return { ...house, delivery, queue, gateway, pulse, transportNotices: notices }
}
