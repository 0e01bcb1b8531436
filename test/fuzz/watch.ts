/** Keeps one judging process going: ends one that hangs, replaces one that died, and says which case it was. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Answer, Question } from './judge.ts'

const HANG_MS = 60_000
const START_MS = 120_000
const END_MS = 10_000

const failed = (kind: string, detail: string): Answer => ({
  faults: [{ kind, detail }],
  cpuMs: 0,
  grownBytes: 0,
  said: [],
})

export class Watch {
  #child: ChildProcess | undefined

  async ask(question: Question): Promise<Answer> {
    const child = this.#child ?? (await this.#start())
    return this.#reply(child, HANG_MS, () => child.send(question))
  }

  /** Whether the process ended by itself, with no thread or timer left. */
  async close(): Promise<boolean> {
    const child = this.#child
    if (!child) return true
    const ended = new Promise<boolean>((done) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL')
        done(false)
      }, END_MS)
      child.once('exit', () => {
        clearTimeout(timer)
        done(true)
      })
    })
    child.send('close')
    return ended
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(join(import.meta.dirname, 'judge.ts'), {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { PATH: process.env.PATH },
    })
    this.#child = child
    await this.#reply(child, START_MS, () => {})
    child.stdout!.on('data', () => this.#printed.add('stdout'))
    child.stderr!.on('data', () => this.#printed.add('stderr'))
    return child
  }

  /** Where something was printed that no log line said. */
  readonly #printed = new Set<string>()
  get printed(): readonly string[] {
    return [...this.#printed]
  }

  #reply(child: ChildProcess, ms: number, ask: () => void): Promise<Answer> {
    return new Promise((done) => {
      const end = (answer: Answer, dead: boolean): void => {
        clearTimeout(timer)
        child.off('message', onMessage).off('exit', onExit)
        if (dead) this.#child = undefined
        done(answer)
      }
      const onMessage = (answer: unknown): void => end(answer as Answer, false)
      const onExit = (code: number | null, signal: string | null): void =>
        end(failed('crash', `exit ${code ?? signal}`), true)
      const timer = setTimeout(() => {
        end(failed('hang', `no answer in ${ms / 1000} s`), true)
        child.kill('SIGKILL')
      }, ms)
      child.on('message', onMessage).on('exit', onExit)
      ask()
    })
  }
}
