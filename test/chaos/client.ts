/** A mail server in front of the gateway: keeps what was not answered with 250 and comes again, as servers do. */
import { Talk } from '../smtp/talk.ts'
import { type Chance, wait } from './chance.ts'
import type { Ledger } from './ledger.ts'
import type { Mail } from './mails.ts'

type Door = () => number
type Answer = '250' | 'later' | 'never'

const REPLY_MS = 60_000

const greeted = async (port: number): Promise<Talk | undefined> => {
  try {
    const talk = await Talk.hello(port)
    if (!talk.ended) return talk
  } catch {
    // Nobody listens: it is being restarted.
  }
  return undefined
}

const within = async (reply: Promise<string>, talk: Talk): Promise<string> => {
  const timer = setTimeout(() => talk.hangUp(), REPLY_MS)
  try {
    return await reply
  } finally {
    clearTimeout(timer)
  }
}

/** Pipelined (RFC 2920). One refused recipient, and the whole transaction comes again later. */
const begins = async (talk: Talk, from: string, recipients: readonly string[]): Promise<boolean> => {
  const lines = [`MAIL FROM:<${from}>`, ...recipients.map((to) => `RCPT TO:<${to}>`), 'DATA']
  talk.write(lines.map((line) => `${line}\r\n`).join(''))
  let all = true
  for (const line of lines) {
    const reply = await within(talk.reply(), talk)
    all &&= reply.startsWith(line === 'DATA' ? '354' : '250')
  }
  return all
}

export class Client {
  readonly #door: Door
  readonly #ledger: Ledger
  readonly #chance: Chance
  #talk: Talk | undefined

  constructor(door: Door, ledger: Ledger, chance: Chance) {
    this.#door = door
    this.#ledger = ledger
    this.#chance = chance
  }

  /** Until it is accepted or refused for good; while `open` answers false it gives up. */
  async submit(mail: Mail, open: () => boolean): Promise<void> {
    this.#ledger.submitted += 1
    for (const recipients of mail.transactions) {
      this.#ledger.begin(mail, recipients)
      while (open()) {
        const answer = await this.#once(mail, recipients)
        if (answer !== 'later') break
        await wait(this.#chance.between(100, 1000))
      }
    }
  }

  hangUp(): void {
    this.#talk?.hangUp()
  }

  async #once(mail: Mail, recipients: readonly string[]): Promise<Answer> {
    if (!this.#talk || this.#talk.ended) this.#talk = await greeted(this.#door())
    if (!this.#talk) return 'later'
    const answer = await this.#transact(this.#talk, mail, recipients)
    if (answer === 'later') this.#talk.hangUp()
    return answer
  }

  async #transact(talk: Talk, mail: Mail, recipients: readonly string[]): Promise<Answer> {
    if (!(await begins(talk, mail.from, recipients))) return 'later'
    // Gone in the middle: nothing of it may ever arrive by this transaction.
    if (this.#chance.oneIn(150)) {
      talk.write(mail.raw.subarray(0, mail.raw.length / 2))
      talk.hangUp()
      return 'later'
    }
    this.#ledger.promise(mail, recipients, 'maybe')
    talk.write(Buffer.concat([mail.raw, Buffer.from('.\r\n')]))
    // The line breaks before our 250: the same submission comes again.
    if (this.#chance.oneIn(60)) {
      await wait(this.#chance.between(0, 40))
      talk.hangUp()
      this.#ledger.repeats += 1
      return 'later'
    }
    const reply = await within(talk.reply(), talk)
    if (reply.startsWith('250')) {
      this.#ledger.promise(mail, recipients, 'accepted')
      return '250'
    }
    return reply.startsWith('5') ? 'never' : 'later'
  }
}
