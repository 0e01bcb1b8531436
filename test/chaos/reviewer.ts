/** A reviewer at the console, and a sender who uses the link of a bounce: through the pages, as people do. */
import type { Chance } from './chance.ts'
import type { Ledger } from './ledger.ts'
import { numberInSubject } from './mails.ts'
import type { Program } from './program.ts'

const ANSWER_MS = 10_000

export type SignIn = Readonly<{ email: string; password: string }>

export class Reviewer {
  readonly #program: () => Program
  readonly #who: SignIn
  readonly #ledger: Ledger
  readonly #chance: Chance
  #cookie = ''

  constructor(program: () => Program, who: SignIn, ledger: Ledger, chance: Chance) {
    this.#program = program
    this.#who = who
    this.#ledger = ledger
    this.#chance = chance
  }

  /** Decides on a few held messages. Answers how many; a console that is away answers none. */
  async decide(count: number): Promise<number> {
    try {
      const at = this.#origin()
      const list = await this.#page(`${at}/held`)
      const ids = [...new Set(list.match(/(?<=\/held\/)[0-9A-Z]{26}/g))]
      let done = 0
      for (const id of ids.sort(() => this.#chance.next() - 0.5).slice(0, count))
        if (await this.#decideOn(at, id)) done += 1
      return done
    } catch {
      this.#cookie = ''
      return 0
    }
  }

  /** Opens the link, then presses the button. */
  async cure(link: string, number: number): Promise<boolean> {
    const at = this.#origin()
    const url = `${at}${new URL(link).pathname}`
    try {
      await this.#ask(url)
      this.#ledger.letGo.add(number)
      return (await this.#ask(url, {}, at)).status === 200
    } catch {
      return false
    }
  }

  #origin(): string {
    return `http://127.0.0.1:${this.#program().console}`
  }

  async #decideOn(at: string, id: string): Promise<boolean> {
    const page = await this.#page(`${at}/held/${id}`)
    const number = numberInSubject(page)
    const seal = /name="seal" value="([^"]+)"/.exec(page)?.[1] ?? ''
    if (number === undefined || !page.includes('name="recipient"')) return false
    if (this.#chance.oneIn(4)) {
      return (await this.#ask(`${at}/held/${id}/return`, { seal, words: 'Graag zonder dit erin.' }, at)).status === 303
    }
    const recipient = [...page.matchAll(/name="recipient" value="([^"]+)"/g)].map((found) => found[1] ?? '')
    this.#ledger.letGo.add(number)
    return (await this.#ask(`${at}/held/${id}/release`, { seal, recipient }, at)).status === 303
  }

  async #page(url: string): Promise<string> {
    if (this.#cookie === '') await this.#signIn(new URL(url).origin)
    return (await this.#ask(url)).text()
  }

  async #signIn(at: string): Promise<void> {
    const answer = await this.#ask(`${at}/sign-in`, { ...this.#who, next: '/held' }, at)
    this.#cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  }

  async #ask(
    url: string,
    fields?: Readonly<Record<string, string | readonly string[]>>,
    origin = '',
  ): Promise<Response> {
    const signal = AbortSignal.timeout(ANSWER_MS)
    const headers = { cookie: this.#cookie, origin }
    if (!fields) return fetch(url, { signal, headers, redirect: 'manual' })
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
    return fetch(url, { method: 'POST', body, signal, headers, redirect: 'manual' })
  }
}
