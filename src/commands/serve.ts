/** `serve`: opens the door and the console, says so in one line, and drains when asked to stop. */
import { relative } from 'node:path'
import { type Console, openConsole } from '../console/console.ts'
import { closeHouse, type Running, startHouse } from '../house.ts'
import { type Log, openLog } from '../log.ts'
import { type Door, openDoor } from '../smtp/smtp.ts'
import type { Context } from './context.ts'
import { openServerLock } from './server-lock.ts'
import { line, UsageError } from './terminal.ts'

const DRAIN_MS = 20_000
const MINUTE = 60_000

const welcome = ({ config, terminal }: Context, door: Door, url: string): string => {
  const ports = door.ports.map(({ host, port, tls }) => `${host}:${port}${tls === 'plain' ? '' : ` (${tls})`}`)
  const lines: string[] = []
  if (config.demo) lines.push('Demo school De Vlonder is loaded; give your own with --directory or --config.')
  if (config.delivery.nextHop.startsWith('capture:')) {
    const outbox = relative(terminal.cwd, `${config.var}/outbox`)
    lines.push(
      `NO NEXT HOP: mail is written to ${outbox}/ and sent to nobody. Set MAILSLUIS_NEXT_HOP=smtp://host:port to deliver.`,
    )
  }
  lines.push(`Mailsluis is ready: SMTP on ${ports.join(', ')}, console on ${url}`)
  return lines.map(line).join('')
}

/** Mail goes to a folder or to this very machine: a trial, or a test. */
const staysHere = (nextHop: string): boolean =>
  nextHop.startsWith('capture:') || ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(nextHop).hostname)

/** What has to happen now and then: deadlines, shredding. */
const startChores = (house: Running, log: Log): NodeJS.Timeout => {
  const chores = async (): Promise<void> => {
    const now = Date.now()
    if ((await house.review.expire(now)) > 0) house.queue.wake()
    await house.store.sweep(now)
  }
  return setInterval(() => chores().catch((error) => log.error('taskFailed', { task: 'chores' }, error)), MINUTE)
}

/** New mail first stops, then what runs ends; what does not end in time is in the store and goes on after the start. */
const drain = async (house: Running, door: Door, window: Console): Promise<void> => {
  await door.close(DRAIN_MS / 2)
  await house.gateway.stop()
  await house.queue.stop(DRAIN_MS / 2)
  await window.close()
  await house.delivery.close()
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

export const serve = async (context: Context): Promise<number> => {
  const { config, terminal } = context
  const { level, format } = config.log
  // Before anything stands: who asks us to stop while we start gets a drained server too.
  const stop = new Promise<string>((resolve) => terminal.onSignal(resolve))
  const log = openLog(level, format === 'auto' ? (process.stderr.isTTY ? 'text' : 'json') : format)
  const lock = openServerLock(config.var)
  let url = config.console.url
  const house = await startHouse(config, log, () => url)
  const hostname = config.smtp.hostname || config.hostname
  const door = await opened(openDoor({ ...config.smtp, hostname }, house.gateway, log))
  const { review, accounts, store, rulebook } = house
  const window = await opened(
    openConsole({
      options: config.console,
      ...{ review, accounts, store, door, log },
      policy: () => rulebook.current().policy,
      people: () => rulebook.current().people,
      troubles: () => [...rulebook.troubles(), ...door.troubles()],
    }),
  )
  // A link to this machine helps nobody elsewhere: it is offered only where mail stays here too.
  if (url === '' && staysHere(config.delivery.nextHop)) url = window.url
  const chores = startChores(house, log)
  terminal.out(welcome(context, door, window.url))
  log.info('started', { smtp: door.ports.map((p) => p.port), console: window.port })
  const signal = await stop
  log.info('stopping', { signal })
  clearInterval(chores)
  await drain(house, door, window)
  lock.release()
  log.info('stopped')
  return 0
}
