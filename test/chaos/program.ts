/** The real program as a child that may be killed, stopped and started again on the same ports; its log is read for secrets. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { endingWithUs } from '../children.ts'
import { environment } from '../gateway/running.ts'
import { wait } from './chance.ts'

const MAIN = join(import.meta.dirname, '../../src/main.ts')
const READY = 'Mailsluis is ready'
const START_MS = 60_000
const KEEP_LINES = 200

export type Settings = Readonly<Record<string, string>>

export class Program {
  readonly name: string
  readonly smtp: number
  readonly console: number
  readonly #env: NodeJS.ProcessEnv
  readonly #hear: (line: string) => void
  #child: ChildProcess | undefined
  /** The last lines of its log. */
  readonly lines: string[] = []
  #wanted = false

  constructor(
    name: string,
    folder: string,
    ports: readonly [smtp: number, console: number],
    settings: Settings,
    hear: (line: string) => void,
  ) {
    this.name = name
    ;[this.smtp, this.console] = ports
    this.#hear = hear
    this.#env = environment(folder, {
      MAILSLUIS_HOSTNAME: `${name}.school.example`,
      MAILSLUIS_SMTP_PORT: String(this.smtp),
      MAILSLUIS_CONSOLE_PORT: String(this.console),
      ...settings,
    })
  }

  get up(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Until it is ready, however often that takes: with a store that is away it cannot start. */
  async start(): Promise<void> {
    this.#wanted = true
    while (this.#wanted && !(await this.#tryStart())) await wait(300)
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }

  /** Ended by a signal; answers its exit code. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.#wanted = false
    const child = this.#child
    if (!child || !this.up) return null
    const gone = once(child, 'exit')
    child.kill('SIGCONT')
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), 45_000)
    await gone
    clearTimeout(late)
    return child.exitCode
  }

  async #tryStart(): Promise<boolean> {
    const child = endingWithUs(
      spawn(process.execPath, [MAIN, 'serve'], { env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] }),
    )
    this.#child = child
    const ready = new Promise<boolean>((resolve) => {
      const hear = (line: string): void => {
        this.lines.push(line)
        if (this.lines.length > KEEP_LINES) this.lines.shift()
        this.#hear(line)
        if (line.startsWith(READY)) resolve(true)
      }
      createInterface({ input: child.stdout }).on('line', hear)
      createInterface({ input: child.stderr }).on('line', hear)
      child.once('exit', () => resolve(false))
      setTimeout(() => resolve(false), START_MS).unref()
    })
    if (await ready) return true
    child.kill('SIGKILL')
    return false
  }
}
