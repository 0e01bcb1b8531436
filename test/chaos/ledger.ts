/**
 * What the outside world knows, and the only truth of a run: which recipient of which message was promised with 250, and
 * what of it was seen at the next hop. Kept here, never read from the program.
 */
import type { Mail, Road } from './mails.ts'

/** A message as the next hop took it. `saidAt`: when it wrote its 250 to a connection that stood. Milliseconds. */
export type Copy = { readonly at: number; saidAt: number | undefined; readonly asGiven: boolean }

/** none: the final dot was never sent. maybe: it was, and no 250 came back. */
export type Promised = 'none' | 'maybe' | 'accepted'

export type Entry = {
  readonly number: number
  readonly address: string
  readonly road: Road
  readonly hash: string
  /** Without a Message-ID a repeat cannot be told from a second message of the same words. */
  readonly nameless: boolean
  promised: Promised
  /** How often the client sent the whole of it. */
  sent: number
  readonly copies: Copy[]
  /** Notices that named it as failed. */
  told: number
}

export type Window = Readonly<{ what: string; from: number; to: number; kill: boolean }>

const keyOf = (number: number, address: string): string => `${number} ${address.toLowerCase()}`

export class Ledger {
  readonly begun = Date.now()
  readonly entries = new Map<string, Entry>()
  /** A person asked to let it go (release, remedy); from then on it may go out. */
  readonly letGo = new Set<number>()
  /** A reviewer's letter came back for it. */
  readonly returned = new Set<number>()
  /** Hidden recipients that bounces spoke of, by message. */
  readonly unnamed = new Map<number, number>()
  /** Notices seen. */
  readonly notices = new Set<string>()
  /** Times at which something broke off what was under way. */
  readonly windows: Window[] = []
  /** What the next hop or the log showed that must not be: never in what is printed more than what and where. */
  readonly faults: string[] = []
  readonly remedies: { number: number; link: string }[] = []
  submitted = 0
  repeats = 0

  begin(mail: Mail, recipients: readonly string[]): void {
    const { number, road, hash, nameless } = mail
    for (const address of recipients) {
      const key = keyOf(number, address)
      if (this.entries.has(key)) continue
      const fresh = { promised: 'none' as const, sent: 0, copies: [], told: 0 }
      this.entries.set(key, { number, address, road, hash, nameless, ...fresh })
    }
  }

  promise(mail: Mail, recipients: readonly string[], promised: Promised): void {
    for (const address of recipients) {
      const entry = this.of(mail.number, address)
      if (!entry) continue
      if (promised === 'maybe') entry.sent += 1
      if (entry.promised !== 'accepted') entry.promised = promised
    }
  }

  of(number: number, address: string): Entry | undefined {
    return this.entries.get(keyOf(number, address))
  }

  /** Recipients promised with 250. */
  accepted(): Entry[] {
    return [...this.entries.values()].filter((entry) => entry.promised === 'accepted')
  }
}
