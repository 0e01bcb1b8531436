/**
 * Mail that may simply go on, while its client waits: judged and handed to the next hop before the 250, so that it never lies
 * on the disk. The promise is the same: when the client reads 250, the next hop has it or the store does.
 *
 * Whatever is not as plain as that takes the long road, with what was found on the way: a message that is held, bounced or told
 * about, one with other parts or of which something is known, one that takes long to judge, and all of them while the next hop
 * is slow or did not answer.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Judged } from './gateway.ts'
import { inTime } from './in-time.ts'
import { mayHaveMore, SPLIT_AT } from './joining.ts'
import { type Log, storeTrouble, type Trouble } from './log.ts'
import { withoutFields } from './message/message.ts'
import type { Intake, MailHead, Passed } from './store/store.ts'
import type { Waiting } from './waiting-room.ts'

export type PassageParts = Readonly<{
  judge: (mail: Waiting) => Promise<Judged>
  isPrompt: (mailFrom: string, recipients: readonly string[], size: number) => boolean
  /** Undefined: nobody has it. */
  passOn: (mail: Judged) => Promise<Pick<Passed, 'recipients' | 'history'> | undefined>
  ours: () => readonly string[]
  /** Told when the next hop has it. */
  passed: (mail: Judged) => void
  log: Log
}>

export type Keys = Readonly<{ joinKey: string; family?: string | undefined }>

/** `passed`: 250 may be said. Else it goes into the store, with what was found so far. */
export type Tried = Readonly<{ passed: boolean; judged?: Promise<Judged> }>

const NOT_TRIED: Tried = { passed: false }

/** A client waits so long for a verdict; attachments may take longer. */
const JUDGE_MS = 3000
const AGAIN_MS = 500
/** Messages on this road at one time; their bytes stand in memory. */
const MOST = 50

const travelsAsItIs = (raw: Buffer): boolean => withoutFields(raw, ['bcc', 'resent-bcc']) === raw

/** Nothing to say to anybody, nothing to wait for, nothing to change. */
const mayPass = (mail: Judged, ours: readonly string[]): boolean =>
  mail.decision.recipients.length > 0 &&
  mail.decision.recipients.every(({ outcome }) => outcome === 'forward') &&
  mail.seen.case.scanned.unscanned !== 'scanner-down' &&
  !mayHaveMore(mail, ours) &&
  travelsAsItIs(mail.raw)

export class Passage {
  readonly #parts: PassageParts
  /** Families of which a part is on this road: another part waits for it, to know it as kin. */
  readonly #families = new Map<string, Promise<unknown>>()
  /** Records the store did not take at once. */
  readonly #late = new Set<Promise<void>>()
  readonly #end = new AbortController()
  readonly #trouble: Trouble
  readonly #trying = new Set<Promise<Tried>>()

  constructor(parts: PassageParts) {
    this.#parts = parts
    this.#trouble = storeTrouble(parts.log, 'record')
  }

  get size(): number {
    return this.#trying.size
  }

  async try(intake: Intake, head: MailHead, keys: Keys): Promise<Tried> {
    const { family = '' } = keys
    while (this.#families.has(family)) await this.#families.get(family)
    const raw = intake.inMemory
    if (!raw || this.#trying.size >= MOST || this.#late.size > 0 || !this.#isPlain(head)) return NOT_TRIED
    const trying = this.#send(intake, { id: intake.id, head, raw }, keys)
    this.#trying.add(trying)
    if (family !== '')
      this.#families.set(
        family,
        trying.catch(() => undefined),
      )
    try {
      return await trying
    } finally {
      this.#trying.delete(trying)
      this.#families.delete(family)
    }
  }

  /**
   * Ends when the records of all that passed are kept, or were offered to the store for the last time: also of those whose client
   * was cut off meanwhile, since it will come back with the same message.
   */
  async close(): Promise<void> {
    this.#end.abort()
    await Promise.allSettled(this.#trying)
    while (this.#late.size > 0) await Promise.all(this.#late)
  }

  #isPlain({ envelope: { mailFrom, rcptTo }, size }: MailHead): boolean {
    return rcptTo.length < SPLIT_AT && this.#parts.isPrompt(mailFrom, rcptTo, size)
  }

  async #send(intake: Intake, waiting: Waiting, keys: Keys): Promise<Tried> {
    const { judge, passOn, ours, passed } = this.#parts
    if (!(await intake.isFirst(waiting.head, keys))) return NOT_TRIED
    const judging = judge(waiting)
    // What fails is judged again on the long road, and said there.
    const mail = await inTime(
      judging.catch(() => undefined),
      JUDGE_MS,
      undefined,
    )
    if (!mail || !mayPass(mail, ours())) return { passed: false, judged: judging }
    const sent = await passOn(mail)
    if (!sent) return { passed: false, judged: judging }
    passed(mail)
    await this.#record(intake, mail, sent, keys)
    return { passed: true }
  }

  /**
   * Durable before the 250, so that a client that missed it is known when it comes back. While the store does not take the record,
   * 250 is said all the same, for the next hop has the message; the record is offered again, and all mail takes the long road.
   */
  async #record(intake: Intake, mail: Judged, sent: Pick<Passed, 'recipients' | 'history'>, keys: Keys): Promise<void> {
    const { head, message, now } = mail
    const from = message.from[0]?.address ?? head.envelope.mailFrom
    const judged = { at: now, event: 'judged', by: 'gateway', detail: mail.decision.outcome }
    const record = {
      verdict: { from, messageId: message.messageId },
      recipients: sent.recipients,
      history: [judged, ...sent.history],
    }
    const write = (): Promise<void> => intake.pass(head, record, keys)
    if (!(await this.#wrote(write))) this.#offerAgain(write)
  }

  async #wrote(write: () => Promise<void>): Promise<boolean> {
    try {
      await write()
      this.#trouble.ends()
      return true
    } catch (error) {
      this.#trouble.begins(error)
      return false
    }
  }

  #offerAgain(write: () => Promise<void>): void {
    const offering: Promise<void> = this.#insist(write).then(() => {
      this.#late.delete(offering)
    })
    this.#late.add(offering)
  }

  /** At the end there is one last try. */
  async #insist(write: () => Promise<void>): Promise<void> {
    const { signal } = this.#end
    do await wait(AGAIN_MS, undefined, { signal }).catch(() => undefined)
    while (!(await this.#wrote(write)) && !signal.aborted)
  }
}
