/**
 * The road of one message, on one screen: accept → judge → act.
 *
 * accept  the door's final dot: durable, then 250
 * judge   what it says, to whom, against which policy: the same for the server and for `check`
 * act     each recipient's fate, with the notices it needs, in one transaction
 *
 * Safe to run again after a crash: nothing is written before `settle`, and the same message gives the same answer.
 */
import type { Readers } from './attachments/attachments.ts'
import { inspect, type Lexicon, type Seen } from './detectors/detectors.ts'
import type { Directory } from './directory/directory.ts'
import type { Log } from './log.ts'
import { type Envelope, type Message, parseMessage } from './message/message.ts'
import { type Decision, decide, type Pack, type Policy } from './policy/policy.ts'
import type { House } from './smtp/smtp.ts'
import { type MailHead, type MailId, type Settlement, type Store, StoreFull } from './store/store.ts'

/** What judging needs, as it is in force now; replaced as a whole when a file changes. */
export type Rules = Readonly<{ policy: Policy; people: Directory; lexicon: Lexicon }>

export type Judgement = Readonly<{ message: Message; seen: Seen; pack: Pack; decision: Decision }>

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** The school whose mail this is: the first of From and envelope sender that is ours. */
const packOf = (message: Message, rules: Rules): Pack => {
  const senders = [...message.from.map((box) => box.domain), domainOf(message.envelope.mailFrom)]
  const ours = senders.find((domain) => rules.people.domains.includes(domain)) ?? senders.at(-1) ?? ''
  return rules.policy.packFor(ours)
}

export const judge = async (
  raw: Buffer,
  envelope: Envelope,
  rules: Rules,
  readers: Readers,
  now: number,
  packId?: string,
): Promise<Judgement> => {
  const message = await parseMessage(raw, envelope)
  const files = await readers.read(message.parts)
  const pack = (packId && rules.policy.packs.get(packId)) || packOf(message, rules)
  const { people, lexicon, policy } = rules
  const seen = inspect({ message, files, people, lexicon, settings: policy.settingsOf(pack) })
  return { message, seen, pack, decision: decide(policy, pack, seen, now) }
}

export type GatewayParts = Readonly<{
  store: Store
  readers: Readers
  rules: () => Rules
  settle: (mail: Judged) => Promise<Settlement>
  /** What becomes of a message that could not be judged. */
  giveUp: (head: MailHead, now: number) => Settlement
  wakeQueue: () => void
  takesUtf8: (mailFrom: string, recipient: string) => boolean | undefined
  owner: string
  log: Log
  now?: () => number
}>

export type Judged = Judgement & Readonly<{ id: MailId; head: MailHead; raw: Buffer; now: number }>

export interface Gateway extends House {
  /** Ends when what is being judged has been settled; nothing new is begun. */
  stop(): Promise<void>
  readonly judging: number
}

// Judging is CPU work; a few at a time keep the disk and the attachment readers busy as well.
const AT_ONCE = 4
// A large message stands in memory several times while it is judged: its bytes, its parts, their texts.
const BYTES_AT_ONCE = 60 * 1024 * 1024
// Bytes waiting in memory to be judged; beyond this a message is read back from the store when its turn comes.
const MEMORY = 48 * 1024 * 1024
const LEASE_MS = 5 * 60_000
const LOOK_EVERY_MS = 2000
// A message that took the process down with it twice is not judged a third time: a person looks at it.
const MAX_JUDGINGS = 2

type Waiting = { id: MailId; head: MailHead; raw: Buffer | undefined }

export const openGateway = (parts: GatewayParts): Gateway => {
  const { store, log, owner } = parts
  const now = parts.now ?? Date.now
  const waiting: Waiting[] = []
  const running = new Set<Promise<void>>()
  let inMemory = 0
  let judgingBytes = 0
  let stopped = false

  const run = async ({ id, head, raw }: Waiting): Promise<void> => {
    try {
      const bytes = raw ?? (await store.body(id))
      const judgement = await judge(bytes, head.envelope, parts.rules(), parts.readers, now())
      await act({ ...judgement, id, head, raw: bytes, now: now() })
    } catch (error) {
      if (error instanceof StoreFull) waitForRoom(id, head, error)
      // Its lease lapses and it is judged again; after MAX_JUDGINGS it is held unjudged.
      else log.error('judgeFailed', { id }, error)
    } finally {
      inMemory -= raw?.length ?? 0
    }
  }

  /** A full disk is nothing against the message: it is judged again as soon as there may be room. */
  const waitForRoom = (id: MailId, head: MailHead, error: StoreFull): void => {
    log.error('storeTrouble', { task: 'judge', id }, error)
    setTimeout(() => enter(id, head, undefined), LOOK_EVERY_MS).unref()
  }

  const act = async (mail: Judged): Promise<void> => {
    const settlement = await parts.settle(mail)
    const settled = await store.settle(mail.id, owner, settlement)
    if (!settled) return
    const { decision, seen } = mail
    const rules = [...new Set(decision.hits.map((hit) => hit.rule))]
    log.info('mailJudged', { id: mail.id, pack: decision.pack, outcome: decision.outcome, rules, size: mail.head.size })
    for (const { rule, error } of seen.unknown) log.error('detectorFailed', { id: mail.id, rule, error })
    parts.wakeQueue()
  }

  const next = (): void => {
    for (;;) {
      const [mail] = waiting
      const fits = running.size === 0 || (mail && judgingBytes + mail.head.size <= BYTES_AT_ONCE)
      if (stopped || !mail || !fits || running.size >= AT_ONCE) return
      waiting.shift()
      judgingBytes += mail.head.size
      const task: Promise<void> = run(mail).finally(() => {
        judgingBytes -= mail.head.size
        running.delete(task)
        next()
      })
      running.add(task)
    }
  }

  const enter = (id: MailId, head: MailHead, raw: Buffer | undefined): void => {
    const kept = raw && inMemory + raw.length <= MEMORY ? raw : undefined
    inMemory += kept?.length ?? 0
    waiting.push({ id, head, raw: kept })
    next()
  }

  /** What a crash, a full disk or another node left unjudged. */
  const resume = async (): Promise<void> => {
    const left = await store.claimReceived(owner, now(), LEASE_MS, AT_ONCE * 4)
    for (const { id, head, attempts } of left) {
      if (attempts > MAX_JUDGINGS) await holdUnjudged(id, head)
      else enter(id, head, undefined)
    }
  }

  const holdUnjudged = async (id: MailId, head: MailHead): Promise<void> => {
    const settlement = parts.giveUp(head, now())
    if (await store.settle(id, owner, settlement)) log.error('judgeFailed', { id, held: true })
  }

  const looking = setInterval(() => {
    if (!stopped && waiting.length === 0)
      resume().catch((error) => log.error('storeTrouble', { task: 'resume' }, error))
  }, LOOK_EVERY_MS)

  return {
    intake: () => store.intake(),
    accept: async (intake, given, joinKey) => {
      // A recipient named twice in one transaction is one recipient.
      const rcptTo = [...new Set(given.envelope.rcptTo)]
      const head = { ...given, envelope: { ...given.envelope, rcptTo } }
      const { id, repeat } = await intake.commit(head, { joinKey, owner, leaseMs: LEASE_MS })
      log.info(repeat ? 'mailRepeated' : 'mailReceived', {
        id,
        size: head.size,
        recipients: head.envelope.rcptTo.length,
      })
      if (!repeat) enter(id, head, intake.inMemory)
      return { id }
    },
    isOurDomain: (domain) => parts.rules().people.domains.includes(domain),
    takesUtf8: parts.takesUtf8,
    blocked: async (sender) => (await store.get('block', sender)) as string | undefined,
    stop: async () => {
      stopped = true
      clearInterval(looking)
      await Promise.all(running)
    },
    get judging() {
      return waiting.length + running.size
    },
  }
}
