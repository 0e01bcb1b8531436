/** The real program as a child process, a next hop that keeps what it gets, and the command line beside it. */

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { openStore, type Store, StoreOptions } from '../../src/store/store.ts'
import { endingWithUs } from '../children.ts'

const ROOT = join(import.meta.dirname, '../..')

/** For a configuration of one's own, which does not bring the demo school along. */
export const DEMO = { MAILSLUIS_DIRECTORY: join(ROOT, 'config/demo/directory.json') } as const

export type Delivered = Readonly<{ from: string; to: readonly string[]; raw: Buffer }>

/**
 * A next hop that accepts all it is given, or answers as `refuse` says (an error with responseCode, per recipient), and no
 * sooner than `hold` lets it.
 */
export const openSink = async (
  refuse?: (recipient: string) => Error | undefined,
  hold?: () => Promise<void> | undefined,
) => {
  const delivered: Delivered[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo: async (address, _session, done) => {
      await hold?.()
      done(refuse?.(address.address))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
        delivered.push({ from, to: session.envelope.rcptTo.map((r) => r.address), raw: Buffer.concat(chunks) })
        done()
      })
    },
  })
  // A client we end in a test leaves broken sockets behind.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as { port: number }
  return { delivered, port, close: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

export type Sink = Awaited<ReturnType<typeof openSink>>

export type Started = Readonly<{
  smtp: number
  console: number
  folder: string
  child: ChildProcess
  output: () => string
  submit: (mail: Submission) => Promise<string>
  cli: (...args: string[]) => Promise<{ code: number; out: string; err: string }>
  held: () => Promise<readonly HeldLine[]>
  /** SIGTERM, and its exit code. */
  stop: () => Promise<number | null>
  kill: () => Promise<void>
}>

export type HeldLine = Readonly<{ id: string; from: string; subject: string; rules: string[]; recipients: string[] }>
export type Submission = Readonly<{ from: string; to: string | readonly string[]; raw: string | Buffer }>

const run = (env: NodeJS.ProcessEnv, args: readonly string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'src/main.ts'), ...args],
      { env, cwd: ROOT, maxBuffer: 64e6 },
      (error, out, err) => {
        resolve({ code: error ? Number(error.code ?? 1) : 0, out, err })
      },
    )
  })

/** CRLF line ends, as on the wire. */
export const crlf = (text: string): string => text.replace(/\r?\n/g, '\r\n')

export const submitTo = async (port: number, { from, to, raw }: Submission): Promise<string> => {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true })
  try {
    const info = await transport.sendMail({
      envelope: { from, to: [to].flat() },
      raw: typeof raw === 'string' ? crlf(raw) : raw,
    })
    return info.response
  } finally {
    transport.close()
  }
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'mailsluis-'))

export const environment = (folder: string, settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
  const { PATH, HOME } = process.env
  return {
    PATH,
    HOME,
    MAILSLUIS_VAR: join(folder, 'var'),
    MAILSLUIS_SMTP_PORT: '0',
    MAILSLUIS_CONSOLE_PORT: '0',
    MAILSLUIS_HOSTNAME: 'lock.school.example',
    ...settings,
  }
}

export const runCommand = (folder: string, settings: Readonly<Record<string, string>>, ...args: string[]) =>
  run(environment(folder, settings), args)

/** What `npm start` gives to node. */
const AS_STARTED: readonly string[] = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  .scripts.start.split(' ')
  .slice(1)

const READY = /Mailsluis is ready: SMTP on [^\s:]+:(\d+).*console on http:\/\/[^\s:]+:(\d+)/

/**
 * Starts the program and waits until it says it is ready. `folder` may be given to start again on the same store, `under`
 * the words of a program to run it under; then `child` is that program.
 */
export const start = async (
  settings: Readonly<Record<string, string>> = {},
  folder = newFolder(),
  under: readonly string[] = [],
): Promise<Started> => {
  const env = environment(folder, settings)
  const [program = '', ...args] = [...under, process.execPath, ...AS_STARTED]
  const child = endingWithUs(
    spawn(program, args, {
      env,
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
  let output = ''
  const ready = new Promise<RegExpExecArray>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output += chunk
      const match = READY.exec(output)
      if (match) resolve(match)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready:\n${output}`)))
  })
  const [, smtp, console] = await ready
  const cli = (...args: string[]) => run(env, args)
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    child.kill(signal)
    await once(child, 'exit')
    return child.exitCode
  }
  return {
    smtp: Number(smtp),
    console: Number(console),
    folder,
    child,
    output: () => output,
    submit: (mail) => submitTo(Number(smtp), mail),
    cli,
    held: async () => {
      const { out } = await cli('held', 'list', '--json')
      return out
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    },
    stop: () => end('SIGTERM'),
    kill: async () => {
      await end('SIGKILL')
    },
  }
}

export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/** Polls until it holds; fails after `ms` with what `say` tells. */
export const until = async (holds: () => boolean | Promise<boolean>, say: () => string, ms = 25_000): Promise<void> => {
  const end = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${ms} ms: ${say()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export const write = (folder: string, name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

/** Looks into the store of a running or stopped server, as the command line beside it does. */
export const lookInto = async <T>(folder: string, look: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore({ ...StoreOptions.parse({}), var: join(folder, 'var') })
  try {
    return await look(store)
  } finally {
    await store.close()
  }
}

export type Readiness = Readonly<{ ready: boolean; reasons?: string[]; warnings?: string[] }>

export const readiness = async (gateway: Pick<Started, 'console'>): Promise<Readiness> =>
  (await (await fetch(`http://127.0.0.1:${gateway.console}/readyz`)).json()) as Readiness

/** Lines of the log with this event, as objects. */
export const events = (gateway: Pick<Started, 'output'>, event: string): Record<string, unknown>[] =>
  gateway
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes(`"event":"${event}"`))
    .map((line) => JSON.parse(line))
