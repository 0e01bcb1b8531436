/** What the log may say: a closed list of events, ids and counts, never content. Each event is told in docs/EVENTS.md. */
import { pino } from 'pino'

export const EVENTS = {
  started: 'The gateway is ready; ports are in the fields.',
  stopping: 'SIGTERM or SIGINT: no new connections, running work ends.',
  stopped: 'The gateway has stopped.',
  captureMode: 'No next hop is configured: mail is written to a folder and sent to nobody.',
  storeTrouble:
    'The store cannot be read or written. New mail gets 452 until it can. Look at disk space and permissions.',
  storeRecovered: 'The store can be read and written again; what waited goes on.',
  clockLeapt:
    'The clock of the machine leapt by so many minutes. Deadlines and retries go on as before for an hour, then by the new time. Look at its time service.',
  policyLoaded: 'Policy packs are in force.',
  policyBroken: 'A policy file has errors; the old policy stays in force. Mend the file; the fields say where.',
  directoryLoaded: 'The directory is in force.',
  directoryBroken: 'The directory file has errors; the old one stays in force.',
  configBroken: 'The configuration has errors.',
  certificateLoaded: 'A certificate was read.',
  certificateBroken: 'A certificate could not be read; the old one stays in use.',
  clientRefused: 'A client was turned away at the door; the reason is in the fields.',
  authFailed: 'A client gave a wrong user name or password.',
  mailReceived: 'A message is safe: in the store, or with the next hop already (then mailDelivered follows at once).',
  mailRepeated: 'The same submission came again and was joined to the first.',
  mailJoined: 'Another part of a message that came as several transactions was added to its first part.',
  mailRefused: 'A message was refused in the session; the reply is in the fields.',
  mailJudged: 'A message was judged; rules and outcome are in the fields.',
  judgeFailed: 'Judging failed; the message is tried again, then held.',
  detectorFailed: 'A detector threw; the rule holds the message. Report the stack.',
  scannerDown:
    'The virus scanner does not answer. Mail waits for it, then it is held. Look whether clamd runs and at malware.clamd.',
  scannerBack: 'The virus scanner answers again; what waited goes on.',
  scanFailed: 'A scan gave no answer; the message waits, is scanned again, then held.',
  accountBlocked:
    'Malware was found in a message; its sender is blocked until an administrator lifts it (mailsluis blocked list).',
  accountLifted: 'An administrator lifted the block of an account.',
  mailHeld: 'A message waits for review.',
  mailBounced: 'A message was returned with an explanation.',
  mailDelivered: 'The next hop accepted a message.',
  deliveryDelayed: 'The next hop did not accept a message now; it is tried again.',
  deliveryFailed: 'The next hop refused a message for good, or its time is up; a DSN goes to the sender.',
  holdReleased: 'A reviewer released a message.',
  holdReturned: 'A reviewer returned a message.',
  holdUndone: 'A reviewer undid a decision while it could be undone; the message waits on.',
  holdWithdrawn: 'A sender withdrew a held message.',
  holdUrgent: 'A sender marked a held message as urgent; the reviewers are told.',
  reviewersReminded: 'Reviewers were reminded of held messages that are nearly due.',
  weekTold: 'The counts of last week were sent to whom figures.weekly names.',
  holdExpired: 'A held message passed its deadline and was returned.',
  leakReported: 'A reviewer reported a message as a suspected data leak; the contact of the school was mailed.',
  remedyUsed: 'A sender used a remedy link.',
  auditAnchored:
    'The state of the audit log was noted. Lines of this event, kept on another machine, prove later that nothing was cut off.',
  auditBroken:
    'The audit log does not follow from what this node noted of it before: it was changed, cut off, or an older backup was put back. Run mailsluis audit verify.',
  signIn: 'Somebody signed in on the console.',
  signInFailed: 'A sign-in failed.',
  tokenRefused: 'A program showed a token of the API that is none (any more).',
  workerStarted: 'One of the processes of this server is ready.',
  workerDied: 'One of the processes of this server ended by itself; another takes its place and its work.',
  workerSilent: 'One of the processes of this server hangs; it is ended, and another takes its place and its work.',
  restarting: 'SIGHUP: the processes of this server are replaced one by one, without closing the door.',
  restartFailed: 'A new process did not start; the old ones stay. The lines above say why.',
  leaving: 'Asked to stop: /readyz answers 503, and mail is still taken for a moment.',
  tookOver:
    'Another process on this store died or gave no sign of life for too long; its unfinished work is done by the others.',
  takenOver:
    'This process gave no sign of life for too long (stopped, frozen, cut off from the store), and others took its work over. It goes on under a new name.',
  taskFailed: 'A background task failed; it is tried again.',
} as const

export type Event = keyof typeof EVENTS

/** Ids, counts, addresses of servers, rule ids, codes. Never subjects, texts, excerpts, or people's addresses. */
export type Fields = Readonly<
  Record<string, string | number | boolean | undefined | readonly string[] | readonly number[]>
>

export interface Log {
  info(event: Event, fields?: Fields): void
  warn(event: Event, fields?: Fields, error?: unknown): void
  error(event: Event, fields?: Fields, error?: unknown): void
}

/** Error class and code only: an error's message may quote what it choked on. */
const errorFields = (error: unknown): Fields => {
  if (!(error instanceof Error)) return {}
  const code = (error as { code?: unknown }).code
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
  return { error: error.name, ...(typeof code === 'string' ? { code } : {}), stack: frames.map((line) => line.trim()) }
}

const LEVELS: Readonly<Record<number, string>> = { 40: '! ', 50: '!! ' }

/** A proof is for programs; its beginning is enough to recognise it by. */
const brief = (value: unknown): unknown =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 8)}…` : value

/** One event as a person at a terminal reads it: "09:12:44  mailJudged  outcome=hold rules=password". */
export const inWords = (line: string): string => {
  const {
    level,
    time,
    event,
    stack: _stack,
    ...fields
  } = JSON.parse(line) as Record<string, unknown> & { level: number }
  const clock = new Date(Number(time)).toTimeString().slice(0, 8)
  const shown = Object.entries(fields).map(
    ([name, value]) => `${name}=${Array.isArray(value) ? value.join(',') : brief(value)}`,
  )
  return `${clock}  ${LEVELS[level] ?? ''}${event}  ${shown.join(' ')}\n`
}

/** JSON lines on standard error, for machines; words when a person looks on; or to where `to` writes. */
export const openLog = (level: string, to: 'json' | 'text' | ((line: string) => void) = 'json'): Log => {
  const stderr = pino.destination({ dest: 2, sync: true })
  const write = to === 'text' ? (line: string) => stderr.write(inWords(line)) : to
  const out = pino({ level, base: null }, write === 'json' ? stderr : { write })
  return {
    info: (event, fields = {}) => out.info({ event, ...fields }),
    warn: (event, fields = {}, error) => out.warn({ event, ...fields, ...errorFields(error) }),
    error: (event, fields = {}, error) => out.error({ event, ...fields, ...errorFields(error) }),
  }
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }

export type Trouble = Readonly<{ begins: (error: unknown) => void; ends: () => void }>

/** Trouble with the store that lasts is said once when it begins and once when it is over, not at every try in between. */
export const storeTrouble = (log: Log, task: string): Trouble => {
  let said = ''
  return {
    begins: (error) => {
      const name = error instanceof Error ? error.name : typeof error
      if (name === said) return
      said = name
      log.error('storeTrouble', { task }, error)
    },
    ends: () => {
      if (said === '') return
      said = ''
      log.info('storeRecovered', { task })
    },
  }
}
