/** One process that serves: house, door, console and what happens now and then; and how it ends. */
import { relative } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Console, openConsole } from '../console/console.ts'
import { watchWith } from '../counting.ts'
import { type Measured, openMetrics } from '../figures/figures.ts'
import { readMessage } from '../gateway.ts'
import { type Beginning, closeHouse, identityOf, type Running, startHouse } from '../house.ts'
import { type Log, openLog } from '../log.ts'
import { type Door, openDoor } from '../smtp/smtp.ts'
import { trialIn, trialLettersIn } from '../trial.ts'
import { startAnchoring } from './audit-anchors.ts'
import type { Context } from './context.ts'
import { firstLinkLines } from './first-link.ts'
import { line, UsageError } from './terminal.ts'

/** Whoever supervises waits a little longer before it kills. */
export const DRAIN_MS = 20_000
const SECOND = 1000
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const REMIND_MINUTES = 10

/** The metrics of all processes of this server, ours among them. */
export type Gather = () => Promise<readonly Measured[]>

export type Server = Readonly<{
  /** What the newcomer at the terminal reads, the ready line last. */
  welcome: string
  ports: Readonly<{ smtp: readonly number[]; console: number }>
  /** /readyz says no from now on; mail is still taken. */
  leave: () => void
  bury: (gone: readonly string[]) => Promise<void>
  /** What its metrics say now. */
  measure: () => Promise<Measured>
  /** `patienceMs`: others listen on the same door, so who is here need not be sent away at once. */
  stop: (patienceMs?: number) => Promise<void>
}>

export const logOf = ({ config }: Context): Log => {
  const { level, format } = config.log
  return openLog(level, format === 'auto' ? (process.stderr.isTTY ? 'text' : 'json') : format)
}

const welcomeOf = ({ config, terminal }: Context, door: Door, url: string, first: readonly string[]): string => {
  const ports = door.ports.map(({ host, port, tls }) => `${host}:${port}${tls === 'plain' ? '' : ` (${tls})`}`)
  const lines: string[] = []
  if (config.demo) lines.push('Demo school De Vlonder is loaded; give your own with --directory or --config.')
  if (config.delivery.nextHop.startsWith('capture:')) {
    const outbox = relative(terminal.cwd, `${config.var}/outbox`)
    lines.push(
      `NO NEXT HOP: mail is written to ${outbox}/ and sent to nobody. Set MAILSLUIS_NEXT_HOP=smtp://host:port to deliver.`,
    )
  }
  lines.push(...first)
  lines.push(`Mailsluis is ready: SMTP on ${ports.join(', ')}, console on ${url}`)
  return lines.map(line).join('')
}

/** Mail goes to a folder or to this very machine: a trial, or a test. */
const staysHere = (nextHop: string): boolean =>
  nextHop.startsWith('capture:') || ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(nextHop).hostname)

/**
 * What has to happen now and then: deadlines, shredding, reminders, proposals after a change of the rules, mail that waits for
 * the virus scanner. Of all processes on one store one does it each minute; two at once would do no harm, but the same work
 * twice.
 */
const startChores = ({ store, review, weekly, queue, now: time }: Running, log: Log): NodeJS.Timeout => {
  const chores = async (): Promise<void> => {
    const now = time()
    const isTurn = (key: string, minutes: number): Promise<boolean> =>
      store.put('mark', { key, value: true, expires: now + minutes * MINUTE - 1000 }, { ifAbsent: true })
    if (!(await isTurn('chores', 1))) return
    if ((await review.expire(now)) > 0) queue.wake()
    await store.sweep(now)
    if (await isTurn('reminders', REMIND_MINUTES)) await review.remind(now)
    await review.rejudge(now)
    await review.rescan(now)
    await weekly.tell(now)
  }
  return setInterval(() => chores().catch((error) => log.error('taskFailed', { task: 'chores' }, error)), MINUTE)
}

/** Decisions whose time to be undone is over, also those of a process that died: whoever comes by makes them final. */
const startFinishing = ({ review, now }: Running, log: Log): NodeJS.Timeout => {
  let isBusy = false
  const finish = async (): Promise<void> => {
    if (isBusy) return
    isBusy = true
    await review.finish(now()).catch((error) => log.error('taskFailed', { task: 'decisions' }, error))
    isBusy = false
  }
  return setInterval(finish, SECOND)
}

type Leaving = Readonly<{ door: Door; window: Console; lastAnchor: () => Promise<void>; patienceMs: number }>

/** New mail first stops, then what runs ends; what does not end in time is in the store and goes on elsewhere or later. */
const drain = async (house: Running, { door, window, lastAnchor, patienceMs }: Leaving): Promise<void> => {
  await Promise.all([door.close(DRAIN_MS / 2, patienceMs), window.close()])
  await house.gateway.stop()
  await house.queue.stop(DRAIN_MS / 2)
  await house.delivery.close()
  await lastAnchor()
  await house.pulse.stop()
  await closeHouse(house)
}

/** What did not open for a reason outside the program (a port in use, a certificate that is none) is told, not reported. */
const opened = async <T>(opening: Promise<T>): Promise<T> => {
  try {
    return await opening
  } catch (error) {
    throw error instanceof Error && error.cause !== undefined ? new UsageError(error.message, { cause: error }) : error
  }
}

export const startServer = async (
  context: Context,
  quiet: Log,
  beginning: Beginning,
  gather?: Gather,
): Promise<Server> => {
  const { config } = context
  const metrics = config.console.metricsToken === '' ? undefined : await openMetrics()
  const log = metrics?.listen(quiet) ?? quiet
  let url = config.console.url
  const house = await startHouse(config, log, () => url, beginning, metrics)
  const hostname = config.smtp.hostname || config.hostname
  const door = await opened(openDoor({ ...config.smtp, hostname }, house.gateway, log))
  const { review, blocks, accounts, tokens, store, rulebook, scanner } = house
  let leaving = false
  const troubles = (): readonly string[] => [...rulebook.troubles(), ...door.troubles()]
  if (metrics) watchWith(metrics, house, troubles)
  const window = await opened(
    openConsole({
      options: config.console,
      ...{ review, blocks, accounts, tokens, store, door, log },
      policy: () => rulebook.current().policy,
      people: () => rulebook.current().people,
      troubles,
      scannerTroubles: scanner.troubles.bind(scanner),
      leaving: () => leaving,
      judge: trialIn(house),
      read: (raw) => readMessage(raw, { mailFrom: '', rcptTo: [] }, house.readers),
      letters: trialLettersIn({
        ...{ review, now: house.now },
        packFor: (domain) => rulebook.current().policy.packFor(domain),
        identity: identityOf(config, () => url),
        remedyMs: config.review.remedyDays * DAY,
      }),
      transport: {
        wake: house.queue.wake,
        routeOf: house.delivery.routeOf,
        routes: house.delivery.health,
        failed: house.transportNotices.failed,
      },
      kept: {
        ...{ heldDays: config.review.holdDays, stoppedDays: config.review.remedyDays },
        ...{ caseDays: config.review.caseDays, recordDays: config.store.recordDays },
      },
      published: rulebook.published,
      figures: house.figures,
      metrics: async () => (await metrics?.expose(await gather?.())) ?? '',
    }),
  )
  // A link to this machine helps nobody elsewhere: it is offered only where mail stays here too.
  if (url === '' && staysHere(config.delivery.nextHop)) url = window.url
  const chores = [startChores(house, log), startFinishing(house, log)]
  const stopAnchoring = startAnchoring(house, log)
  return {
    welcome: welcomeOf(context, door, window.url, await firstLinkLines(context, accounts, window.url)),
    ports: { smtp: door.ports.map(({ port }) => port), console: window.port },
    leave: () => {
      leaving = true
    },
    bury: house.pulse.bury,
    measure: async () => (await metrics?.read()) ?? [],
    stop: async (patienceMs = 0) => {
      leaving = true
      for (const chore of chores) clearInterval(chore)
      await drain(house, { door, window, lastAnchor: stopAnchoring, patienceMs })
    },
  }
}

/** The moment between "not ready" and a closed door, for who stands before us. */
export const takeLeave = async ({ config }: Context, log: Log, leave: () => void): Promise<void> => {
  leave()
  if (config.nodes.leaveSeconds === 0) return
  log.info('leaving', { seconds: config.nodes.leaveSeconds })
  await wait(config.nodes.leaveSeconds * 1000)
}
